package io.hearthwatch.predictor.storage;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.hearthwatch.database.Database;
import io.hearthwatch.fleet.Fleet;
import io.hearthwatch.predictor.features.FleetDayTable;
import io.hearthwatch.predictor.features.FleetDays;
import io.hearthwatch.predictor.features.Vocabulary;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * The days of a type's fleet in {@code prediction.fleet_day}. A day that is asked for the first time is computed from the hourly statistics
 * of all appliances of the type, and stored; from then on it is read. Blocks.
 */
final class FleetDayStore {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final long DAY = 24 * 3_600_000L;
    private static final int FETCH = 2_000;

    private final Database database;
    private final Fleet fleet;
    private final String type;
    private final List<String> gauges;

    FleetDayStore(Database database, Fleet fleet, Vocabulary vocabulary) {
        this.database = database;
        this.fleet = fleet;
        this.type = vocabulary.type();
        this.gauges = vocabulary.metrics().stream()
                .filter(Vocabulary.MetricName::isReportedGauge)
                .map(Vocabulary.MetricName::name)
                .toList();
    }

    /** The days that count for decisions in (from, upTo]. */
    FleetDays load(Instant from, Instant upTo) {
        long last = Math.floorDiv(upTo.toEpochMilli() - FleetDays.SETTLED, DAY) * DAY;
        if (gauges.isEmpty() || last <= from.toEpochMilli()) {
            return FleetDays.NONE;
        }
        Map<Integer, String> lines = new TreeMap<>();
        fleet.forEach(type, appliance -> lines.put(appliance.no(), appliance.model() == null ? "" : appliance.model()));
        Instant begin = from.isBefore(Instant.EPOCH) ? firstHour(lines) : from;
        if (begin == null) {
            return FleetDays.NONE;
        }
        long first = Math.floorDiv(begin.toEpochMilli(), DAY) * DAY;
        FleetDayTable table = new FleetDayTable();
        Set<Long> stored = read(first, last, table);
        long missing = first;
        while (missing <= last && stored.contains(missing)) {
            missing += DAY;
        }
        if (missing <= last) {
            compute(missing, last, lines, stored);
            table = new FleetDayTable();
            read(first, last, table);
        }
        return table;
    }

    private Set<Long> read(long first, long last, FleetDayTable table) {
        String sql = "select day_end, line, metrics from prediction.fleet_day"
                + " where type = ? and day_end >= ? and day_end <= ?";
        return database.inTransaction(connection -> {
            Set<Long> days = new TreeSet<>();
            try (PreparedStatement select = connection.prepareStatement(sql)) {
                select.setFetchSize(FETCH);
                select.setString(1, type);
                select.setObject(2, at(first));
                select.setObject(3, at(last));
                try (ResultSet row = select.executeQuery()) {
                    while (row.next()) {
                        long day = row.getObject(1, OffsetDateTime.class)
                                .toInstant()
                                .toEpochMilli();
                        days.add(day);
                        put(table, row.getString(2), day, row.getString(3));
                    }
                }
            }
            return days;
        });
    }

    private static void put(FleetDayTable table, String line, long day, String metrics) {
        try {
            for (Map.Entry<String, JsonNode> metric : JSON.readTree(metrics).properties()) {
                JsonNode value = metric.getValue();
                table.put(
                        new FleetDayTable.Key(line, day, metric.getKey()),
                        new FleetDays.Day(
                                value.get(0).asInt(),
                                value.get(1).asDouble(),
                                value.get(2).asDouble()));
            }
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("a stored day of a fleet cannot be read", e);
        }
    }

    /** When the type was first heard of, or null. */
    private Instant firstHour(Map<Integer, String> lines) {
        // One step into the primary key for each appliance.
        String sql = """
                select min(f.hour) from unnest(?::int[]) n(no), lateral
                    (select h.hour from %s h where h.appliance_no = n.no order by h.hour limit 1) f
                """.formatted(hourly());
        return database.withConnection(connection -> {
            try (PreparedStatement select = connection.prepareStatement(sql)) {
                select.setArray(
                        1, connection.createArrayOf("int4", lines.keySet().toArray()));
                try (ResultSet row = select.executeQuery()) {
                    row.next();
                    OffsetDateTime hour = row.getObject(1, OffsetDateTime.class);
                    return hour == null ? null : hour.toInstant();
                }
            }
        });
    }

