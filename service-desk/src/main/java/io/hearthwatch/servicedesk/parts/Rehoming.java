package io.hearthwatch.servicedesk.parts;

import io.hearthwatch.servicedesk.Sql;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * What a ticket holds goes back where it is and is held anew for another service centre, nearest to that; what nobody there has is to be
 * bought there. One transaction, with every shelf that either side may change locked before the first one changes: so nobody takes in
 * between what both trees share, and nothing is held twice.
 */
public final class Rehoming {
    private Rehoming() {}

    /**
     * What became of the parts.
     *
     * @param held parts that are held for the new centre
     * @param missing parts that nobody there has
     * @param bringBack parts that a technician of the old centre has with them and brings back
     */
    public record Moved(List<String> held, List<String> missing, List<String> bringBack) {}

    /** A part that is wanted. */
    private record Wanted(String part, int quantity, Instant expiresAt) {}

    /**
     * @param centre the new one
     * @param due when parts are needed that have to be bought
     */
    public static Moved to(Connection connection, long ticket, String centre, Instant due, Instant at)
            throws SQLException {
        String home = Sql.first(
                        connection,
                        "select warehouse from service.centre where id = ?",
                        row -> row.getString("warehouse"),
                        centre)
                .orElse(null);
        List<Reservation> before = BuiltIn.locked(connection, ticket);
        List<Wanted> wanted = wanted(connection, ticket, before);
        Map<String, Supersession.Next> steps = Supersession.all(connection);
        List<String> warehouses = Shelves.nearestFirst(connection, home);
        Set<String> places = new HashSet<>(warehouses);
        Set<String> parts = new HashSet<>();
        wanted.forEach(each -> parts.addAll(Supersession.usable(steps, each.part())));
        before.forEach(each -> {
            places.add(each.warehouse());
            parts.add(each.part());
        });
        Shelves.lock(connection, places, parts);
        Step step = Step.byItself(at);
        List<String> bringBack = new ArrayList<>();
        for (Reservation each : before) {
            if (each.state().equals("picked")) {
                bringBack.add(each.part());
            }
            Holdings.giveBack(connection, step, each, false, null);
        }
        Purchases.withdraw(connection, step, ticket);
        Map<Shelf, Level> levels = new HashMap<>(Shelves.lock(connection, places, parts));
        List<String> held = new ArrayList<>();
        List<String> missing = new ArrayList<>();
        for (Wanted each : wanted) {
            Optional<Shelf> shelf =
                    Search.nearest(warehouses, Supersession.usable(steps, each.part()), levels, each.quantity());
            if (shelf.isEmpty()) {
                missing.add(each.part());
                continue;
            }
            held.add(shelf.get().part());
            hold(connection, step, ticket, home, each, shelf.get());
            Level level = levels.get(shelf.get());
            levels.put(
                    shelf.get(),
                    new Level(level.onHand(), level.reserved() + each.quantity(), level.quarantined(), level.picked()));
        }
        for (Wanted each : wanted) {
            if (missing.contains(each.part())) {
                buy(connection, step, ticket, warehouses, each, due);
            }
        }
        return new Moved(List.copyOf(held), List.copyOf(missing), List.copyOf(bringBack));
    }

    /** What is held, by what was asked for, and what was still to be bought. */
    private static List<Wanted> wanted(Connection connection, long ticket, List<Reservation> held) throws SQLException {
        Map<String, Wanted> wanted = new LinkedHashMap<>();
        held.forEach(each -> wanted.merge(
                each.asked(),
                new Wanted(each.asked(), each.quantity(), each.expiresAt()),
                (one, other) -> new Wanted(one.part(), one.quantity() + other.quantity(), one.expiresAt())));
        Sql.list(
                        connection,
                        "select part, quantity from service.purchase_proposal where ticket = ? and state = 'proposed' order by part",
                        row -> new Wanted(row.getString("part"), row.getInt("quantity"), null),
                        ticket)
                .forEach(each -> wanted.putIfAbsent(each.part(), each));
        return List.copyOf(wanted.values());
    }

    private static void hold(Connection connection, Step step, long ticket, String home, Wanted wanted, Shelf shelf)
            throws SQLException {
        Holdings.Wish wish = new Holdings.Wish(
                ticket, null, new Shelf(home, wanted.part()), wanted.quantity(), true, wanted.expiresAt());
        long reservation = Holdings.hold(connection, step, wish, shelf);
        if (!shelf.warehouse().equals(home)) {
            Transfers.order(connection, step, shelf, home, wanted.quantity(), reservation);
        }
    }

    private static void buy(
            Connection connection, Step step, long ticket, List<String> warehouses, Wanted wanted, Instant due)
            throws SQLException {
        String top = warehouses.isEmpty() ? null : warehouses.get(warehouses.size() - 1);
        Sql.update(connection, """
                insert into service.purchase_proposal as old (ticket, warehouse, part, quantity, needed_by, state, made_at)
                values (?, ?, ?, ?, ?, 'proposed', ?)
                on conflict (ticket, part) do update set warehouse = excluded.warehouse, quantity = excluded.quantity,
                    needed_by = excluded.needed_by, state = 'proposed', made_at = excluded.made_at
                """, ticket, top, wanted.part(), wanted.quantity(), due, step.at());
        if (top != null) {
            Purchases.want(connection, step, new Shelf(top, wanted.part()), ticket);
        }
    }
}
