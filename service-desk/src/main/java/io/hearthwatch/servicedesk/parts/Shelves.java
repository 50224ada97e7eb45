package io.hearthwatch.servicedesk.parts;

import io.hearthwatch.servicedesk.Sql;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Shelves, read and locked. Whoever locks several does so in the order of (warehouse, part), after the reservations and transfers that
 * they are locked for, so that two transactions never wait for each other.
 */
final class Shelves {
    private Shelves() {}

    /** The level of one shelf, which nobody else changes until this transaction ends. */
    static Level lock(Connection connection, Shelf shelf) throws SQLException {
        return Sql.first(connection, """
                        select on_hand, reserved, quarantined, picked from service.stock
                        where warehouse = ? and part = ? for update
                        """, Shelves::level, shelf.warehouse(), shelf.part())
                .orElse(Level.NONE);
    }

    /** The same for all of these parts at all of these warehouses; shelves that were never used are left out. */
    static Map<Shelf, Level> lock(Connection connection, Collection<String> warehouses, Collection<String> parts)
            throws SQLException {
        Map<Shelf, Level> levels = new HashMap<>();
        Sql.list(
                connection,
                """
                select warehouse, part, on_hand, reserved, quarantined, picked from service.stock
                where warehouse = any(?) and part = any(?) order by warehouse, part for update
                """,
                row -> levels.put(new Shelf(row.getString("warehouse"), row.getString("part")), level(row)),
                warehouses,
                parts);
        return levels;
    }

    private static Level level(ResultSet row) throws SQLException {
        return new Level(
                row.getInt("on_hand"), row.getInt("reserved"), row.getInt("quarantined"), row.getInt("picked"));
    }

    /** Fails unless that many units are available; locks the shelf. */
    static Level need(Connection connection, Shelf shelf, int quantity, String what) throws SQLException {
        Level level = lock(connection, shelf);
        if (level.available() < quantity) {
            throw overdrawn(connection, shelf, quantity, what, level.available());
        }
        return level;
    }

    static PartsRefusedException overdrawn(Connection connection, Shelf shelf, int quantity, String what, int available)
            throws SQLException {
        return PartsRefusedException.overdrawn(
                what + " " + quantity + " of " + shelf + " is not possible: " + available + " available there",
                availableOf(connection, List.of(shelf.part())));
    }

    /** Where these parts can be had now. */
    static List<PartsRefusedException.Available> availableOf(Connection connection, Collection<String> parts)
            throws SQLException {
        return Sql.list(
                connection,
                """
                select warehouse, part, on_hand - reserved - quarantined available from service.stock
                where part = any(?) and on_hand - reserved - quarantined > 0 order by part, warehouse limit 100
                """,
                row -> new PartsRefusedException.Available(
                        row.getString("warehouse"), row.getString("part"), row.getInt("available")),
                parts);
    }

    /** From a warehouse up to the top of the tree, nearest first; empty if there is no such warehouse. */
    static List<String> nearestFirst(Connection connection, String warehouse) throws SQLException {
        return Sql.list(connection, """
                with recursive way (id, parent, steps) as (
                    select id, parent, 0 from service.warehouse where id = ?
                    union all
                    select w.id, w.parent, way.steps + 1 from service.warehouse w join way on w.id = way.parent
                ) cycle id set looped using path
                select id from way where not looped order by steps
                """, row -> row.getString(1), warehouse);
    }

    static void checkWarehouse(Connection connection, String warehouse) throws SQLException {
        if (warehouse == null
                || Sql.first(connection, "select id from service.warehouse where id = ?", row -> true, warehouse)
                        .isEmpty()) {
            throw PartsRefusedException.unknown(
                    "there is no warehouse '" + shortened(warehouse) + "'", "look at /api/v1/parts/warehouses");
        }
    }

    /** Something of the asker's for a message: whatever it is, not long. */
    static String shortened(String text) {
        return text == null || text.length() <= 60 ? String.valueOf(text) : text.substring(0, 60) + "…";
    }
}
