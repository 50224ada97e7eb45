package io.hearthwatch.app.health;

import io.hearthwatch.app.clock.DueWork;
import io.hearthwatch.catalog.Catalog;
import io.hearthwatch.database.Database;
import io.hearthwatch.database.DatabaseUnavailableException;
import io.hearthwatch.gateway.GatewayMetrics;
import io.hearthwatch.ingest.Ingest;
import io.hearthwatch.predictor.Predictor;
import io.hearthwatch.predictor.ServiceWatch;
import io.hearthwatch.predictor.Standing;
import io.hearthwatch.servicedesk.ServiceDesk;
import io.hearthwatch.servicedesk.customer.Retention;
import io.hearthwatch.servicedesk.organisation.Scope;
import io.hearthwatch.servicedesk.outbox.DeliveryCounts;
import io.hearthwatch.servicedesk.outbox.Outgoing;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Looks at the running service from beside it, on threads of its own, so that health and metrics answer at once whatever the database
 * does, and so that an operator reads one line where something begins and one where it ends.
 */
public final class Watch implements AutoCloseable {
    private static final Logger log = LoggerFactory.getLogger(Watch.class);
    private static final long EVERY_MILLIS = 1_000;
    private static final long DATABASE_EVERY_MILLIS = 500;
    private static final long POLICY_EVERY_MILLIS = 2_000;
    private static final long BACKLOG_EVERY_MILLIS = 15_000;

    private final Parts parts;
    private final ClockWatch clock;
    private final DatabaseWatch database;
    private final Saturation saturation;
    private final Champions champions = new Champions();
    private final PolicyWatch policy;
    /** One thread for each look, of which all but one may wait for the database. */
    private final ScheduledExecutorService threads;

    private final List<Future<?>> looks = new ArrayList<>();
    private volatile Backlog backlog = Backlog.UNKNOWN;
    private volatile Map<String, Standing> standings = Map.of();
    private volatile Outgoing.Backlog outgoing;

    /** What is looked at. */
    public record Parts(
            Database database,
            BooleanSupplier databaseRuns,
            Catalog catalog,
            Ingest ingest,
            GatewayMetrics gateway,
            Predictor predictor,
            ServiceWatch serviceWatch,
            ServiceDesk desk,
            List<DueWork> dueWork,
            BooleanSupplier roomOnDisk,
            InstantSource clock,
            boolean driven) {}

    public Watch(Parts parts) {
        this.parts = parts;
        this.clock = new ClockWatch(parts.clock(), System::nanoTime, parts.database()::clock, parts.driven());
        this.database = new DatabaseWatch(clock, parts.databaseRuns(), System::nanoTime);
        this.policy = new PolicyWatch(
                parts.desk(), parts.predictor(), parts.catalog().types().keySet());
        this.saturation = new Saturation(
                parts.ingest()::isSaturated,
                parts.gateway()::heldBack,
                parts.roomOnDisk(),
                parts.gateway()::connectsRefused,
                System::nanoTime);
        this.threads = Executors.newScheduledThreadPool(4, work -> {
            Thread thread = new Thread(work, "watch");
            thread.setDaemon(true);
            return thread;
        });
    }

    /** Begins to look. */
    public void start() {
        every(DATABASE_EVERY_MILLIS, database::ask);
        every(EVERY_MILLIS, saturation::look);
        every(POLICY_EVERY_MILLIS, policy::look);
        every(BACKLOG_EVERY_MILLIS, this::lookAtBacklog);
    }

    private void every(long millis, Runnable look) {
        looks.add(threads.scheduleWithFixedDelay(() -> unlessItFails(look), 0, millis, TimeUnit.MILLISECONDS));
    }

    private static void unlessItFails(Runnable look) {
        try {
            look.run();
        } catch (DatabaseUnavailableException e) {
            log.debug("cannot look while the database is away: {}", e.getMessage());
        } catch (RuntimeException e) {
            log.error("cannot look at the service", e);
        }
    }

    private void lookAtBacklog() {
        try {
            outgoing = parts.desk().outgoing().backlog();
            backlog = new Backlog(
                    parts.ingest().hours().backlog(),
                    parts.predictor().unrelayedCount(),
                    parts.desk().openTickets(Scope.EVERYTHING),
                    parts.database().sizeBytes(),
                    lags());
            Map<String, String> following = new HashMap<>();
            for (String type : parts.catalog().types().keySet()) {
                parts.predictor().champion(type).ifPresent(model -> following.put(type, model));
            }
            champions.look(following);
            standings = parts.serviceWatch().standings().stream()
                    .collect(Collectors.toMap(Standing::type, standing -> standing));
        } catch (RuntimeException e) {
            backlog = Backlog.UNKNOWN;
            outgoing = null;
            standings = Map.of();
            throw e;
        }
    }

    private Map<String, Double> lags() {
        Instant now = parts.clock().instant();
        Map<String, Double> lags = new HashMap<>();
        for (DueWork work : parts.dueWork()) {
            double late = work.nextDue()
                    .map(due -> Duration.between(due, now).toMillis() / 1e3)
                    .orElse(0.0);
            lags.put(work.name(), Math.max(0, late));
        }
        return lags;
    }

    /** Which types may open tickets. */
    public PolicyWatch policy() {
        return policy;
    }

    /** Whether the database answers. */
    public DatabaseWatch database() {
        return database;
    }

    /** Whether the clock can be believed. */
    public ClockWatch clock() {
        return clock;
    }

    /** Whether the models in service hold, by type, as of some seconds ago. */
    public Map<String, Standing> standings() {
        return standings;
    }

    /** What waits, as of some seconds ago. */
    public Backlog backlog() {
        return backlog;
    }

    /** Events that wait for other systems, as of some seconds ago; nothing while that is not known. */
    public Optional<Outgoing.Backlog> outgoing() {
        return Optional.ofNullable(outgoing);
    }

    /** What this process delivered to other systems. */
    public DeliveryCounts deliveries() {
        return parts.desk().outgoing().counts();
    }

    /** What this process erased because its time was over. */
    public Retention retention() {
        return parts.desk().customers().retention();
    }

    @Override
    public void close() {
        looks.forEach(look -> look.cancel(true));
        threads.shutdownNow();
        try {
            if (!threads.awaitTermination(5, TimeUnit.SECONDS)) {
                log.debug("a look is still under way");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
