package io.hearthwatch.benchmarks.indicators;

import io.hearthwatch.app.cli.CommandFailure;
import io.hearthwatch.app.cli.Hearthwatch;
import io.hearthwatch.app.cli.JsonOutput;
import io.hearthwatch.catalog.Catalog;
import io.hearthwatch.database.ConnectionSettings;
import io.hearthwatch.database.Database;
import io.hearthwatch.database.embedded.EmbeddedServer;
import io.hearthwatch.fleet.Fleet;
import io.hearthwatch.servicedesk.ServiceDesk;
import io.hearthwatch.servicedesk.indicator.Dimension;
import io.hearthwatch.servicedesk.indicator.Indicator;
import io.hearthwatch.servicedesk.indicator.IndicatorQuery;
import io.hearthwatch.servicedesk.indicator.Indicators;
import io.hearthwatch.servicedesk.organisation.Scope;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.time.YearMonth;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code benchmarks/indicators}: how long each indicator's figures take over many tickets. */
@Command(
        name = "benchmarks/indicators",
        description = {
            "Make up two years of tickets in a database of its own, and measure how long each indicator takes: its figures by centre and"
                    + " month of the last twelve months, and of both years; the fastest of three runs each.",
            "Exit status: 0 if every indicator's last twelve months take less than --most seconds."
        })
public final class IndicatorsBenchmark implements Callable<Integer> {
    private static final Instant NOW = Instant.parse("2026-10-31T12:00:00Z");
    private static final int RUNS = 3;

    @Option(names = "--tickets", paramLabel = "N", description = "how many tickets (default: 200000)")
    private int tickets = 200_000;

    @Option(names = "--only", paramLabel = "NAME", description = "measure this indicator only")
    private String only;

    @Option(names = "--most", paramLabel = "SECONDS", description = "what the last twelve months may take (default: 2)")
    private double most = 2;

    @Option(
            names = "--database",
            paramLabel = "JDBC-URL",
            description =
                    "an empty database that stays as it is then; filled already, it is only measured (default: one of its own)")
    private String url;

    @Mixin
    private JsonOutput json;

    @Option(
            names = {"-h", "--help"},
            usageHelp = true,
            description = "show this help and exit")
    boolean help;

    @Spec
    private CommandSpec spec;

    /** Runs it. */
    public static void main(String[] arguments) {
        System.exit(Hearthwatch.run(new IndicatorsBenchmark(), Map.of(), arguments));
    }

    @Override
    public Integer call() throws IOException {
        if (tickets < 1_000 || tickets > 5_000_000) {
            throw CommandFailure.usage("--tickets must be between 1000 and 5000000", "--tickets 200000");
        }
        json.check();
        if (url != null) {
            return measure(new ConnectionSettings(url, null, null));
        }
        Path directory = Files.createTempDirectory("hearthwatch-benchmark-");
        Path programs = Path.of(System.getProperty("user.home"), ".cache", "hearthwatch");
        try (EmbeddedServer server = EmbeddedServer.start(directory.resolve("data"), programs, Map.of())) {
            return measure(server.connection());
        } finally {
            try (var tree = Files.walk(directory)) {
                tree.sorted(Comparator.reverseOrder())
                        .forEach(path -> path.toFile().delete());
            }
        }
    }

    private int measure(ConnectionSettings where) {
        PrintWriter out = spec.commandLine().getOut();
        try (Database database = Database.connect(where, 2)) {
            InstantSource clock = InstantSource.fixed(NOW);
            Catalog catalog = Catalog.load(List.of());
            ServiceDesk desk = new ServiceDesk(database, catalog, new Fleet(database, catalog, clock), clock);
            if (empty(database)) {
                History.write(database, tickets);
            }
            List<Map<String, Object>> measured = new ArrayList<>();
            out.printf(Locale.ROOT, "%-26s %12s %12s%n", tickets + " tickets", "12 months", "24 months");
            boolean quick = true;
            for (Indicator each : desk.indicators().all()) {
                if (only == null || only.equals(each.name())) {
                    double year = fastest(desk.indicators(), each, 11);
                    double both = fastest(desk.indicators(), each, 23);
                    out.printf(Locale.ROOT, "%-26s %10.2f s %10.2f s%n", each.name(), year, both);
                    out.flush();
                    measured.add(report(each.name(), year, both));
                    quick &= year < most;
                }
            }
            Map<String, Object> report = new LinkedHashMap<>();
            report.put("tickets", tickets);
            report.put("server", database.storage().describe());
            report.put("indicators", measured);
            json.write(report);
            return quick && !measured.isEmpty() ? 0 : 1;
        }
    }

    private static boolean empty(Database database) {
        return database.withConnection(connection -> {
            try (var statement = connection.createStatement();
                    var row = statement.executeQuery("select not exists (select from service.ticket)")) {
                row.next();
                return row.getBoolean(1);
            }
        });
    }

    private static Map<String, Object> report(String name, double year, double both) {
        Map<String, Object> report = new LinkedHashMap<>();
        report.put("name", name);
        report.put("seconds_12_months", year);
        report.put("seconds_24_months", both);
        return report;
    }

    private static double fastest(Indicators indicators, Indicator indicator, int months) {
        YearMonth last = indicators.month();
        IndicatorQuery query = new IndicatorQuery(
                indicator.name(),
                Dimension.list("centre,month"),
                last.minusMonths(months),
                last,
                Map.of(),
                50,
                Scope.EVERYTHING);
        double fastest = Double.MAX_VALUE;
        for (int i = 0; i < RUNS; i++) {
            long started = System.nanoTime();
            indicators.figures(query);
            fastest = Math.min(fastest, (System.nanoTime() - started) / 1e9);
        }
        return fastest;
    }
}
