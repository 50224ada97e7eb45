package io.hearthwatch.fleet;

import io.hearthwatch.database.Database;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Function;

/** SQL of {@code fleet.failure} and {@code fleet.repair}, which differ by one column. */
final class LabelStore {
    private static final int FETCH_SIZE = 5_000;

    /** Another system's word on a repair and a ticket's are of one event where they lie so near: some systems keep whole days only. */
    private static final String NEAR = "interval '2 days'";

    static final String SAME_REPAIR = "t.time between item.time - " + NEAR + " and item.time + " + NEAR;

    /**
     * A ticket's failure t and another one, item, are one where no repair lies between and they are not a month apart: what has failed
     * does not fail again before it is repaired. Systems that say when it was replaced, and not when it failed, mean the same failure.
     */
    static final String SAME_FAILURE = """
            item.time between t.time - interval '30 days' and coalesce((
                    select min(r.time) from fleet.repair r
                    where r.appliance_no = t.appliance_no and r.component = t.component and r.time >= t.time), t.time) + interval '2 days'
                and not exists (
                    select from fleet.repair r
                    where r.appliance_no = t.appliance_no and r.component = t.component and r.time > item.time and r.time < t.time)
            """;

    /** A failure f that a repair r was for. */
    static final String SAME_AS_REPAIR = """
            f.time between r.time - interval '30 days' and r.time + interval '2 days'
                and not exists (
                    select from fleet.repair b
                    where b.appliance_no = r.appliance_no and b.component = r.component and b.time > f.time and b.time < r.time)
            """;

    private static final Comparator<ComponentEvent> BY_KEY = Comparator.comparingInt(ComponentEvent::applianceNo)
            .thenComparing(ComponentEvent::component)
            .thenComparing(ComponentEvent::time);

    private final Database database;
    private final String table;
    private final boolean hasPlanned;

    private LabelStore(Database database, String table, boolean hasPlanned) {
        this.database = database;
        this.table = table;
        this.hasPlanned = hasPlanned;
    }

    static LabelStore failures(Database database) {
        return new LabelStore(database, "fleet.failure", false);
    }

    static LabelStore repairs(Database database) {
        return new LabelStore(database, "fleet.repair", true);
    }

    /**
     * Inserts what is not there; key order, so that concurrent batches wait for each other instead of deadlocking. What a ticket told of
     * before is kept aside. The caller holds the {@link TicketWorkStore#lock}.
     */
    StoreCount insertMissing(Connection connection, List<ComponentEvent> events) throws SQLException {
        List<ComponentEvent> sorted = events.stream().sorted(BY_KEY).toList();
        String planned = hasPlanned ? ", planned" : "";
        String sql = """
                with item as (
                    select item.*, (
                        select t.ticket from %1$s t
                        where t.from_ticket and t.appliance_no = item.appliance_no and t.component = item.component and %4$s
                        order by abs(extract(epoch from t.time - item.time)) limit 1) told
                    from unnest(?::int[], ?::text[], ?::timestamptz[], ?::timestamptz[], ?::boolean[]) with ordinality
                        as item(appliance_no, component, time, received_at, planned, position)),
                again as (
                    insert into fleet.told_again (kind, appliance_no, component, time, received_at, planned, ticket)
                    select '%3$s', appliance_no, component, time, received_at, planned, told from item where told is not null
                    order by position on conflict do nothing)
                insert into %1$s (appliance_no, component, time, received_at%2$s)
                select appliance_no, component, time, received_at%2$s from item where told is null
                order by position
                on conflict do nothing
                """.formatted(
                        table, planned, hasPlanned ? "repair" : "failure", hasPlanned ? SAME_REPAIR : SAME_FAILURE);
        try (PreparedStatement insert = connection.prepareStatement(sql)) {
            setEvents(insert, sorted);
            int stored = insert.executeUpdate();
            return new StoreCount(stored, events.size() - stored);
        }
    }

    /** A repair that came just in time did not, if another system says that the component had failed. */
    static void failedAfterAll(Connection connection, List<ComponentEvent> failures) throws SQLException {
        try (PreparedStatement update = connection.prepareStatement("""
                update fleet.repair r set why = 'failed', planned = case when r.from_ticket then false else r.planned end
                from unnest(?::int[], ?::text[], ?::timestamptz[], ?::timestamptz[], ?::boolean[])
                    as item(appliance_no, component, time, received_at, planned)
                where r.why = 'worn' and r.appliance_no = item.appliance_no and r.component = item.component and
                """ + SAME_AS_REPAIR.replace("f.", "item."))) {
            setEvents(update, failures);
            update.executeUpdate();
        }
    }

