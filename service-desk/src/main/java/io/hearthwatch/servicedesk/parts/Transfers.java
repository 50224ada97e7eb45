package io.hearthwatch.servicedesk.parts;

import io.hearthwatch.servicedesk.Sql;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * Goods from one warehouse to another: ordered, sent (then on no shelf: in transit), received. A transfer may carry what a reservation
 * holds, which then travels with it. Locks the reservation before the transfer, and both before shelves.
 */
final class Transfers {
    /** How long a step of the tree takes where nobody has said it. */
    static final Duration USUAL_STEP = Duration.ofHours(24);

    private final Goods goods;

    Transfers(Goods goods) {
        this.goods = goods;
    }

    record Ordered(long id, Instant expectedAt) {}

    /** Where a reservation's goods are to be brought, and by when. */
    record Way(String target, Instant expectedAt) {}

    private record Transfer(long id, Shelf from, String target, int quantity, String state, Long reservation) {
        Shelf to() {
            return new Shelf(target, from.part());
        }
    }

    Map<String, Object> order(Connection connection, Step step, Shelf from, String target, int quantity)
            throws SQLException {
        goods.check(connection, from, quantity);
        Shelves.checkWarehouse(connection, target);
        if (from.warehouse().equals(target)) {
            throw PartsRefusedException.invalid("the goods are at " + target + " already", "name another warehouse");
        }
        Shelves.need(connection, from, quantity, "transferring");
        Ordered ordered = order(connection, step, from, target, quantity, null);
        Map<String, Object> answer = new LinkedHashMap<>();
        answer.put("transfer", ordered.id());
        answer.put("expected_at", ordered.expectedAt().toString());
        answer.putAll(Goods.stands(connection, from));
        return answer;
    }

    /** Orders a transfer of what a reservation holds, or of free goods. */
    static Ordered order(Connection connection, Step step, Shelf from, String target, int quantity, Long reservation)
            throws SQLException {
        return order(
                connection,
                step,
                from,
                new Way(target, step.at().plus(leadTime(connection, from.warehouse(), target))),
                quantity,
                reservation);
    }

    /** Orders it for an instant that was promised before. */
    static Ordered order(Connection connection, Step step, Shelf from, Way way, int quantity, Long reservation)
            throws SQLException {
        long id = Sql.first(
                        connection,
                        """
                        insert into service.transfer (part, quantity, source, target, state, reservation, ordered_at, expected_at)
                        values (?, ?, ?, ?, 'ordered', ?, ?, ?) returning id
                        """,
                        row -> row.getLong("id"),
                        from.part(),
                        quantity,
                        from.warehouse(),
                        way.target(),
                        reservation,
                        step.at(),
                        way.expectedAt())
                .orElseThrow();
        return new Ordered(id, way.expectedAt());
    }

    /** The sum of the steps between two warehouses, up from each to where their ways meet. */
    static Duration leadTime(Connection connection, String from, String to) throws SQLException {
        long hours = Sql.first(
                        connection,
                        """
                        with recursive way (start, id, parent, lead) as (
                            select id, id, parent, coalesce(lead_hours, ?) from service.warehouse where id in (?, ?)
                            union all
                            select way.start, w.id, w.parent, coalesce(w.lead_hours, ?)
                            from service.warehouse w join way on w.id = way.parent
                        ) cycle id set looped using path
                        select coalesce(sum(lead), 0) hours from (
                            select id, max(lead) lead from way where not looped group by id having count(distinct start) = 1) steps
                        """,
                        row -> row.getLong("hours"),
                        USUAL_STEP.toHours(),
                        from,
                        to,
                        USUAL_STEP.toHours())
                .orElse(USUAL_STEP.toHours());
        return Duration.ofHours(hours);
    }

    Map<String, Object> ship(Connection connection, Step step, long id) throws SQLException {
        Transfer transfer = lock(connection, id);
        need(transfer, "sent", "ordered");
        int quantity = transfer.quantity();
        Long held = transfer.reservation();
        if (held == null) {
            Shelves.need(connection, transfer.from(), quantity, "sending");
        } else {
            Sql.update(connection, "update service.reservation set state = 'in_transit' where id = ?", held);
        }
        Sql.update(
                connection,
                "update service.transfer set state = 'shipped', shipped_at = ? where id = ?",
                step.at(),
                id);
        Move.of("transfer_out", transfer.from())
                .onHand(-quantity)
                .reserved(held == null ? 0 : -quantity)
                .forReservation(held)
                .forTransfer(id)
                .add(connection, step);
        return stands(connection, transfer, "shipped", transfer.from());
    }

