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

    /** Inserts what is not there; key order, so that concurrent batches wait for each other instead of deadlocking. */
    StoreCount insertMissing(Connection connection, List<ComponentEvent> events) throws SQLException {
        List<ComponentEvent> sorted = events.stream().sorted(BY_KEY).toList();
        String planned = hasPlanned ? ", planned" : "";
        String sql = """
                insert into %s (appliance_no, component, time, received_at%s)
                select appliance_no, component, time, received_at%s
                from unnest(?::int[], ?::text[], ?::timestamptz[], ?::timestamptz[], ?::boolean[]) with ordinality
                    as item(appliance_no, component, time, received_at, planned, position)
                order by position
                on conflict do nothing
                """.formatted(table, planned, planned);
        try (PreparedStatement insert = connection.prepareStatement(sql)) {
            setArray(insert, 1, "int4", sorted, ComponentEvent::applianceNo);
            setArray(insert, 2, "text", sorted, ComponentEvent::component);
            setArray(insert, 3, "timestamptz", sorted, event -> event.time().toString());
            setArray(
                    insert,
                    4,
                    "timestamptz",
                    sorted,
                    event -> event.receivedAt().toString());
            setArray(insert, 5, "bool", sorted, ComponentEvent::planned);
            int stored = insert.executeUpdate();
            return new StoreCount(stored, events.size() - stored);
        }
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
        String sql = "select l.appliance_no, l.component, l.time, l.received_at, "
                + (hasPlanned ? "l.planned" : "null::boolean") + " from " + table + " l"
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
        boolean planned = row.getBoolean(5);
        Boolean plannedOrNull = row.wasNull() ? null : planned;
        return new ComponentEvent(
                row.getInt(1),
                row.getString(2),
                row.getObject(3, OffsetDateTime.class).toInstant(),
                row.getObject(4, OffsetDateTime.class).toInstant(),
                plannedOrNull);
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
