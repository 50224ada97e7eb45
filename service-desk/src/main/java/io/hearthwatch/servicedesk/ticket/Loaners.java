package io.hearthwatch.servicedesk.ticket;

import io.hearthwatch.servicedesk.Sql;
import java.math.BigDecimal;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * Appliances lent (周转机) while the customer's own is in the workshop: from the pool, to one household at a time, due back on a day, and
 * then back or charged.
 */
final class Loaners {
    /** When a loaner is due back where nobody says. */
    static final Duration USUAL = Duration.ofDays(14);

    private Loaners() {}

    private record Lent(long id, Instant lentAt) {}

    /**
     * Lends a unit; one that the pool does not know joins it, as somebody has it in hand.
     *
     * @param due when it is due back, or null for the usual time
     */
    static Instant lend(Connection connection, TicketRow ticket, String serial, Instant due, String who, Instant at)
            throws SQLException {
        if (serial.length() > 100) {
            throw TicketRefusal.invalid(
                    "the loaner's number is longer than 100 characters", "read the type plate again");
        }
        Instant back = due == null ? at.plus(USUAL) : due;
        if (!back.isAfter(at)) {
            throw TicketRefusal.invalid("loaner " + serial + " would be due back before it is lent", "say a later day");
        }
        LoanerPool.join(connection, serial, ticket.centre(), who, at);
        String state = LoanerPool.lock(connection, serial);
        if (state.equals("lent")) {
            String lent = lentUnder(connection, serial);
            throw TicketRefusal.conflict("loaner " + serial + " is lent out under " + lent, "lend another one")
                    .with("ticket", lent);
        }
        if (!state.equals("free")) {
            throw TicketRefusal.conflict(
                    "loaner " + serial + " is " + state.replace('_', ' '),
                    "lend another one; those that are free are at /api/v1/loaners?state=free");
        }
        Sql.update(
                connection,
                "insert into service.loaner (ticket, serial, lent_by, lent_at, due_at) values (?, ?, ?, ?, ?)",
                ticket.id(),
                serial,
                who,
                at,
                back);
        return back;
    }

    private static String lentUnder(Connection connection, String serial) throws SQLException {
        return Sql.first(connection, """
                        select t.number from service.loaner l join service.ticket t on t.id = l.ticket
                        where l.serial = ? and l.returned_at is null
                        """, row -> row.getString("number"), serial)
                .orElse("another ticket");
    }

    static Map<String, Object> write(Connection connection, TicketRow ticket, TicketRequest request, Instant at)
            throws SQLException {
        TicketInput input = request.input()
                .allow("serial", "returned", "condition", "due_at", "in_repair", "lost", "amount", "currency");
        String serial = input.required("serial", "say which loaner");
        if (serial.length() > 100) {
            throw input.wrong("serial", "is longer than 100 characters", "read the type plate again");
        }
        boolean returned = input.flag("returned").orElse(false);
        boolean lost = input.flag("lost").orElse(false);
        if (returned && lost) {
            throw input.wrong("lost", "contradicts \"returned\"", "say one of them");
        }
        Map<String, Object> result = new LinkedHashMap<>();
        result.put("serial", serial);
        result.put("returned", returned);
        String what;
        if (returned || lost) {
            end(connection, ticket, input, serial, lost, request.who(), at);
            what = lost ? "loaner_charged" : "loaner_returned";
        } else {
            Writing.requireOpen(ticket);
            Optional<Lent> lent = lent(connection, ticket, serial);
            Optional<Instant> due = input.instant("due_at");
            if (lent.isPresent() && due.isPresent()) {
                prolong(connection, lent.get(), due.get(), at);
                what = "loaner_prolonged";
                result.put("due_at", due.get().toString());
            } else {
                Instant back = lend(connection, ticket, serial, due.orElse(null), request.who(), at);
                what = "loaner_lent";
                result.put("due_at", back.toString());
            }
        }
        Writing.note(connection, ticket, at, request.who(), what, Map.of("serial", serial));
        return result;
    }

    private static Optional<Lent> lent(Connection connection, TicketRow ticket, String serial) throws SQLException {
        return Sql.first(
                connection,
                "select id, lent_at from service.loaner where ticket = ? and serial = ? and returned_at is null for update",
                row -> new Lent(row.getLong("id"), Sql.instant(row, "lent_at")),
                ticket.id(),
                serial);
    }

    private static void prolong(Connection connection, Lent lent, Instant due, Instant at) throws SQLException {
        if (!due.isAfter(at)) {
            throw TicketRefusal.invalid("a loaner is not due back in the past", "say a later day");
        }
        Sql.update(connection, "update service.loaner set due_at = ? where id = ?", due, lent.id());
    }

    /** It comes back, to be lent again or to be repaired first; or it does not, and may be charged. */
    private static void end(
            Connection connection,
            TicketRow ticket,
            TicketInput input,
            String serial,
            boolean lost,
            String who,
            Instant at)
            throws SQLException {
        Optional<BigDecimal> amount = input.amount("amount");
        if (amount.isPresent() && !lost) {
            throw input.wrong("amount", "is for a loaner that does not come back", "add \"lost\": true");
        }
        String currency = amount.isPresent() ? input.required("currency", "three letters, such as CNY") : null;
        if (currency != null && !currency.matches("[A-Z]{3}")) {
            throw input.wrong("currency", "is not three capital letters", "such as CNY");
        }
        Lent lent = lent(connection, ticket, serial)
                .orElseThrow(() -> TicketRefusal.conflict(
                        "loaner " + serial + " is not lent out under " + ticket.number(), "look at its loaners"));
        Sql.update(
                connection,
                """
                update service.loaner set returned_by = ?, returned_at = greatest(?, lent_at), condition = ?, lost = ?, amount = ?,
                    currency = ? where id = ?
                """,
                who,
                at,
                input.text("condition").orElse(null),
                lost,
                amount.orElse(null),
                currency,
                lent.id());
        boolean repair = input.flag("in_repair").orElse(false);
        LoanerPool.state(connection, serial, lost ? "lost" : repair ? "in_repair" : "free", who, at);
    }
}