    /**
     * Goods arrive.
     *
     * @param arrived units that really came; the others are written off, and a reservation that travelled along is released
     */
    Map<String, Object> receive(Connection connection, Step step, long id, Integer arrived) throws SQLException {
        Transfer transfer = lock(connection, id);
        need(transfer, "received", "shipped");
        int quantity = transfer.quantity();
        int lost = quantity - (arrived == null ? quantity : arrived);
        if (lost < 0 || lost > quantity) {
            throw PartsRefusedException.invalid(
                    arrived + " units cannot arrive of a transfer of " + quantity, "say from 0 to " + quantity);
        }
        Long held = transfer.reservation();
        if (held != null) {
            Reservation reservation = Reservation.lock(connection, held);
            if (!reservation.open()) {
                held = null;
            } else if (lost > 0) {
                reservation.to(connection, "released", step.at());
                held = null;
            }
        }
        Sql.update(
                connection,
                "update service.transfer set state = 'received', ended_at = ?, lost = ? where id = ?",
                step.at(),
                lost,
                id);
        Move.of("transfer_in", transfer.to())
                .onHand(quantity)
                .reserved(held == null ? 0 : quantity)
                .forReservation(held)
                .forTransfer(id)
                .add(connection, step);
        if (held != null) {
            // After the move, which makes the shelf where there was none.
            Sql.update(
                    connection,
                    "update service.reservation set state = 'held', warehouse = ? where id = ?",
                    transfer.target(),
                    held);
        }
        if (lost > 0) {
            Move.of("write_off", transfer.to())
                    .onHand(-lost)
                    .forTransfer(id)
                    .because("missing on arrival")
                    .add(connection, step);
        }
        Map<String, Object> answer = stands(connection, transfer, "received", transfer.to());
        if (held != null) {
            answer.put("reservation", held);
        }
        return answer;
    }

    Map<String, Object> cancel(Connection connection, Step step, long id, String reason) throws SQLException {
        Goods.checkReason(reason);
        Transfer transfer = lock(connection, id);
        need(transfer, "cancelled", "ordered");
        Sql.update(
                connection,
                "update service.transfer set state = 'cancelled', ended_at = ?, refusal = ? where id = ?",
                step.at(),
                reason,
                id);
        return stands(connection, transfer, "cancelled", transfer.from());
    }

    /** What was to bring a reservation's goods need not go any more, if it has not gone; the caller has the reservation's lock. */
    static void cancelFor(Connection connection, long reservation, Instant at) throws SQLException {
        cancelFor(connection, reservation, at, "its reservation ended");
    }

    /** @return the way that the goods would have gone; empty where none was ordered */
    static Optional<Way> cancelFor(Connection connection, long reservation, Instant at, String reason)
            throws SQLException {
        return Sql.first(
                connection,
                """
                update service.transfer set state = 'cancelled', ended_at = ?, refusal = ?
                where reservation = ? and state = 'ordered' returning target, expected_at
                """,
                row -> new Way(row.getString("target"), Sql.instant(row, "expected_at")),
                at,
                reason,
                reservation);
    }

    private static Transfer lock(Connection connection, long id) throws SQLException {
        Optional<Long> reservation = Sql.first(
                        connection,
                        "select reservation from service.transfer where id = ?",
                        row -> Optional.ofNullable(row.getObject("reservation", Long.class)),
                        id)
                .flatMap(each -> each);
        if (reservation.isPresent()) {
            Reservation.lock(connection, reservation.get());
        }
        return Sql.first(
                        connection,
                        "select * from service.transfer where id = ? for update",
                        row -> new Transfer(
                                id,
                                new Shelf(row.getString("source"), row.getString("part")),
                                row.getString("target"),
                                row.getInt("quantity"),
                                row.getString("state"),
                                row.getObject("reservation", Long.class)),
                        id)
                .orElseThrow(() ->
                        PartsRefusedException.unknown("there is no transfer " + id, "look at /api/v1/parts/transfers"));
    }

    private static void need(Transfer transfer, String what, String state) {
        if (!transfer.state().equals(state)) {
            throw PartsRefusedException.state(
                    "transfer " + transfer.id() + " is " + transfer.state() + " and cannot be " + what,
                    "that takes one that is " + state);
        }
    }

    private static Map<String, Object> stands(Connection connection, Transfer transfer, String state, Shelf shelf)
            throws SQLException {
        Map<String, Object> answer = new LinkedHashMap<>();
        answer.put("transfer", transfer.id());
        answer.put("state", state);
        answer.putAll(Goods.stands(connection, shelf));
        return answer;
    }
}
