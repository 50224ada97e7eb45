package io.hearthwatch.ingest.sessions;

import io.hearthwatch.database.Database;
import io.hearthwatch.database.DatabaseException;
import io.hearthwatch.database.DatabaseUnavailableException;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Sessions in the database. One thread writes what came since its last transaction in the next one. What somebody waits for fails when
 * the database is away; what nobody waits for is kept and tried again, up to a bound. What the database refuses is dropped.
 */
public final class StoredSessions implements SessionStore, AutoCloseable {
    private static final Logger log = LoggerFactory.getLogger(StoredSessions.class);
    /** Beside an outage: a server that became a standby, a race, something in use, a system error. */
    private static final Set<String> PASSING = Set.of("25", "40", "55", "58");

    private static final int MOST_AT_ONCE = 1_000;
    private static final int LONGEST_QUEUE = 100_000;
    private static final long RETRY_NANOS = TimeUnit.SECONDS.toNanos(1);
    private static final Duration CLOSE_TIMEOUT = Duration.ofSeconds(5);

    private final Database database;
    private final InstantSource clock;
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();
    private final Deque<Step<?>> queue = new ArrayDeque<>();
    private Thread thread; // started when it is first needed: most commands need none
    private boolean closing;

    /** The schema {@code telemetry} must be there. */
    public StoredSessions(Database database, InstantSource clock) {
        this.database = database;
        this.clock = clock;
    }

    /** Something to do in a transaction; with a promise if somebody waits for it. */
    private record Step<T>(Work<T> work, Promise<T> promise) {
        private record Done<T>(Step<T> step, T result) {
            void tell() {
                if (step.promise != null) {
                    step.promise.complete(result);
                }
            }
        }

        Done<T> run(Connection connection) throws SQLException {
            return new Done<>(this, work.run(connection));
        }
    }

    @FunctionalInterface
    private interface Work<T> {
        T run(Connection connection) throws SQLException;
    }

    @Override
    public Future<Optional<Stored>> open(SessionKey key, boolean cleanStart, long expirySeconds) {
        Instant now = clock.instant();
        if (!cleanStart) {
            Promise<Optional<Stored>> promise = Promise.promise();
            add(new Step<>(connection -> resumed(connection, key, expirySeconds, now), promise));
            return promise.future();
        }
        add(new Step<>(
                connection -> {
                    if (expirySeconds == 0) {
                        SessionRows.delete(connection, key);
                    } else {
                        SessionRows.begin(connection, key, expirySeconds);
                    }
                    return null;
                },
                null));
        return Future.succeededFuture(Optional.empty());
    }

    private static Optional<Stored> resumed(Connection connection, SessionKey key, long expirySeconds, Instant now)
            throws SQLException {
        Optional<Stored> found = SessionRows.resume(connection, key, expirySeconds, now);
        if (found.isEmpty() && expirySeconds > 0) {
            SessionRows.begin(connection, key, expirySeconds);
        }
        return found;
    }

    @Override
    public Future<Void> subscribe(SessionKey key, Integer qos, long expirySeconds) {
        Promise<Void> promise = Promise.promise();
        add(new Step<>(
                connection -> {
                    if (!SessionRows.subscribe(connection, key, qos)) {
                        SessionRows.begin(connection, key, expirySeconds);
                        SessionRows.subscribe(connection, key, qos);
                    }
                    return null;
                },
                promise));
        return promise.future();
    }

    @Override
    public void close(SessionKey key, Integer qos, long expirySeconds) {
        Instant expiresAt = clock.instant().plusSeconds(expirySeconds);
        add(new Step<>(
                connection -> {
                    if (expirySeconds == 0) {
                        SessionRows.delete(connection, key);
                    } else {
                        SessionRows.end(connection, key, qos, expirySeconds, expiresAt);
                    }
                    return null;
                },
                null));
    }

    /**
     * Forgets what has expired by an instant; returns how many sessions that were.
     */
    public int expire(Instant upTo) {
        return database.withConnection(connection -> {
            try (PreparedStatement delete =
                    connection.prepareStatement("delete from telemetry.session where expires_at <= ?")) {
                delete.setObject(1, upTo.atOffset(ZoneOffset.UTC));
                return delete.executeUpdate();
            }
        });
    }

