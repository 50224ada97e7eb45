package io.hearthwatch.predictor;

import io.hearthwatch.catalog.ApplianceType;
import io.hearthwatch.catalog.Catalog;
import io.hearthwatch.catalog.Component;
import io.hearthwatch.catalog.Costs;
import io.hearthwatch.catalog.FaultClass;
import io.hearthwatch.catalog.FaultCode;
import io.hearthwatch.catalog.Metric;
import io.hearthwatch.catalog.MetricKind;
import io.hearthwatch.catalog.Part;
import io.hearthwatch.catalog.Severity;
import io.hearthwatch.catalog.Text;
import io.hearthwatch.database.Database;
import io.hearthwatch.database.TestDatabase;
import io.hearthwatch.fleet.Appliance;
import io.hearthwatch.fleet.ComponentEvent;
import io.hearthwatch.fleet.Fleet;
import io.hearthwatch.fleet.NewAppliance;
import io.hearthwatch.ingest.BulkFault;
import io.hearthwatch.ingest.BulkReading;
import io.hearthwatch.ingest.Ingest;
import io.hearthwatch.ingest.IngestSettings;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;

/**
 * Kettles in a real database: the heater fails 18 to 30 hours after its code and a rise in temperature, the pump fails now and then
 * without a sign, the lid hardly ever. Some codes mean nothing. The same seed gives the same fleet.
 */
final class SmallFleet implements AutoCloseable {
    static final Instant START = Instant.parse("2024-03-01T00:00:00Z");
    static final Instant END = START.plus(Duration.ofDays(100));
    static final String TYPE = "kettle";

    final TestDatabase testDatabase = TestDatabase.create();
    final Database database = testDatabase.database();
    final Catalog catalog = new Catalog(List.of(type()));
    final InstantSource clock = InstantSource.fixed(END);
    final Fleet fleet = new Fleet(database, catalog, clock);
    final Ingest ingest = new Ingest(database, catalog, fleet, clock, IngestSettings.defaults());
    final Predictor predictor = new Predictor(database, catalog, fleet, ingest.stored(), clock);
    final Workbench workbench = new Workbench(database, catalog, fleet, ingest.stored(), clock);
    final List<Appliance> kettles = new ArrayList<>();
    final List<BulkReading> readings = new ArrayList<>();

    SmallFleet(int size) {
        for (int i = 0; i < size; i++) {
            kettles.add(fleet.add(new NewAppliance(
                            "K-" + (100 + i),
                            TYPE,
                            i % 3 == 0 ? "big" : "small",
                            null,
                            LocalDate.of(2023, 1 + i % 12, 1),
                            null,
                            null,
                            Map.of()))
                    .appliance());
        }
        fill();
    }

    static ApplianceType type() {
        Map<String, Component> components = new LinkedHashMap<>();
        for (String id : List.of("heater", "pump", "lid")) {
            String name = id.substring(0, 1).toUpperCase(Locale.ROOT) + id.substring(1);
            components.put(
                    id,
                    new Component(id, new Text(name, "零件" + id), List.of("P-" + id), true, 30, "any", Costs.DEFAULT));
        }
        Map<String, FaultCode> faults = new LinkedHashMap<>();
        faults.put("E1", fault("E1", "Overheats", List.of("heater")));
        faults.put("E2", fault("E2", "Weak network", List.of()));
        return new ApplianceType(
                TYPE,
                new Text("Kettle", "水壶"),
                List.of(
                        metric("temperature", MetricKind.GAUGE, "°C"),
                        metric("energy", MetricKind.COUNTER, "Wh"),
                        new Metric(
                                "mode",
                                MetricKind.STATE,
                                "",
                                0,
                                2,
                                List.of("idle", "warm", "boil"),
                                new Text("Mode", "模式"))),
                components,
                faults,
                Map.of("P-heater", new Part("P-heater", Text.same("P-heater"))),
                Map.of());
    }

    private static Metric metric(String name, MetricKind kind, String unit) {
        return new Metric(
                name, kind, unit, Double.NEGATIVE_INFINITY, Double.POSITIVE_INFINITY, List.of(), Text.same(name));
    }

    private static FaultCode fault(String code, String name, List<String> suspects) {
        return new FaultCode(
                code,
                new Text(name, name + "（中）"),
                FaultClass.HARDWARE,
                Severity.WARNING,
                suspects,
                new Text("Look at it", "看一看"));
    }

    private void fill() {
        Random random = new Random(7);
        List<BulkFault> faults = new ArrayList<>();
        List<ComponentEvent> failures = new ArrayList<>();
        List<ComponentEvent> repairs = new ArrayList<>();
        for (Appliance kettle : kettles) {
            List<Instant> heaterFailures = new ArrayList<>();
            for (int day = 3; day < 99; day++) {
                if (random.nextInt(16) == 0) {
                    Instant code = START.plus(Duration.ofMinutes(day * 1440L + random.nextInt(1440)));
                    Instant failure = code.plus(Duration.ofMinutes(18 * 60 + random.nextInt(720)));
                    faults.add(new BulkFault(0, kettle, code, code, "E1", true));
                    heaterFailures.add(failure);
                    failures.add(new ComponentEvent(kettle.no(), "heater", failure, failure, null));
                    repairs.add(new ComponentEvent(kettle.no(), "heater", failure, failure, false));
                    day += 2;
                } else if (random.nextInt(40) == 0) {
                    Instant failure = START.plus(Duration.ofHours(day * 24L + random.nextInt(24)));
                    failures.add(new ComponentEvent(kettle.no(), "pump", failure, failure, null));
                    repairs.add(new ComponentEvent(kettle.no(), "pump", failure, failure, false));
                }
                if (random.nextInt(5) == 0) {
                    Instant code = START.plus(Duration.ofMillis(day * 86_400_000L + random.nextInt(86_400_000)));
                    faults.add(new BulkFault(0, kettle, code, code, "E2", true));
                    faults.add(new BulkFault(0, kettle, code.plusSeconds(60), code.plusSeconds(60), "E2", false));
                }
            }
            double energy = 0;
            for (Instant at = START.plusSeconds(random.nextInt(3600));
                    at.isBefore(END);
                    at = at.plusSeconds(6 * 3600)) {
                Instant now = at;
                boolean hot = heaterFailures.stream()
                        .anyMatch(f -> f.isAfter(now) && f.isBefore(now.plus(Duration.ofHours(36))));
                energy += 100 + random.nextInt(50);
                String temperature = String.valueOf((hot ? 75 : 60) + random.nextGaussian() * 4);
                readings.add(new BulkReading(0, kettle, at, at, new String[] {
                    temperature, String.valueOf(energy), random.nextBoolean() ? "warm" : "boil"
                }));
            }
        }
        failures.add(new ComponentEvent(
                kettles.get(0).no(), "lid", START.plus(Duration.ofDays(20)), START.plus(Duration.ofDays(20)), null));
        ingest.bulk().readings(readings);
        ingest.bulk().faults(faults);
        fleet.recordFailures(failures);
        fleet.recordRepairs(repairs);
        ingest.hours().close(END.plus(Duration.ofDays(1)));
    }

    @Override
    public void close() {
        ingest.close();
        testDatabase.close();
    }
}
