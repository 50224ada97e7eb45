package io.hearthwatch.servicedesk.ticket;

import io.hearthwatch.servicedesk.Sql;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Calls to customers that are due, and what came of them. The call back after the work is due when the customer has accepted; if it is not
 * solved, the ticket reopens. Another one is due because of a low mark, or because somebody must stop using an appliance; the ticket may
 * have ended then.
 */
final class FollowUps {
    /** How long after acceptance the customer is called back. */
    static final Duration DUE = Duration.ofDays(3);
    /** A rating of this or worse reopens. */
    static final int BAD = 2;

    /** Reasons for a call. */
    static final String WORK = "work_done";

    static final String LOW_MARK = "low_mark";
    static final String STOP_USE = "stop_use";

    /** When nobody was reached. */
    private static final Duration AGAIN = Duration.ofDays(1);

    private static final Duration AGAIN_URGENT = Duration.ofHours(2);
    private static final Set<String> DONE = Set.of("accepted", "reviewed", "followed_up");

    private final Steps steps;

    FollowUps(Steps steps) {
        this.steps = steps;
    }

    static void due(Connection connection, TicketRow ticket, Instant accepted) throws SQLException {
        due(connection, ticket, WORK, accepted.plus(DUE));
    }

    /** Somebody has to call, whatever became of the ticket; once until it is done. */
    static void due(Connection connection, TicketRow ticket, String reason, Instant due) throws SQLException {
        Sql.update(connection, """
                insert into service.ticket_follow_up (ticket, round, due_at, reason) values (?, ?, ?, ?)
                on conflict (ticket, reason) where at is null do update set round = excluded.round, due_at = excluded.due_at
                """, ticket.id(), ticket.round(), due, reason);
    }

    /** Nobody calls back about work that is not done. */
    static void drop(Connection connection, long ticket) throws SQLException {
        Sql.update(
                connection,
                "delete from service.ticket_follow_up where ticket = ? and at is null and reason = ?",
                ticket,
                WORK);
    }

    /** The call that is meant: the one named; else the one about the work, where it is done; else the one that is due first. */
    private static String reason(Connection connection, TicketRow ticket, TicketInput input) throws SQLException {
        boolean done = DONE.contains(ticket.state());
        Optional<String> named = input.oneOf("reason", WORK, LOW_MARK, STOP_USE);
        String reason = named.isPresent()
                ? named.get()
                : Sql.first(connection, """
                                select reason from service.ticket_follow_up where ticket = ? and at is null
                                order by (reason = 'work_done') = ? desc, due_at limit 1
                                """, row -> row.getString("reason"), ticket.id(), done)
                        .orElse(WORK);
        if (reason.equals(WORK)) {
            Writing.requireOpen(ticket);
            if (!done) {
                throw TicketRefusal.conflict(
                        "there is nothing to follow up while " + ticket.number() + " is " + ticket.state(),
                        "call back when the customer has accepted and the result is reviewed");
            }
        } else if (Sql.first(
                        connection,
                        "select 1 from service.ticket_follow_up where ticket = ? and reason = ? and at is null",
                        row -> true,
                        ticket.id(),
                        reason)
                .isEmpty()) {
            throw TicketRefusal.conflict("no such call is due: " + reason, "look at /api/v1/follow-ups");
        }
        return reason;
    }

    Map<String, Object> add(Connection connection, TicketRow ticket, TicketRequest request, Instant at)
            throws SQLException {
        TicketInput input = request.input().allow("reached", "solved", "rating", "remarks", "reason");
        String reason = reason(connection, ticket, input);
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
                where ticket = ? and at is null and reason = ?
                """,
                at,
                request.who(),
                reached,
                solved.orElse(null),
                rating.orElse(null),
                remarks.orElse(null),
                ticket.id(),
                reason);
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
            due(connection, ticket, reason, at.plus(reason.equals(STOP_USE) ? AGAIN_URGENT : AGAIN));
        }
        Map<String, Object> detail = new LinkedHashMap<>();
        detail.put("reason", reason);
        detail.put("reached", reached);
        solved.ifPresent(value -> detail.put("solved", value));
        rating.ifPresent(value -> detail.put("rating", value));
        Writing.note(connection, ticket, at, request.who(), "called_back", detail);
        boolean reopens = reason.equals(WORK) && reached && (!solved.orElse(true) || rating.orElse(5) <= BAD);
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
