package io.hearthwatch.benchmarks.faults;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.hearthwatch.benchmarks.faults.LedgerFile.Answer;
import io.hearthwatch.benchmarks.faults.LedgerFile.Entry;
import io.hearthwatch.catalog.ApplianceType;
import io.hearthwatch.catalog.Metric;
import io.hearthwatch.catalog.MetricKind;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Compares a ledger with the rows in the database, row by row and value by value. Relies on nothing that the database promises: it counts
 * rows itself, primary key or not.
 */
final class Checker {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final int EXAMPLES = 20;
    private static final int FETCH = 5_000;

    private final ApplianceType type;
    private final Map<String, Item> items = new HashMap<>();
    private final Set<String> kept = new HashSet<>();
    private final List<String> examples = new ArrayList<>();
    private long storedItems;
    private long invented;

    private Checker(ApplianceType type) {
        this.type = type;
    }

    /** One reading or fault that was sent, and how often the database has it. */
    private static final class Item {
        final double[] values;
        int rows;
        boolean changed;

        Item(double[] values) {
            this.values = values;
        }
    }

    /**
     * Compares.
     *
     * @param type of all appliances in the ledger
     */
    static Findings check(Path ledger, Connection database, ApplianceType type) throws IOException, SQLException {
        Checker checker = new Checker(type);
        List<Entry> entries = LedgerFile.read(ledger);
        for (Entry entry : entries) {
            for (JsonNode node : checker.nodes(entry.message)) {
                checker.items.put(key(entry.message, node), new Item(checker.values(entry.message, node)));
            }
        }
        database.setAutoCommit(false); // so that rows come in portions
        checker.readReadings(database);
        checker.readFaults(database);
        checker.readRejected(database);
        database.rollback();
        return checker.judge(entries);
    }

    private List<JsonNode> nodes(Message message) throws IOException {
        JsonNode payload = JSON.readTree(message.payload());
        List<JsonNode> nodes = new ArrayList<>();
        if (payload.isArray()) {
            payload.forEach(nodes::add);
        } else {
            nodes.add(payload);
        }
        return nodes;
    }

    private static String key(Message message, JsonNode item) {
        long millis = item.path("ts").asLong();
        return message.kind().equals("faults")
                ? faultKey(
                        message.appliance(),
                        millis,
                        item.path("code").asText(),
                        item.path("state").asText().equals("raised"))
                : readingKey(message.appliance(), millis);
    }

    private static String readingKey(String appliance, long millis) {
        return appliance + " " + millis;
    }

    private static String faultKey(String appliance, long millis, String code, boolean raised) {
        return appliance + " " + millis + " " + code + (raised ? " raised" : " cleared");
    }

    /** Values in the order of the catalog, as the database holds them; NaN where there is none. Empty for a fault. */
    private double[] values(Message message, JsonNode item) {
        if (message.kind().equals("faults")) {
            return new double[0];
        }
        double[] values = new double[type.metrics().size()];
        Arrays.fill(values, Double.NaN);
        for (int i = 0; i < values.length; i++) {
            Metric metric = type.metrics().get(i);
            JsonNode value = item.path("values").path(metric.name());
            if (!value.isMissingNode()) {
                values[i] = switch (metric.kind()) {
                    case GAUGE -> (float) value.asDouble();
                    case COUNTER -> value.asDouble();
                    case STATE -> metric.values().indexOf(value.asText());
                };
            }
        }
        return values;
    }

    private void readReadings(Connection database) throws SQLException {
        String columns =
                type.metrics().stream().map(m -> ", t.\"" + m.name() + "\"").collect(Collectors.joining());
        String sql = "select a.id, (extract(epoch from t.time) * 1000)::bigint" + columns + " from telemetry.\""
                + type.id() + "\" t left join fleet.appliance a using (appliance_no)";
        each(database, sql, row -> {
            Item item = found(readingKey(row.getString(1), row.getLong(2)));
            if (item == null) {
                return;
            }
            for (int i = 0; i < item.values.length; i++) {
                double value =
                        type.metrics().get(i).kind() == MetricKind.GAUGE ? row.getFloat(i + 3) : row.getDouble(i + 3);
                if (Double.compare(row.wasNull() ? Double.NaN : value, item.values[i]) != 0) {
                    item.changed = true;
                }
            }
        });
    }

