package io.hearthwatch.app.commands;

import io.hearthwatch.app.cli.CommandFailure;
import io.hearthwatch.app.cli.JsonOutput;
import io.hearthwatch.app.cli.Progress;
import io.hearthwatch.app.cli.StoreOptions;
import io.hearthwatch.catalog.Catalog;
import io.hearthwatch.history.Mapping;
import io.hearthwatch.history.RecordedHistory;
import io.hearthwatch.simulator.Credentials;
import io.hearthwatch.simulator.HistorySource;
import io.hearthwatch.simulator.Replay;
import io.hearthwatch.simulator.ReplayReport;
import io.hearthwatch.simulator.ReplayRequest;
import io.hearthwatch.simulator.outside.StopSignal;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code replay}: recorded history played against a running service. */
@Command(
        name = "replay",
        description =
                "Play recorded history against a running `serve --clock driven`: telemetry and faults as MQTT appliances,"
                        + " failures and repairs through the HTTP API, the clock step by step. Survives restarts of the service.")
final class ReplayCommand implements Runnable {
    private static final int ROWS_SHOWN = 20;

    @Mixin
    private StoreOptions store;

    @Mixin
    private JsonOutput json;

    @Option(
            names = "--mapping",
            required = true,
            paramLabel = "FILE",
            description = "YAML file that says which file and column is what")
    private Path mapping;

    @Parameters(paramLabel = "DIR", description = "directory with the CSV files")
    private Path directory;

    @Option(
            names = "--credentials",
            required = true,
            paramLabel = "FILE",
            description = "secrets, as import --credentials-out wrote them")
    private Path credentials;

    @Option(
            names = "--from",
            required = true,
            paramLabel = "INSTANT",
            description = "play what happened after it; the first decision is at it")
    private Instant from;

    @Option(names = "--to", paramLabel = "INSTANT", description = "play up to it, inclusive (default: all there is)")
    private Instant to;

    @Option(
            names = "--min-lead",
            paramLabel = "DURATION",
            description = "how long before a failure a ticket must have been open to count (default: 0h)")
    private Duration minLead = Duration.ZERO;

    @Option(
            names = "--mqtt-host",
            paramLabel = "ADDRESS",
            description = "where the service listens for appliances (default: 127.0.0.1)")
    private String mqttHost = "127.0.0.1";

    @Option(names = "--mqtt-port", paramLabel = "PORT", description = "its port (default: 1883)")
    private int mqttPort = 1883;

    @Option(
            names = "--http-host",
            paramLabel = "ADDRESS",
            description = "where the service listens for HTTP (default: 127.0.0.1)")
    private String httpHost = "127.0.0.1";

    @Option(names = "--http-port", paramLabel = "PORT", description = "its port (default: 8080)")
    private int httpPort = 8080;

    @Spec
    private CommandSpec spec;

    @Override
    public void run() {
        json.check();
        if (to != null && !to.isAfter(from)) {
            throw CommandFailure.usage("--to " + to + " is not after --from " + from, "give a later --to");
        }
        Catalog catalog = Catalog.load(store.catalogs());
        RecordedHistory history = RecordedHistory.open(Mapping.load(mapping, catalog), directory);
        List<String> unusable = new ArrayList<>();
        HistorySource source =
                new HistorySource(history, catalog, Path.of(System.getProperty("java.io.tmpdir")), row -> {
                    if (unusable.size() < ROWS_SHOWN) {
                        unusable.add(row.toString());
                    }
                });
        Progress progress = new Progress();
        System.err.println("replaying against mqtt=" + mqttHost + ":" + mqttPort + " http=" + httpHost + ":" + httpPort
                + "; a service that is away is waited for, up to " + ReplayRequest.DEFAULT_PATIENCE.toSeconds() + " s");
        StopSignal stop = new StopSignal();
        Runtime.getRuntime().addShutdownHook(new Thread(stop::raise, "stop-replay"));
        ReplayReport report = new Replay(
                        new ReplayRequest(
                                source,
                                Credentials.read(credentials),
                                from,
                                to,
                                minLead,
                                new ReplayRequest.Target(mqttHost, mqttPort, httpHost, httpPort),
                                ReplayRequest.DEFAULT_PATIENCE),
                        stop)
                .run((simulated, published, perSecond) -> progress.show(
                        "replay",
                        -1,
                        String.format(Locale.ROOT, "%s  %,d messages, %,.0f/s", simulated, published, perSecond)));
        progress.done();
        unusable.forEach(row -> spec.commandLine().getOut().println("left out " + row));
        print(report, progress.seconds());
        json.write(report.json());
    }

    private void print(ReplayReport report, double seconds) {
        PrintWriter out = spec.commandLine().getOut();
        out.printf(
                Locale.ROOT,
                "replayed %s to %s in %.1f s (%,.0f messages/s)%n",
                from,
                report.end(),
                seconds,
                report.published() / Math.max(seconds, 1e-3));
        out.printf(
                Locale.ROOT,
                "published %,d  acknowledged %,d  stored %,d  repeated %,d  rejected %,d%n",
                report.published(),
                report.acknowledged(),
                report.stored(),
                report.repeated(),
                report.rejected());
        report.rejectReasons().forEach(reason -> out.println("rejected: " + reason));
        out.printf(Locale.ROOT, "failures reported %,d, repairs reported %,d%n", report.failures(), report.repairs());
        if (report.storedLate() > 0) {
            out.printf(
                    Locale.ROOT,
                    "warning: %,d of the rows stored are of a time that the service's clock had passed before this replay;"
                            + " decisions of that time were made without them, so the policy below is not this replay's"
                            + " alone. For a clean one, replay into an empty database%n",
                    report.storedLate());
        }
        out.println("policy " + report.policy());
        out.flush();
    }
}
