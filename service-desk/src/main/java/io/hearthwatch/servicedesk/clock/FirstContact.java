package io.hearthwatch.servicedesk.clock;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Optional;

/**
 * The customer has heard from us. What counts is what the indicator {@code response_time} counts: a talk that we began and that reached them,
 * guidance, an answer, or the step that takes the ticket up. For a transaction that has locked the ticket. Stateless.
 */
public final class FirstContact {
    private FirstContact() {}

    /**
     * Ends the promise; nothing happens where it has ended. One that was broken before anybody noted the contact stays broken.
     *
     * @param when the contact was, which may be before it was noted
     */
    public static void made(Connection connection, long ticket, Instant when) throws SQLException {
        TicketPromises promises = new TicketPromises(connection, ticket);
        Optional<TicketPromises.Open> open = promises.open(PromiseRule.FIRST_CONTACT);
        if (open.isEmpty() || promises.isBeforeRound(open.get(), when)) {
            return;
        }
        Instant since = open.get().clock().runningSince();
        Instant at = since != null && when.isBefore(since) ? since : when;
        new Escalation(connection, ticket).runDue(at);
        promises.end(promises.open(PromiseRule.FIRST_CONTACT).orElseThrow(), false, at);
    }
}
