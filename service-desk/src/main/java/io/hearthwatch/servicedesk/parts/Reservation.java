package io.hearthwatch.servicedesk.parts;

import io.hearthwatch.servicedesk.Sql;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;

/**
 * Units of a part held for one owner.
 *
 * @param ticket the owner, or null
 * @param holder the owner where it is not a ticket, or null
 * @param asked the part that was asked for, where another revision is held; else the same
 * @param warehouse whose books it is on; while in transit the one that it left
 * @param state held, in_transit, picked, consumed or released
 * @param expiresAt when it is given back if nobody has picked it, or null
 * @param endedAt null while it is held
 */
public record Reservation(
        long id,
        Long ticket,
        String holder,
        String part,
        String asked,
        String warehouse,
        int quantity,
        String state,
        Instant heldAt,
        Instant expiresAt,
        Instant endedAt) {

    static final String COLUMNS =
            "r.id, r.ticket, r.holder, r.part, r.asked, r.warehouse, r.quantity, r.state, r.held_at, r.expires_at, r.ended_at";

    static Reservation of(ResultSet row) throws SQLException {
        String part = row.getString("part");
        String asked = row.getString("asked");
        return new Reservation(
                row.getLong("id"),
                row.getObject("ticket", Long.class),
                row.getString("holder"),
                part,
                asked == null ? part : asked,
                row.getString("warehouse"),
                row.getInt("quantity"),
                row.getString("state"),
                Sql.instant(row, "held_at"),
                Sql.instant(row, "expires_at"),
                Sql.instant(row, "ended_at"));
    }

    /** The reservation, which nobody else ends until this transaction does. */
    static Reservation lock(Connection connection, long id) throws SQLException {
        return Sql.first(
                        connection,
                        "select " + COLUMNS + " from service.reservation r where r.id = ? for update",
                        Reservation::of,
                        id)
                .orElseThrow(() -> PartsRefusedException.unknown(
                        "there is no reservation " + id, "look at /api/v1/parts/reservations"));
    }

    Shelf shelf() {
        return new Shelf(warehouse, part);
    }

    boolean open() {
        return endedAt == null;
    }

    void to(Connection connection, String newState, Instant ended) throws SQLException {
        Sql.update(
                connection, "update service.reservation set state = ?, ended_at = ? where id = ?", newState, ended, id);
    }
}
