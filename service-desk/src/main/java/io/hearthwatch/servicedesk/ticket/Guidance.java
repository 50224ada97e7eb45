package io.hearthwatch.servicedesk.ticket;

import io.hearthwatch.servicedesk.Sql;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What can be solved remotely: guidance is given, and two hours later somebody asks whether it helped. */
final class Guidance {
    /** How long after guidance the customer is asked whether it helped. */
    static final Duration CHECK_BACK = Duration.ofHours(2);

    private Guidance() {}

    static Map<String, Object> give(Connection connection, TicketRow ticket, TicketRequest request, Instant at)
            throws SQLException {
        TicketInput input = request.input().allow("words");
        if (!ticket.state().equals("triaged")) {
            throw TicketRefusal.conflict(
                    "guidance is given after triage, and " + ticket.number() + " is " + ticket.state(),
                    "take the step to triaged with \"way\": \"remote\" first");
        }
        String words = input.required("words", "say what the customer was asked to do");
        Instant due = at.plus(CHECK_BACK);
        Optional<Long> id = Sql.first(
                connection, """
                insert into service.ticket_guidance (ticket, round, given_at, who, words, check_back_due)
                values (?, ?, ?, ?, ?, ?) on conflict (ticket) where checked_at is null do nothing returning id
                """, row -> row.getLong("id"), ticket.id(), ticket.round(), at, request.who(), words, due);
        if (id.isEmpty()) {
            throw TicketRefusal.conflict(
                    "an earlier guidance has not been checked back", "POST /api/v1/tickets/{id}/check-back first");
        }
        Writing.note(connection, ticket, at, request.who(), "guided", Map.of("check_back_due", due.toString()));
        return Map.of("guidance", id.get(), "check_back_due", due.toString());
    }

    /** Notes whether it helped. Solved, it may be closed; not solved, it goes on. */
    static Map<String, Object> checkBack(Connection connection, TicketRow ticket, TicketRequest request, Instant at)
            throws SQLException {
        Writing.requireOpen(ticket);
        TicketInput input = request.input().allow("solved", "note");
        boolean solved = input.requiredFlag("solved");
        List<Long> checked = Sql.list(
                connection,
                """
                update service.ticket_guidance set checked_at = greatest(?, given_at), checked_by = ?, solved = ?, note = ?
                where ticket = ? and checked_at is null returning id
                """,
                row -> row.getLong("id"),
                at,
                request.who(),
                solved,
                input.text("note").orElse(null),
                ticket.id());
        if (checked.isEmpty()) {
            throw TicketRefusal.conflict(
                    "no guidance waits to be checked back", "give some: POST /api/v1/tickets/{id}/guidance");
        }
        Writing.note(connection, ticket, at, request.who(), "checked_back", Map.of("solved", solved));
        return Map.of("guidance", checked.get(0), "solved", solved);
    }
}
