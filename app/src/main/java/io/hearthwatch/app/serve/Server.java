package io.hearthwatch.app.serve;

import io.hearthwatch.app.cli.Version;
import io.hearthwatch.app.clock.DrivenClock;
import io.hearthwatch.app.clock.DueState;
import io.hearthwatch.app.clock.DueWork;
import io.hearthwatch.app.clock.ShiftedClock;
import io.hearthwatch.app.clock.TimeKeeper;
import io.hearthwatch.app.clock.Turn;
import io.hearthwatch.app.disk.Disk;
import io.hearthwatch.app.disk.SpaceGate;
import io.hearthwatch.app.disk.SpaceState;
import io.hearthwatch.app.metrics.WorkCounters;
import io.hearthwatch.app.model.JobKinds;
import io.hearthwatch.app.model.ShadowComparison;
import io.hearthwatch.app.policy.PolicyRooms;
import io.hearthwatch.app.policy.PolicySimulator;
import io.hearthwatch.app.workspace.Workspace;
import io.hearthwatch.console.Console;
import io.hearthwatch.console.ConsoleSettings;
import io.hearthwatch.console.Models;
import io.hearthwatch.database.Database;
import io.hearthwatch.database.DatabaseException;
import io.hearthwatch.database.ProcessLocks;
import io.hearthwatch.fleet.Appliance;
import io.hearthwatch.fleet.Fleet;
import io.hearthwatch.gateway.ConnectionListener;
import io.hearthwatch.gateway.FloodLimits;
import io.hearthwatch.gateway.Gateway;
import io.hearthwatch.gateway.GatewaySettings;
import io.hearthwatch.ingest.ConnectionEvent;
import io.hearthwatch.ingest.Ingest;
import io.hearthwatch.ingest.IngestSettings;
import io.hearthwatch.ingest.MessageSink;
import io.hearthwatch.predictor.ModelSummary;
import io.hearthwatch.predictor.PredictionException;
import io.hearthwatch.predictor.Predictor;
import io.hearthwatch.predictor.jobs.ModelJobs;
import io.hearthwatch.predictor.report.Report;
import io.hearthwatch.servicedesk.ServiceDesk;
import io.hearthwatch.servicedesk.outbox.Delivery;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The running service: gateway → ingest → database → predictor → service desk → console, wired, with the clock that makes work due. Read
 * {@link #start} to follow the path of the data through the house.
 */
public final class Server implements AutoCloseable {
    private static final Logger log = LoggerFactory.getLogger(Server.class);
    private static final long ROUND_MILLIS = 500;
    private static final long STOP_SECONDS = 30;
    /** How long a stop waits for work under way. */
    private static final long WORK_SECONDS = 8;

    private static final int EVENT_LOOPS = VertxOptions.DEFAULT_EVENT_LOOP_POOL_SIZE;

    private final Vertx vertx;
    private final Gateway gateway;
    private final Console console;
    private final ServerSettings settings;
    private final CountDownLatch stopping = new CountDownLatch(1);
    private final TimeKeeper keeper;
    /** Runs housekeeping, which may take long, beside the rest. */
    private final TimeKeeper tidier;

    private final TimeKeeper messages;

    private final Thread worker;
    private final Thread housekeeper;
    /** Writes to customers; a mail server that hangs holds up nothing else. */
    private final Thread messenger;

    private final Thread retrainer;
    /** Tells other systems; goes by the machine's clock, as they do. */
    private final Delivery webhooks;

    private final Optional<SpaceGate> gate;
    private final Sight sight;
    private final ModelJobs jobs;
    private final Optional<BrokerDoor> broker;
    private volatile boolean ready;

    private Server(Workspace workspace, ServerSettings settings, Optional<Disk> disk) {
        this.settings = settings;
        Database database = workspace.database();

        // Time comes first: everything else reads it.
        DrivenClock driven = settings.driven() ? DrivenClock.open(database, () -> newestEvent(workspace)) : null;
        InstantSource clock = settings.driven() ? driven : ShiftedClock.system();
        workspace.clock(clock);
        if (driven == null) {
            DrivenClock.forget(database)
                    .ifPresent(shown -> log.info(
                            "the service of this database ran by a driven clock, which showed {}; from now on it runs by"
                                    + " the system's",
                            shown));
        }
        workspace.ingestSettings(IngestSettings.defaults()
                .withTimeLimits(settings.maxAhead(), settings.maxBehind())
                .withCommands(settings.appliance().commands()));

        Fleet fleet = workspace.fleet();
        Ingest ingest = workspace.ingest();
        Predictor predictor = workspace.predictor();
        ServiceDesk desk = workspace.serviceDesk();
        ProcessLocks locks = workspace.closeLater(database.processLocks());
        Turn turn = new Turn(locks);
        WorkCounters done = new WorkCounters();
        DueWork tidying = done.countingFailures(new Tidying(
                ingest.housekeeping(settings.keep()),
                desk,
                at -> predictor.forgetDecisions(at, settings.keepDecisions(), workspace.findings())));
        DueWork watching = done.countingFailures(new Watching(workspace.serviceWatch()));
        List<DueWork> learning = learning(workspace, settings, ingest, done);
        DueWork safety = new SafetyWork(ingest.safetyFaults(), desk.work());
        // Nothing is to hold up safety. A replay asks the models first, so that their decisions at an instant are what
        // they would be alone.
        List<DueWork> first = settings.driven() ? List.of() : List.of(safety);
        List<DueWork> afterModels = settings.driven() ? List.of(safety) : List.of();
        List<DueWork> works = Stream.of(
                        first.stream(),
                        Stream.of(
                                Works.hours(ingest.hours(), done),
                                Works.tickets(desk, done),
                                Works.of("promises", desk.clocks()::nextDue, desk.clocks()::runDue),
                                Works.of(
                                        "campaigns",
                                        desk.work().campaigns()::nextDue,
                                        desk.work().campaigns()::runDue),
                                Works.of("own engineers", desk.ownEngineers()::nextDue, desk.ownEngineers()::runIfDue),
                                Works.of("money", desk.money()::nextDue, desk.money()::runDue),
                                Works.of("licences", desk.licences()::nextDue, desk.licences()::runDue),
                                Works.decisions(predictor, clock, settings.driven(), done),
                                new Relay(predictor, desk, done),
                                new ShadowWork(predictor, workspace.shadow(), desk, done),
                                Works.expiry(ingest)),
                        afterModels.stream())
                .flatMap(each -> each)
                .map(work -> done.countingFailures(work))
                .toList();
        // With a driven clock in its turn, so that a replay is the same every time; else nothing is to wait for it.
        DueWork planning = done.countingFailures(Works.dispatch(desk.dispatch(), settings.driven(), done));
        List<DueWork> others = settings.driven() ? List.of(planning, tidying, watching) : List.of(tidying, watching);
        List<DueWork> beside = with(others, learning);
        this.keeper = new TimeKeeper(settings.driven() ? with(works, beside) : works);
        // Not with a driven clock, which would score everything a second time.
        DueWork warming = new Warming(
                workspace.catalog().types().keySet(), new PolicySimulator(workspace)::warm, ingest::isSaturated);
        this.tidier = new TimeKeeper(settings.driven() ? List.of() : List.of(tidying, watching, planning, warming));
        TimeKeeper learner = new TimeKeeper(settings.driven() ? List.of() : learning);

        this.vertx =
                Vertx.vertx(new VertxOptions().setPreferNativeTransport(true).setEventLoopPoolSize(EVENT_LOOPS));
        // Everything that appliances send goes through the gate, whichever door it came by.
        this.gate = disk.map(files -> new SpaceGate(ingest, files, settings.minFree()).start());
        MessageSink sink = gate.<MessageSink>map(open -> open).orElse(ingest);
        this.broker = settings.doors().broker().map(to -> new BrokerDoor(to, database, locks, fleet, sink, clock));
        this.gateway = new Gateway(
                vertx, new Registry(fleet), sink, ingest.commands(), ingest.sessions(), connections(ingest), clock);
        this.sight = new Sight(new Sight.Parts(
                workspace,
                vertx,
                EVENT_LOOPS,
                gateway.metrics(),
                broker.map(BrokerDoor::metrics),
                with(works, beside),
                this::dueWork,
                this::space,
                done,
                driven != null));
        this.jobs = workspace.closeLater(new ModelJobs(database, predictor, locks, clock, JobKinds.in(workspace)));
        ShadowComparison shadow = new ShadowComparison(workspace);
        Models models = new Models(
                workspace.models(),
                jobs,
                type -> shadow.of(type)
                        .orElseThrow(() -> new PredictionException(
                                "type " + type + " has had no challenger",
                                "make one: POST /api/v1/models/{id}/promote with \"as\": \"challenger\"")),
                (id, language) -> report(workspace, id, language),
                workspace.serviceWatch()::lastLooks);
        this.console = new Console(
                vertx,
                workspace.catalog(),
                fleet,
                ingest,
                new PredictedScores(workspace.outlooks(), workspace.remainingLife()),
                desk,
                models,
                new ServerClock(keeper, clock, driven, turn),
                sight.vitals(() -> ready),
                new PolicyRooms(workspace));
        this.worker = settings.driven()
                ? new Thread(() -> follow(driven), "driven-clock")
                : new Thread(() -> keeper.runForever(clock, turn::isMine, this::pause), "due-work");
        this.messages = new TimeKeeper(List.of(
                done.countingFailures(Works.of("reports", desk.reports()::nextDue, desk.reports()::runDue)),
                done.countingFailures(Works.of(
                        "messages",
                        desk.customers().delivery()::nextDue,
                        desk.customers().delivery()::runDue))));
        // Each message is claimed by the one that sends it, so that no process has to wait for its turn.
        this.messenger = new Thread(() -> messages.runForever(clock, () -> true, this::pause), "messages");
        this.webhooks = desk.outgoing().delivery(ShiftedClock.system());
        this.housekeeper = new Thread(() -> tidier.runForever(clock, turn::isMine, this::pause), "housekeeping");
        this.retrainer = giving(() -> learner.runForever(clock, turn::isMine, this::pause));
    }

    /** Starts everything; returns when appliances and people can connect. */
    public static Server start(Workspace workspace, ServerSettings settings) {
        return start(workspace, settings, workspace.dataDirectory().map(Disk::of));
    }

    /**
     * With another disk than that of the data directory.
     *
     * @param disk whose room is watched; nothing where the database's files are not ours
     */
    public static Server start(Workspace workspace, ServerSettings settings, Optional<Disk> disk) {
        Server server = new Server(workspace, settings, disk);
        workspace.closeLater(server);
        server.sight.start();
        await(server.console.start(new ConsoleSettings(settings.httpHost(), settings.httpPort(), settings.form())));
        if (settings.doors().listener()) {
            await(server.gateway.start(GatewaySettings.defaults()
                    .listeningOn(settings.mqttHost(), settings.mqttPort())
                    .withFairness(
                            settings.driven()
                                    ? FloodLimits.NONE
                                    : settings.appliance().flood(),
                            settings.appliance().longestSession())));
        }
        server.broker.ifPresent(BrokerDoor::start);
        server.worker.start();
        server.jobs.start();
        server.messenger.start();
        server.webhooks.start();
        if (!settings.driven()) {
            server.housekeeper.start();
            server.retrainer.start();
        }
        server.ready = true;
        log.atInfo()
                .addKeyValue("event", "started")
                .addKeyValue("version", Version.number())
                .addKeyValue("mqtt_port", settings.doors().listener() ? server.mqttPort() : 0)
                .addKeyValue("http_port", server.httpPort())
                .log(
                        "Hearthwatch {} runs on Java {}: {}, database {}",
                        Version.number(),
                        Runtime.version().feature(),
                        settings,
                        workspace.database().settings());
        return server;
    }

    /** Port that appliances connect to. */
    public int mqttPort() {
        return gateway.actualPort();
    }

    /** Port that people and programs connect to. */
    public int httpPort() {
        return console.actualPort();
    }

    /** How each piece of due work fares. */
    public List<DueState> dueWork() {
        return Stream.concat(keeper.states().stream(), tidier.states().stream()).toList();
    }

    /** Room on the embedded database's disk; nothing where another server was given. */
    public Optional<SpaceState> space() {
        return gate.map(SpaceGate::state);
    }

    /** The line that says where the server listens, and which broker it takes from. */
    public String readyLine() {
        String mqtt = settings.doors().listener() ? settings.mqttHost() + ":" + mqttPort() : "off";
        return "ready mqtt=" + mqtt + " http=" + settings.httpHost() + ":" + httpPort()
                + settings.doors().broker().map(to -> " broker=" + to).orElse("");
    }

    /** Keeps a driven clock in step with other processes on the database. */
    private void follow(DrivenClock driven) {
        while (pause()) {
            try {
                driven.follow();
            } catch (DatabaseException e) {
                log.debug("cannot read the clock: {}", e.getMessage());
            }
        }
    }

    private static List<DueWork> with(List<DueWork> works, List<DueWork> last) {
        return Stream.concat(works.stream(), last.stream()).toList();
    }

    /** A thread that the system may prefer others to. */
    @SuppressWarnings("ThreadPriorityCheck") // nothing relies on it: it gives way by itself while appliances wait
    private static Thread giving(Runnable work) {
        Thread thread = new Thread(work, "retraining");
        thread.setPriority(Thread.MIN_PRIORITY);
        return thread;
    }

    /** Training anew, if that is wanted. */
    private List<DueWork> learning(Workspace workspace, ServerSettings settings, Ingest ingest, WorkCounters done) {
        return settings.retrainEvery().isZero()
                ? List.of()
                : List.of(done.countingFailures(new Retrainer(
                        workspace.retraining(),
                        settings.retrainEvery(),
                        ingest::isSaturated,
                        () -> stopping.getCount() == 0)));
    }

    private static Instant newestEvent(Workspace workspace) {
        return Stream.of(
                        workspace.ingest().stored().newestEvent(null),
                        workspace.fleet().newestLabel(null))
                .flatMap(Optional::stream)
                .max(Instant::compareTo)
                .orElseGet(InstantSource.system()::instant);
    }

    private static Optional<String> report(Workspace workspace, String model, String language) {
        ModelSummary summary = workspace.models().find(model);
        return workspace
                .models()
                .newestEvaluation(model)
                .map(newest -> Report.html(
                        newest.document(),
                        workspace.catalog().type(summary.info().type()),
                        Report.Language.of(language)));
    }

    private static ConnectionListener connections(Ingest ingest) {
        return new ConnectionListener() {
            @Override
            public void connected(Appliance appliance, String clientId, Instant at) {
                ingest.connected(appliance);
            }

            @Override
            public void disconnected(
                    Appliance appliance, String clientId, Instant connectedAt, Instant at, String reason) {
                ingest.disconnected(appliance);
            }

            @Override
            public void happened(Appliance appliance, ConnectionEvent event, long times) {
                ingest.note(appliance, event, times);
            }
        };
    }

    /** Waits for the next round of due work; false when the server stops. */
    private boolean pause() {
        try {
            return !stopping.await(ROUND_MILLIS, TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    private static <T> T await(Future<T> future) {
        try {
            return future.toCompletionStage().toCompletableFuture().get(STOP_SECONDS, TimeUnit.SECONDS);
        } catch (java.util.concurrent.ExecutionException e) {
            throw e.getCause() instanceof RuntimeException cause
                    ? cause
                    : new IllegalStateException(e.getCause().getMessage(), e.getCause());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted", e);
        } catch (java.util.concurrent.TimeoutException e) {
            throw new IllegalStateException("not done within " + STOP_SECONDS + " s", e);
        }
    }

    /** Stops from the outside in: appliances first, then people, then the work under way; what was acknowledged is committed. */
    @Override
    public void close() {
        log.atInfo().addKeyValue("event", "stopping").log("stopping: what was acknowledged is committed first");
        long begun = System.nanoTime();
        ready = false;
        stopping.countDown();
        broker.ifPresent(door -> quietly("the broker's subscription", door::close));
        quietly("the gateway", () -> await(gateway.stop()));
        quietly("work under way", this::endWork);
        quietly("the watch", sight::close);
        quietly("the console", () -> await(console.stop()));
        quietly("due work", () -> worker.join(TimeUnit.SECONDS.toMillis(STOP_SECONDS)));
        quietly("messages", () -> messenger.join(TimeUnit.SECONDS.toMillis(STOP_SECONDS)));
        quietly("webhooks", webhooks::close);
        quietly("housekeeping", () -> housekeeper.join(TimeUnit.SECONDS.toMillis(STOP_SECONDS)));
        quietly("retraining", () -> retrainer.join(TimeUnit.SECONDS.toMillis(STOP_SECONDS)));
        gate.ifPresent(SpaceGate::close);
        quietly("the event loops", () -> await(vertx.close()));
        double seconds = (System.nanoTime() - begun) / 1e9;
        log.atInfo()
                .addKeyValue("event", "stopped")
                .addKeyValue("seconds", seconds)
                .log("stopped within {} s", Math.max(1, Math.round(seconds)));
    }

    /** Waits for the step under way, but not for ever: each is a transaction that is undone and done again if it is cut off. */
    private void endWork() throws InterruptedException {
        Thread ending = new Thread(keeper::close, "ending-work");
        ending.setDaemon(true);
        ending.start();
        ending.join(TimeUnit.SECONDS.toMillis(WORK_SECONDS));
    }

    /** Something that may fail while the server stops. */
    @FunctionalInterface
    private interface Step {
        void run() throws Exception;
    }

    private static void quietly(String what, Step step) {
        try {
            step.run();
        } catch (Exception e) {
            log.warn("while stopping {}: {}", what, e.getMessage());
        }
    }
}