    private void add(Step<?> step) {
        lock.lock();
        try {
            if (closing || queue.size() >= LONGEST_QUEUE) {
                if (step.promise() != null) {
                    step.promise().fail(new IllegalStateException("sessions cannot be stored now"));
                }
                return;
            }
            queue.add(step);
            if (thread == null) {
                // Connections that a killed server left behind ended, as far as anybody can know, now.
                queue.addFirst(new Step<Void>(connection -> SessionRows.endAll(connection, clock.instant()), null));
                thread = new Thread(this::write, "sessions");
                thread.setDaemon(true);
                thread.start();
            }
            changed.signal();
        } finally {
            lock.unlock();
        }
    }

    private void write() {
        try {
            for (List<Step<?>> batch = take(); !batch.isEmpty(); batch = take()) {
                try {
                    run(batch);
                } catch (RuntimeException e) {
                    if (mayPass(e)) {
                        failed(batch, e);
                    } else {
                        runOneByOne(batch);
                    }
                }
            }
        } catch (InterruptedException e) {
            log.warn("stopped with changes of sessions that are not stored");
        }
    }

    private void run(List<Step<?>> steps) {
        List<Step.Done<?>> done = database.inTransaction(connection -> {
            List<Step.Done<?>> results = new ArrayList<>();
            for (Step<?> step : steps) {
                results.add(step.run(connection));
            }
            return results;
        });
        done.forEach(Step.Done::tell);
    }

    /** Each step in a transaction of its own; one that the database does not take is dropped, so that it holds up no others. */
    private void runOneByOne(List<Step<?>> steps) throws InterruptedException {
        for (int i = 0; i < steps.size(); i++) {
            Step<?> step = steps.get(i);
            try {
                run(List.of(step));
            } catch (RuntimeException e) {
                if (mayPass(e)) {
                    failed(steps.subList(i, steps.size()), e);
                    return;
                }
                log.error("a change of a session cannot be stored; it is dropped", e);
                if (step.promise() != null) {
                    step.promise().fail(e);
                }
            }
        }
    }

    /** Whether a failure will end by itself, and has nothing to do with the steps. */
    private static boolean mayPass(RuntimeException e) {
        return e instanceof DatabaseUnavailableException
                || (e instanceof DatabaseException failure
                        && failure.sqlState() != null
                        && failure.sqlState().length() == 5
                        && PASSING.contains(failure.sqlState().substring(0, 2)));
    }

    private List<Step<?>> take() throws InterruptedException {
        lock.lockInterruptibly();
        try {
            while (queue.isEmpty() && !closing) {
                changed.await();
            }
            List<Step<?>> batch = new ArrayList<>();
            while (!queue.isEmpty() && batch.size() < MOST_AT_ONCE) {
                batch.add(queue.poll());
            }
            return batch;
        } finally {
            lock.unlock();
        }
    }

    private void failed(List<Step<?>> batch, RuntimeException why) throws InterruptedException {
        log.warn("sessions could not be stored; what nobody waits for is tried again: {}", why.getMessage());
        List<Step<?>> kept = new ArrayList<>();
        for (Step<?> step : batch) {
            if (step.promise() == null) {
                kept.add(step);
            } else {
                step.promise().fail(why);
            }
        }
        lock.lockInterruptibly();
        try {
            if (closing) {
                return;
            }
            for (int i = kept.size() - 1; i >= 0; i--) {
                queue.addFirst(kept.get(i));
            }
            // Somebody who comes meanwhile is told soon, by the next attempt.
            long left = kept.isEmpty() ? 0 : RETRY_NANOS;
            while (left > 0 && !closing) {
                left = changed.awaitNanos(left);
            }
        } finally {
            lock.unlock();
        }
    }

    /** Writes what was told, as far as the database allows within five seconds. */
    @Override
    public void close() {
        Thread running;
        lock.lock();
        try {
            closing = true;
            running = thread;
            changed.signal();
        } finally {
            lock.unlock();
        }
        if (running == null) {
            return;
        }
        try {
            running.join(CLOSE_TIMEOUT.toMillis());
            running.interrupt();
        } catch (InterruptedException e) {
            running.interrupt();
            Thread.currentThread().interrupt();
        }
    }
}
