package io.hearthwatch.servicedesk.ticket;

import io.hearthwatch.servicedesk.Sql;
import io.hearthwatch.servicedesk.clock.FirstContact;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;

/** Talks with the customer, in both directions. */
final class Contacts {
    /** How long before a ticket a talk about it may have been: it may be noted late, and not years later. */
    private static final Duration BEFORE = Duration.ofDays(31);

    private Contacts() {}

    /**
     * A talk.
     *
     * @param at when it was, which may be before it was noted
     * @param incoming whether the customer came to us
     * @param joined whether it would have opened a ticket if there had been none
     * @param reached whether the customer was there; otherwise it was an attempt
     */
    record Contact(
            Instant at, String who, boolean incoming, String channel, String words, boolean joined, boolean reached) {
        Contact(Instant at, String who, boolean incoming, String channel, String words, boolean joined) {
            this(at, who, incoming, channel, words, joined, true);
        }
    }

    /** Whether the customer was reached; yes, where nobody says otherwise. */
    static boolean reached(TicketInput input, boolean incoming) {
        boolean reached = input.flag("reached").orElse(true);
        if (incoming && !reached) {
            throw input.wrong("reached", "is not asked of one who came to us", "send \"direction\": \"out\"");
        }
        return reached;
    }

    /**
     * Refuses the time of a talk that nobody can have noted about this ticket.
     *
     * @throws TicketRefusal 400
     */
    static void requireLately(TicketInput input, String field, Instant talked, Instant opened) {
        if (talked.isBefore(opened.minus(BEFORE))) {
            throw input.wrong(
                    field,
                    "lies more than " + BEFORE.toDays() + " days before the ticket, which is of " + opened,
                    "say when it was; or leave it out, if it was just now");
        }
    }

    /**
     * Notes a talk, with what was there before it: whether the ticket was open, and which parts were held. Whether a failure was
     * pre-empted is counted from that. One that we began and that reached the customer is the first contact, if there was none.
     *
     * @return its id
     */
    static long note(Connection connection, TicketRow ticket, Contact contact, Instant now) throws SQLException {
        List<String> held =
                Sql.list(connection, """
                select distinct part from service.reservation where ticket = ? and held_at < ? and (ended_at is null or ended_at > ?)
                order by part
                """, row -> row.getString("part"), ticket.id(), contact.at(), contact.at());
        if (contact.incoming()) {
            Sql.update(
                    connection,
                    "update service.ticket set called_at = least(called_at, ?) where id = ? and ended_at is null",
                    contact.at(),
                    ticket.id());
        }
        if (!contact.incoming() && contact.reached()) {
            FirstContact.made(connection, ticket.id(), contact.at());
        }
        return Sql.first(
                        connection,
                        """
                        insert into service.ticket_contact
                            (ticket, at, noted_at, who, incoming, channel, words, joined, open_before, parts_held, reached)
                        values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?) returning id
                        """,
                        row -> row.getLong("id"),
                        ticket.id(),
                        contact.at(),
                        now,
                        contact.who(),
                        contact.incoming(),
                        contact.channel(),
                        contact.words(),
                        contact.joined(),
                        ticket.openedAt().isBefore(contact.at()),
                        held,
                        contact.reached())
                .orElseThrow();
    }
}
