package io.hearthwatch.servicedesk.customer;

import io.hearthwatch.servicedesk.Refusal;
import io.hearthwatch.servicedesk.Sql;
import io.hearthwatch.servicedesk.TicketSteps;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Map;

/**
 * How the household of a link's ticket wants to hear from us, as the customer sees and changes it there. Whoever has the link acts as the
 * customer; an e-mail address is shown in part only, so that a link that went astray does not tell it. Stateless.
 */
final class LinkWishes {
    private static final String HOW = "by the link to their ticket";

    private LinkWishes() {}

    static Preferences read(Connection connection, long ticket) throws SQLException {
        Preferences kept = kept(connection, household(connection, ticket));
        return new Preferences(
                null,
                kept.language(),
                kept.channel(),
                masked(kept.email()),
                kept.consent(),
                kept.consentAt(),
                null,
                kept.quietHours(),
                kept.surveys());
    }

    /**
     * Keeps what the customer wants, and notes in the ticket's history that they said so.
     *
     * @param wish without an e-mail address the one before stays
     */
    static void keep(Connection connection, long ticket, PreferenceWish wish, Instant at) throws SQLException {
        String household = household(connection, ticket);
        String email = wish.email() == null || wish.email().isBlank()
                ? kept(connection, household).email()
                : wish.email().strip();
        ContactBook.keep(
                connection,
                household,
                new PreferenceWish(
                        wish.language(), wish.channel(), email, wish.consent(), HOW, wish.quietHours(), wish.surveys()),
                at);
        TicketSteps.event(
                connection,
                ticket,
                at,
                Customers.who(),
                "preferences_changed",
                Map.of("channel", wish.channel(), "consent", wish.consent()));
    }

    private static Preferences kept(Connection connection, String household) throws SQLException {
        return ContactBook.find(connection, household).orElseThrow().getKey();
    }

    private static String household(Connection connection, long ticket) throws SQLException {
        return Sql.first(
                        connection,
                        "select h.id from service.ticket t join service.household h on h.id = t.household"
                                + " where t.id = ? and h.erased_at is null",
                        row -> row.getString("id"),
                        ticket)
                .orElseThrow(() -> Refusal.conflict(
                        "nobody knows yet whose ticket this is", "the service centre asks who they are first"));
    }

    /** {@code a***@example.org}. */
    static String masked(String email) {
        int at = email == null ? -1 : email.indexOf('@');
        return at < 1 ? null : email.charAt(0) + "***" + email.substring(at);
    }
}
