package io.hearthwatch.servicedesk.ticket;

import io.hearthwatch.servicedesk.Sql;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;

/** Appliances lent while the customer's own is in the workshop. One is lent to one household at a time. */
final class Loaners {
    private Loaners() {}

    static void lend(Connection connection, TicketRow ticket, String serial, String who, Instant at)
            throws SQLException {
        Sql.list(
                connection,
                "select pg_advisory_xact_lock(hashtext('service.loaner'), hashtext(?))",
                row -> null,
                serial);
        Optional<String> lent = Sql.first(connection, """
                select t.number from service.loaner l join service.ticket t on t.id = l.ticket
                where l.serial = ? and l.returned_at is null
                """, row -> row.getString("number"), serial);
        if (lent.isPresent()) {
            throw TicketRefusal.conflict("loaner " + serial + " is lent out under " + lent.get(), "lend another one")
                    .with("ticket", lent.get());
        }
        Sql.update(
                connection,
                "insert into service.loaner (ticket, serial, lent_by, lent_at) values (?, ?, ?, ?)",
                ticket.id(),
                serial,
                who,
                at);
    }

    static Map<String, Object> write(Connection connection, TicketRow ticket, TicketRequest request, Instant at)
            throws SQLException {
        TicketInput input = request.input().allow("serial", "returned", "condition");
        String serial = input.required("serial", "say which loaner");
        boolean returned = input.flag("returned").orElse(false);
        if (returned) {
            int ended = Sql.update(
                    connection, """
                    update service.loaner set returned_by = ?, returned_at = greatest(?, lent_at), condition = ?
                    where ticket = ? and serial = ? and returned_at is null
                    """, request.who(), at, input.text("condition").orElse(null), ticket.id(), serial);
            if (ended == 0) {
                throw TicketRefusal.conflict(
                        "loaner " + serial + " is not lent out under " + ticket.number(), "look at its loaners");
            }
        } else {
            Writing.requireOpen(ticket);
            lend(connection, ticket, serial, request.who(), at);
        }
        Writing.note(
                connection,
                ticket,
                at,
                request.who(),
                returned ? "loaner_returned" : "loaner_lent",
                Map.of("serial", serial));
        return Map.of("serial", serial, "returned", returned);
    }
}
