package io.hearthwatch.servicedesk.ticket;

import io.hearthwatch.servicedesk.Sql;
import io.hearthwatch.servicedesk.clock.Compensations;
import java.math.BigDecimal;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;

/** What people promised the customer. A broken promise opens a compensation case by tariff, drawn from the centre's deposit. */
final class Promises {
    private static final String[] PROMISES = {"time", "free_repair", "other"};

    private Promises() {}

    static Map<String, Object> make(Connection connection, TicketRow ticket, TicketRequest request, Instant at)
            throws SQLException {
        Writing.requireOpen(ticket);
        TicketInput input = request.input().allow("promise", "words", "due_at");
        String promise = input.requiredOneOf("promise", PROMISES);
        String words = input.required("words", "say what was promised");
        Optional<Instant> due = input.instant("due_at");
        if (promise.equals("time") && due.isEmpty()) {
            throw input.wrong("due_at", "is missing", "say by when");
        }
        if (due.isPresent() && !due.get().isAfter(at)) {
            throw input.wrong("due_at", "is not after now", "it is " + at + "; promise what is still to come");
        }
        long id = Sql.first(
                        connection,
                        """
                        insert into service.ticket_promise (ticket, promise, words, due_at, who, at, state)
                        values (?, ?, ?, ?, ?, ?, 'open') returning id
                        """,
                        row -> row.getLong("id"),
                        ticket.id(),
                        promise,
                        words,
                        due.orElse(null),
                        request.who(),
                        at)
                .orElseThrow();
        Writing.note(connection, ticket, at, request.who(), "promised", Map.of("promise", id));
        return Map.of("promise", id);
    }

    /** Whether it was kept. Broken, it opens one compensation case, by the tariff that holds on the day. */
    static Map<String, Object> end(
            Connection connection, TicketRow ticket, long promise, TicketRequest request, Instant at)
            throws SQLException {
        boolean kept = request.input().allow("kept").requiredFlag("kept");
        if (!kept) {
            return broken(connection, ticket, promise, request, at);
        }
        int changed = Sql.update(connection, """
                update service.ticket_promise set state = 'kept', ended_at = ?, ended_by = ?
                where id = ? and ticket = ? and state = 'open'
                """, at, request.who(), promise, ticket.id());
        if (changed == 0) {
            throw ended(connection, ticket, promise);
        }
        Writing.note(connection, ticket, at, request.who(), "promise_kept", Map.of("promise", promise));
        return Aftercare.shown("promise", promise, "kept", true, "compensation", null);
    }

    private static Map<String, Object> broken(
            Connection connection, TicketRow ticket, long promise, TicketRequest request, Instant at)
            throws SQLException {
        record Said(String state, String endedBy, Long compensation) {}
        Said said = Sql.first(
                        connection,
                        """
                        select p.state, p.ended_by, c.id compensation from service.ticket_promise p
                        left join service.compensation_case c on c.promise = p.id where p.id = ? and p.ticket = ?
                        """,
                        row -> new Said(
                                row.getString("state"),
                                row.getString("ended_by"),
                                row.getObject("compensation", Long.class)),
                        promise,
                        ticket.id())
                .orElseThrow(() -> ended(connection, ticket, promise));
        // The clock said it before.
        if (said.state().equals("broken") && "hearthwatch".equals(said.endedBy())) {
            return Aftercare.shown("promise", promise, "kept", false, "compensation", said.compensation());
        }
        long compensation = Compensations.broken(connection, promise, ticket.centre(), request.who(), at)
                .orElseThrow(() -> ended(connection, ticket, promise));
        return Aftercare.shown("promise", promise, "kept", false, "compensation", compensation);
    }

    private static RuntimeException ended(Connection connection, TicketRow ticket, long promise) {
        try {
            return Aftercare.open(
                    connection,
                    "select state from service.ticket_promise where id = ? and ticket = ?",
                    "promise",
                    promise,
                    ticket.id());
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Ends a compensation case: paid, or refused with the reason. */
    static Map<String, Object> compensate(
            Connection connection, TicketRow ticket, long compensation, TicketRequest request, Instant at)
            throws SQLException {
        TicketInput input = request.input().allow("state", "amount", "currency", "note");
        String state = input.requiredOneOf("state", "paid", "refused");
        Optional<BigDecimal> amount = input.amount("amount");
        Optional<String> currency = input.text("currency");
        if (state.equals("paid") && amount.isPresent() != currency.isPresent()) {
            throw input.wrong("currency", "and amount go together", "send both, or neither for the tariff's");
        }
        Compensations.settle(
                connection,
                new Compensations.Settlement(
                        compensation,
                        ticket.id(),
                        state.equals("paid"),
                        amount.orElse(null),
                        currency.orElse(null),
                        input.text("note").orElse(null),
                        request.who(),
                        request.scope().isEverything(),
                        at));
        return Map.of("compensation", compensation, "state", state);
    }
}
