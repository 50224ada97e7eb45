package io.hearthwatch.servicedesk.ticket;

import io.hearthwatch.servicedesk.Sql;
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

    private record Amount(BigDecimal amount, String currency) {}

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
        Optional<String> kind = Sql.first(
                connection,
                """
                update service.ticket_promise set state = ?, ended_at = ?, ended_by = ?
                where id = ? and ticket = ? and state = 'open' returning promise
                """,
                row -> row.getString("promise"),
                kept ? "kept" : "broken",
                at,
                request.who(),
                promise,
                ticket.id());
        if (kind.isEmpty()) {
            throw Aftercare.open(
                    connection,
                    "select state from service.ticket_promise where id = ? and ticket = ?",
                    "promise",
                    promise,
                    ticket.id());
        }
        Long compensation = null;
        if (!kept) {
            Amount amount = Sql.first(
                            connection,
                            """
                            select amount, currency from service.compensation_tariff
                            where promise = ? and valid_from <= ? order by valid_from desc limit 1
                            """,
                            row -> new Amount(row.getBigDecimal("amount"), row.getString("currency")),
                            kind.get(),
                            Payers.day(at))
                    .orElse(new Amount(null, null));
            compensation = Sql.first(
                            connection,
                            """
                            insert into service.compensation_case (promise, ticket, centre, amount, currency, state, opened_at)
                            values (?, ?, ?, ?, ?, 'open', ?) returning id
                            """,
                            row -> row.getLong("id"),
                            promise,
                            ticket.id(),
                            ticket.centre(),
                            amount.amount(),
                            amount.currency(),
                            at)
                    .orElseThrow();
        }
        Writing.note(
                connection,
                ticket,
                at,
                request.who(),
                kept ? "promise_kept" : "promise_broken",
                Map.of("promise", promise));
        return Aftercare.shown("promise", promise, "kept", kept, "compensation", compensation);
    }

    /** Ends a compensation case: paid, or refused with the reason. */
    static Map<String, Object> compensate(
            Connection connection, TicketRow ticket, long compensation, TicketRequest request, Instant at)
            throws SQLException {
        TicketInput input = request.input().allow("state", "amount", "currency", "note");
        String state = input.requiredOneOf("state", "paid", "refused");
        Optional<String> note = input.text("note");
        if (state.equals("refused") && note.isEmpty()) {
            throw input.wrong("note", "is missing", "say why it is refused");
        }
        Optional<BigDecimal> amount = input.amount("amount");
        Optional<String> currency = input.text("currency");
        if (state.equals("paid") && amount.isPresent() != currency.isPresent()) {
            throw input.wrong("currency", "and amount go together", "send both, or neither for the tariff's");
        }
        if (state.equals("paid")
                && amount.isEmpty()
                && byTariff(connection, compensation).isEmpty()) {
            throw input.wrong("amount", "is missing: the tariff says nothing", "say how much was paid");
        }
        int ended = Sql.update(
                connection,
                """
                update service.compensation_case set state = ?, amount = coalesce(?, amount), currency = coalesce(?, currency),
                    ended_at = ?, ended_by = ?, note = ?
                where id = ? and ticket = ? and state = 'open'
                """,
                state,
                amount.orElse(null),
                currency.orElse(null),
                at,
                request.who(),
                note.orElse(null),
                compensation,
                ticket.id());
        if (ended == 0) {
            throw Aftercare.open(
                    connection,
                    "select state from service.compensation_case where id = ? and ticket = ?",
                    "compensation",
                    compensation,
                    ticket.id());
        }
        Writing.note(
                connection, ticket, at, request.who(), "compensation_" + state, Map.of("compensation", compensation));
        return Map.of("compensation", compensation, "state", state);
    }

    private static Optional<BigDecimal> byTariff(Connection connection, long compensation) throws SQLException {
        return Sql.list(
                        connection,
                        "select amount from service.compensation_case where id = ? and amount is not null",
                        row -> row.getBigDecimal("amount"),
                        compensation)
                .stream()
                .findFirst();
    }
}
