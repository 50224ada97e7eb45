package io.hearthwatch.benchmarks.load;

import io.hearthwatch.app.cli.CommandFailure;
import io.hearthwatch.app.cli.Hearthwatch;
import io.hearthwatch.app.cli.JsonOutput;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code benchmarks/ingest}: messages through MQTT to committed rows. */
@Command(
        name = "benchmarks/ingest",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        description = {
            "Measures the running service: publishers send JSON over MQTT with QoS 1, and a message counts when it is acknowledged,"
                    + " that is, committed. Beside it, in the same run and on the same database server: a COPY of the same rows with"
                    + " as many a commit, by one connection or two, whichever is better; and Mosquitto with a small sink behind it."
                    + " Mosquitto acknowledges to the publisher before anything is stored, so its rate is that of committed rows"
                    + " over the whole time.",
            "",
            "ack_p50_ms and ack_p99_ms: from when a message was to be sent to its PUBACK, at half of the highest rate,"
                    + " sent as at the highest rate: a publisher's window of 16 at once. ack_…_one_by_one: at the same rate, but each"
                    + " message by itself, which costs both sides more than twice as much and may be more than the machine can do."
                    + " ack_…_full: at the highest rate, where every publisher's window is always full.",
            ""
        })
public final class IngestBenchmark implements Runnable {
    /** What can be measured by itself. */
    enum Part {
        CONNECTIONS,
        READINGS_1,
        READINGS_60,
        PUBLISHERS,
        STORED_ROWS
    }

    private static final Duration LIMIT = Duration.ofMinutes(15);
    private static final Duration LONG_LIMIT = Duration.ofMinutes(60);

    @Mixin
    private JsonOutput json;

    @Option(names = "--long", description = "also 20,000 connections, 10,000 publishers and 50 million stored rows")
    private boolean lengthy;

    @Option(
            names = "--parts",
            split = ",",
            paramLabel = "PART",
            description = "only these: ${COMPLETION-CANDIDATES} (default: all)")
    private Set<Part> parts = EnumSet.allOf(Part.class);

    @Option(
            names = "--connections",
            paramLabel = "N",
            description = "how many idle connections are held (default: 2000; with --long 20000)")
    private Integer connections;

    @Option(names = "--publishers", paramLabel = "N", description = "how many publish at once (default: 1000)")
    private int publishers = 1_000;

    @Option(names = "--rounds", paramLabel = "N", description = "how often each is measured (default: 2)")
    private int rounds = 2;

    @Option(names = "--seconds", paramLabel = "S", description = "how long a round is, about (default: 6)")
    private double seconds = 6;

    @Option(
            names = "--warm-up",
            paramLabel = "S",
            description = "how long each side runs before it is measured: Java gets faster for as long (default: 25)")
    private double warmUp = 25;

    @Spec
    private CommandSpec spec;

    private final List<String> program;

    /** @param program how Hearthwatch is started */
    IngestBenchmark(List<String> program) {
        this.program = program;
    }

    /** Runs it. */
    public static void main(String[] arguments) {
        Path bin = Path.of(System.getProperty("hearthwatch.home", ".")).resolve("bin/hearthwatch");
        System.exit(Hearthwatch.commandLine(new IngestBenchmark(List.of(bin.toString())))
                .execute(arguments));
    }

    @Override
    public void run() {
        json.check();
        if (publishers < 1
                || publishers > 10_000
                || rounds < 1
                || seconds < 1
                || warmUp < 0
                || (connections != null && connections < 1)) {
            throw CommandFailure.usage(
                    "at least one publisher, connection, round and second; at most 10,000 publishers", "--help");
        }
        Limits limits = Limits.check(lengthy, connections);
        Thread watchdog = endAtTheLatest(lengthy ? LONG_LIMIT : LIMIT);
        try (Cleanup cleanup = new Cleanup()) {
            json.write(measure(cleanup, limits));
        } catch (IOException | SQLException e) {
            throw new CommandFailure(
                    "the measurement failed: " + e.getMessage(), "run it again, or with --debug", 1, e);
        } finally {
            watchdog.interrupt();
        }
    }

