package io.hearthwatch.benchmarks;

import io.hearthwatch.database.ConnectionSettings;
import io.hearthwatch.database.Database;
import io.hearthwatch.database.StoredTable;
import io.hearthwatch.database.embedded.EmbeddedServer;
import io.hearthwatch.ingest.copy.CopyBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * What a reading costs on disk, and what TimescaleDB costs and gives: COPY of the same rows, 10,000 a commit by one connection, into a
 * plain table and into a hypertable, each with nothing but its primary key; compression of that; and late rows into compressed
 * chunks. 200 appliances report once a minute, all at about the same time, eight gauges of a tenth's resolution that wander slowly, a
 * counter and a state; steadier metrics get smaller, noisier ones less so.
 */
public final class StorageBenchmark {
    private static final int APPLIANCES = 200;
    private static final int GAUGES = 8;
    private static final int ROWS_A_COMMIT = 10_000;
    private static final long MINUTE = 60_000_000L;
    /** A Thursday, on which TimescaleDB lets chunks of seven days begin. */
    private static final Instant START = Instant.parse("2026-01-01T00:00:00Z");

    private static final String SCHEMA = "storage_benchmark";
    private static final String COLUMNS = IntStream.range(0, GAUGES)
            .mapToObj(i -> ", m" + i + " real")
            .collect(Collectors.joining("", "", ", energy double precision, programme smallint"));

    private final Database database;
    private final long rows;
    private final Map<String, Object> report = new LinkedHashMap<>();

    private StorageBenchmark(Database database, long rows) {
        this.database = database;
        this.rows = rows;
    }

    /** Runs it and prints a table. */
    public static void main(String[] arguments) throws Exception {
        Map<String, String> options = new LinkedHashMap<>();
        for (int i = 0; i + 1 < arguments.length; i += 2) {
            options.put(arguments[i], arguments[i + 1]);
        }
        long rows = Long.parseLong(options.getOrDefault("--rows", "2000000"));
        if (options.containsKey("--database")) {
            run(new ConnectionSettings(options.get("--database"), null, null), rows, options.get("--json"));
            return;
        }
        Path directory = Files.createTempDirectory("hearthwatch-benchmark-");
        Path programs = Path.of(System.getProperty("user.home"), ".cache", "hearthwatch");
        try (EmbeddedServer server = EmbeddedServer.start(directory.resolve("data"), programs, Map.of())) {
            run(server.connection(), rows, options.get("--json"));
        } finally {
            try (var tree = Files.walk(directory)) {
                tree.sorted(Comparator.reverseOrder())
                        .forEach(path -> path.toFile().delete());
            }
        }
    }

    private static void run(ConnectionSettings where, long rows, String json) throws Exception {
        try (Database database = Database.connect(where, 2)) {
            StorageBenchmark benchmark = new StorageBenchmark(database, rows);
            try {
                benchmark.run();
            } finally {
                benchmark.execute("drop schema if exists " + SCHEMA + " cascade");
            }
            if (json != null) {
                Files.writeString(
                        Path.of(json),
                        benchmark.report.entrySet().stream()
                                .map(e -> "  \"" + e.getKey() + "\": "
                                        + (e.getValue() instanceof String ? "\"" + e.getValue() + "\"" : e.getValue()))
                                .collect(Collectors.joining(",\n", "{\n", "\n}\n")));
            }
        }
    }

