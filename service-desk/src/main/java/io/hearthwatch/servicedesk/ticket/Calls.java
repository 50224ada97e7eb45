package io.hearthwatch.servicedesk.ticket;

import io.hearthwatch.servicedesk.Sql;
import io.hearthwatch.servicedesk.organisation.Scope;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * Talks with customers as people note them. A customer goes on calling the centre that they know: what it hears about a ticket that it had
 * before, or of a household of its own, is kept with the ticket, and whoever has the ticket now is to call back. The one who took the call is told
 * which centre that is, and sees no more of the ticket.
 */
final class Calls {
    /** Says in a receipt that the ticket is another centre's. */
    static final String PASSED_ON = "passed_on_to";

    private Calls() {}

    /** Notes a talk. */
    static Map<String, Object> note(Connection connection, TicketRow ticket, TicketRequest request, Instant at)
            throws SQLException {
        TicketInput input = request.input().allow("channel", "direction", "words", "at", "reached");
        String channel = input.requiredOneOf("channel", "form", "phone", "email", "chat", "web", "shop");
        boolean incoming = input.oneOf("direction", "in", "out").orElse("in").equals("in");
        boolean reached = Contacts.reached(input, incoming);
        Instant when = input.instant("at").orElse(at);
        if (when.isAfter(at)) {
            throw input.wrong("at", "lies in the future", "it is " + at + " now");
        }
        Contacts.requireLately(input, "at", when, ticket.openedAt());
        boolean elsewhere = isElsewhere(ticket, request.scope());
        if (elsewhere && !incoming) {
            throw TicketRefusal.conflict(
                    ticket.number() + " is with " + ticket.centre() + " by now",
                    "note what the customer said as \"direction\": \"in\"; that centre calls back");
        }
        long id = Contacts.note(
                connection,
                ticket,
                new Contacts.Contact(
                        when,
                        request.who(),
                        incoming,
                        channel,
                        input.text("words").orElse(null),
                        false,
                        reached),
                at);
        Map<String, Object> detail = new LinkedHashMap<>();
        detail.put("contact", id);
        detail.put("channel", channel);
        detail.put("at", when.toString());
        Map<String, Object> result = new LinkedHashMap<>();
        result.put("contact", id);
        if (elsewhere) {
            passOn(connection, ticket, id, result, at);
            detail.put(PASSED_ON, ticket.centre());
        }
        if (!incoming && reached) {
            // Whoever talked with the customer has called back.
            Sql.update(
                    connection,
                    "update service.alarm set ended_at = ? where ticket = ? and kind = 'call' and ended_at is null",
                    at,
                    ticket.id());
        }
        Writing.note(
                connection,
                ticket,
                at,
                request.who(),
                incoming ? "customer_called" : reached ? "customer_contacted" : "customer_not_reached",
                detail);
        return result;
    }

    /** Whether the ticket is with a centre outside the scope. */
    static boolean isElsewhere(TicketRow ticket, Scope scope) {
        return !scope.contains(ticket.centre());
    }

    /** Whether somebody of the scope may take a call about a ticket that is elsewhere. */
    static boolean mayTake(Connection connection, TicketRow ticket, Scope scope) throws SQLException {
        return scope.technician() == null
                && Sql.first(
                                connection,
                                "select service.may_take_call(?, ?) may",
                                row -> row.getBoolean("may"),
                                ticket.id(),
                                scope.ids())
                        .orElse(false);
    }

    /**
     * A call that was taken elsewhere: the ticket's centre is to call back.
     *
     * @param contact the talk
     * @param result is told where the ticket is
     */
    static void passOn(Connection connection, TicketRow ticket, long contact, Map<String, Object> result, Instant at)
            throws SQLException {
        if (ticket.open()) {
            Sql.update(connection, """
                    insert into service.alarm (ticket, kind, level, role, centre, subject, raised_at)
                    values (?, 'call', 1, 'information_agent', ?, ?, ?) on conflict do nothing
                    """, ticket.id(), ticket.centre(), "call " + contact, at);
        }
        Map<String, Object> centre = new LinkedHashMap<>();
        centre.put("id", ticket.centre());
        Optional<Map<String, Object>> known = Sql.first(
                connection,
                "select name_en, name_zh, phone from service.centre where id = ?",
                row -> {
                    Map<String, Object> shown = new LinkedHashMap<>();
                    shown.put("name", Map.of("en", row.getString("name_en"), "zh", row.getString("name_zh")));
                    shown.put("phone", row.getString("phone"));
                    return shown;
                },
                ticket.centre());
        known.ifPresent(centre::putAll);
        result.put(PASSED_ON, centre);
    }
}
