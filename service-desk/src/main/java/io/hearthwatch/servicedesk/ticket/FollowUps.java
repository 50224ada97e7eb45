package io.hearthwatch.servicedesk.ticket;

import io.hearthwatch.servicedesk.Sql;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/** The call back after the work: due when the customer has accepted, noted when it was made; if it is not solved, the ticket reopens. */
final class FollowUps {
    /** How long after acceptance the customer is called back. */
    static final Duration DUE = Duration.ofDays(3);
    /** A rating of this or worse reopens. */
    static final int BAD = 2;

    private final Steps steps;

    FollowUps(Steps steps) {
        this.steps = steps;
    }

    static void due(Connection connection, TicketRow ticket, Instant accepted) throws SQLException {
        Sql.update(connection, """
                insert into service.ticket_follow_up (ticket, round, due_at) values (?, ?, ?)
                on conflict (ticket) where at is null do update set round = excluded.round, due_at = excluded.due_at
                """, ticket.id(), ticket.round(), accepted.plus(DUE));
    }

    /** Nobody calls back about work that is not done. */
    static void drop(Connection connection, long ticket) throws SQLException {
        Sql.update(connection, "delete from service.ticket_follow_up where ticket = ? and at is null", ticket);
    }

    Map<String, Object> add(Connection connection, TicketRow ticket, TicketRequest request, Instant at)
            throws SQLException {
        Writing.requireOpen(ticket);
        TicketInput input = request.input().allow("reached", "solved", "rating", "remarks");
        if (!ticket.state().equals("reviewed")
                && !ticket.state().equals("accepted")
                && !ticket.state().equals("followed_up")) {
            throw TicketRefusal.conflict(
                    "there is nothing to follow up while " + ticket.number() + " is " + ticket.state(),
                    "call back when the customer has accepted and the result is reviewed");
        }
        boolean reached = input.flag("reached").orElse(true);
        Optional<Boolean> solved = input.flag("solved");
        if (reached && solved.isEmpty()) {
            throw input.wrong("solved", "is missing", "say whether the customer says that it is solved");
        }
        Optional<Integer> rating = input.number("rating", 1, 5);
        Optional<String> remarks = input.text("remarks");
        int noted = Sql.update(
                connection,
                """
                update service.ticket_follow_up set at = ?, who = ?, reached = ?, solved = ?, rating = ?, remarks = ?
                where ticket = ? and at is null
                """,
                at,
                request.who(),
                reached,
                solved.orElse(null),
                rating.orElse(null),
                remarks.orElse(null),
                ticket.id());
        if (noted == 0) {
            Sql.update(
                    connection,
                    """
                    insert into service.ticket_follow_up (ticket, round, due_at, at, who, reached, solved, rating, remarks)
                    values (?, ?, ?, ?, ?, ?, ?, ?, ?)
                    """,
                    ticket.id(),
                    ticket.round(),
                    at,
                    at,
                    request.who(),
                    reached,
                    solved.orElse(null),
                    rating.orElse(null),
                    remarks.orElse(null));
        }
        if (!reached) {
            due(connection, ticket, at.minus(DUE).plus(Duration.ofDays(1)));
        }
        Map<String, Object> detail = new LinkedHashMap<>();
        detail.put("reached", reached);
        solved.ifPresent(value -> detail.put("solved", value));
        rating.ifPresent(value -> detail.put("rating", value));
        Writing.note(connection, ticket, at, request.who(), "called_back", detail);
        boolean reopens = reached && (!solved.orElse(true) || rating.orElse(5) <= BAD);
        if (reopens) {
            steps.reopenByItself(
                    connection,
                    ticket,
                    solved.orElse(true) ? "rated " + rating.orElseThrow() + " of 5" : "not solved",
                    at);
        }
        return Map.of("reopened", reopens);
    }
}
