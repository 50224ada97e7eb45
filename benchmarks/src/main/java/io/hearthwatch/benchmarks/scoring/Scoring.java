package io.hearthwatch.benchmarks.scoring;

import io.hearthwatch.app.cli.Progress;
import io.hearthwatch.app.importing.ImportJob;
import io.hearthwatch.app.workspace.Workspace;
import io.hearthwatch.catalog.ApplianceType;
import io.hearthwatch.fleet.Appliance;
import io.hearthwatch.history.Mapping;
import io.hearthwatch.history.RecordedHistory;
import io.hearthwatch.predictor.Decided;
import io.hearthwatch.predictor.Missed;
import io.hearthwatch.predictor.ModelInfo;
import io.hearthwatch.predictor.TrainRequest;
import io.hearthwatch.predictor.features.ApplianceHistory;
import io.hearthwatch.predictor.features.FeatureExtractor;
import io.hearthwatch.predictor.learning.ComponentModel;
import io.hearthwatch.predictor.learning.TrainedModel;
import io.hearthwatch.predictor.storage.HistoryReader;
import io.hearthwatch.predictor.storage.ModelStore;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.Predicate;

/** One fleet in one database, trained on and scored. */
final class Scoring {
    private static final String TYPE = "pdm_machine";
    private static final Instant UNTIL = Instant.parse("2015-07-31T06:00:00Z");
    private static final Duration HORIZON = Duration.ofHours(24);
    /** Made-up machines have numbers from here on, so that they are none of those that were trained on. */
    private static final int FIRST = 100_001;

    private static final int DAYS = 40;
    private static final Instant DAILY_AT = Instant.parse("2016-03-01T06:00:00Z");
    private static final Instant HOURLY_AT = DAILY_AT.plus(Duration.ofDays(60));
    private static final int BATCH = 1024;
    private static final double LEAST_SECONDS = 5;

    private final Workspace workspace;
    private final Mapping mapping;
    private final ApplianceType type;
    private TrainedModel model;
    private int appliances;

    Scoring(Workspace workspace, Path mapping) {
        this.workspace = workspace;
        this.mapping = Mapping.load(mapping, workspace.catalog());
        this.type = workspace.catalog().type(TYPE);
    }

    private void load(Path folder) {
        new ImportJob(workspace, RecordedHistory.open(mapping, folder), null, null, new Progress()).run();
    }

    /** Imports, trains as the command does, and trains the same trees once by Tribuo and once by the native library. */
    Map<String, Object> train(Path folder) {
        load(folder);
        long begun = System.nanoTime();
        ModelInfo trained =
                workspace.predictor().train(TrainRequest.of(TYPE, HORIZON, UNTIL), (phase, done, total) -> {});
        double seconds = seconds(begun);
        model = new ModelStore(workspace.database()).load(trained.id());
        Map<String, Object> figures = new LinkedHashMap<>();
        figures.put("training_seconds", two(seconds));
        figures.put("training_rows", model.span().rows());
        figures.put("features", model.extractor().size());
        figures.put("native", SameTrees.measure(model, decisions()));
        return figures;
    }

    /** The scheduled decisions of the training span, as rows of features with what failed after them. */
    private List<SameTrees.Row> decisions() {
        List<SameTrees.Row> rows = new ArrayList<>();
        FeatureExtractor extractor = model.extractor();
        long last = UNTIL.minus(HORIZON).toEpochMilli();
        reader(appliance -> true).forEach(HistoryReader.BEGINNING, UNTIL, history -> {
            for (long at = last; history.activeAt(at); at -= HORIZON.toMillis()) {
                boolean[] fails = new boolean[model.components().size()];
                for (int c = 0; c < fails.length; c++) {
                    fails[c] = history.fails(c, at, 0, HORIZON.toMillis());
                }
                rows.add(new SameTrees.Row(extractor.extract(history, at), fails));
            }
        });
        return rows;
    }

    private HistoryReader reader(Predicate<Appliance> wanted) {
        return new HistoryReader(
                workspace.database(),
                workspace.fleet(),
                workspace.ingest().stored(),
                type,
                model.extractor().vocabulary(),
                wanted);
    }

    private static boolean isMadeUp(Appliance appliance) {
        return Integer.parseInt(appliance.id().replaceAll("\\D", "")) >= FIRST;
    }

    /** Registers a fleet with a reading a day. */
    void fleet(Path work, int size, long seed) {
        Path folder = work.resolve("fleet");
        LocalDateTime from = LocalDateTime.ofInstant(DAILY_AT, ZoneOffset.UTC).minusDays(DAYS);
        new MachineFiles(seed).write(folder, FIRST, size, from, DAYS + 1);
        load(folder);
        appliances = size;
    }

