package io.hearthwatch.servicedesk.parts;

import io.hearthwatch.servicedesk.Sql;
import java.math.BigDecimal;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Orders from suppliers: proposed, approved (by itself within the limit of the role {@code automatic}, by a person within the limit of
 * theirs), received with what of it was bad. What is bought is the newest revision of a part.
 */
final class Purchases {
    static final String AUTOMATIC = "automatic";

    /** Why a ticket's want proposes one; it lasts until somebody or something else wants of it too. */
    private static final String FOR_TICKETS = "no warehouse has it for a ticket";

    private final Goods goods;

    Purchases(Goods goods) {
        this.goods = goods;
    }

    /**
     * What a supplier offers.
     *
     * @param leadDays mean days from order to arrival
     * @param leadDeviation their standard deviation
     * @param minimum fewest units of an order
     */
    record Offer(
            String supplier, double leadDays, double leadDeviation, int minimum, BigDecimal price, String currency) {}

    private record Order(
            long id, Shelf shelf, int quantity, BigDecimal price, String currency, String state, double leadDays) {
        BigDecimal amount() {
            return price == null ? null : price.multiply(BigDecimal.valueOf(quantity));
        }
    }

    /** The offer that is valid on a day: the cheapest, and of equal ones the fastest. */
    static Optional<Offer> offer(Connection connection, String part, Instant at) throws SQLException {
        return Sql.first(
                connection,
                """
                select supplier, lead_days, lead_deviation, minimum, price, currency from (
                    select distinct on (supplier) * from service.supply_offer
                    where part = ? and valid_from <= ? order by supplier, valid_from desc) newest
                where valid_to is null or valid_to >= ? order by price, lead_days, supplier limit 1
                """,
                row -> new Offer(
                        row.getString("supplier"),
                        row.getDouble("lead_days"),
                        row.getDouble("lead_deviation"),
                        row.getInt("minimum"),
                        row.getBigDecimal("price"),
                        row.getString("currency")),
                part,
                day(at),
                day(at));
    }

    private static LocalDate day(Instant at) {
        return at.atZone(ZoneOffset.UTC).toLocalDate();
    }

    Map<String, Object> propose(Connection connection, Step step, Shelf shelf, int quantity, String reason)
            throws SQLException {
        goods.check(connection, shelf, quantity);
        Goods.checkReason(reason);
        long id = propose(connection, step, shelf, quantity, reason, true);
        return stands(connection, id);
    }

    /**
     * Proposes an order, or lets what is wanted join the one that waits for its approval; approves it where that needs nobody.
     *
     * @param exact whether as many more are wanted; otherwise as many in all
     */
    static long propose(Connection connection, Step step, Shelf wanted, int quantity, String reason, boolean exact)
            throws SQLException {
        Shelf shelf = new Shelf(wanted.warehouse(), Supersession.newest(connection, wanted.part()));
        Optional<Offer> offer = offer(connection, shelf.part(), step.at());
        int units = Math.max(quantity, offer.map(Offer::minimum).orElse(1));
        long id = Sql.first(
                        connection,
                        """
                        insert into service.purchase_order as old (warehouse, part, quantity, supplier, unit_price, currency, reason, state,
                            proposed_at, proposed_by)
                        values (?, ?, ?, ?, ?, ?, ?, 'proposed', ?, ?)
                        on conflict (warehouse, part) where state = 'proposed'
                        do update set quantity = case when ? then old.quantity + ? else greatest(old.quantity, excluded.quantity) end,
                            reason = case when old.reason = ? then excluded.reason else old.reason end,
                            supplier = coalesce(excluded.supplier, old.supplier),
                            unit_price = coalesce(excluded.unit_price, old.unit_price),
                            currency = coalesce(excluded.currency, old.currency)
                        returning id
                        """,
                        row -> row.getLong("id"),
                        shelf.warehouse(),
                        shelf.part(),
                        units,
                        offer.map(Offer::supplier).orElse(null),
                        offer.map(Offer::price).orElse(null),
                        offer.map(Offer::currency).orElse(null),
                        reason,
                        step.at(),
                        step.who(),
                        exact,
                        quantity,
                        FOR_TICKETS)
                .orElseThrow();
        Order order = lock(connection, id);
        if (covered(connection, order, AUTOMATIC)) {
            approve(connection, order, step.at(), "hearthwatch", AUTOMATIC);
        }
        return id;
    }

