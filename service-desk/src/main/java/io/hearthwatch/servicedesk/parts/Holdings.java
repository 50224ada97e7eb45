package io.hearthwatch.servicedesk.parts;

import io.hearthwatch.servicedesk.Sql;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;

/** Reservations: made on the nearest shelf that has enough, picked by a technician, used up, given back or returned. */
final class Holdings {
    private static final int EXPIRIES_AT_ONCE = 500;

    private final Goods goods;

    Holdings(Goods goods) {
        this.goods = goods;
    }

    /**
     * Who a reservation is for and what it is about.
     *
     * @param ticket the owner, or null
     * @param holder the owner where it is not a ticket, or null
     * @param search whether warehouses above are asked too, from which the goods are then brought
     * @param expiresAt when it is given back unless it was picked, or null
     */
    record Wish(Long ticket, String holder, Shelf shelf, int quantity, boolean search, Instant expiresAt) {}

    Map<String, Object> reserve(Connection connection, Step step, Wish wish) throws SQLException {
        goods.check(connection, wish.shelf(), wish.quantity());
        checkOwner(connection, wish, step);
        String home = wish.shelf().warehouse();
        List<String> warehouses = wish.search() ? Shelves.nearestFirst(connection, home) : List.of(home);
        List<String> usable =
                new ArrayList<>(Supersession.usable(connection, wish.shelf().part()));
        if (wish.ticket() != null) {
            // Of each revision it has one reservation.
            usable.removeAll(TicketStock.heldParts(connection, wish.ticket()));
        }
        Map<Shelf, Level> levels = Shelves.lock(connection, warehouses, usable);
        Optional<Shelf> shelf = Search.nearest(warehouses, usable, levels, wish.quantity());
        if (shelf.isEmpty()) {
            throw PartsRefusedException.overdrawn(
                    "reserving " + wish.quantity() + " of " + wish.shelf() + " is not possible: "
                            + (wish.search() && warehouses.size() > 1
                                    ? "no warehouse from there up has as many"
                                    : levels.getOrDefault(wish.shelf(), Level.NONE)
                                                    .available()
                                            + " available there"),
                    Shelves.availableOf(connection, usable));
        }
        long id = hold(connection, step, wish, shelf.get());
        Map<String, Object> answer = new LinkedHashMap<>();
        answer.put("reservation", id);
        if (!shelf.get().warehouse().equals(home)) {
            Transfers.Ordered ordered = Transfers.order(connection, step, shelf.get(), home, wish.quantity(), id);
            answer.put("transfer", ordered.id());
            answer.put("expected_at", ordered.expectedAt().toString());
        }
        answer.putAll(Goods.stands(connection, shelf.get()));
        return answer;
    }

    private static void checkOwner(Connection connection, Wish wish, Step step) throws SQLException {
        if ((wish.ticket() == null) == (wish.holder() == null)) {
            throw PartsRefusedException.invalid(
                    "a reservation has one owner: a ticket or a holder", "say either ticket or holder");
        }
        if (wish.holder() != null && (wish.holder().isBlank() || wish.holder().length() > 200)) {
            throw PartsRefusedException.invalid("the holder must have 1 to 200 characters", "say who it is for");
        }
        if (wish.expiresAt() != null && !wish.expiresAt().isAfter(step.at())) {
            throw PartsRefusedException.invalid("the reservation would expire before it begins", "say a later instant");
        }
        if (wish.ticket() != null) {
            boolean open = Sql.first(
                            connection,
                            "select ended_at from service.ticket where id = ? for no key update",
                            row -> row.getObject("ended_at") == null,
                            wish.ticket())
                    .orElseThrow(() -> PartsRefusedException.unknown(
                            "there is no ticket " + wish.ticket(), "look at /api/v1/tickets"));
            if (!open) {
                throw PartsRefusedException.state(
                        "ticket " + wish.ticket() + " has ended", "reserve for an open ticket");
            }
            // One reservation of a part for a ticket: told before the database's index says it.
            if (Sql.first(
                            connection,
                            "select id from service.reservation where ticket = ? and part = ? and ended_at is null",
                            row -> true,
                            wish.ticket(),
                            wish.shelf().part())
                    .isPresent()) {
                throw PartsRefusedException.state(
                        "ticket " + wish.ticket() + " holds " + wish.shelf().part() + " already",
                        "release that reservation first if it should hold another quantity");
            }
        }
    }

    /** Holds units of a shelf, which the caller has locked and found to have enough. */
    static long hold(Connection connection, Step step, Wish wish, Shelf shelf) throws SQLException {
        String asked = wish.shelf().part();
        long id = Sql.first(
                        connection,
                        """
                        insert into service.reservation (ticket, holder, warehouse, part, asked, quantity, state, held_at, expires_at)
                        values (?, ?, ?, ?, ?, ?, 'held', ?, ?) returning id
                        """,
                        row -> row.getLong("id"),
                        wish.ticket(),
                        wish.holder(),
                        shelf.warehouse(),
                        shelf.part(),
                        asked.equals(shelf.part()) ? null : asked,
                        wish.quantity(),
                        step.at(),
                        wish.expiresAt())
                .orElseThrow();
        Move.of("reserve", shelf).reserved(wish.quantity()).forReservation(id).add(connection, step);
        return id;
    }

    Map<String, Object> pick(Connection connection, Step step, long id) throws SQLException {
        Reservation reservation = Reservation.lock(connection, id);
        need(reservation, "picked", "held");
        Transfers.cancelFor(connection, id, step.at());
        pick(connection, step, reservation);
        return stands(connection, reservation, "picked");
    }

