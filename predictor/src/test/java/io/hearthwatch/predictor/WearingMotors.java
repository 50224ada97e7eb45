package io.hearthwatch.predictor;

import io.hearthwatch.catalog.ApplianceType;
import io.hearthwatch.catalog.Catalog;
import io.hearthwatch.catalog.Component;
import io.hearthwatch.catalog.Costs;
import io.hearthwatch.catalog.Metric;
import io.hearthwatch.catalog.MetricKind;
import io.hearthwatch.catalog.Part;
import io.hearthwatch.catalog.Text;
import io.hearthwatch.database.Database;
import io.hearthwatch.database.TestDatabase;
import io.hearthwatch.fleet.Appliance;
import io.hearthwatch.fleet.ComponentEvent;
import io.hearthwatch.fleet.Fleet;
import io.hearthwatch.fleet.NewAppliance;
import io.hearthwatch.ingest.BulkReading;
import io.hearthwatch.ingest.Ingest;
import io.hearthwatch.ingest.IngestSettings;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;

/**
 * Motors in a real database that run to failure, made up: the bearing lasts 60 to 160 hours and hums louder from 70 hours before its end,
 * the case never fails. {@code M-} motors end with their failure; {@code T-} motors are watched until some hours before it, and nobody has
 * stored when it came. The same seed gives the same motors.
 */
final class WearingMotors implements AutoCloseable {
    static final Instant START = Instant.parse("2024-05-01T00:00:00Z");
    static final String TYPE = "motor";
    static final Duration CAP = Duration.ofHours(60);

    final TestDatabase testDatabase = TestDatabase.create();
    final Database database = testDatabase.database();
    final Catalog catalog = new Catalog(List.of(type()));
    final InstantSource clock = InstantSource.fixed(START.plus(Duration.ofDays(10)));
    final Fleet fleet = new Fleet(database, catalog, clock);
    final Ingest ingest = new Ingest(database, catalog, fleet, clock, IngestSettings.defaults());
    final Predictor predictor = new Predictor(database, catalog, fleet, ingest.stored(), clock);
    final RemainingLife life = new RemainingLife(database, catalog, fleet, ingest.stored(), clock);
    /** How long the {@code T-} motors really lasted from their last reading on, hours. */
    final Map<String, Double> truths = new LinkedHashMap<>();

    final List<Appliance> motors = new ArrayList<>();

    /** Makes as many of each sort. */
    WearingMotors(int ended, int watched) {
        Random random = new Random(11);
        List<BulkReading> readings = new ArrayList<>();
        List<ComponentEvent> failures = new ArrayList<>();
        for (int i = 0; i < ended + watched; i++) {
            boolean test = i >= ended;
            Appliance motor = add((test ? "T-" : "M-") + (100 + i));
            int lasts = 60 + random.nextInt(101);
            int left = test ? 1 + random.nextInt(50) : 0;
            for (int hour = 1; hour <= lasts - left; hour++) {
                Instant at = START.plus(Duration.ofHours(hour));
                double wear = Math.max(0, 70 - (lasts - hour)) / 70.0;
                double hum = 40 + 30 * wear + random.nextGaussian() * 2;
                readings.add(new BulkReading(
                        0, motor, at, at, new String[] {String.valueOf(hum), String.valueOf(20 + random.nextGaussian())
                        }));
            }
            if (test) {
                truths.put(motor.id(), (double) left);
            } else {
                Instant end = START.plus(Duration.ofHours(lasts));
                failures.add(new ComponentEvent(motor.no(), "bearing", end, end, null));
            }
        }
        ingest.bulk().readings(readings);
        fleet.recordFailures(failures);
        ingest.hours().close(START.plus(Duration.ofDays(9)));
    }

    private Appliance add(String id) {
        Appliance motor = fleet.add(new NewAppliance(id, TYPE, null, null, null, null, null, Map.of()))
                .appliance();
        motors.add(motor);
        return motor;
    }

    static ApplianceType type() {
        Map<String, Component> components = new LinkedHashMap<>();
        for (String id : List.of("bearing", "case")) {
            components.put(
                    id,
                    new Component(
                            id,
                            new Text(id.equals("case") ? "Case" : "Bearing", id.equals("case") ? "外壳" : "轴承"),
                            List.of("P-" + id),
                            true,
                            30,
                            "any",
                            Costs.DEFAULT));
        }
        return new ApplianceType(
                TYPE,
                new Text("Motor", "电机"),
                List.of(gauge("hum", "dB"), gauge("room", "°C")),
                components,
                Map.of(),
                Map.of(
                        "P-bearing",
                        new Part("P-bearing", Text.same("P-bearing")),
                        "P-case",
                        new Part("P-case", Text.same("P-case"))),
                Map.of());
    }

    private static Metric gauge(String name, String unit) {
        return new Metric(
                name,
                MetricKind.GAUGE,
                unit,
                Double.NEGATIVE_INFINITY,
                Double.POSITIVE_INFINITY,
                List.of(),
                Text.same(name));
    }

    @Override
    public void close() {
        ingest.close();
        testDatabase.close();
    }
}
