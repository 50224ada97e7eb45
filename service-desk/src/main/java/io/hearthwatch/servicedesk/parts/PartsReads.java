package io.hearthwatch.servicedesk.parts;

import io.hearthwatch.database.Database;
import io.hearthwatch.servicedesk.Sql;
import io.hearthwatch.servicedesk.organisation.StockScope;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Stock as people see it. Lists are pages: the newest first, at most {@link #MOST} rows, and on from the last row's id. */
public final class PartsReads {
    /** Most rows of a page. */
    public static final int MOST = 1_000;

    /** By the indexes that keep a reservation or a transfer from moving twice, so that it costs the same however long the ledger is. */
    private static final String MOVES_OF_A_TICKET = """
            with own as materialized (select id from service.reservation where ticket = ?),
                sent as materialized (select t.id from own join service.transfer t on t.reservation = own.id)
            select m.id from own join service.stock_move m on m.reservation = own.id and m.kind = 'reserve'
            union all select m.id from own join service.stock_move m on m.reservation = own.id and m.kind = 'pick'
            union all select m.id from own join service.stock_move m on m.reservation = own.id and m.kind in ('release', 'consume', 'return')
            union all select m.id from sent join service.stock_move m on m.transfer = sent.id and m.kind = 'transfer_out'
            union all select m.id from sent join service.stock_move m on m.transfer = sent.id and m.kind = 'transfer_in'
            """;

    private final Database database;

    PartsReads(Database database) {
        this.database = database;
    }

    /**
     * What a list is about; null members don't limit it.
     *
     * @param stock whose stock is listed
     * @param before only rows with a smaller id than this, which continues a page
     * @param limit most rows
     */
    public record Filter(
            StockScope stock, String warehouse, String part, String state, Long ticket, Long before, int limit) {
        public Filter {
            limit = Math.max(1, Math.min(limit, MOST));
        }

        /** Of everybody's stock. */
        public Filter(String warehouse, String part, String state, Long ticket, Long before, int limit) {
            this(StockScope.EVERYTHING, warehouse, part, state, ticket, before, limit);
        }
    }

    /** Warehouses with what they are and how long goods take to them from their parent, by id. */
    public List<Map<String, Object>> warehouses(StockScope stock) {
        return read(
                "select id, name_en, name_zh, parent, kind, lead_hours, capacity_litres from service.warehouse"
                        + " where ?::boolean or id = any (?) order by id",
                stock.seesEverything(),
                stock.seen());
    }

    /** Whether there is such a warehouse. */
    public boolean hasWarehouse(String id) {
        return !read("select id from service.warehouse where id = ?", id).isEmpty();
    }

    /** Reservations, the newest first. */
    public List<Reservation> reservations(Filter filter) {
        Conditions wanted = Conditions.of(filter, "r.warehouse", "r.part", "r.state")
                .and("r.ticket = ?", filter.ticket())
                .and("r.id < ?", filter.before());
        return database.withConnection(connection -> Sql.list(
                connection,
                "select " + Reservation.COLUMNS + " from service.reservation r where " + wanted.page("r.id"),
                Reservation::of,
                wanted.parameters(filter.limit())));
    }

    /** One reservation. */
    public Optional<Reservation> reservation(long id) {
        return database.withConnection(connection -> Sql.first(
                connection,
                "select " + Reservation.COLUMNS + " from service.reservation r where r.id = ?",
                Reservation::of,
                id));
    }

    /** Transfers to or from a warehouse, the newest first. */
    public List<Map<String, Object>> transfers(Filter filter) {
        Conditions wanted = new Conditions();
        if (!filter.stock().seesEverything()) {
            wanted.and("array[source, target] && ?", filter.stock().seen());
        }
        wanted.and("? in (source, target)", filter.warehouse())
                .and("part = ?", filter.part())
                .and("state = ?", filter.state())
                .and("reservation in (select r.id from service.reservation r where r.ticket = ?)", filter.ticket())
                .and("id < ?", filter.before());
        return page("""
                select id, part, quantity, source, target, state, reservation, ordered_at, expected_at, shipped_at, ended_at, lost,
                    refusal
                from service.transfer
                """, wanted, filter);
    }

    /** Stocktakes, the newest first; they are no ticket's. */
    public List<Map<String, Object>> stocktakes(Filter filter) {
        return page("""
                select id, warehouse, part, expected, counted, counted - expected difference, reason, state, counted_at, counted_by,
                    decided_at, decided_by, refusal
                from service.stocktake
                """, Conditions.of(filter, "warehouse", "part", "state").and("id < ?", filter.before()), filter);
    }

    /**
     * Rows of the ledger, the newest first; {@code state} names a kind of move. A ticket's are those of what was reserved for it, wherever
     * it travelled.
     */
    public List<Map<String, Object>> moves(Filter filter) {
        return page(
                """
                select id, at, warehouse, part, kind, on_hand_delta, reserved_delta, quarantined_delta, picked_delta, reservation,
                    transfer, who, reason
                from service.stock_move
                """,
                Conditions.of(filter, "warehouse", "part", "kind")
                        .and("id in (" + MOVES_OF_A_TICKET + ")", filter.ticket())
                        .and("id < ?", filter.before()),
                filter);
    }

    /** Orders from suppliers, the newest first; they are for a shelf, and no ticket's. */
    public List<Map<String, Object>> orders(Filter filter) {
        return page("""
                select id, warehouse, part, quantity, supplier, unit_price, currency, unit_price * quantity amount, reason, state,
                    proposed_at, proposed_by, decided_at, decided_by, decided_as, expected_at, ended_at, arrived, bad, refusal
                from service.purchase_order
                """, Conditions.of(filter, "warehouse", "part", "state").and("id < ?", filter.before()), filter);
    }

    private List<Map<String, Object>> page(String select, Conditions wanted, Filter filter) {
        return read(select + " where " + wanted.page("id"), wanted.parameters(filter.limit()));
    }

    /** Suppliers by id, with what their deliveries were like: mean days from approval to arrival, share of bad units. */
    public List<Map<String, Object>> suppliers() {
        return read("""
                select s.id, s.name, count(p.id) deliveries,
                    avg(extract(epoch from p.ended_at - p.decided_at) / 86400)::double precision lead_days,
                    stddev_samp(extract(epoch from p.ended_at - p.decided_at) / 86400)::double precision lead_deviation,
                    coalesce(sum(p.arrived), 0) arrived, coalesce(sum(p.bad), 0) bad,
                    (count(p.id) filter (where p.ended_at <= p.expected_at))::double precision / nullif(count(p.id), 0) on_time
                from service.supplier s left join service.purchase_order p on p.supplier = s.id and p.state = 'received'
                group by s.id order by s.id
                """);
    }

    /**
     * What customers pay for parts on a day: the favourable price of common parts where there is one, else the standard price, else the
     * service file's.
     */
    public List<Map<String, Object>> prices(LocalDate day) {
        return read("select * from service.part_price_valid(null, ?) order by part", day);
    }

    /** Old parts that have to come back, the longest due first. */
    public List<Map<String, Object>> oldParts(StockScope stock, int limit) {
        return read("""
                select f.reservation, r.ticket, f.part, f.new_serial, f.old_serial, f.fitted_at, f.old_part state
                from service.fitted_part f join service.reservation r on r.id = f.reservation
                where f.old_part = 'due' and (?::boolean or r.warehouse = any (?)) order by f.fitted_at, f.reservation limit ?
                """, stock.seesEverything(), stock.seen(), Math.max(1, Math.min(limit, MOST)));
    }

    /**
     * Whether a unit is known to be genuine, and what became of it; empty for one that never came in. Where it was fitted is told to those
     * whose stock it was.
     */
    public List<Map<String, Object>> serial(StockScope stock, String part, String serial) {
        return read("""
                select s.part, s.serial, s.state, s.received_at, s.fitted_at, r.id reservation, r.ticket
                from service.part_serial s
                left join service.reservation r on r.id = s.reservation and (?::boolean or r.warehouse = any (?))
                where s.part = ? and s.serial = ?
                """, stock.seesEverything(), stock.seen(), part, serial);
    }

    /** What a list is limited to; nothing is said about what is not asked for, so that the database plans for what is. */
    private static final class Conditions {
        private final List<String> all = new ArrayList<>(List.of("true"));
        private final List<Object> values = new ArrayList<>();

        static Conditions of(Filter filter, String warehouse, String part, String state) {
            Conditions conditions = new Conditions();
            if (!filter.stock().seesEverything()) {
                conditions.and(warehouse + " = any (?)", filter.stock().seen());
            }
            return conditions
                    .and(warehouse + " = ?", filter.warehouse())
                    .and(part + " = ?", filter.part())
                    .and(state + " = ?", filter.state());
        }

        /** With one more, unless its value is null. */
        Conditions and(String condition, Object value) {
            if (value != null) {
                all.add(condition);
                values.add(value);
            }
            return this;
        }

        String page(String id) {
            return String.join(" and ", all) + " order by " + id + " desc limit ?";
        }

        Object[] parameters(int limit) {
            List<Object> bound = new ArrayList<>(values);
            bound.add(limit);
            return bound.toArray();
        }
    }

    List<Map<String, Object>> read(String sql, Object... parameters) {
        return database.withConnection(connection -> rows(connection, sql, parameters));
    }

    /** Rows by column, with instants as ISO-8601 texts: what JSON and tables are made of. */
    static List<Map<String, Object>> rows(Connection connection, String sql, Object... parameters) throws SQLException {
        return Sql.list(connection, sql, PartsReads::columns, parameters);
    }

    private static Map<String, Object> columns(ResultSet row) throws SQLException {
        Map<String, Object> columns = new LinkedHashMap<>();
        for (int i = 1; i <= row.getMetaData().getColumnCount(); i++) {
            String name = row.getMetaData().getColumnLabel(i);
            Object value = row.getObject(i);
            if (value instanceof java.sql.Timestamp) {
                Instant at = Sql.instant(row, name);
                value = at.toString();
            } else if (value instanceof java.sql.Date date) {
                value = date.toLocalDate().toString();
            }
            columns.put(name, value);
        }
        return columns;
    }
}
