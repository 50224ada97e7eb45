package io.hearthwatch.servicedesk.ticket;

import io.hearthwatch.servicedesk.Sql;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * The visit cannot be on time: the customer heard an apology and the reason, was asked for another time, and did not take it. Only then
 * does the ticket go to another centre for its time, or back to the information agent.
 */
final class TimeRefused {
    private TimeRefused() {}

    static Map<String, Object> note(Connection connection, TicketRow ticket, TicketRequest request, Instant at)
            throws SQLException {
        TicketInput input = request.input().allow("reason", "window_from", "window_to", "channel", "words");
        Writing.requireOpen(ticket);
        if (ticket.windowFrom() == null) {
            throw TicketRefusal.conflict(
                    "the customer of " + ticket.number() + " has no time yet", "agree one by a step to scheduled");
        }
        String reason = input.required("reason", "say what the customer was told why the visit cannot be on time");
        Instant from = input.requiredInstant("window_from");
        Instant to = input.requiredInstant("window_to");
        if (!from.isBefore(to)) {
            throw input.wrong("window_to", "is not after window_from", "send the time that the customer was asked for");
        }
        String channel =
                input.oneOf("channel", "phone", "email", "chat", "web", "shop").orElse("phone");
        long contact = Contacts.note(
                connection,
                ticket,
                new Contacts.Contact(
                        at, request.who(), false, channel, input.text("words").orElse(null), false),
                at);
        Map<String, Object> detail = new LinkedHashMap<>();
        detail.put("reason", reason);
        detail.put("offered_from", from.toString());
        detail.put("offered_to", to.toString());
        detail.put("contact", contact);
        Writing.note(connection, ticket, at, request.who(), "time_refused", detail);
        return Map.of("contact", contact);
    }

    /** Whether the customer was asked for another time than the one they have, and refused. */
    static boolean was(Connection connection, TicketRow ticket) throws SQLException {
        return Sql.first(connection, """
                        select 1 from service.ticket_event where ticket = ? and what = 'time_refused' and id > coalesce((
                            select max(id) from service.ticket_event where ticket = ? and to_state = 'scheduled'
                                and detail -> 'window_from' is not null), 0) limit 1
                        """, row -> true, ticket.id(), ticket.id()).isPresent();
    }
}
