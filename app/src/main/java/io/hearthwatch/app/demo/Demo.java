package io.hearthwatch.app.demo;

import io.hearthwatch.app.disk.MinFree;
import io.hearthwatch.app.serve.ApplianceLimits;
import io.hearthwatch.app.serve.Doors;
import io.hearthwatch.app.serve.ServeCommand;
import io.hearthwatch.app.serve.Server;
import io.hearthwatch.app.serve.ServerSettings;
import io.hearthwatch.app.workspace.Workspace;
import io.hearthwatch.fleet.NewAppliance;
import io.hearthwatch.fleet.NewCredential;
import io.hearthwatch.predictor.Progress;
import io.hearthwatch.predictor.TrainRequest;
import io.hearthwatch.predictor.learning.TreeSettings;
import io.hearthwatch.simulator.Credentials;
import io.hearthwatch.simulator.DemoFleet;
import io.hearthwatch.simulator.LiveTarget;
import io.hearthwatch.simulator.home.SimulatedAppliance;
import io.hearthwatch.simulator.outside.ServiceException;
import io.hearthwatch.simulator.outside.StopSignal;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/** The demo, step by step: fleet, history, models, service, live time. */
final class Demo {
    private static final Duration HORIZON = Duration.ofDays(7);
    private static final Duration EVERY = Duration.ofDays(5);
    private static final int TRAINED_AT_ONCE = 2;
    private static final Duration LONGEST_GOODBYE = Duration.ofSeconds(5);

    /**
     * What to show.
     *
     * @param appliances appliances of each type
     * @param days days of history
     * @param seed of the fleet
     * @param speed simulated hours per second
     * @param mqttPort port of the gateway
     * @param httpPort port of the page
     */
    record Plan(int appliances, int days, long seed, double speed, int mqttPort, int httpPort) {}

    private final Workspace workspace;
    private final Plan plan;
    private final StopSignal stop;
    private final PrintWriter out;
    private final io.hearthwatch.app.cli.Progress progress = new io.hearthwatch.app.cli.Progress();

    Demo(Workspace workspace, Plan plan, StopSignal stop, PrintWriter out) {
        this.workspace = workspace;
        this.plan = plan;
        this.stop = stop;
        this.out = out;
    }

    void run() {
        Instant live =
                InstantSource.system().instant().truncatedTo(ChronoUnit.DAYS).minus(Duration.ofDays(60));
        DemoFleet fleet = DemoFleet.create(
                workspace.catalog(), plan.seed(), plan.appliances(), live.minus(Duration.ofDays(plan.days())));
        say("Hearthwatch demo: %d simulated appliances (%s)", fleet.appliances().size(), DemoFleet.ACCELERATED);
        Credentials credentials = register(fleet);
        loadService();
        long rows = new DemoHistory(workspace, progress, stop).store(fleet, live, plan.days());
        if (stop.isRaised()) {
            return;
        }
        say("1/3 history: %,d readings and fault codes of %d days, in %.0f s", rows, plan.days(), progress.seconds());
        train(fleet, live);
        say("2/3 models: the first is there, the others join while the service runs");
        if (!stop.isRaised()) {
            serve(fleet, credentials);
        }
    }

    private Credentials register(DemoFleet fleet) {
        List<NewCredential> registered = workspace
                .fleet()
                .addAll(fleet.appliances().stream().map(Demo::toRegister).toList());
        Map<String, String> secrets = new LinkedHashMap<>();
        registered.forEach(credential -> secrets.put(credential.appliance().id(), credential.secret()));
        return new Credentials(secrets);
    }

    private static NewAppliance toRegister(SimulatedAppliance a) {
        return new NewAppliance(
                a.id(), a.type(), a.model(), a.lot(), a.producedOn(), a.purchasedOn(), a.firmware(), Map.of());
    }

