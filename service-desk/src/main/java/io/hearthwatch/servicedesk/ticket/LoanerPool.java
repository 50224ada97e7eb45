package io.hearthwatch.servicedesk.ticket;

import io.hearthwatch.catalog.Catalog;
import io.hearthwatch.database.Database;
import io.hearthwatch.servicedesk.Sql;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The loaners (周转机) that there are: each one unit with its serial number, in a warehouse, free, lent, in repair or lost. Lending and
 * taking back are steps of tickets. Thread-safe; every call blocks on the database.
 */
public final class LoanerPool {
    private static final String COLUMNS = """
            select u.serial, u.type, u.model, u.warehouse, u.state, u.changed_at, u.changed_by, t.number ticket, l.lent_at, l.due_at,
                coalesce(l.due_at < ?, false) overdue
            from service.loaner_unit u left join service.loaner l on l.serial = u.serial and l.returned_at is null
            left join service.ticket t on t.id = l.ticket
            """;

    private final Database database;
    private final Catalog catalog;
    private final InstantSource clock;

    /** On a database whose schema {@code service} is up to date. */
    public LoanerPool(Database database, Catalog catalog, InstantSource clock) {
        this.database = database;
        this.catalog = catalog;
        this.clock = clock;
    }

    /**
     * The units, those that are due back first.
     *
     * @param warehouses whose units are shown; null for all, also those that are kept nowhere
     * @param state free, lent, in_repair or lost; null for any
     */
    public List<Map<String, Object>> list(Collection<String> warehouses, String warehouse, String state, int limit) {
        return database.withConnection(connection -> Rows.of(
                connection,
                COLUMNS + """
                        where (?::boolean or u.warehouse = any(?)) and (?::text is null or u.warehouse = ?)
                            and (?::text is null or u.state = ?) order by l.due_at nulls last, u.serial limit ?
                        """,
                clock.instant(),
                warehouses == null,
                warehouses == null ? List.of() : List.copyOf(warehouses),
                warehouse,
                warehouse,
                state,
                state,
                limit));
    }

    /** One unit. */
    public Optional<Map<String, Object>> find(String serial) {
        return database.withConnection(
                connection -> Rows.of(connection, COLUMNS + "where u.serial = ?", clock.instant(), serial).stream()
                        .findFirst());
    }

    /**
     * Adds a unit, or says something new of one: where it is kept, what it is, that it is free, in repair or lost.
     *
     * @param state free, in_repair or lost; null leaves it, and is free for a new unit
     * @throws TicketRefusal if the type or the warehouse is not known, or the unit is lent
     */
    public Map<String, Object> put(
            String serial, String type, String model, String warehouse, String state, String who) {
        if (type != null && !catalog.types().containsKey(type)) {
            throw TicketRefusal.invalid(
                    "there is no appliance type '" + TicketInput.shortened(type) + "'",
                    "use one of " + String.join(", ", catalog.types().keySet()));
        }
        Instant at = clock.instant();
        database.inTransaction(connection -> {
            if (serial.isBlank() || serial.length() > 100) {
                throw TicketRefusal.invalid("a serial number has 1 to 100 characters", "read the type plate again");
            }
            if (Sql.first(connection, "select id from service.warehouse where id = ?", row -> true, warehouse)
                    .isEmpty()) {
                throw TicketRefusal.notFound(
                        "there is no warehouse '" + TicketInput.shortened(warehouse) + "'",
                        "look at /api/v1/parts/warehouses");
            }
            Sql.update(connection, """
                    insert into service.loaner_unit (serial, state, changed_at, changed_by) values (?, 'free', ?, ?)
                    on conflict do nothing
                    """, serial, at, who);
            String now = lock(connection, serial);
            if (state != null && now.equals("lent")) {
                throw TicketRefusal.conflict(
                        "loaner " + serial + " is lent out and cannot be " + state.replace('_', ' '),
                        "take it back under its ticket first");
            }
            Sql.update(connection, """
                    update service.loaner_unit set type = coalesce(?, type), model = coalesce(?, model), warehouse = ?,
                        state = coalesce(?, state), changed_at = ?, changed_by = ? where serial = ?
                    """, type, model, warehouse, state, at, who, serial);
            return null;
        });
        return find(serial).orElseThrow();
    }

    /** A unit that the pool does not know yet is one of the centre's warehouse. */
    static void join(Connection connection, String serial, String centre, String who, Instant at) throws SQLException {
        Sql.update(connection, """
                insert into service.loaner_unit (serial, warehouse, state, changed_at, changed_by)
                values (?, (select warehouse from service.centre where id = ?), 'free', ?, ?) on conflict do nothing
                """, serial, centre, at, who);
    }

    /** The state of a unit that is known, which nobody else changes until this transaction ends. */
    static String lock(Connection connection, String serial) throws SQLException {
        return Sql.first(
                        connection,
                        "select state from service.loaner_unit where serial = ? for update",
                        row -> row.getString("state"),
                        serial)
                .orElseThrow();
    }

    static void state(Connection connection, String serial, String state, String who, Instant at) throws SQLException {
        Sql.update(
                connection,
                "update service.loaner_unit set state = ?, changed_at = ?, changed_by = ? where serial = ?",
                state,
                at,
                who,
                serial);
    }
}
