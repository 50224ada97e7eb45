package io.hearthwatch.benchmarks;

import io.hearthwatch.catalog.ApplianceType;
import io.hearthwatch.catalog.Catalog;
import io.hearthwatch.catalog.Metric;
import io.hearthwatch.catalog.MetricKind;
import io.hearthwatch.catalog.Text;
import io.hearthwatch.database.Database;
import io.hearthwatch.database.embedded.EmbeddedServer;
import io.hearthwatch.fleet.Appliance;
import io.hearthwatch.fleet.Fleet;
import io.hearthwatch.fleet.NewAppliance;
import io.hearthwatch.fleet.NewCredential;
import io.hearthwatch.ingest.ContentType;
import io.hearthwatch.ingest.Ingest;
import io.hearthwatch.ingest.IngestSettings;
import io.hearthwatch.ingest.MessageKind;
import io.hearthwatch.ingest.ReceivedMessage;
import java.io.IOException;
import java.io.StringReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Statement;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Semaphore;
import java.util.stream.IntStream;
import org.postgresql.PGConnection;

/**
 * How fast ingest decodes and stores, without the network: messages of 1 and of 60 readings of a ten-metric type, handed to
 * {@link Ingest#accept} with a bounded number in flight, every message with its own times; beside it, on the same server in the same
 * run, a COPY of as many rows of the same shape by one connection with 10,000 rows a commit. fsync is on.
 */
public final class StoreBenchmark {
    private static final int METRICS = 10;
    private static final int APPLIANCES = 1_000;
    private static final int IN_FLIGHT = 16 * APPLIANCES;
    private static final Instant START = Instant.parse("2026-01-01T00:00:00Z");

    private final Database database;
    private final Ingest ingest;
    private final List<Appliance> appliances;

    private StoreBenchmark(Database database, Ingest ingest, List<Appliance> appliances) {
        this.database = database;
        this.ingest = ingest;
        this.appliances = appliances;
    }

    /** Runs it and prints a table. The first argument may give the number of rows of each round. */
    public static void main(String[] arguments) throws Exception {
        long rows = arguments.length > 0 ? Long.parseLong(arguments[0]) : 600_000;
        Path directory = Files.createTempDirectory("hearthwatch-benchmark-");
        Path cache = Path.of(System.getProperty("user.home"), ".cache", "hearthwatch");
        ApplianceType type = type();
        Catalog catalog = new Catalog(List.of(type));
        InstantSource clock = InstantSource.fixed(START);
        try (EmbeddedServer server = EmbeddedServer.start(directory.resolve("data"), cache, Map.of());
                Database database = Database.connect(server.connection(), 8)) {
            Fleet fleet = new Fleet(database, catalog, clock);
            List<Appliance> appliances = fleet
                    .addAll(IntStream.range(0, APPLIANCES)
                            .mapToObj(i -> NewAppliance.of("b" + i, type.id()))
                            .toList())
                    .stream()
                    .map(NewCredential::appliance)
                    .toList();
            try (Ingest ingest = new Ingest(database, catalog, fleet, clock, IngestSettings.defaults())) {
                StoreBenchmark benchmark = new StoreBenchmark(database, ingest, appliances);
                benchmark.store(1, rows / 5, 400);
                benchmark.store(60, rows / 5, 380);
                double single = benchmark.store(1, rows, 300);
                double sixty = benchmark.store(60, rows, 200);
                double copy = benchmark.copy(rows);
                print("one reading a message", single, copy);
                print("60 readings a message", sixty, copy);
                print("COPY, one connection", copy, copy);
            }
        } finally {
            try (var tree = Files.walk(directory)) {
                tree.sorted(java.util.Comparator.reverseOrder())
                        .forEach(path -> path.toFile().delete());
            }
        }
    }

    private static void print(String what, double rowsPerSecond, double copy) {
        System.out.printf(
                Locale.ROOT, "%-28s %,12.0f rows/s   %.2f of COPY%n", what, rowsPerSecond, rowsPerSecond / copy);
    }

    private static ApplianceType type() {
        List<Metric> metrics = IntStream.range(0, METRICS)
                .mapToObj(i -> new Metric("m" + i, MetricKind.GAUGE, "", 0, 1_000, List.of(), Text.same("m" + i)))
                .toList();
        return new ApplianceType("benchmark", Text.same("benchmark"), metrics, Map.of(), Map.of(), Map.of(), Map.of());
    }

    /** Stores rows through ingest; the days back keep the rounds' times apart. */
    private double store(int readings, long rows, int daysBack) throws InterruptedException, IOException {
        long messages = rows / readings;
        Instant first = START.minusSeconds(daysBack * 86_400L);
        Semaphore window = new Semaphore(IN_FLIGHT);
        long before = ingest.metrics().stored();
        long started = System.nanoTime();
        for (long i = 0; i < messages; i++) {
            window.acquire();
            Appliance appliance = appliances.get((int) (i % APPLIANCES));
            long ts = first.toEpochMilli() + (i / APPLIANCES) * readings;
            ingest.accept(new ReceivedMessage(
                            appliance, MessageKind.TELEMETRY, payload(ts, readings), START, ContentType.JSON))
                    .onComplete(done -> window.release());
        }
        window.acquire(IN_FLIGHT);
        double seconds = (System.nanoTime() - started) / 1e9;
        long stored = ingest.metrics().stored() - before;
        if (stored != messages * readings) {
            throw new IOException("stored " + stored + " of " + messages * readings + " readings");
        }
        return stored / seconds;
    }

    private static byte[] payload(long ts, int readings) {
        StringBuilder json = new StringBuilder(readings * 140).append('[');
        for (int r = 0; r < readings; r++) {
            json.append(r == 0 ? "{\"ts\":" : ",{\"ts\":").append(ts + r).append(",\"values\":{");
            for (int m = 0; m < METRICS; m++) {
                json.append(m == 0 ? "\"m" : ",\"m")
                        .append(m)
                        .append("\":")
                        .append((ts + r + m) % 997)
                        .append(".5");
            }
            json.append("}}");
        }
        return json.append(']').toString().getBytes(StandardCharsets.UTF_8);
    }

    private double copy(long rows) {
        return database.withConnection(connection -> {
            try (Statement statement = connection.createStatement()) {
                statement.execute("create table public.ceiling (like telemetry.benchmark including all)");
            }
            var copy = connection.unwrap(PGConnection.class).getCopyAPI();
            long started = System.nanoTime();
            for (long from = 0; from < rows; from += 10_000) {
                StringBuilder text = new StringBuilder(1_000_000);
                for (long i = from; i < Math.min(rows, from + 10_000); i++) {
                    text.append(i % APPLIANCES)
                            .append('\t')
                            .append(START.plusMillis(i))
                            .append('\t')
                            .append(START);
                    for (int m = 0; m < METRICS; m++) {
                        text.append('\t').append((i + m) % 997).append(".5");
                    }
                    text.append('\n');
                }
                try {
                    copy.copyIn("copy public.ceiling from stdin", new StringReader(text.toString()));
                } catch (IOException e) {
                    throw new java.io.UncheckedIOException(e);
                }
            }
            return rows / ((System.nanoTime() - started) / 1e9);
        });
    }
}