    private void run() {
        String server = database.storage().describe();
        System.out.println(server);
        System.out.printf(Locale.ROOT, "%,d rows of %d appliances%n%n", rows, APPLIANCES);
        report.put("server", server);
        report.put("rows", rows);
        execute("drop schema if exists " + SCHEMA + " cascade");
        execute("create schema " + SCHEMA);
        // Once before it counts: the first rows pay for everyone's start.
        table("warm_up");
        copy("warm_up", Math.min(rows, 200_000), 0);

        String plain = table("plain");
        rate("COPY into a plain table", "plain_rows_per_second", rows, copy("plain", rows, 0));
        bytes("plain table", "plain_bytes_per_row", measure(plain));

        String hyper = table("hyper");
        if (!server.contains("with TimescaleDB")) {
            System.out.println("no TimescaleDB here: nothing to compare");
            return;
        }
        database.inTransaction(c -> database.storage().spreadOverTime(c, hyper, "appliance_no"));
        rate("COPY into a hypertable", "hypertable_rows_per_second", rows, copy("hyper", rows, 0));
        bytes("hypertable", "hypertable_bytes_per_row", measure(hyper));
        if (!database.storage().compresses()) {
            System.out.println("no compression in this build");
            return;
        }
        Instant all = START.plus(Duration.ofDays(36_500));
        long started = System.nanoTime();
        while (database.inTransaction(c -> database.storage().compressSome(c, hyper, all))) {
            // The next chunk.
        }
        rate("compression", "compressed_rows_per_second", rows, System.nanoTime() - started);
        StoredTable compressed = measure(hyper);
        bytes("hypertable, compressed", "compressed_bytes_per_row", compressed);
        double ratio = compressed.compressionRatio().orElse(1);
        System.out.printf(Locale.ROOT, "%-44s %12.1f%n", "compression ratio", ratio);
        report.put("compression_ratio", ratio);
        long late = Math.max(1, rows / 20);
        rate("COPY of late rows into compressed chunks", "late_rows_per_second", late, copy("hyper", late, MINUTE / 2));
    }

    private static String name(String table) {
        return SCHEMA + "." + table;
    }

    private String table(String table) {
        execute("create table " + name(table) + " (appliance_no int not null, time timestamptz not null,"
                + " received_at timestamptz not null" + COLUMNS + ", primary key (appliance_no, time))");
        return name(table);
    }

    private StoredTable measure(String table) {
        return database.withConnection(connection -> database.storage().measure(connection, table));
    }

    /** Writes rows in the order in which they would arrive; returns nanoseconds. */
    private long copy(String table, long count, long shift) {
        String sql = "copy " + name(table) + " from stdin (format binary)";
        return database.withConnection(connection -> {
            Fleet fleet = new Fleet();
            CopyBuffer buffer = new CopyBuffer();
            long spent = 0;
            for (long row = 0; row < count; ) {
                buffer.clear();
                long end = Math.min(count, row + ROWS_A_COMMIT);
                for (; row < end; row++) {
                    fleet.write(buffer, row, shift);
                }
                // Only sending counts: how fast we make up rows is nobody's interest.
                long started = System.nanoTime();
                buffer.send(connection, sql);
                spent += System.nanoTime() - started;
            }
            return spent;
        });
    }

    private void rate(String what, String key, long count, long nanos) {
        double perSecond = count / (nanos / 1e9);
        System.out.printf(Locale.ROOT, "%-44s %,12.0f rows/s%n", what, perSecond);
        report.put(key, Math.round(perSecond));
    }

    private void bytes(String what, String key, StoredTable table) {
        double each = (double) table.bytes() / rows;
        System.out.printf(Locale.ROOT, "%-44s %12.1f bytes a row%n", what, each);
        report.put(key, each);
    }

    private void execute(String sql) {
        database.withConnection(connection -> {
            try (Statement statement = connection.createStatement()) {
                return statement.execute(sql);
            }
        });
    }

    /** Appliances whose metrics wander; the same ones every time. */
    private static final class Fleet {
        private final Random random = new Random(42);
        private final int[][] tenths = new int[APPLIANCES][GAUGES];
        private final double[] energy = new double[APPLIANCES];
        private final long start = ChronoUnit.MICROS.between(Instant.EPOCH, START);

        void write(CopyBuffer buffer, long row, long shift) {
            int appliance = (int) (row % APPLIANCES);
            // Clocks of appliances differ by some milliseconds.
            long time = start + row / APPLIANCES * MINUTE + appliance * 1_000L + shift;
            buffer.startRow(3 + GAUGES + 2);
            buffer.int4(appliance + 1);
            buffer.time(time);
            buffer.time(time + 200_000 + random.nextInt(50_000));
            boolean running = row / APPLIANCES / 90 % 4 == appliance % 4;
            for (int i = 0; i < GAUGES; i++) {
                tenths[appliance][i] += random.nextInt(5) - 2;
                buffer.float4(tenths[appliance][i] / 10f);
            }
            energy[appliance] += running ? 20 + random.nextInt(10) : 0;
            buffer.float8(energy[appliance]);
            buffer.int2(running ? 1 : 0);
        }
    }
}