    /** Gives the fleet a reading an hour in a later month: an hour's statistics as the service would have computed them. */
    void hourly() {
        StringBuilder values = new StringBuilder();
        type.metrics()
                .forEach(metric ->
                        values.append(", 60, v, v - 1, v + 1, 0.5, v".replace("v", "(100 + 10 * random())::real")));
        String sql = """
                insert into telemetry.pdm_machine_hourly
                select a.appliance_no, hour%s
                from fleet.appliance a,
                    generate_series('%s'::timestamptz - interval '%d days', '%s'::timestamptz, interval '1 hour') hour
                where a.type = 'pdm_machine' and a.appliance_no > (select max(appliance_no) - %d from fleet.appliance)
                """.formatted(values, HOURLY_AT, DAYS, HOURLY_AT, appliances);
        workspace.database().inTransaction(connection -> run(connection, sql));
        workspace.database().withConnection(connection -> {
            connection.setAutoCommit(true);
            return run(connection, "vacuum analyze telemetry.pdm_machine_hourly");
        });
    }

    private static int run(Connection connection, String sql) throws java.sql.SQLException {
        try (Statement statement = connection.createStatement()) {
            return statement.executeUpdate(sql);
        }
    }

    /** Histories held in memory, again and again, on all cores. */
    Map<String, Object> fromMemory() {
        List<ApplianceHistory> histories = new ArrayList<>();
        reader(Scoring::isMadeUp)
                .forEach(DAILY_AT.minus(Duration.ofDays(FeatureExtractor.GIVEN_DAYS)), DAILY_AT, histories::add);
        long at = DAILY_AT.toEpochMilli();
        score(histories, at); // once, so that Java has compiled it
        int threads = Runtime.getRuntime().availableProcessors();
        long begun = System.nanoTime();
        long scored = 0;
        try (Threads pool = new Threads(threads)) {
            while (seconds(begun) < LEAST_SECONDS) {
                scored += pool.each(histories, part -> score(part, at));
            }
        }
        double all = seconds(begun);
        begun = System.nanoTime();
        List<float[]> rows = histories.stream()
                .map(history -> model.extractor().extract(history, at))
                .toList();
        double extracting = seconds(begun);
        begun = System.nanoTime();
        for (int from = 0; from < rows.size(); from += BATCH) {
            predict(rows.subList(from, Math.min(rows.size(), from + BATCH)));
        }
        double predicting = seconds(begun);
        Map<String, Object> figures = new LinkedHashMap<>();
        figures.put("appliances_per_second", Math.round(scored / all));
        figures.put("threads", threads);
        figures.put("features_microseconds_each", two(extracting * 1e6 / rows.size()));
        figures.put("models_microseconds_each", two(predicting * 1e6 / rows.size()));
        return figures;
    }

    private int score(List<ApplianceHistory> histories, long at) {
        List<float[]> rows = new ArrayList<>(BATCH);
        for (ApplianceHistory history : histories) {
            rows.add(model.extractor().extract(history, at));
            if (rows.size() == BATCH) {
                predict(rows);
                rows.clear();
            }
        }
        predict(rows);
        return histories.size();
    }

    private void predict(List<float[]> rows) {
        for (ComponentModel component : model.components()) {
            component.cumulative(rows);
        }
    }

    /** What the service does at a scheduled instant. */
    Map<String, Object> fromDatabase(boolean hourly) {
        // The first instant warms up; the second counts.
        Instant at = hourly ? HOURLY_AT : DAILY_AT;
        workspace.predictor().decideDue(at.minus(HORIZON), Missed.NEWEST);
        long begun = System.nanoTime();
        Decided decided = workspace.predictor().decideDue(at, Missed.NEWEST);
        double seconds = seconds(begun);
        Map<String, Object> figures = new LinkedHashMap<>();
        figures.put("appliances_per_second", Math.round(decided.scored() / seconds));
        figures.put("appliances", decided.scored());
        figures.put("readings_each", (hourly ? 24 : 1) * FeatureExtractor.GIVEN_DAYS);
        return figures;
    }

    /** A few threads for the same work on parts of a list. */
    private record Threads(ExecutorService pool, int count) implements AutoCloseable {
        Threads(int count) {
            this(Executors.newFixedThreadPool(count), count);
        }

        interface Work {
            int on(List<ApplianceHistory> part);
        }

        long each(List<ApplianceHistory> all, Work work) {
            List<Future<Integer>> parts = new ArrayList<>();
            for (int i = 0; i < count; i++) {
                List<ApplianceHistory> part = all.subList(all.size() * i / count, all.size() * (i + 1) / count);
                parts.add(pool.submit(() -> work.on(part)));
            }
            long sum = 0;
            for (Future<Integer> part : parts) {
                try {
                    sum += part.get();
                } catch (InterruptedException e) {
                    Thread.currentThread().interrupt();
                    throw new IllegalStateException("interrupted", e);
                } catch (java.util.concurrent.ExecutionException e) {
                    throw new IllegalStateException(e.getCause());
                }
            }
            return sum;
        }

        @Override
        public void close() {
            pool.shutdown();
        }
    }

    static double seconds(long begun) {
        return (System.nanoTime() - begun) / 1e9;
    }

    static double two(double value) {
        return Math.round(value * 100) / 100.0;
    }
}
