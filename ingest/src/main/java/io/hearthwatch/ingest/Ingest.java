package io.hearthwatch.ingest;

import io.hearthwatch.catalog.Catalog;
import io.hearthwatch.database.Database;
import io.hearthwatch.fleet.Appliance;
import io.hearthwatch.fleet.Fleet;
import io.hearthwatch.ingest.commands.Commands;
import io.hearthwatch.ingest.sessions.StoredSessions;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * From a received message to a committed row. The path of a message:
 *
 * <ol>
 *   <li>{@link #accept} puts it into the queue of its appliance's {@link Shard} and returns a future.
 *   <li>The shard's thread has the {@link Decoder} read its items into the {@link Batch}, checked against the catalog; what is
 *       wrong becomes a reject, its neighbours go on.
 *   <li>When nothing more has come for a moment, or the batch is full, the {@link BatchWriter} writes it in one transaction:
 *       readings by COPY ({@link ReadingWriter}), faults, statuses, answers, rejects, and the marks that make hours be computed
 *       and appliances be scored. If a reading is stored already, and only then, the batch is merged with what is stored.
 *   <li>After the commit the futures complete. While the database is away the shard keeps its batch and tries again.
 * </ol>
 *
 * Beside that path: {@link #hours} computes hourly statistics, {@link #stored} reads, {@link #bulk} imports. Thread-safe; nothing
 * here but {@link #close} blocks.
 */
public final class Ingest implements MessageSink, AutoCloseable {
    private static final Logger log = LoggerFactory.getLogger(Ingest.class);
    private static final Duration CLOSE_TIMEOUT = Duration.ofSeconds(10);

    private final Database database;
    private final TypeTables tables;
    private final InstantSource clock;
    private final Budget budget;
    private final Counters counters = new Counters();
    private final List<Shard> shards = new ArrayList<>();
    private final List<Thread> threads = new ArrayList<>();
    private final Hours hours;
    private final StoredTelemetry stored;
    private final BulkStore bulk;
    private final Commands commands;
    private final StoredSessions sessions;
    private final SafetyFaults safetyFaults;

    /**
     * Migrates {@code telemetry}, creates or extends the tables of the catalog's types, and starts the threads.
     *
     * @param fleet the registry, whose schema is read beside ours, so it has to be there first
     * @throws io.hearthwatch.database.DatabaseException if the catalog does not fit what is stored
     */
    public Ingest(Database database, Catalog catalog, Fleet fleet, InstantSource clock, IngestSettings settings) {
        this(database, catalog, fleet, clock, settings, Shard.exponential());
    }

    Ingest(
            Database database,
            Catalog catalog,
            Fleet fleet,
            InstantSource clock,
            IngestSettings settings,
            Shard.BackOff backOff) {
        Objects.requireNonNull(fleet, "the registry's schema comes first");
        database.migrate("telemetry");
        this.database = database;
        this.tables = TypeTables.open(database, catalog);
        this.clock = clock;
        this.budget = new Budget(settings.budgetBytes());
        this.hours = new Hours(database, tables);
        this.stored = new StoredTelemetry(database, tables);
        this.bulk = new BulkStore(database, tables);
        this.commands = new Commands(database, clock, settings.commandsPerAppliance());
        this.sessions = new StoredSessions(database, clock);
        this.safetyFaults = new SafetyFaults(database);
        Outage outage = new Outage(System::nanoTime);
        for (int i = 0; i < settings.shards(); i++) {
            Decoder decoder = new Decoder(tables, settings);
            shards.add(new Shard(database, decoder, settings, budget, counters, outage, backOff));
            Thread thread = new Thread(shards.get(i), "ingest-" + i);
            threads.add(thread);
            thread.start();
        }
    }

    @Override
    public Future<Verdict> accept(ReceivedMessage message) {
        Pending pending = new Pending(message, Vertx.currentContext());
        if (!shard(message.appliance()).offer(pending)) {
            return Future.failedFuture(new IllegalStateException("ingest is closed"));
        }
        return pending.promise.future();
    }

    private Shard shard(Appliance appliance) {
        return shards.get(Math.floorMod(appliance.no(), shards.size()));
    }

    @Override
    public boolean isSaturated() {
        return budget.isExhausted();
    }

    @Override
    public void whenRelieved(Runnable resume) {
        budget.whenRelieved(resume);
    }

    /** Notes that an appliance connected now. Doesn't block. */
    public void connected(Appliance appliance) {
        note(appliance, ConnectionEvent.CONNECTED, 1);
    }

    /** Notes that an appliance's connection ended now. Doesn't block. */
    public void disconnected(Appliance appliance) {
        note(appliance, ConnectionEvent.DISCONNECTED, 1);
    }

    /** Notes that something happened to an appliance's connection so many times, the last time now. Doesn't block. */
    public void note(Appliance appliance, ConnectionEvent event, long times) {
        long now = Micros.of(clock.instant());
        Pending pending = new Pending(new ConnectionWriter.Note(appliance.no(), event, now, times));
        if (!shard(appliance).offer(pending)) {
            log.debug("{}: {} while ingest was closing", appliance.id(), event);
        }
    }

    /** The counters now. */
    public IngestMetrics metrics() {
        return counters.look(budget.messages(), budget.bytes(), budget.limit());
    }

    /** How long commits take and how large batches are, since it started. */
    public IngestHistograms histograms() {
        return counters.histograms();
    }

    /** How each of the threads fares that store messages. Doesn't block. */
    public List<ShardState> shards() {
        List<ShardState> states = new ArrayList<>();
        for (int i = 0; i < shards.size(); i++) {
            states.add(shards.get(i).state(i));
        }
        return states;
    }

    /** What computes hourly statistics. */
    public Hours hours() {
        return hours;
    }

    /** What reads. */
    public StoredTelemetry stored() {
        return stored;
    }

    /** Commands to appliances. */
    public Commands commands() {
        return commands;
    }

    /** MQTT sessions that outlive their connection. */
    public StoredSessions sessions() {
        return sessions;
    }

    /** What compresses, and drops what is old. */
    public Housekeeping housekeeping(KeepSettings settings) {
        return new Housekeeping(database, tables, settings);
    }

    /** Safety-relevant fault codes that wait to be handed on. */
    public SafetyFaults safetyFaults() {
        return safetyFaults;
    }

    /** What imports. */
    public BulkStore bulk() {
        return bulk;
    }

    /** Commits what was accepted, as far as the database allows within ten seconds, and stops the threads. */
    @Override
    public void close() {
        close(CLOSE_TIMEOUT);
    }

    void close(Duration timeout) {
        sessions.close();
        shards.forEach(Shard::close);
        long deadline = System.nanoTime() + timeout.toNanos();
        try {
            for (Thread thread : threads) {
                TimeUnit.NANOSECONDS.timedJoin(thread, Math.max(1, deadline - System.nanoTime()));
                thread.interrupt();
            }
        } catch (InterruptedException e) {
            threads.forEach(Thread::interrupt);
            Thread.currentThread().interrupt();
        }
    }
}