    /**
     * A ticket wants a part that no warehouse has: proposes an order for the top of the tree unless enough are coming already, of as many
     * as the supplier sells at least; the forecast raises it to what the policy says.
     */
    static void want(Connection connection, Step step, Shelf shelf, long ticket) throws SQLException {
        boolean coming = Sql.first(
                        connection,
                        """
                        select coalesce((select sum(quantity) from service.purchase_order
                                where warehouse = ? and part = ? and state in ('proposed', 'approved')), 0)
                            > (select count(*) from service.purchase_proposal p where p.warehouse = ? and p.part = ?
                                and p.state = 'proposed' and p.ticket <> ?) coming
                        """,
                        row -> row.getBoolean("coming"),
                        shelf.warehouse(),
                        Supersession.newest(connection, shelf.part()),
                        shelf.warehouse(),
                        shelf.part(),
                        ticket)
                .orElse(false);
        if (!coming) {
            propose(connection, step, shelf, 1, FOR_TICKETS, true);
        }
    }

    /**
     * What a ticket wanted is not bought for it any more. An order that is only proposed, and that nothing but tickets wanted, shrinks to what
     * they still want, or is withdrawn; what a person or the forecast asked for too stays theirs to decide.
     */
    static void withdraw(Connection connection, Step step, long ticket) throws SQLException {
        Map<String, Supersession.Next> revisions = Supersession.all(connection);
        List<Shelf> wanted = Sql.list(
                        connection, """
                        update service.purchase_proposal set state = 'withdrawn' where ticket = ? and state = 'proposed'
                        returning warehouse, part
                        """, row -> new Shelf(row.getString("warehouse"), row.getString("part")), ticket)
                .stream()
                // Without a warehouse it stays the ticket's wish: nothing is ordered for it.
                .filter(shelf -> shelf.warehouse() != null)
                .map(shelf -> new Shelf(shelf.warehouse(), Supersession.newest(revisions, shelf.part())))
                .distinct()
                .sorted(Comparator.comparing(Shelf::warehouse).thenComparing(Shelf::part))
                .toList();
        for (Shelf shelf : wanted) {
            Optional<Long> id =
                    Sql.first(connection, """
                    select id from service.purchase_order
                    where warehouse = ? and part = ? and state = 'proposed' and proposed_by = 'hearthwatch' and reason = ? for update
                    """, row -> row.getLong("id"), shelf.warehouse(), shelf.part(), FOR_TICKETS);
            if (id.isPresent()) {
                shrink(connection, step, lock(connection, id.get()), stillWanted(connection, revisions, shelf));
            }
        }
    }

    /** Units that tickets want and no approved order brings. */
    private static int stillWanted(Connection connection, Map<String, Supersession.Next> revisions, Shelf shelf)
            throws SQLException {
        long wanted = Sql.list(
                        connection,
                        "select part from service.purchase_proposal where warehouse = ? and state = 'proposed'",
                        row -> row.getString("part"),
                        shelf.warehouse())
                .stream()
                .filter(part -> Supersession.newest(revisions, part).equals(shelf.part()))
                .count();
        int coming = Sql.first(connection, """
                        select coalesce(sum(quantity), 0)::int coming from service.purchase_order
                        where warehouse = ? and part = ? and state = 'approved'
                        """, row -> row.getInt("coming"), shelf.warehouse(), shelf.part())
                .orElse(0);
        return (int) Math.max(0, wanted - coming);
    }

    private static void shrink(Connection connection, Step step, Order order, int wanted) throws SQLException {
        if (wanted == 0) {
            Sql.update(
                    connection,
                    "update service.purchase_order set state = 'rejected', decided_at = ?, decided_by = ?, ended_at = ?, refusal = ?"
                            + " where id = ?",
                    step.at(),
                    step.who(),
                    step.at(),
                    "no ticket wants it any more",
                    order.id());
            return;
        }
        int minimum = offer(connection, order.shelf().part(), step.at())
                .map(Offer::minimum)
                .orElse(1);
        Sql.update(
                connection,
                "update service.purchase_order set quantity = ? where id = ? and quantity > ?",
                Math.max(wanted, minimum),
                order.id(),
                Math.max(wanted, minimum));
    }

    Map<String, Object> approve(Connection connection, Step step, long id, String role) throws SQLException {
        Order order = lock(connection, id);
        need(order, "approved", "proposed");
        if (!covered(connection, order, role)) {
            throw PartsRefusedException.notAllowed(
                    "the role '" + Shelves.shortened(role) + "' may not approve "
                            + (order.amount() == null
                                    ? "an order without a price"
                                    : order.amount() + " " + order.currency()),
                    covering(connection, order));
        }
        approve(connection, order, step.at(), step.who(), role);
        return stands(connection, id);
    }

    /** Without a price nothing is within a limit. */
    private static boolean covered(Connection connection, Order order, String role) throws SQLException {
        return Sql.first(
                        connection,
                        "select amount, currency from service.approval_limit where role = ?",
                        row -> order.amount() != null
                                && row.getString("currency").equals(order.currency())
                                && row.getBigDecimal("amount").compareTo(order.amount()) >= 0,
                        role)
                .orElse(false);
    }

