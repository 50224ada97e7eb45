package io.hearthwatch.console;

import io.hearthwatch.catalog.ApplianceType;
import io.hearthwatch.catalog.Catalog;
import io.hearthwatch.catalog.Metric;
import io.hearthwatch.catalog.Text;
import io.hearthwatch.database.ProcessLocks;
import io.hearthwatch.database.TestDatabase;
import io.hearthwatch.fleet.Appliance;
import io.hearthwatch.fleet.Fleet;
import io.hearthwatch.fleet.NewAppliance;
import io.hearthwatch.ingest.BulkFault;
import io.hearthwatch.ingest.BulkReading;
import io.hearthwatch.ingest.Ingest;
import io.hearthwatch.ingest.IngestSettings;
import io.hearthwatch.predictor.Predictor;
import io.hearthwatch.predictor.jobs.ModelJobs;
import io.hearthwatch.servicedesk.Outcome;
import io.hearthwatch.servicedesk.Proposal;
import io.hearthwatch.servicedesk.ServiceDesk;
import io.hearthwatch.servicedesk.policy.RecentFault;
import io.vertx.core.Vertx;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.UUID;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;

/** A console over a real database, with the built-in catalog, a clock that the test moves, and a little of everything to show. */
final class SampleHouse implements AutoCloseable {
    static final Instant NOW = Instant.parse("2026-11-20T14:35:00Z");
    static final String FIRST = "WM-04201";

    private static final String SERVICE = """
            warehouses:
              CENTRAL: {name: {en: Central warehouse, zh: 中央仓库}}
              MUNICH: {name: {en: Munich store, zh: 慕尼黑备件库}, parent: CENTRAL}
            centres:
              MUC: {name: {en: Munich service centre, zh: 慕尼黑服务网点}, time_zone: Europe/Berlin, latitude: 48.1, longitude: 11.6,
                    warehouse: MUNICH, phone: "+49 89 5550100"}
            stock:
              MUNICH: {WM-DP-2201: 2, WM-DL-6101: 5, WM-HE-3020: 1, WM-HS-3021: 1, WM-BL-4502: 0}
              CENTRAL: {WM-DP-2201: 40, WM-IV-1104: 12, WM-HE-3020: 9, WM-HS-3021: 11, WM-CB-8800: 3}
            default_centres: {washing_machine: MUC}
            tickets: {washing_machine: enabled}
            households:
              H1: {name: Ada Weber, address: "Lange Straße 1, 80331 München", phone: "+49 89 1234567", language: en, centre: MUC,
                   appliances: [WM-04201]}
            """;

    final TestDatabase database = TestDatabase.create();
    final DrivenTestClock clock = new DrivenTestClock(NOW);
    final Catalog catalog = Catalog.load(List.of());
    final Fleet fleet = new Fleet(database.database(), catalog, clock);
    final Ingest ingest = new Ingest(database.database(), catalog, fleet, clock, IngestSettings.defaults());
    final ServiceDesk desk = new ServiceDesk(database.database(), catalog, fleet, clock);
    final List<Appliance> appliances = new ArrayList<>();
    final SampleScores scores = new SampleScores();
    volatile boolean ready = true;
    private final Vertx vertx = Vertx.vertx();
    final Predictor predictor = new Predictor(database.database(), catalog, fleet, ingest.stored(), clock);
    final ProcessLocks locks = database.database().processLocks();
    /** Each job passes once; none while it is shut. */
    final Semaphore gate = new Semaphore(1_000);

    final SampleModels models = new SampleModels(database.database(), predictor, clock);
    final ModelJobs jobs = new ModelJobs(
            database.database(),
            predictor,
            locks,
            clock,
            List.of(new EchoJob(gate), new LinesJob(), models.promoting(), models.judging()));
    private final Console console = new Console(
            vertx,
            catalog,
            fleet,
            ingest,
            scores,
            desk,
            new Models(
                    models.registry,
                    jobs,
                    models::shadow,
                    (id, language) ->
                            Optional.of("<!doctype html><html lang=" + language + "><title>" + id + "</title>"),
                    models::watch),
            clock,
            new Vitals(
                    List.of(new HealthCheck("service", () -> new HealthCheck.Health(ready, "as the test says"))),
                    () -> "hearthwatch_up 1\n"),
            new SamplePolicies());

    private SampleHouse() {}

    /** Listening, but nothing registered. */
    static SampleHouse empty(int port) {
        SampleHouse house = new SampleHouse();
        await(house.console.start(new ConsoleSettings("127.0.0.1", port)));
        return house;
    }