    private void loadService() {
        try (InputStream example = Demo.class.getResourceAsStream("/examples/home/service.yaml")) {
            Path file = Files.createTempFile("hearthwatch-service-", ".yaml");
            try {
                Files.copy(example, file, StandardCopyOption.REPLACE_EXISTING);
                workspace.serviceDesk().load(file);
            } finally {
                Files.deleteIfExists(file);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /**
     * Trains a model for each type, two at a time, and returns when one is there: live time begins with it, the others join as they
     * are done.
     */
    private void train(DemoFleet fleet, Instant until) {
        List<String> types = fleet.appliances().stream()
                .map(SimulatedAppliance::type)
                .distinct()
                .toList();
        ExecutorService pool = Executors.newFixedThreadPool(TRAINED_AT_ONCE, task -> {
            Thread thread = new Thread(task, "training");
            thread.setDaemon(true);
            return thread;
        });
        AtomicInteger trained = new AtomicInteger();
        CountDownLatch enough = new CountDownLatch(1);
        for (String type : types) {
            pool.execute(() -> {
                try {
                    workspace.predictor().train(request(type, until), Progress.NONE);
                    say(
                            "    model %d of %d: %s, %.0f s since the start",
                            trained.incrementAndGet(), types.size(), type, progress.seconds());
                } catch (RuntimeException e) {
                    if (!stop.isRaised()) {
                        say("    no model of %s: %s", type, e.getMessage());
                    }
                } finally {
                    enough.countDown();
                }
            });
        }
        pool.shutdown();
        while (!stop.isRaised() && enough.getCount() > 0) {
            stop.await(Duration.ofMillis(100));
        }
    }

    /** A decision every fifth day, and at faults, and half of the usual rounds in steps of twice the size: a demo that starts soon. */
    private static TrainRequest request(String type, Instant until) {
        TrainRequest usual = TrainRequest.of(type, HORIZON, until);
        TreeSettings trees = usual.settings().trees();
        return new TrainRequest(
                type,
                usual.horizons(),
                until,
                EVERY,
                usual.onFault(),
                usual.appliances(),
                usual.costs(),
                usual.settings().with(trees.withRounds(trees.rounds() / 2).withRate(2 * trees.rate())));
    }

    private void serve(DemoFleet fleet, Credentials credentials) {
        Server server = ServeCommand.start(
                workspace,
                new ServerSettings(
                        true,
                        "127.0.0.1",
                        plan.mqttPort(),
                        "127.0.0.1",
                        plan.httpPort(),
                        Duration.ofHours(3),
                        Duration.ofDays(400),
                        Doors.OWN,
                        ApplianceLimits.defaults(),
                        MinFree.DEFAULT));
        out.println(server.readyLine());
        say(
                "3/3 live, %.0f s since the start; time runs at up to %.0f hours a second",
                progress.seconds(), plan.speed());
        out.println();
        out.println("    open  http://127.0.0.1:" + server.httpPort() + "/");
        out.println(
                "    - tickets appear by themselves, most urgent first; click one for its reasons, the held part and the readings");
        out.println(
                "    - 'Parts' shows stock falling and coming back as tickets hold and use it; the switch at the top changes the language");
        out.println(
                "    - in this simulation a visit that finds a part nearly worn counts as a failure that was pre-empted; nobody's real figures");
        out.println("    - Ctrl-C stops everything");
        out.println();
        out.flush();
        CountDownLatch quiet = new CountDownLatch(1);
        // Opened after the service, so closed before it: the fleet stops talking before its doors do.
        workspace.closeLater(() -> {
            stop.raise();
            if (!quiet.await(LONGEST_GOODBYE.toMillis(), TimeUnit.MILLISECONDS)) {
                say("the fleet is still talking; the service stops all the same");
            }
        });
        try {
            fleet.live(
                    new LiveTarget(
                            "127.0.0.1", server.mqttPort(), server.httpPort(), credentials, Duration.ofSeconds(30)),
                    plan.speed(),
                    stop,
                    figures -> say("%s", figures.line()));
        } catch (ServiceException e) {
            // While everything stops, the fleet finds the doors closed.
            if (!stop.isRaised()) {
                throw e;
            }
        } finally {
            quiet.countDown();
        }
    }

    private synchronized void say(String format, Object... arguments) {
        progress.done();
        out.println(String.format(Locale.ROOT, format, arguments));
        out.flush();
    }
}
