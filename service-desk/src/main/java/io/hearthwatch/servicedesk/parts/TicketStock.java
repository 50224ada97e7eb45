package io.hearthwatch.servicedesk.parts;

import io.hearthwatch.servicedesk.Sql;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** What the desk itself does with stock in the transaction of a ticket: hold parts when it opens, end what it holds when it ends. */
public final class TicketStock {
    private TicketStock() {}

    /**
     * Which warehouses a centre draws from, and which parts none of them has.
     *
     * @param warehouses nearest first; empty where there is no centre
     */
    public record Held(List<String> warehouses, List<String> missing) {
        public Held {
            warehouses = List.copyOf(warehouses);
            missing = List.copyOf(missing);
        }
    }

    /**
     * Holds one unit of each part at the nearest warehouse that has it or a revision that may be fitted for it, walking up the parents
     * from the centre's own, and orders it brought to the centre's. Parts that the ticket holds already are left as they are.
     */
    public static Held hold(Connection connection, long ticket, String centre, Collection<String> parts, Instant at)
            throws SQLException {
        String home = Sql.first(
                        connection,
                        "select warehouse from service.centre where id = ?",
                        row -> row.getString("warehouse"),
                        centre)
                .orElse(null);
        return holdFrom(connection, ticket, home, parts, at);
    }

    /** The same beginning at a warehouse, such as a technician's van; null holds nothing. */
    public static Held holdFrom(Connection connection, long ticket, String home, Collection<String> parts, Instant at)
            throws SQLException {
        List<String> warehouses = Shelves.nearestFirst(connection, home);
        Set<String> wanted = new LinkedHashSet<>(parts);
        wanted.removeAll(heldAlready(connection, ticket));
        Map<String, List<String>> usable = usable(connection, wanted);
        Set<String> all = new HashSet<>();
        usable.values().forEach(all::addAll);
        Map<Shelf, Level> levels = Shelves.lock(connection, warehouses, all);
        Step step = Step.byItself(at);
        List<String> missing = new ArrayList<>();
        Set<String> held = heldParts(connection, ticket);
        for (String part : wanted) {
            List<String> others = usable.get(part).stream()
                    .filter(each -> !held.contains(each))
                    .toList();
            Optional<Shelf> shelf = Search.nearest(warehouses, others, levels, 1);
            if (shelf.isEmpty()) {
                missing.add(part);
                continue;
            }
            Holdings.Wish wish = new Holdings.Wish(ticket, null, new Shelf(home, part), 1, true, null);
            long reservation = Holdings.hold(connection, step, wish, shelf.get());
            held.add(shelf.get().part());
            Level level = levels.get(shelf.get());
            levels.put(
                    shelf.get(), new Level(level.onHand(), level.reserved() + 1, level.quarantined(), level.picked()));
            if (!shelf.get().warehouse().equals(home)) {
                Transfers.order(connection, step, shelf.get(), home, 1, reservation);
            }
        }
        if (!warehouses.isEmpty()) {
            String top = warehouses.get(warehouses.size() - 1);
            for (String part : missing) {
                Purchases.want(connection, step, new Shelf(top, part), ticket);
            }
        }
        return new Held(warehouses, missing);
    }

    /**
     * Goods have come to the top of the tree: holds them for the tickets that wait for them, the earliest needed first, and has them
     * brought. A ticket that is just being changed is left for the next delivery.
     */
    static void fulfil(Connection connection, Step step, Shelf shelf) throws SQLException {
        int available = Shelves.lock(connection, shelf).available();
        record Wish(long id, long ticket, String home, String part) {}
        var wishes = Sql.list(
                connection,
                """
                select p.id, p.ticket, c.warehouse home, p.part from service.purchase_proposal p
                join service.ticket t on t.id = p.ticket join service.centre c on c.id = t.centre
                where p.state = 'proposed' and p.warehouse = ? and t.ended_at is null
                order by p.needed_by, p.id limit 200 for no key update of t skip locked
                """,
                row -> new Wish(row.getLong("id"), row.getLong("ticket"), row.getString("home"), row.getString("part")),
                shelf.warehouse());
        Map<String, Supersession.Next> steps = Supersession.all(connection);
        for (Wish wish : wishes) {
            if (available == 0) {
                return;
            }
            if (!Supersession.usable(steps, wish.part()).contains(shelf.part())) {
                continue;
            }
            // It may have been reserved for the ticket from elsewhere since.
            if (!heldAlready(connection, wish.ticket()).contains(wish.part())
                    && !heldParts(connection, wish.ticket()).contains(shelf.part())) {
                Holdings.Wish what =
                        new Holdings.Wish(wish.ticket(), null, new Shelf(wish.home(), wish.part()), 1, true, null);
                long reservation = Holdings.hold(connection, step, what, shelf);
                if (!shelf.warehouse().equals(wish.home())) {
                    Transfers.order(connection, step, shelf, wish.home(), 1, reservation);
                }
                available--;
            }
            Sql.update(connection, "update service.purchase_proposal set state = 'withdrawn' where id = ?", wish.id());
        }
    }

