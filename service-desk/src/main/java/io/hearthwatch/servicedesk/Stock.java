package io.hearthwatch.servicedesk;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Parts held for tickets. Stock is changed only by adding to the ledger ({@code service.stock_move}), whose trigger keeps
 * {@code service.stock}. Rows of stock are locked in the order of (warehouse, part) by everybody, so that two transactions never wait
 * for each other.
 */
final class Stock {
    private Stock() {}

    /**
     * Which warehouses a centre draws from, and which parts none of them has.
     *
     * @param warehouses nearest first; empty where there is no centre
     */
    record Held(List<String> warehouses, List<String> missing) {}

    private record Shelf(String warehouse, String part) {}

    private record Holding(long id, String warehouse, String part, int quantity) {}

    /** Holds one unit of each part at the nearest warehouse that has it, walking up the parents from the centre's own. */
    static Held hold(Connection connection, long ticket, String centre, Collection<String> parts, Instant at)
            throws SQLException {
        Set<String> wanted = new LinkedHashSet<>(parts);
        List<String> warehouses = nearestFirst(connection, centre);
        Map<Shelf, Integer> available = lockAvailable(connection, warehouses, wanted);
        List<Shelf> chosen = new ArrayList<>();
        List<String> missing = new ArrayList<>();
        for (String part : wanted) {
            warehouses.stream()
                    .map(warehouse -> new Shelf(warehouse, part))
                    .filter(shelf -> available.getOrDefault(shelf, 0) > 0)
                    .findFirst()
                    .ifPresentOrElse(chosen::add, () -> missing.add(part));
        }
        for (Shelf shelf : chosen) {
            holdOne(connection, ticket, shelf, at);
        }
        return new Held(warehouses, missing);
    }

    private static List<String> nearestFirst(Connection connection, String centre) throws SQLException {
        return Sql.list(connection, """
                with recursive way (id, parent, steps) as (
                    select w.id, w.parent, 0 from service.centre c join service.warehouse w on w.id = c.warehouse where c.id = ?
                    union all
                    select w.id, w.parent, way.steps + 1 from service.warehouse w join way on w.id = way.parent
                ) cycle id set looped using path
                select id from way where not looped order by steps
                """, row -> row.getString(1), centre);
    }

    private static Map<Shelf, Integer> lockAvailable(
            Connection connection, List<String> warehouses, Collection<String> parts) throws SQLException {
        Map<Shelf, Integer> available = new HashMap<>();
        Sql.list(
                connection,
                """
                select warehouse, part, on_hand - reserved - quarantined available from service.stock
                where warehouse = any(?) and part = any(?) order by warehouse, part for update
                """,
                row -> available.put(
                        new Shelf(row.getString("warehouse"), row.getString("part")), row.getInt("available")),
                warehouses,
                parts);
        return available;
    }

    private static void holdOne(Connection connection, long ticket, Shelf shelf, Instant at) throws SQLException {
        Sql.update(connection, """
                with held as (
                    insert into service.reservation (ticket, warehouse, part, quantity, state, held_at)
                    values (?, ?, ?, 1, 'held', ?) returning *)
                insert into service.stock_move (at, warehouse, part, kind, reserved_delta, reservation)
                select held_at, warehouse, part, 'reserve', quantity, id from held
                """, ticket, shelf.warehouse(), shelf.part(), at);
    }

    /**
     * Ends what a ticket holds.
     *
     * @param used whether the parts were used up; otherwise they go back
     */
    static void end(Connection connection, long ticket, boolean used, Instant at) throws SQLException {
        List<Holding> held = Sql.list(
                connection,
                """
                select id, warehouse, part, quantity from service.reservation where ticket = ? and state = 'held'
                order by warehouse, part
                """,
                row -> new Holding(
                        row.getLong("id"), row.getString("warehouse"), row.getString("part"), row.getInt("quantity")),
                ticket);
        for (Holding holding : held) {
            Sql.update(
                    connection,
                    "update service.reservation set state = ?, ended_at = ? where id = ?",
                    used ? "consumed" : "released",
                    at,
                    holding.id());
            Sql.update(
                    connection,
                    """
                    insert into service.stock_move (at, warehouse, part, kind, on_hand_delta, reserved_delta, reservation)
                    values (?, ?, ?, ?, ?, ?, ?)
                    """,
                    at,
                    holding.warehouse(),
                    holding.part(),
                    used ? "consume" : "release",
                    used ? -holding.quantity() : 0,
                    -holding.quantity(),
                    holding.id());
        }
    }
}