    private static String covering(Connection connection, Order order) throws SQLException {
        if (order.amount() == null) {
            return "give the part an offer with a price first: hearthwatch parts load FILE";
        }
        return Sql.first(
                        connection,
                        """
                        select role, amount, currency from service.approval_limit
                        where currency = ? and amount >= ? and role <> 'automatic' order by amount limit 1
                        """,
                        row -> "have it approved by a " + row.getString("role") + ", who may up to "
                                + row.getBigDecimal("amount") + " " + row.getString("currency"),
                        order.currency(),
                        order.amount())
                .orElse("no role may approve as much; give one a higher limit: hearthwatch parts load FILE");
    }

    private static void approve(Connection connection, Order order, Instant at, String who, String role)
            throws SQLException {
        Instant expected = at.plus(Duration.ofMinutes(Math.round(order.leadDays() * 24 * 60)));
        Sql.update(connection, """
                update service.purchase_order set state = 'approved', decided_at = ?, decided_by = ?, decided_as = ?, expected_at = ?
                where id = ?
                """, at, who, role, expected, order.id());
    }

    Map<String, Object> reject(Connection connection, Step step, long id, String reason) throws SQLException {
        Goods.checkReason(reason);
        need(lock(connection, id), "rejected", "proposed");
        Sql.update(
                connection,
                "update service.purchase_order set state = 'rejected', decided_at = ?, decided_by = ?, ended_at = ?, refusal = ?"
                        + " where id = ?",
                step.at(),
                step.who(),
                step.at(),
                reason,
                id);
        return stands(connection, id);
    }

    /**
     * The delivery arrives: good units go to the shelf, bad ones into quarantine.
     *
     * @param arrived units that came
     * @param bad of these, those that the inspection found bad
     * @param serials of the good ones, for a part that has serial numbers
     */
    Map<String, Object> receive(Connection connection, Step step, long id, int arrived, int bad, List<String> serials)
            throws SQLException {
        Order order = lock(connection, id);
        need(order, "received", "approved");
        if (arrived < 0 || arrived > Goods.MOST || bad < 0 || bad > arrived) {
            throw PartsRefusedException.invalid(
                    arrived + " arrived and " + bad + " of them bad makes no sense", "no more can be bad than arrived");
        }
        Sql.update(
                connection,
                "update service.purchase_order set state = 'received', ended_at = ?, arrived = ?, bad = ? where id = ?",
                step.at(),
                arrived,
                bad,
                id);
        if (arrived > bad) {
            Serials.receive(connection, step, order.shelf().part(), arrived - bad, serials);
            Move.of("receipt", order.shelf())
                    .onHand(arrived - bad)
                    .because("order " + id)
                    .add(connection, step);
        }
        if (bad > 0) {
            Move.of("receipt", order.shelf())
                    .onHand(bad)
                    .quarantined(bad)
                    .because("order " + id + ", bad at the inspection")
                    .add(connection, step);
        }
        TicketStock.fulfil(connection, step, order.shelf());
        Map<String, Object> answer = stands(connection, id);
        answer.putAll(Goods.stands(connection, order.shelf()));
        return answer;
    }

    private static Order lock(Connection connection, long id) throws SQLException {
        return Sql.first(connection, """
                        select p.*, coalesce((select o.lead_days from service.supply_offer o
                            where o.part = p.part and o.supplier = p.supplier order by o.valid_from desc limit 1), 14) lead_days
                        from service.purchase_order p where p.id = ? for update of p
                        """, Purchases::order, id)
                .orElseThrow(
                        () -> PartsRefusedException.unknown("there is no order " + id, "look at /api/v1/parts/orders"));
    }

    private static Order order(ResultSet row) throws SQLException {
        return new Order(
                row.getLong("id"),
                new Shelf(row.getString("warehouse"), row.getString("part")),
                row.getInt("quantity"),
                row.getBigDecimal("unit_price"),
                row.getString("currency"),
                row.getString("state"),
                row.getDouble("lead_days"));
    }

    private static void need(Order order, String what, String state) {
        if (!order.state().equals(state)) {
            throw PartsRefusedException.state(
                    "order " + order.id() + " is " + order.state() + " and cannot be " + what,
                    "that takes one that is " + state);
        }
    }

    private static Map<String, Object> stands(Connection connection, long id) throws SQLException {
        Map<String, Object> answer = new LinkedHashMap<>();
        answer.put("order", id);
        Map<String, Object> row = PartsReads.rows(
                        connection,
                        "select warehouse, part, quantity, state, supplier, decided_as, expected_at from service.purchase_order where id = ?",
                        id)
                .get(0);
        row.forEach((name, value) -> {
            if (value != null) {
                answer.put(name, value);
            }
        });
        return answer;
    }
}
