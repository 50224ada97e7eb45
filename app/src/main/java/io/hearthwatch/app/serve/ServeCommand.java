package io.hearthwatch.app.serve;

import io.hearthwatch.app.cli.CommandFailure;
import io.hearthwatch.app.cli.KeepOptions;
import io.hearthwatch.app.cli.StoreOptions;
import io.hearthwatch.app.disk.MinFree;
import io.hearthwatch.app.logging.LogFormat;
import io.hearthwatch.app.workspace.Workspace;
import io.hearthwatch.servicedesk.NewTypes;
import java.net.BindException;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code serve}: the running service. */
@Command(
        name = "serve",
        description = "Run the service: MQTT gateway, ingest, predictions, tickets, pages. Ends on Ctrl-C.")
public final class ServeCommand implements Runnable {
    private static final Logger log = LoggerFactory.getLogger(ServeCommand.class);

    /** Where time comes from. */
    enum ClockMode {
        SYSTEM,
        DRIVEN
    }

    @Mixin
    private StoreOptions store;

    @Mixin
    private DoorOptions doors;

    @Mixin
    private KeepOptions keep;

    @Mixin
    private ApplianceOptions appliance;

    @Mixin
    private MessageOptions messages;

    @Mixin
    private WebhookOptions webhooks;

    @Mixin
    private FormOptions form;

    @Option(
            names = "--clock",
            paramLabel = "MODE",
            description = "system (default), or driven: time moves only through PUT /api/v1/clock")
    private ClockMode clock = ClockMode.SYSTEM;

    @Option(names = "--mqtt-host", paramLabel = "ADDRESS", description = "address for appliances (default: 127.0.0.1)")
    private String mqttHost = "127.0.0.1";

    @Option(
            names = "--mqtt-port",
            paramLabel = "PORT",
            description = "port for appliances (default: 1883; 0 = any free one)")
    private int mqttPort = 1883;

    @Option(names = "--http-host", paramLabel = "ADDRESS", description = "address for people (default: 127.0.0.1)")
    private String httpHost = "127.0.0.1";

    @Option(
            names = "--http-port",
            paramLabel = "PORT",
            description = "port for people (default: 8080; 0 = any free one)")
    private int httpPort = 8080;

    @Option(
            names = "--max-ahead",
            paramLabel = "DURATION",
            description = "how far ahead of the clock an appliance's time may be (default: 1h)")
    private Duration maxAhead = Duration.ofHours(1);

    @Option(
            names = "--max-behind",
            paramLabel = "DURATION",
            description = "how far behind the clock an appliance's time may be (default: 400d)")
    private Duration maxBehind = Duration.ofDays(400);

    @Option(
            names = "--min-free",
            paramLabel = "SIZE",
            description =
                    "room to leave on the embedded database's disk, such as 2GB or 5%%: below it, messages are not taken until there is"
                            + " more (default: 2GB, or 5%% of a disk below 40 GB; 0 = off)")
    private String minFree;

    @Option(
            names = "--tickets",
            paramLabel = "MODE",
            description =
                    "what becomes of appliance types that nobody has enabled or disabled yet: shadow (default; would-be tickets only,"
                            + " until `policy enable --type TYPE`), or open (default with --clock driven, which plays recorded history)")
    private NewTypes tickets;

    @Option(
            names = "--retrain-every",
            paramLabel = "DURATION",
            description = "train a candidate like a live model when it is so old, such as 30d; never makes it live"
                    + " (default: never)")
    private Duration retrainEvery;

    @Option(
            names = "--log-format",
            paramLabel = "FORMAT",
            description = "text (default), or json: one object a line on the standard error stream")
    private LogFormat logFormat = LogFormat.TEXT;

    @Spec
    private CommandSpec spec;

    @Override
    public void run() {
        logFormat.use();
        checkPort("--mqtt-port", mqttPort);
        checkPort("--http-port", httpPort);
        ServerSettings settings = new ServerSettings(
                clock == ClockMode.DRIVEN,
                mqttHost,
                mqttPort,
                httpHost,
                httpPort,
                maxAhead,
                maxBehind,
                doors.doors(),
                appliance.limits(),
                minFree(),
                keep.settings(),
                keep.decisions(),
                retrainEvery(),
                form.settings());
        KeepOptions.checkLateLimit(settings.keep(), maxBehind);
        try (Workspace workspace = Workspace.own(store)) {
            workspace.newTypes(tickets != null ? tickets : settings.driven() ? NewTypes.OPEN : NewTypes.SHADOW);
            KeepOptions.checkTypes(settings.keep(), workspace.catalog());
            if (minFree != null && workspace.dataDirectory().isEmpty()) {
                log.warn(
                        "--min-free has no effect: the database is another server, whose disk is not watched from here");
            }
            workspace.customers(messages::apply);
            workspace.outgoing(webhooks::apply);
            Server server = start(workspace, settings);
            spec.commandLine().getOut().println(server.readyLine());
            spec.commandLine().getOut().flush();
            // Until Ctrl-C or a kill: the shutdown hook closes the workspace, and with it the server.
            new CountDownLatch(1).await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** Starts a server; a port that is taken is said in a sentence. */
    public static Server start(Workspace workspace, ServerSettings settings) {
        try {
            return Server.start(workspace, settings);
        } catch (RuntimeException e) {
            for (Throwable cause = e; cause != null; cause = cause.getCause()) {
                if (cause instanceof BindException) {
                    throw new CommandFailure(
                            "cannot listen on " + settings.mqttHost() + ":" + settings.mqttPort() + " and "
                                    + settings.httpHost() + ":" + settings.httpPort() + ": " + cause.getMessage(),
                            "stop what listens there, or choose others with --mqtt-port and --http-port (0 = any free one)");
                }
            }
            throw e;
        }
    }

    private MinFree minFree() {
        try {
            return minFree == null ? MinFree.DEFAULT : MinFree.parse(minFree);
        } catch (IllegalArgumentException e) {
            throw CommandFailure.usage(
                    "--min-free: " + e.getMessage(), "--min-free 2GB, --min-free 5% or --min-free 0");
        }
    }

    private Duration retrainEvery() {
        if (retrainEvery == null || retrainEvery.isZero()) {
            return Duration.ZERO;
        }
        if (retrainEvery.compareTo(Duration.ofDays(1)) < 0) {
            throw CommandFailure.usage(
                    "--retrain-every must be at least a day", "--retrain-every 30d, or leave it out for never");
        }
        return retrainEvery;
    }

    private static void checkPort(String option, int port) {
        if (port < 0 || port > 65_535) {
            throw CommandFailure.usage(option + " " + port + " is not a port", "0 to 65535");
        }
    }
}