    static void pick(Connection connection, Step step, Reservation reservation) throws SQLException {
        reservation.to(connection, "picked", null);
        Move.of("pick", reservation.shelf())
                .picked(reservation.quantity())
                .forReservation(reservation.id())
                .add(connection, step);
    }

    /** @param fitted serial numbers of the new unit and of the faulty one */
    Map<String, Object> consume(Connection connection, Step step, long id, Serials.Fitted fitted) throws SQLException {
        // The number before the reservation, as a ticket's step takes them.
        Serials.lock(connection, fitted.newSerial());
        Reservation reservation = Reservation.lock(connection, id);
        need(reservation, "used up", "held", "picked");
        Serials.fit(connection, step, reservation, fitted);
        consume(connection, step, reservation);
        return stands(connection, reservation, "consumed");
    }

    static void consume(Connection connection, Step step, Reservation reservation) throws SQLException {
        int quantity = reservation.quantity();
        reservation.to(connection, "consumed", step.at());
        Transfers.cancelFor(connection, reservation.id(), step.at());
        Move.of("consume", reservation.shelf())
                .onHand(-quantity)
                .reserved(-quantity)
                .picked("picked".equals(reservation.state()) ? -quantity : 0)
                .forReservation(reservation.id())
                .add(connection, step);
    }

    Map<String, Object> release(Connection connection, Step step, long id) throws SQLException {
        Reservation reservation = Reservation.lock(connection, id);
        need(reservation, "released", "held", "in_transit");
        giveBack(connection, step, reservation, false, null);
        return stands(connection, reservation, "released");
    }

    /** A technician brings back what was picked. */
    Map<String, Object> bringBack(Connection connection, Step step, long id, boolean quarantined, String reason)
            throws SQLException {
        Reservation reservation = Reservation.lock(connection, id);
        need(reservation, "returned", "picked");
        if (quarantined) {
            Goods.checkReason(reason);
        }
        giveBack(connection, step, reservation, quarantined, reason);
        return stands(connection, reservation, "released");
    }

    static void giveBack(Connection connection, Step step, Reservation reservation, boolean quarantined, String reason)
            throws SQLException {
        int quantity = reservation.quantity();
        reservation.to(connection, "released", step.at());
        Transfers.cancelFor(connection, reservation.id(), step.at());
        switch (reservation.state()) {
            case "held" ->
                Move.of("release", reservation.shelf())
                        .reserved(-quantity)
                        .forReservation(reservation.id())
                        .add(connection, step);
            case "picked" ->
                Move.of("return", reservation.shelf())
                        .reserved(-quantity)
                        .picked(-quantity)
                        .quarantined(quarantined ? quantity : 0)
                        .forReservation(reservation.id())
                        .because(reason)
                        .add(connection, step);
            default -> {
                // In transit it is on no shelf: it arrives as goods that nobody holds.
            }
        }
    }

    private static void need(Reservation reservation, String what, String... states) {
        if (!List.of(states).contains(reservation.state())) {
            throw PartsRefusedException.state(
                    "reservation " + reservation.id() + " is " + reservation.state() + " and cannot be " + what,
                    "that takes one that is " + String.join(" or ", states));
        }
    }

    private static Map<String, Object> stands(Connection connection, Reservation reservation, String state)
            throws SQLException {
        Map<String, Object> answer = new LinkedHashMap<>();
        answer.put("reservation", reservation.id());
        answer.put("state", state);
        answer.putAll(Goods.stands(connection, reservation.shelf()));
        return answer;
    }

    /** Ends all that a ticket holds: used up, or given back. What is still on its way is given back in any case. */
    static void end(Connection connection, Step step, long ticket, Predicate<Reservation> used) throws SQLException {
        // All reservations first, then their shelves, both in everybody's order.
        List<Reservation> open = Sql.list(
                connection,
                "select " + Reservation.COLUMNS
                        + " from service.reservation r where r.ticket = ? and r.ended_at is null"
                        + " order by r.warehouse, r.part, r.id for update",
                Reservation::of,
                ticket);
        for (Reservation reservation : open) {
            if (used.test(reservation) && !"in_transit".equals(reservation.state())) {
                // A ticket's end must not fail for a number that nobody wrote down.
                Serials.fitWithoutNumbers(connection, step, reservation);
                consume(connection, step, reservation);
            } else {
                giveBack(connection, step, reservation, false, null);
            }
        }
    }

    /** When the next reservation expires that nobody has picked. */
    static Optional<Instant> nextExpiry(Connection connection) throws SQLException {
        return Sql.first(
                        connection,
                        "select min(expires_at) next from service.reservation where state = 'held' and expires_at is not null",
                        row -> Optional.ofNullable(Sql.instant(row, "next")))
                .flatMap(next -> next);
    }

    /** Gives back a portion of what has expired; how many. */
    static int expire(Connection connection, Instant upTo) throws SQLException {
        List<Reservation> due = Sql.list(
                connection,
                "select " + Reservation.COLUMNS
                        + " from service.reservation r where r.state = 'held' and r.expires_at <= ?"
                        + " order by r.warehouse, r.part, r.id limit " + EXPIRIES_AT_ONCE + " for update skip locked",
                Reservation::of,
                upTo);
        for (Reservation reservation : due) {
            giveBack(connection, Step.byItself(reservation.expiresAt()), reservation, false, "expired");
        }
        return due.size();
    }
}