    /** With appliances, a service organisation, a month of telemetry of the first appliance, and tickets. */
    static SampleHouse furnished(int port) {
        SampleHouse house = empty(port);
        house.loadService();
        for (int i = 0; i < 8; i++) {
            house.appliances.add(house.fleet
                    .add(new NewAppliance(
                            "WM-0" + (4201 + 37 * i),
                            "washing_machine",
                            i % 2 == 0 ? "WM-8014" : null,
                            "2021-W33",
                            LocalDate.of(2021, 8, 16),
                            LocalDate.of(2021, 10, 2),
                            "1.4.2",
                            Map.of()))
                    .appliance());
        }
        house.fleet.add(NewAppliance.of("RF-00017", "refrigerator"));
        house.report(house.appliances.get(0));
        house.propose(0, "drain_pump", 0.83, "E18");
        house.propose(1, "door_lock", 0.47, null);
        house.propose(2, "drive_belt", 0.64, null);
        house.propose(3, "heater", 0.58, "E34");
        house.propose(4, "drain_pump", 0.31, null);
        house.propose(5, "inlet_valve", 0.24, null);
        house.scores.fill(house.appliances);
        return house;
    }

    private void loadService() {
        load(SERVICE);
    }

    /** Loads another service file. */
    void load(String service) {
        try {
            Path file = Files.createTempFile("service", ".yaml");
            Files.writeString(file, service);
            desk.load(file);
            Files.delete(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Opens a ticket as of the clock. */
    Outcome propose(int appliance, String component, double probability, String fault) {
        Text label = catalog.type("washing_machine").components().get(component).label();
        return desk.propose(new Proposal(
                UUID.nameUUIDFromBytes(
                        (appliance + component + clock.instant()).getBytes(java.nio.charset.StandardCharsets.UTF_8)),
                appliances.get(appliance).no(),
                component,
                probability,
                clock.instant().minus(Duration.ofHours(5)),
                Duration.ofDays(7),
                "washing_machine-20261101T0000",
                List.of(
                        new Text(
                                "Drain time has risen from 41 s to 78 s over the last 14 days",
                                "排水时间在 14 天内从 41 秒升至 78 秒"),
                        new Text(
                                "No replacement of the " + label.en().toLowerCase(java.util.Locale.ROOT)
                                        + " for 5 years",
                                label.zh() + "已使用 5 年未更换")),
                fault == null
                        ? List.of()
                        : List.of(new RecentFault(fault, clock.instant().minus(Duration.ofHours(20))))));
    }

    private void report(Appliance appliance) {
        ApplianceType type = catalog.type(appliance.type());
        Random random = new Random(7);
        List<BulkReading> rows = new ArrayList<>();
        Duration step = Duration.ofMinutes(30);
        Instant begin = NOW.minus(Duration.ofDays(30));
        for (Instant at = begin; at.isBefore(NOW); at = at.plus(step)) {
            double days = Duration.between(NOW, at).toMinutes() / 1440.0;
            List<String> values = new ArrayList<>();
            for (Metric metric : type.metrics()) {
                double noise = random.nextGaussian();
                values.add(
                        switch (metric.kind()) {
                            case STATE ->
                                metric.values()
                                        .get(random.nextInt(metric.values().size()));
                            case COUNTER ->
                                Double.toString(100_000
                                        + 40.0 * Duration.between(begin, at).toHours());
                            case GAUGE ->
                                Double.toString(
                                        metric.name().equals("drain_time")
                                                ? 41 + Math.max(0, days + 14) * 2.6 + 1.5 * noise
                                                : Math.min(
                                                        metric.max(), Math.max(metric.min(), usual(metric) + noise)));
                        });
            }
            rows.add(new BulkReading(rows.size(), appliance, at, at, values.toArray(String[]::new)));
        }
        check(ingest.bulk().readings(rows).rejects());
        List<BulkFault> faults = new ArrayList<>();
        for (int hours : new int[] {330, 201, 130, 61, 34, 20}) {
            Instant at = NOW.minus(Duration.ofHours(hours));
            faults.add(new BulkFault(hours, appliance, at, at, hours % 2 == 0 ? "E18" : "E21", true));
        }
        check(ingest.bulk().faults(faults).rejects());
    }

    private static double usual(Metric metric) {
        return switch (metric.name()) {
            case "wifi_signal" -> -55;
            case "spin_speed" -> 900;
            case "motor_temperature" -> 48;
            default -> 4;
        };
    }

    private static void check(List<?> rejects) {
        if (!rejects.isEmpty()) {
            throw new IllegalStateException("the sample is wrong: " + rejects.get(0));
        }
    }

    /** Registers another washing machine, of which nobody knows more than its id. */
    String washer(String id) {
        return fleet.add(NewAppliance.of(id, "washing_machine")).appliance().id();
    }

    String url() {
        return "http://127.0.0.1:" + console.actualPort();
    }

    List<Routes.Bound> routes() {
        return console.bound();
    }

    static <T> T await(io.vertx.core.Future<T> future) {
        try {
            return future.toCompletionStage().toCompletableFuture().get(20, TimeUnit.SECONDS);
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }

    @Override
    public void close() {
        await(console.stop());
        await(vertx.close());
        jobs.close();
        locks.close();
        ingest.close();
        database.close();
    }

    /** Keeps showing the sample until it is killed: a place to look at the pages. Argument: the port. */
    public static void main(String[] arguments) throws InterruptedException {
        SampleHouse house = furnished(Integer.parseInt(arguments[0]));
        Runtime.getRuntime().addShutdownHook(new Thread(house::close));
        Thread.currentThread().join();
    }
}
