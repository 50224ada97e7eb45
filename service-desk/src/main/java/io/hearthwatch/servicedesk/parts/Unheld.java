package io.hearthwatch.servicedesk.parts;

import io.hearthwatch.servicedesk.Sql;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Units that were built in under a ticket which held none of them: used up of the technician's van, else of the centre's warehouse and
 * those above it, nearest first, wherever one is available. What none of these has came from outside stock.
 */
final class Unheld {
    private final long ticket;
    private final String part;
    private final List<String> warehouses;
    private final List<String> candidates;
    private final Map<Shelf, Level> levels;

    private Unheld(
            long ticket, String part, List<String> warehouses, List<String> candidates, Map<Shelf, Level> levels) {
        this.ticket = ticket;
        this.part = part;
        this.warehouses = warehouses;
        this.candidates = candidates;
        this.levels = levels;
    }

    /**
     * The shelves that may be taken from, locked in everybody's order together with those that the ticket's own reservations will change.
     *
     * @param held open reservations of the ticket, locked
     */
    static Unheld lock(Connection connection, long ticket, String part, Collection<Reservation> held)
            throws SQLException {
        List<String> warehouses = warehouses(connection, ticket);
        List<String> candidates = candidates(connection, part);
        Set<String> places = new HashSet<>(warehouses);
        Set<String> parts = new HashSet<>(candidates);
        held.forEach(each -> {
            places.add(each.warehouse());
            parts.add(each.part());
        });
        return new Unheld(ticket, part, warehouses, candidates, Shelves.lock(connection, places, parts));
    }

    /** The van of whoever is at work, the centre's warehouse and those above; then what else is above the van. */
    private static List<String> warehouses(Connection connection, long ticket) throws SQLException {
        Optional<String> van = Sql.first(connection, """
                select e.warehouse from service.ticket t join service.technician e on lower(e.id) = lower(t.technician)
                where t.id = ? and e.warehouse is not null order by e.id <> t.technician, e.id limit 1
                """, row -> row.getString("warehouse"), ticket);
        Optional<String> home = Sql.first(connection, """
                select c.warehouse from service.ticket t join service.centre c on c.id = t.centre
                where t.id = ? and c.warehouse is not null
                """, row -> row.getString("warehouse"), ticket);
        Set<String> all = new LinkedHashSet<>();
        van.ifPresent(all::add);
        if (home.isPresent()) {
            all.addAll(Shelves.nearestFirst(connection, home.get()));
        }
        if (van.isPresent()) {
            all.addAll(Shelves.nearestFirst(connection, van.get()));
        }
        return List.copyOf(all);
    }

    /** The part that is named, then revisions that may be fitted for it; a unit with a number is of the very part whose number it is. */
    private static List<String> candidates(Connection connection, String part) throws SQLException {
        List<String> all = new ArrayList<>(List.of(part));
        if (!Serials.serialised(connection, part)) {
            for (String other : Supersession.usable(connection, part)) {
                if (!other.equals(part) && !Serials.serialised(connection, other)) {
                    all.add(other);
                }
            }
        }
        return all;
    }

    /**
     * How many units were used up for the ticket by a reservation's own request and stand in none of its part lines yet: the line that
     * names them now takes no second one.
     *
     * @param numbered whether the line names the unit's number; one that was used up under its number is another then
     */
    static int usedUpBefore(Connection connection, long ticket, String part, boolean numbered) throws SQLException {
        if (Serials.serialised(connection, part)) {
            return 0;
        }
        // Of revisions that were fitted for one another under this ticket, no unit stands for two lines.
        return Sql.first(
                        connection,
                        """
                        with alike as (
                            select ?::text part union select r.part from service.reservation r
                            where r.ticket = ? and r.state = 'consumed' and r.asked = ?
                            union select r.asked from service.reservation r where r.ticket = ? and r.state = 'consumed' and r.part = ?
                                and r.asked is not null
                        ), used as (
                            select r.quantity, ? in (r.part, r.asked) named from service.reservation r
                            where r.ticket = ? and r.state = 'consumed' and r.part in (select part from alike)
                                and coalesce(r.asked, r.part) in (select part from alike) and not (? and exists (
                                    select from service.fitted_part f where f.reservation = r.id and f.new_serial is not null
                                        and not exists (
                                            select from service.part_line l where l.ticket = r.ticket and l.new_serial = f.new_serial)))
                        ), lines as (
                            select quantity - outside_stock quantity, part = ? named from service.part_line
                            where ticket = ? and part in (select part from alike)
                        )
                        select least(
                            (select coalesce(sum(quantity), 0) from used) - (select coalesce(sum(quantity), 0) from lines),
                            (select coalesce(sum(quantity), 0) from used where named)
                                - (select coalesce(sum(quantity), 0) from lines where named)) units
                        """,
                        row -> Math.max(0, row.getInt("units")),
                        part,
                        ticket,
                        part,
                        ticket,
                        part,
                        part,
                        ticket,
                        numbered,
                        part,
                        ticket)
                .orElse(0);
    }

    /**
     * Uses up units, and notes the numbers of the first.
     *
     * @return how many came from outside stock
     */
    int take(Connection connection, Step step, int units, Serials.Fitted fitted) throws SQLException {
        int left = units;
        for (String candidate : candidates) {
            for (String warehouse : warehouses) {
                Shelf shelf = new Shelf(warehouse, candidate);
                int some = Math.min(left, levels.getOrDefault(shelf, Level.NONE).available());
                if (some > 0) {
                    Reservation used = used(connection, step, shelf, some);
                    Serials.fit(connection, step, used, left == units ? fitted : Serials.Fitted.UNKNOWN);
                    left -= some;
                }
            }
        }
        if (left > 0) {
            Serials.fitUnheld(connection, step, part, left, left == units ? fitted : Serials.Fitted.UNKNOWN, ticket);
        }
        return left;
    }

    /** A reservation that is made and ended at once, which stands beside one of the same part that is still on its way. */
    private Reservation used(Connection connection, Step step, Shelf shelf, int units) throws SQLException {
        long id = Sql.first(
                        connection,
                        """
                        insert into service.reservation (ticket, warehouse, part, asked, quantity, state, held_at, ended_at)
                        values (?, ?, ?, ?, ?, 'consumed', ?, ?) returning id
                        """,
                        row -> row.getLong("id"),
                        ticket,
                        shelf.warehouse(),
                        shelf.part(),
                        part.equals(shelf.part()) ? null : part,
                        units,
                        step.at(),
                        step.at())
                .orElseThrow();
        Move.of("reserve", shelf).reserved(units).forReservation(id).add(connection, step);
        Move.of("consume", shelf)
                .onHand(-units)
                .reserved(-units)
                .forReservation(id)
                .because("built in, and not held before")
                .add(connection, step);
        return Reservation.lock(connection, id);
    }
}
