package io.hearthwatch.servicedesk.parts;

import io.hearthwatch.servicedesk.Sql;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What tickets use up of what they hold: as many units as are built in, and no more. */
final class BuiltIn {
    private BuiltIn() {}

    /**
     * Uses up what a ticket holds of a part, or of one that may be fitted for it; what is still on its way is left, and what
     * was ordered brought still comes for the rest.
     *
     * @param quantity at most so many units
     * @param fitted numbers of the first unit
     * @return how many units
     */
    static int use(Connection connection, Step step, long ticket, String part, int quantity, Serials.Fitted fitted)
            throws SQLException {
        int used = 0;
        for (Reservation held : locked(connection, ticket)) {
            int units = Math.min(held.quantity(), quantity - used);
            if (units == 0 || !usable(held, part)) {
                continue;
            }
            Optional<Transfers.Way> way = units == held.quantity()
                    ? Optional.empty()
                    : Transfers.cancelFor(
                            connection,
                            held.id(),
                            step.at(),
                            units + " of " + held.quantity() + " were built in; another brings the rest");
            Reservation some = part(connection, step, held, units);
            Serials.fit(connection, step, some, used == 0 ? fitted : Serials.Fitted.UNKNOWN);
            Holdings.consume(connection, step, some);
            used += units;
            if (units < held.quantity()) {
                Reservation rest = holdAgain(connection, step, held, held.quantity() - units);
                if (held.state().equals("picked")) {
                    Holdings.pick(connection, step, rest);
                }
                if (way.isPresent()) {
                    Transfers.order(connection, step, rest.shelf(), way.get(), rest.quantity(), rest.id());
                }
            }
        }
        return used;
    }

    /**
     * Ends what a ticket holds: what was built in and is not used up yet is, the rest goes back, and so does what is still on its way.
     *
     * @param builtIn units that were built in under the ticket, by part
     */
    static void end(Connection connection, Step step, long ticket, Map<String, Integer> builtIn) throws SQLException {
        List<Reservation> open = locked(connection, ticket);
        Map<String, Integer> left = new HashMap<>(builtIn);
        for (Reservation consumed : Sql.list(
                connection,
                "select " + Reservation.COLUMNS
                        + " from service.reservation r where r.ticket = ? and r.state = 'consumed'",
                Reservation::of,
                ticket)) {
            take(left, consumed);
        }
        for (Reservation held : open) {
            int units = held.state().equals("in_transit") ? 0 : take(left, held);
            if (units == 0) {
                Holdings.giveBack(connection, step, held, false, null);
            } else {
                Reservation some = part(connection, step, held, units);
                // A ticket's end must not fail for a number that nobody wrote down.
                Serials.fitWithoutNumbers(connection, step, some);
                Holdings.consume(connection, step, some);
            }
        }
    }

    /** All open reservations of a ticket, in everybody's order; their shelves come after them. */
    static List<Reservation> locked(Connection connection, long ticket) throws SQLException {
        return Sql.list(
                connection,
                "select " + Reservation.COLUMNS
                        + " from service.reservation r where r.ticket = ? and r.ended_at is null"
                        + " order by r.warehouse, r.part, r.id for update",
                Reservation::of,
                ticket);
    }

    /** How many units of a part these reservations have for use. */
    static int units(List<Reservation> reservations, String part) {
        return reservations.stream()
                .filter(held -> usable(held, part))
                .mapToInt(Reservation::quantity)
                .sum();
    }

    /** Whether a reservation has units of a part, or of what may be fitted for it, that have arrived. */
    private static boolean usable(Reservation held, String part) {
        return (part.equals(held.part()) || part.equals(held.asked()))
                && !held.state().equals("in_transit");
    }

    /** How many units of a reservation are among those that are left, which are fewer then. */
    private static int take(Map<String, Integer> left, Reservation reservation) {
        int units = 0;
        for (String part : List.of(reservation.part(), reservation.asked())) {
            int some = Math.min(reservation.quantity() - units, left.getOrDefault(part, 0));
            left.merge(part, -some, Integer::sum);
            units += some;
        }
        return units;
    }

    /** So many units of a reservation, as one of their own; the others are given back. */
    private static Reservation part(Connection connection, Step step, Reservation held, int units) throws SQLException {
        if (units == held.quantity()) {
            return held;
        }
        Holdings.giveBack(connection, step, held, false, null);
        return holdAgain(connection, step, held, units);
    }

    private static Reservation holdAgain(Connection connection, Step step, Reservation before, int units)
            throws SQLException {
        Holdings.Wish wish = new Holdings.Wish(
                before.ticket(),
                before.holder(),
                new Shelf(before.warehouse(), before.asked()),
                units,
                false,
                before.expiresAt());
        return Reservation.lock(connection, Holdings.hold(connection, step, wish, before.shelf()));
    }
}
