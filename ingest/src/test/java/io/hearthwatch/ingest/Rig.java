package io.hearthwatch.ingest;

import io.hearthwatch.catalog.ApplianceType;
import io.hearthwatch.catalog.Catalog;
import io.hearthwatch.catalog.Component;
import io.hearthwatch.catalog.FaultClass;
import io.hearthwatch.catalog.FaultCode;
import io.hearthwatch.catalog.Metric;
import io.hearthwatch.catalog.MetricKind;
import io.hearthwatch.catalog.Severity;
import io.hearthwatch.catalog.Text;
import io.hearthwatch.database.TestDatabase;
import io.hearthwatch.fleet.Appliance;
import io.hearthwatch.fleet.Fleet;
import io.hearthwatch.fleet.NewAppliance;
import io.vertx.core.Future;
import java.nio.charset.StandardCharsets;
import java.sql.ResultSet;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** A fresh database with two appliance types and a few appliances, and an ingest on it. */
final class Rig implements AutoCloseable {
    static final Instant NOW = Instant.parse("2026-03-01T12:00:00Z");

    final TestDatabase test;
    final Catalog catalog;
    final Fleet fleet;
    final List<Appliance> washers = new ArrayList<>();
    final Appliance fridge;
    Ingest ingest;

    Rig() {
        this(IngestSettings.defaults());
    }

    Rig(IngestSettings settings) {
        this(new Catalog(List.of(washer(), fridge())), settings, Shard.exponential());
    }

    Rig(Catalog catalog, IngestSettings settings, Shard.BackOff backOff) {
        this(TestDatabase.create(), catalog, settings, backOff);
    }

    Rig(TestDatabase test) {
        this(test, new Catalog(List.of(washer(), fridge())), IngestSettings.defaults(), Shard.exponential());
    }

    private Rig(TestDatabase test, Catalog catalog, IngestSettings settings, Shard.BackOff backOff) {
        this.test = test;
        this.catalog = catalog;
        fleet = new Fleet(test.database(), catalog, () -> NOW);
        for (int i = 0; i < 4; i++) {
            washers.add(add("wm-" + i, "washer"));
        }
        fridge = add("fr-0", "fridge");
        ingest = new Ingest(test.database(), catalog, fleet, () -> NOW, settings, backOff);
    }

    Appliance add(String id, String type) {
        return fleet.add(new NewAppliance(id, type, null, null, null, null, null, Map.of()))
                .appliance();
    }

    static ApplianceType washer() {
        return type(
                "washer",
                List.of(
                        metric("vibration", MetricKind.GAUGE, 0, 60),
                        metric("energy", MetricKind.COUNTER, 0, Double.POSITIVE_INFINITY),
                        metric("programme", MetricKind.STATE, 0, 0, "idle", "wash", "spin"),
                        metric("door", MetricKind.STATE, 0, 0, "closed", "open")),
                "E18",
                "E20");
    }

    static ApplianceType fridge() {
        return type("fridge", List.of(metric("temperature", MetricKind.GAUGE, -40, 60)), "F1");
    }

    static ApplianceType type(String id, List<Metric> metrics, String... codes) {
        Map<String, FaultCode> faults = new LinkedHashMap<>();
        for (String code : codes) {
            faults.put(
                    code,
                    new FaultCode(
                            code,
                            text(code),
                            FaultClass.HARDWARE,
                            code.equals("E20") ? Severity.SAFETY : Severity.WARNING,
                            List.of(),
                            text("look")));
        }
        return new ApplianceType(id, text(id), metrics, Map.<String, Component>of(), faults, Map.of(), Map.of());
    }

    static Metric metric(String name, MetricKind kind, double min, double max, String... values) {
        return new Metric(name, kind, "", min, max, List.of(values), text(name));
    }

    static Text text(String words) {
        return new Text(words, words);
    }

    Verdict send(Appliance appliance, MessageKind kind, String payload) {
        return await(later(appliance, kind, payload));
    }

    Verdict telemetry(Appliance appliance, String payload) {
        return send(appliance, MessageKind.TELEMETRY, payload.replace('\'', '"'));
    }

    Verdict faults(Appliance appliance, String payload) {
        return send(appliance, MessageKind.FAULTS, payload.replace('\'', '"'));
    }

    Future<Verdict> later(Appliance appliance, MessageKind kind, String payload) {
        return ingest.accept(
                new ReceivedMessage(appliance, kind, payload.getBytes(StandardCharsets.UTF_8), NOW, ContentType.JSON));
    }

    static <T> T await(Future<T> future) {
        try {
            return future.toCompletionStage().toCompletableFuture().get(60, TimeUnit.SECONDS);
        } catch (Exception e) {
            throw new AssertionError(e);
        }
    }

    /** Milliseconds of an instant some minutes before now. */
    static long ago(int minutes) {
        return NOW.minus(Duration.ofMinutes(minutes)).toEpochMilli();
    }

    /** Every row of a query as its values' texts, joined by blanks. */
    List<String> rows(String sql) {
        return test.database().withConnection(connection -> {
            List<String> rows = new ArrayList<>();
            try (Statement statement = connection.createStatement();
                    ResultSet result = statement.executeQuery(sql)) {
                while (result.next()) {
                    StringBuilder row = new StringBuilder();
                    for (int i = 1; i <= result.getMetaData().getColumnCount(); i++) {
                        row.append(i == 1 ? "" : " ").append(result.getString(i));
                    }
                    rows.add(row.toString());
                }
            }
            return rows;
        });
    }

    long count(String table) {
        return Long.parseLong(rows("select count(*) from " + table).get(0));
    }

    void execute(String sql) {
        test.database().withConnection(connection -> {
            try (Statement statement = connection.createStatement()) {
                return statement.execute(sql);
            }
        });
    }

    /** Empties every table of {@code telemetry}, for the next test of a class. */
    void empty() {
        execute("truncate "
                + String.join(
                        ", ",
                        rows("select 'telemetry.' || tablename from pg_tables"
                                + " where schemaname = 'telemetry' and tablename <> 'schema_version'")));
    }

    @Override
    public void close() {
        ingest.close();
        test.close();
    }
}
