package io.hearthwatch.ingest;

import io.hearthwatch.database.Database;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.stream.Stream;

/**
 * The read side: what predictor and console see of {@code telemetry}. Streams rows, never holding a whole answer in memory except
 * where a list is returned. Blocks; thread-safe. A consumer must not be slow: a connection is held while it runs.
 */
public final class StoredTelemetry {
    private static final int FETCH = 2_000;
    private static final String FAULT_COLUMNS = "appliance_no, time, code, state, received_at, detail";

    private final Database database;
    private final TypeTables tables;

    StoredTelemetry(Database database, TypeTables tables) {
        this.database = database;
        this.tables = tables;
    }

    /**
     * Closed hours with from &lt; hour ≤ to, ordered by appliance and hour. Dirty hours are left out.
     *
     * @param applianceNos only these, or null for all of the type
     */
    public void hourly(
            String type, int[] applianceNos, Instant fromExclusive, Instant toInclusive, Consumer<HourRow> consumer) {
        String query = HourlyReader.query(tables.get(type), applianceNos, fromExclusive, toInclusive);
        database.withConnection(connection -> {
            HourlyReader.read(connection, tables.get(type), query, consumer);
            return null;
        });
    }

    /**
     * Faults with from &lt; time ≤ to that had been received by an instant, ordered by appliance, time, code and state.
     *
     * @param applianceNos only these, or null for all of the type
     */
    public void faults(
            String type,
            int[] applianceNos,
            Instant fromExclusive,
            Instant toInclusive,
            Instant receivedUpTo,
            Consumer<FaultRow> consumer) {
        String sql =
                "select " + FAULT_COLUMNS + " from telemetry.fault where time > ? and time <= ? and received_at <= ?"
                        + (applianceNos == null
                                ? " and appliance_no in (select appliance_no from fleet.appliance where type = ?)"
                                : " and appliance_no = any (?)")
                        + " order by appliance_no, time, code collate \"C\", state";
        // In a transaction, as the driver fetches by portions only there.
        database.inTransaction(connection -> {
            try (PreparedStatement select = connection.prepareStatement(sql)) {
                select.setFetchSize(FETCH);
                select.setObject(1, Micros.parameter(fromExclusive));
                select.setObject(2, Micros.parameter(toInclusive));
                select.setObject(3, Micros.parameter(receivedUpTo));
                if (applianceNos == null) {
                    select.setString(4, tables.get(type).id());
                } else {
                    select.setArray(4, SqlArrays.of(connection, "int4", applianceNos));
                }
                try (ResultSet rows = select.executeQuery()) {
                    while (rows.next()) {
                        consumer.accept(fault(rows));
                    }
                }
            }
            return null;
        });
    }

    private static FaultRow fault(ResultSet row) throws SQLException {
        return new FaultRow(
                row.getInt(1),
                instant(row, 2),
                row.getString(3),
                row.getInt(4) == 1,
                instant(row, 5),
                row.getString(6));
    }

    /** An appliance's faults with from &lt; time ≤ to, newest first, at most {@code limit}. */
    public List<FaultRow> recentFaults(int applianceNo, Instant from, Instant to, int limit) {
        String sql =
                "select " + FAULT_COLUMNS + " from telemetry.fault where appliance_no = ? and time > ? and time <= ?"
                        + " order by time desc, code collate \"C\" desc, state desc limit ?";
        return database.withConnection(connection -> {
            List<FaultRow> faults = new ArrayList<>();
            try (PreparedStatement select = connection.prepareStatement(sql)) {
                select.setInt(1, applianceNo);
                select.setObject(2, Micros.parameter(from));
                select.setObject(3, Micros.parameter(to));
                select.setInt(4, limit);
                try (ResultSet rows = select.executeQuery()) {
                    while (rows.next()) {
                        faults.add(fault(rows));
                    }
                }
            }
            return faults;
        });
    }