    private static void setEvents(PreparedStatement statement, List<ComponentEvent> events) throws SQLException {
        setArray(statement, 1, "int4", events, ComponentEvent::applianceNo);
        setArray(statement, 2, "text", events, ComponentEvent::component);
        setArray(statement, 3, "timestamptz", events, event -> event.time().toString());
        setArray(
                statement, 4, "timestamptz", events, event -> event.receivedAt().toString());
        setArray(statement, 5, "bool", events, ComponentEvent::planned);
    }

    private static void setArray(
            PreparedStatement statement,
            int index,
            String type,
            List<ComponentEvent> events,
            Function<ComponentEvent, ?> column)
            throws SQLException {
        statement.setArray(
                index,
                statement
                        .getConnection()
                        .createArrayOf(type, events.stream().map(column).toArray()));
    }

    /** Streams in order of appliance, time, component; the consumer runs while a connection is held. */
    void read(String type, int[] nos, Instant upTo, Instant receivedUpTo, Consumer<ComponentEvent> consumer) {
        String sql = "select l.appliance_no, l.component, l.time, l.received_at, l.ticket, "
                + (hasPlanned ? "l.planned, l.why, l.part, l.serial" : "null::boolean, 'failed', null, null") + " from "
                + table + " l"
                + (type == null ? "" : " join fleet.appliance a using (appliance_no)")
                + " where l.time <= ? and l.received_at <= ?"
                + (type == null ? "" : " and a.type = ?")
                + (nos == null ? "" : " and l.appliance_no = any(?)")
                + " order by l.appliance_no, l.time, l.component";
        database.inTransaction(connection -> {
            try (PreparedStatement select = connection.prepareStatement(sql)) {
                select.setFetchSize(FETCH_SIZE);
                int index = 1;
                select.setObject(index++, utc(upTo));
                select.setObject(index++, utc(receivedUpTo));
                if (type != null) {
                    select.setString(index++, type);
                }
                if (nos != null) {
                    select.setObject(index, nos);
                }
                try (ResultSet rows = select.executeQuery()) {
                    while (rows.next()) {
                        consumer.accept(event(rows));
                    }
                }
            }
            return null;
        });
    }

    private static ComponentEvent event(ResultSet row) throws SQLException {
        String ticket = row.getString(5);
        boolean planned = row.getBoolean(6);
        Boolean plannedOrNull = row.wasNull() ? null : planned;
        return new ComponentEvent(
                row.getInt(1),
                row.getString(2),
                row.getObject(3, OffsetDateTime.class).toInstant(),
                row.getObject(4, OffsetDateTime.class).toInstant(),
                plannedOrNull,
                ticket == null
                        ? null
                        : new Work(ticket, Work.Why.of(row.getString(7)), row.getString(8), row.getString(9)));
    }

    /** Rows of a type, or of all, with {@code from < time <= to}. */
    long count(String type, Instant from, Instant to) {
        return one("count(*)", type, " and time > ? and time <= ?", row -> row.getLong(1), from, to);
    }

    /** Time of the newest event of a type, or of all. */
    Optional<Instant> newest(String type) {
        return one(
                "max(time)",
                type,
                "",
                row -> Optional.ofNullable(row.getObject(1, OffsetDateTime.class))
                        .map(OffsetDateTime::toInstant));
    }

    private interface Column<T> {
        T of(ResultSet row) throws SQLException;
    }

    private <T> T one(String what, String type, String condition, Column<T> column, Instant... times) {
        String ofType =
                type == null ? "true" : "appliance_no in (select appliance_no from fleet.appliance where type = ?)";
        return database.withConnection(connection -> {
            try (PreparedStatement select =
                    connection.prepareStatement("select " + what + " from " + table + " where " + ofType + condition)) {
                int index = 1;
                if (type != null) {
                    select.setString(index++, type);
                }
                for (Instant time : times) {
                    select.setObject(index++, utc(time));
                }
                try (ResultSet row = select.executeQuery()) {
                    row.next();
                    return column.of(row);
                }
            }
        });
    }

    /** PostgreSQL's own range is narrower than {@link Instant}'s: MIN and MAX become infinities. */
    private static OffsetDateTime utc(Instant time) {
        if (time.equals(Instant.MAX)) {
            return OffsetDateTime.MAX;
        }
        return time.equals(Instant.MIN) ? OffsetDateTime.MIN : time.atOffset(ZoneOffset.UTC);
    }
}