    private static Set<String> heldAlready(Connection connection, long ticket) throws SQLException {
        return new HashSet<>(Sql.list(
                connection,
                "select coalesce(asked, part) part from service.reservation where ticket = ? and ended_at is null",
                row -> row.getString("part"),
                ticket));
    }

    /** Parts, as they are and not as they were asked for, of which a ticket has a reservation. */
    static Set<String> heldParts(Connection connection, long ticket) throws SQLException {
        return new HashSet<>(Sql.list(
                connection,
                "select part from service.reservation where ticket = ? and ended_at is null",
                row -> row.getString("part"),
                ticket));
    }

    private static Map<String, List<String>> usable(Connection connection, Collection<String> parts)
            throws SQLException {
        Map<String, Supersession.Next> steps = Supersession.all(connection);
        Map<String, List<String>> usable = new HashMap<>();
        parts.forEach(part -> usable.put(part, Supersession.usable(steps, part)));
        return usable;
    }

    /**
     * Ends what a ticket holds.
     *
     * @param used whether the parts were used up; otherwise, and where they are still on their way, they go back
     */
    public static void end(Connection connection, long ticket, boolean used, Instant at) throws SQLException {
        Holdings.end(connection, Step.byItself(at), ticket, held -> used);
    }

    /** Nothing is to be bought for a ticket any more; an order that only waited for its approval goes with it. After what it holds has ended. */
    public static void withdrawPurchases(Connection connection, long ticket, Instant at) throws SQLException {
        Purchases.withdraw(connection, Step.byItself(at), ticket);
    }

    /**
     * Units of a part are built in: those first that a request of their own has used up for the ticket already, then uses up what the ticket
     * holds of it, beyond that what the nearest shelves have available, and notes the numbers.
     *
     * @return how many units came from outside stock, as no shelf in reach has them
     * @throws PartsRefusedException if the new unit is not genuine, or was fitted before, or its number is due and was not given
     */
    public static int use(
            Connection connection, long ticket, String part, int quantity, Serials.Fitted fitted, Instant at)
            throws SQLException {
        Step step = Step.byItself(at);
        List<Reservation> held = BuiltIn.locked(connection, ticket);
        int before = Math.min(quantity, Unheld.usedUpBefore(connection, ticket, part, fitted.newSerial() != null));
        boolean more = BuiltIn.units(held, part) + before < quantity;
        // All shelves before the first one changes, in everybody's order.
        Unheld others = more ? Unheld.lock(connection, ticket, part, held) : null;
        if (before > 0) {
            // The first unit is one of these; its number is known from the line.
            Serials.refuseFitted(connection, part, fitted.newSerial());
        }
        Serials.Fitted number = before > 0 ? Serials.Fitted.UNKNOWN : fitted;
        int covered = before + BuiltIn.use(connection, step, ticket, part, quantity - before, number);
        return more
                ? others.take(connection, step, quantity - covered, covered == 0 ? fitted : Serials.Fitted.UNKNOWN)
                : 0;
    }

    /**
     * Ends what a ticket holds, where it is known which parts were used.
     *
     * @param builtIn units that were built in under the ticket, by part; what it holds beyond them, and what is still on its way, goes back
     */
    public static void endUsing(Connection connection, long ticket, Map<String, Integer> builtIn, Instant at)
            throws SQLException {
        BuiltIn.end(connection, Step.byItself(at), ticket, builtIn);
    }
}