    /**
     * A metric's readings with from &lt; time ≤ to, in order of time; where there are more than {@code maxPoints}, that many equal
     * stretches of the span are summarised, those without readings left out.
     *
     * @throws IllegalArgumentException if there is no such type or metric
     */
    public List<Point> series(int applianceNo, String type, String metric, Instant from, Instant to, int maxPoints) {
        TypeTable table = tables.get(type);
        if (table.index(metric) < 0) {
            throw new IllegalArgumentException(type + " has no metric " + metric);
        }
        String column = TypeTable.quoted(metric) + "::double precision";
        String readings = "select time, " + column + " as v from " + table.raw()
                + " where appliance_no = ? and time > ? and time <= ? and " + TypeTable.quoted(metric) + " is not null";
        return database.withConnection(connection -> {
            List<Point> all = points(
                    connection,
                    "select time, v, v, v from (" + readings + " order by time limit ?) r" + " order by time",
                    applianceNo,
                    from,
                    to,
                    maxPoints + 1);
            if (all.size() <= maxPoints) {
                return all;
            }
            // (from, to] cut into stretches of equal length, each closed at its right end as hours are.
            double width = Math.max(
                    1e-6, (Micros.of(Micros.storable(to)) - Micros.of(Micros.storable(from))) / 1e6 / maxPoints);
            String stretch =
                    "ceil(extract(epoch from time - timestamptz '" + Micros.storable(from) + "') / " + width + ")";
            return points(
                    connection,
                    "select max(time), avg(v), min(v), max(v) from (" + readings + " order by time) r" + " group by "
                            + stretch + " order by 1 limit ?",
                    applianceNo,
                    from,
                    to,
                    maxPoints + 1);
        });
    }

    private static List<Point> points(
            Connection connection, String sql, int applianceNo, Instant from, Instant to, int limit)
            throws SQLException {
        List<Point> points = new ArrayList<>();
        try (PreparedStatement select = connection.prepareStatement(sql)) {
            select.setInt(1, applianceNo);
            select.setObject(2, Micros.parameter(from));
            select.setObject(3, Micros.parameter(to));
            select.setInt(4, limit);
            try (ResultSet rows = select.executeQuery()) {
                while (rows.next()) {
                    points.add(new Point(instant(rows, 1), rows.getDouble(2), rows.getDouble(3), rows.getDouble(4)));
                }
            }
        }
        return points;
    }

    /** The time of an appliance's newest reading. */
    public Optional<Instant> lastReading(int applianceNo, String type) {
        return newest("select max(time) from " + tables.get(type).raw() + " where appliance_no = " + applianceNo);
    }

    /**
     * When each of these appliances of a type was last heard of: a reading, a status, or its connection coming or going. Those never
     * heard of are left out.
     */
    public Map<Integer, Instant> lastSeen(String type, Collection<Integer> applianceNos) {
        String sql = """
                select k.no, greatest(n.time, c.connected_at, c.disconnected_at, c.status_at)
                from unnest(?::int[]) k(no)
                left join lateral (
                    select t.time from %s t where t.appliance_no = k.no order by t.time desc limit 1) n on true
                left join telemetry.connection c on c.appliance_no = k.no
                """.formatted(tables.get(type).raw());
        return database.withConnection(connection -> {
            Map<Integer, Instant> seen = new HashMap<>();
            try (PreparedStatement select = connection.prepareStatement(sql)) {
                select.setArray(1, SqlArrays.of(connection, "int4", applianceNos.toArray(new Integer[0])));
                try (ResultSet row = select.executeQuery()) {
                    while (row.next()) {
                        if (row.getObject(2) != null) {
                            seen.put(row.getInt(1), instant(row, 2));
                        }
                    }
                }
            }
            return seen;
        });
    }

    /** What an appliance last sent that was refused. */
    public Optional<Reject> lastReject(int applianceNo) {
        String sql = """
                select kind, last_received_at, times, reason, detail, payload from telemetry.rejected
                where appliance_no = ? order by last_received_at desc, payload_hash, item limit 1
                """;
        return database.withConnection(connection -> {
            try (PreparedStatement select = connection.prepareStatement(sql)) {
                select.setInt(1, applianceNo);
                try (ResultSet row = select.executeQuery()) {
                    return row.next()
                            ? Optional.of(new Reject(
                                    applianceNo,
                                    MessageKind.valueOf(row.getString(1)),
                                    instant(row, 2),
                                    row.getLong(3),
                                    row.getString(4),
                                    row.getString(5),
                                    row.getBytes(6)))
                            : Optional.empty();
                }
            }
        });
    }