    private Map<String, Object> measure(Cleanup cleanup, Limits limits) throws IOException, SQLException {
        PrintWriter out = spec.commandLine().getOut();
        Map<String, Object> report = new LinkedHashMap<>();
        out.println(limits.machine());
        limits.remarks().forEach(out::println);
        Site site = Site.open(cleanup, program, Math.max(lengthy ? 10_000 : publishers, limits.connections()));
        Growth growth = new Growth(site);
        Memory memory = new Memory(site.serve().pid());
        Map<String, Object> memoryFigures = new LinkedHashMap<>();
        memoryFigures.put("rest_heap_mb", Figures.megabytes(memory.liveHeapBytes()));
        memoryFigures.put("rest_rss_mb", Figures.megabytes(memory.residentBytes()));
        report.put("machine", limits.machine());
        if (parts.contains(Part.CONNECTIONS)) {
            report.put("connections", print("connections", growth.connections(limits.connections())));
        }
        Optional<Path> mosquitto = MosquittoPipe.program();
        if (mosquitto.isEmpty()) {
            out.println(
                    "mosquitto is not installed, so nothing is compared with it (Debian: apt-get install mosquitto)");
        }
        long base = Messages.base(Instant.now());
        MosquittoPipe pipe = null;
        for (int readings : List.of(1, 60)) {
            if (!parts.contains(readings == 1 ? Part.READINGS_1 : Part.READINGS_60)) {
                continue;
            }
            if (pipe == null && mosquitto.isPresent()) {
                pipe = MosquittoPipe.start(cleanup, mosquitto.get(), site.work(), site.database());
            }
            Map<String, Object> figures = new Comparison(
                            site,
                            pipe,
                            new Messages(readings, base),
                            site.publishers(publishers),
                            rounds,
                            seconds,
                            warmUp)
                    .run();
            report.put("readings_" + readings, print(readings + " readings a message", figures));
        }
        memoryFigures.put("load_heap_mb", Figures.megabytes(memory.liveHeapBytes()));
        memoryFigures.put("load_rss_mb", Figures.megabytes(memory.residentBytes()));
        memoryFigures.put("most_rss_mb", Figures.megabytes(memory.mostResidentBytes()));
        report.put("memory", print("memory of the service", memoryFigures));
        Map<String, Object> grown = new LinkedHashMap<>();
        Messages single = new Messages(1, base);
        if (parts.contains(Part.PUBLISHERS)) {
            List<Integer> counts = new ArrayList<>(List.of(1, 10, 100, 1_000));
            counts.removeIf(count -> count > publishers);
            if (lengthy) {
                counts.add(10_000);
            }
            for (int count : counts) {
                grown.put(count + "_publishers", growth.publishers(single, count));
            }
        }
        if (parts.contains(Part.STORED_ROWS)) {
            List<Long> sizes = new ArrayList<>(List.of(1_000L, 100_000L, 1_000_000L));
            if (lengthy) {
                sizes.addAll(List.of(10_000_000L, 50_000_000L));
            }
            grown.putAll(growth.storedRows(single, new Messages(60, base), publishers, sizes));
        }
        report.put("growth", print("how it grows, one reading a message", grown));
        return report;
    }

    private Map<String, Object> print(String title, Map<String, Object> figures) {
        spec.commandLine().getOut().print(Figures.table(title, figures));
        spec.commandLine().getOut().flush();
        return figures;
    }

    private static Thread endAtTheLatest(Duration limit) {
        Thread watchdog = new Thread(
                () -> {
                    try {
                        TimeUnit.NANOSECONDS.sleep(limit.toNanos());
                    } catch (InterruptedException e) {
                        return; // it is done
                    }
                    System.err.println("error: not done within " + limit.toMinutes() + " minutes");
                    System.exit(1);
                },
                "watchdog");
        watchdog.setDaemon(true);
        watchdog.start();
        return watchdog;
    }
}
