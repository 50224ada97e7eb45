package io.hearthwatch.app.serve;

import io.hearthwatch.app.cli.Version;
import io.hearthwatch.app.clock.DueState;
import io.hearthwatch.app.clock.DueWork;
import io.hearthwatch.app.disk.Size;
import io.hearthwatch.app.disk.SpaceState;
import io.hearthwatch.app.health.Watch;
import io.hearthwatch.app.metrics.LoopDelay;
import io.hearthwatch.app.metrics.Metrics;
import io.hearthwatch.app.metrics.WorkCounters;
import io.hearthwatch.app.workspace.Workspace;
import io.hearthwatch.console.HealthCheck;
import io.hearthwatch.console.HealthCheck.Health;
import io.hearthwatch.console.Vitals;
import io.hearthwatch.gateway.GatewayMetrics;
import io.hearthwatch.gateway.broker.BrokerMetrics;
import io.hearthwatch.ingest.ShardState;
import io.vertx.core.Vertx;
import java.util.List;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;
import java.util.stream.Collectors;

/** The service as it is seen from outside: health, metrics, and the lines that an operator reads. */
final class Sight implements AutoCloseable {
    /** A piece of work that fails once is tried again at once; who fails so often needs someone to look. */
    private static final int FAILURES_IN_A_ROW = 5;

    /** A batch that takes so long does not get through. */
    private static final double STUCK_SECONDS = 300;

    private final Parts parts;
    private final Watch watch;
    private final LoopDelay loopDelay = new LoopDelay();
    private final Metrics metrics;

    /**
     * What is looked at.
     *
     * @param broker counters of what comes from a broker, if there is one
     * @param works what is due at times
     * @param states how each piece of it fares
     * @param space room on the disk, where the database is our own
     * @param done what due work did so far
     * @param driven whether the clock moves only through the API
     */
    record Parts(
            Workspace workspace,
            Vertx vertx,
            int eventLoops,
            GatewayMetrics gateway,
            Optional<BrokerMetrics> broker,
            List<DueWork> works,
            Supplier<List<DueState>> states,
            Supplier<Optional<SpaceState>> space,
            WorkCounters done,
            boolean driven) {
        boolean roomOnDisk() {
            return space.get().map(SpaceState::open).orElse(true);
        }
    }

    Sight(Parts parts) {
        this.parts = parts;
        Workspace workspace = parts.workspace();
        this.watch = new Watch(new Watch.Parts(
                workspace.database(),
                workspace::databaseRuns,
                workspace.catalog(),
                workspace.ingest(),
                parts.gateway(),
                workspace.predictor(),
                workspace.serviceWatch(),
                workspace.serviceDesk(),
                parts.works(),
                parts::roomOnDisk,
                workspace.clock(),
                parts.driven()));
        this.metrics = Metrics.of(new Metrics.Rooms(
                workspace.database(),
                parts.gateway(),
                parts.broker(),
                workspace.ingest(),
                watch,
                parts.done(),
                parts.works().stream().map(DueWork::name).toList(),
                parts.states(),
                parts.space(),
                loopDelay.delays(),
                workspace.clock(),
                parts.driven(),
                List.copyOf(workspace.catalog().types().keySet()),
                Version.number()));
    }

    void start() {
        watch.start();
        loopDelay.start(parts.vertx(), parts.eventLoops());
    }

    /**
     * What the console shows of it.
     *
     * @param running whether the service has started and does not stop yet
     */
    Vitals vitals(BooleanSupplier running) {
        return new Vitals(
                List.of(
                        new HealthCheck(
                                "service",
                                () -> running.getAsBoolean()
                                        ? Health.well("running")
                                        : Health.unwell("starting or stopping")),
                        new HealthCheck("database", watch.database()::health),
                        new HealthCheck(
                                "ingest",
                                () -> ingest(parts.workspace().ingest().shards())),
                        new HealthCheck("due_work", this::dueWork),
                        new HealthCheck("disk", this::disk),
                        new HealthCheck("clock", watch.clock()::health),
                        new HealthCheck("models", this::models),
                        new HealthCheck(
                                "tickets", () -> Health.well(watch.policy().detail()))),
                metrics::scrape);
    }

    private Health dueWork() {
        String failing = parts.states().get().stream()
                .filter(state -> state.failures() >= FAILURES_IN_A_ROW)
                .map(state ->
                        state.name() + " failed " + state.failures() + " times in a row since " + state.failingSince())
                .collect(Collectors.joining("; "));
        return failing.isEmpty() ? Health.well("done as it becomes due") : Health.unwell(failing + "; see the log");
    }

    private Health disk() {
        return parts.space()
                .get()
                .map(state -> state.open()
                        ? Health.well("has room")
                        : Health.unwell("nearly full: " + state.freeText() + " free, " + Size.text(state.minFree())
                                + " are to stay free (--min-free)"))
                .orElseGet(() -> Health.well("not ours: the database is another server"));
    }

    /** Whether every thread that stores messages is there and gets on. */
    static Health ingest(List<ShardState> shards) {
        String stuck = shards.stream()
                .filter(shard -> !shard.runs() || shard.seconds() > STUCK_SECONDS)
                .map(shard -> "shard " + shard.number()
                        + (shard.runs()
                                ? " has not got its batch stored for " + Math.round(shard.seconds() / 60) + " min, "
                                        + shard.failures() + " attempts failed"
                                : " has ended; the service has to be started anew"))
                .collect(Collectors.joining("; "));
        return stuck.isEmpty()
                ? Health.well(shards.size() + " shards store messages")
                : Health.unwell(stuck + "; see the log");
    }

    /** Never unready for it: a model that may hold no longer is still better than none. */
    private Health models() {
        String warned = watch.standings().values().stream()
                .filter(standing -> standing.warnings() > 0)
                .map(standing -> standing.model() + " of " + standing.type() + " may hold no longer")
                .sorted()
                .collect(Collectors.joining("; "));
        return Health.well(warned.isEmpty() ? "no warning stands" : warned + "; see: model watch");
    }

    @Override
    public void close() {
        watch.close();
    }
}