    /** Computes the days that end in [first, last] and are not stored; empty days after the last with data wait for theirs. */
    private void compute(long first, long last, Map<Integer, String> lines, Set<Long> stored) {
        FleetDayTable table = new FleetDayTable();
        database.inTransaction(connection -> {
            sum(connection, first, last, lines, table);
            Map<Long, Map<String, ObjectNode>> days = new HashMap<>();
            long[] newest = {Long.MIN_VALUE};
            table.forEach((key, day) -> {
                newest[0] = Math.max(newest[0], key.dayEnd());
                ArrayNode value = days.computeIfAbsent(key.dayEnd(), d -> new HashMap<>())
                        .computeIfAbsent(key.line(), l -> JSON.createObjectNode())
                        .putArray(key.metric());
                value.add(day.appliances()).add(day.mean()).add(day.sd());
            });
            String sql = "insert into prediction.fleet_day (type, day_end, line, metrics) values (?, ?, ?, ?::jsonb)"
                    + " on conflict do nothing";
            try (PreparedStatement insert = connection.prepareStatement(sql)) {
                for (long day = first; day <= newest[0]; day += DAY) {
                    if (stored.contains(day)) {
                        continue;
                    }
                    Map<String, ObjectNode> byLine = days.getOrDefault(day, new HashMap<>());
                    byLine.putIfAbsent("", JSON.createObjectNode());
                    for (Map.Entry<String, ObjectNode> line : byLine.entrySet()) {
                        insert.setString(1, type);
                        insert.setObject(2, at(day));
                        insert.setString(3, line.getKey());
                        insert.setString(4, line.getValue().toString());
                        insert.addBatch();
                    }
                }
                insert.executeBatch();
            }
            return null;
        });
    }

    private void sum(Connection connection, long first, long last, Map<Integer, String> lines, FleetDayTable table)
            throws SQLException {
        StringBuilder sums = new StringBuilder();
        for (String gauge : gauges) {
            String mean = "h.\"" + gauge + "_mean\"";
            sums.append(", count(" + mean + "), sum((greatest(-1e12, least(1e12, " + mean + "))::float8 * "
                    + FleetDayTable.FIXED_POINT + ")::bigint)");
        }
        // An hour is named by its end, so midnight's belongs to the day before it.
        String sql = """
                select n.no, s.* from unnest(?::int[]) n(no), lateral
                    (select ceil(extract(epoch from h.hour) / 86400)::bigint as day%s from %s h
                     where h.appliance_no = n.no and h.hour > ? and h.hour <= ? group by 1 order by 1) s
                order by n.no, s.day
                """.formatted(sums, hourly());
        try (PreparedStatement select = connection.prepareStatement(sql)) {
            select.setFetchSize(FETCH);
            select.setArray(1, connection.createArrayOf("int4", lines.keySet().toArray()));
            select.setObject(2, at(first - DAY));
            select.setObject(3, at(last));
            try (ResultSet row = select.executeQuery()) {
                while (row.next()) {
                    String line = lines.get(row.getInt(1));
                    long day = row.getLong(2) * DAY;
                    for (int g = 0; g < gauges.size(); g++) {
                        long count = row.getLong(3 + 2 * g);
                        if (count > 0) {
                            double sum = row.getBigDecimal(4 + 2 * g).doubleValue();
                            table.add(line, day, gauges.get(g), sum, count);
                        }
                    }
                }
            }
        }
    }

    /** The table's name: a type's id is a SQL-safe identifier, which the catalog's loader checks. */
    private String hourly() {
        return "telemetry.\"" + type + "_hourly\"";
    }

    private static OffsetDateTime at(long millis) {
        return Instant.ofEpochMilli(millis).atOffset(ZoneOffset.UTC);
    }
}
