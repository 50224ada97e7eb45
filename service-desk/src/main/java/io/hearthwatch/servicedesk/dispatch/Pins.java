package io.hearthwatch.servicedesk.dispatch;

import io.hearthwatch.servicedesk.Sql;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Optional;

/**
 * Who was pinned to a visit, and perhaps when. A pin holds until it is taken out or the visit is over: also while no plan has a place for
 * the visit. Only its time ends where the customer's window changes.
 */
final class Pins {
    private Pins() {}

    /** @param begin when work is to begin; null for any time of the window */
    record Pin(String technician, Instant begin) {}

    static Optional<Pin> of(Connection connection, long ticket) throws SQLException {
        return Sql.first(
                connection,
                "select technician, begin_at from service.dispatch_pin where ticket = ? and ended_at is null",
                row -> new Pin(row.getString("technician"), Sql.instant(row, "begin_at")),
                ticket);
    }

    /** Instead of the one that was there. */
    static void put(Connection connection, long ticket, Pin pin, String who, Instant now) throws SQLException {
        end(connection, ticket, who, now);
        Sql.update(
                connection,
                "insert into service.dispatch_pin (ticket, technician, begin_at, at, who) values (?, ?, ?, ?, ?)",
                ticket,
                pin.technician(),
                pin.begin(),
                now,
                who);
    }

    /** @return whether there was one */
    static boolean end(Connection connection, long ticket, String who, Instant now) throws SQLException {
        return Sql.update(
                        connection,
                        "update service.dispatch_pin set ended_at = ?, ended_by = ? where ticket = ? and ended_at is null",
                        now,
                        who,
                        ticket)
                > 0;
    }

    /** The window is another one: who goes stays, when does not. */
    static void freeTime(Connection connection, long ticket, String who, Instant now) throws SQLException {
        Optional<Pin> pin = of(connection, ticket).filter(each -> each.begin() != null);
        if (pin.isPresent()) {
            put(connection, ticket, new Pin(pin.get().technician(), null), who, now);
        }
    }
}