    private void readFaults(Connection database) throws SQLException {
        String sql = "select a.id, (extract(epoch from f.time) * 1000)::bigint, f.code, f.state"
                + " from telemetry.fault f left join fleet.appliance a using (appliance_no)";
        each(
                database,
                sql,
                row -> found(faultKey(row.getString(1), row.getLong(2), row.getString(3), row.getInt(4) == 1)));
    }

    private Item found(String key) {
        storedItems++;
        Item item = items.get(key);
        if (item == null) {
            invented++;
            example("stored, but never sent: " + key);
        } else {
            item.rows++;
        }
        return item;
    }

    private void readRejected(Connection database) throws SQLException {
        String sql =
                "select a.id, r.payload_hash, r.item from telemetry.rejected r left join fleet.appliance a using (appliance_no)";
        each(
                database,
                sql,
                row -> kept.add(
                        row.getString(1) + " " + HexFormat.of().formatHex(row.getBytes(2)) + " " + row.getInt(3)));
    }

    /** What to do with a row. */
    private interface RowWork {
        void run(ResultSet row) throws SQLException;
    }

    private static void each(Connection database, String sql, RowWork work) throws SQLException {
        try (Statement statement = database.createStatement()) {
            statement.setFetchSize(FETCH);
            try (ResultSet rows = statement.executeQuery(sql)) {
                while (rows.next()) {
                    work.run(rows);
                }
            }
        }
    }

    private Findings judge(List<Entry> entries) throws IOException {
        Map<Answer, Long> answers =
                entries.stream().collect(Collectors.groupingBy(entry -> entry.answer, Collectors.counting()));
        long unreported = 0;
        long answered = 0;
        long keptItems = 0;
        long lost = 0;
        for (Entry entry : entries) {
            if (entry.answer == Answer.NONE) {
                if (!entry.failureReported) {
                    unreported++;
                    example("sent, and neither answered nor reported: " + entry.message);
                }
                continue;
            }
            String hash = hash(entry.message.payload());
            List<JsonNode> nodes = nodes(entry.message);
            answered += entry.answer == Answer.ACKNOWLEDGED ? nodes.size() : 0;
            for (int i = 0; i < nodes.size(); i++) {
                String key = key(entry.message, nodes.get(i));
                if (items.get(key).rows == 0) {
                    if (kept.contains(entry.message.appliance() + " " + hash + " " + i)) {
                        keptItems++;
                    } else {
                        lost++;
                        example("answered, but not in the database: " + key + " of " + entry.message);
                    }
                }
            }
        }
        long doubled = 0;
        long changed = 0;
        for (Map.Entry<String, Item> each : items.entrySet()) {
            if (each.getValue().rows > 1) {
                doubled += each.getValue().rows - 1;
                example("stored " + each.getValue().rows + " times: " + each.getKey());
            }
            if (each.getValue().changed) {
                changed++;
                example("stored with another value: " + each.getKey());
            }
        }
        return new Findings(
                entries.size(),
                answers.getOrDefault(Answer.ACKNOWLEDGED, 0L),
                answers.getOrDefault(Answer.REFUSED, 0L),
                answers.getOrDefault(Answer.NONE, 0L),
                unreported,
                answered,
                storedItems,
                keptItems,
                lost,
                doubled,
                changed,
                invented,
                List.copyOf(examples));
    }

    private void example(String text) {
        if (examples.size() < EXAMPLES) {
            examples.add(text);
        }
    }

    private static String hash(String payload) {
        try {
            return HexFormat.of()
                    .formatHex(MessageDigest.getInstance("SHA-256").digest(payload.getBytes(StandardCharsets.UTF_8)));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }
}