    /** When an appliance connected and disconnected last, and what it said of itself. */
    public Optional<ConnectionRow> connection(int applianceNo) {
        String sql = """
                select connected_at, disconnected_at, status_at, online, firmware,
                       slowed_at, slowed_times, cut_at, cut_times, refused_at, refused_times
                from telemetry.connection
                where appliance_no = ?
                """;
        return database.withConnection(connection -> {
            try (PreparedStatement select = connection.prepareStatement(sql)) {
                select.setInt(1, applianceNo);
                try (ResultSet row = select.executeQuery()) {
                    return row.next()
                            ? Optional.of(new ConnectionRow(
                                    instant(row, 1),
                                    instant(row, 2),
                                    instant(row, 3),
                                    row.getObject(4, Boolean.class),
                                    row.getString(5),
                                    trouble(row, 6),
                                    trouble(row, 8),
                                    trouble(row, 10)))
                            : Optional.empty();
                }
            }
        });
    }

    private static ConnectionRow.Trouble trouble(ResultSet row, int column) throws SQLException {
        return new ConnectionRow.Trouble(instant(row, column), row.getLong(column + 1));
    }

    /** Rows stored with from &lt; time ≤ to, of one type or of all ({@code type} null). */
    public StoredCounts counts(String type, Instant from, Instant to) {
        String ofType =
                type == null ? "" : " and appliance_no in (select appliance_no from fleet.appliance where type = ?)";
        return database.withConnection(connection -> {
            long readings = 0;
            for (TypeTable table : chosen(type)) {
                readings += count(
                        connection,
                        "select count(*) from " + table.raw() + " where time > ? and time <= ?",
                        null,
                        from,
                        to);
            }
            return new StoredCounts(
                    readings,
                    count(
                            connection,
                            "select count(*) from telemetry.fault where time > ? and time <= ?" + ofType,
                            type,
                            from,
                            to),
                    count(
                            connection,
                            "select count(*) from telemetry.rejected where received_at > ? and received_at <= ?"
                                    + ofType,
                            type,
                            from,
                            to));
        });
    }

    private static long count(Connection connection, String sql, String type, Instant from, Instant to)
            throws SQLException {
        try (PreparedStatement select = connection.prepareStatement(sql)) {
            select.setObject(1, Micros.parameter(from));
            select.setObject(2, Micros.parameter(to));
            if (type != null) {
                select.setString(3, type);
            }
            try (ResultSet row = select.executeQuery()) {
                row.next();
                return row.getLong(1);
            }
        }
    }

    /** The time of the newest reading or fault, of one type or of all ({@code type} null). */
    public Optional<Instant> newestEvent(String type) {
        Stream<Optional<Instant>> times = chosen(type).stream().flatMap(table -> {
            // The newest of each appliance is one step into the primary key; the newest of all would be a scan of the
            // table.
            String ofType =
                    " from fleet.appliance a, lateral (select t.time from %s t where t.appliance_no = a.appliance_no"
                            + " order by t.time desc limit 1) n where a.type = '"
                            + table.idLiteral() + "'";
            return Stream.of(table.raw(), "telemetry.fault")
                    .map(source -> newest("select max(n.time)" + ofType.formatted(source)));
        });
        return times.flatMap(Optional::stream).max(Instant::compareTo);
    }

    private Collection<TypeTable> chosen(String type) {
        return type == null ? tables.all() : Collections.singleton(tables.get(type));
    }

    private Optional<Instant> newest(String sql) {
        return database.withConnection(connection -> {
            try (PreparedStatement select = connection.prepareStatement(sql);
                    ResultSet row = select.executeQuery()) {
                row.next();
                return Optional.ofNullable(instant(row, 1));
            }
        });
    }

    private static Instant instant(ResultSet row, int column) throws SQLException {
        OffsetDateTime time = row.getObject(column, OffsetDateTime.class);
        return time == null ? null : time.toInstant();
    }
}
