package io.hearthwatch.ingest;

import io.hearthwatch.database.Database;
import io.vertx.core.Context;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One queue and the thread that empties it: takes what came, decodes it, commits it in one transaction, completes its promises, and
 * again. When the database is away it keeps its batch and tries again until it succeeds; what the database does not take although it is there
 * is searched for after a while ({@link Isolation}). All messages of an appliance go through
 * one shard, so their order stays.
 */
final class Shard implements Runnable {
    private static final Logger log = LoggerFactory.getLogger(Shard.class);
    private static final int TAKEN_AT_ONCE = 1024;
    private static final long BATCH_BYTES = 8 << 20;
    /** So many races in a row are nothing to speak of. */
    private static final int QUIET_RACES = 16;

    private static final int STUBBORN_FAILURES = 5;
    private static final long STUBBORN_NANOS = TimeUnit.SECONDS.toNanos(30);

    private final Database database;
    private final Decoder decoder;
    private final IngestSettings settings;
    private final Budget budget;
    private final Counters counters;
    private final Outage outage;
    private final BackOff backOff;
    private final Batch batch = new Batch();
    private final BatchWriter writer = new BatchWriter();
    private final Isolation isolation;

    /** Taken from the queue, so that senders and the thread meet at its lock once for many messages; the thread's own. */
    private final ArrayDeque<Pending> inHand = new ArrayDeque<>();

    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();
    private final ArrayDeque<Pending> queue = new ArrayDeque<>();
    private boolean sleeping;
    private boolean closing;

    private volatile boolean ended;
    private volatile boolean writing;
    private volatile long writingSince;
    private volatile int failedAttempts;

    Shard(
            Database database,
            Decoder decoder,
            IngestSettings settings,
            Budget budget,
            Counters counters,
            Outage outage,
            BackOff backOff) {
        this.database = database;
        this.decoder = decoder;
        this.settings = settings;
        this.budget = budget;
        this.counters = counters;
        this.outage = outage;
        this.backOff = backOff;
        this.isolation = new Isolation(decoder, counters, backOff, part -> commit(part, true));
    }

    /** Waits between attempts to reach a database that is away. */
    interface BackOff {
        /**
         * Waits before the next attempt.
         *
         * @param attempt 1 for the first failure in a row
         * @throws InterruptedException if the shard is to give up
         */
        void pause(int attempt) throws InterruptedException;

        /** Whether a batch failed often and for long enough, without an outage, to look for the message that is to blame. */
        default boolean isEnough(int failures, long nanos) {
            return failures >= STUBBORN_FAILURES && nanos >= STUBBORN_NANOS;
        }
    }

    /** Takes a message; false if the shard was closed. Never blocks for longer than it takes to put something into a list. */
    boolean offer(Pending pending) {
        lock.lock();
        try {
            if (closing) {
                return false;
            }
            budget.take(pending.bytes());
            queue.add(pending);
            if (sleeping) {
                changed.signal();
            }
            return true;
        } finally {
            lock.unlock();
        }
    }

    /** Takes no more; the thread ends when all that was taken is committed. */
    void close() {
        lock.lock();
        try {
            closing = true;
            changed.signal();
        } finally {
            lock.unlock();
        }
    }

    @Override
    public void run() {
        try {
            while (collect()) {
                begin();
                commit();
                writing = false;
                complete();
            }
        } catch (InterruptedException e) {
            log.warn("stopped with messages not committed; their senders have no acknowledgement and will send again");
            giveUp();
        } catch (RuntimeException | Error e) {
            // Not left to end in silence: who sends is told, and whoever watches sees that it has ended.
            log.atError()
                    .addKeyValue("event", "shard_ended")
                    .setCause(e)
                    .log("a thread that stores messages ended; its appliances' messages are refused until a restart");
            giveUp();
        } finally {
            ended = true;
        }
    }

    private void begin() {
        failedAttempts = 0;
        writingSince = System.nanoTime();
        writing = true;
    }

    /** From any thread. */
    ShardState state(int number) {
        boolean busy = writing && !ended;
        return new ShardState(
                number,
                !ended,
                busy ? failedAttempts : 0,
                busy ? Math.max(0, System.nanoTime() - writingSince) / 1e9 : 0);
    }

    /** Fills the batch with what is queued, and lingers a little for more; false at the end. */
    private boolean collect() throws InterruptedException {
        batch.clear();
        long deadline = 0;
        while (batch.items() < settings.batchItems() && batch.bytes() < BATCH_BYTES) {
            if (inHand.isEmpty() && !take(deadline)) {
                break;
            }
            if (deadline == 0) {
                deadline = Math.max(1, System.nanoTime() + settings.linger().toNanos());
            }
            decoder.decode(inHand.poll(), batch);
        }
        counters.decoded(batch);
        return !batch.messages().isEmpty();
    }

    /** Takes some of the queue in hand, waiting until the deadline, or for ever (0); false if there is nothing. */
    private boolean take(long deadline) throws InterruptedException {
        lock.lockInterruptibly();
        try {
            while (queue.isEmpty() && !closing) {
                long left = deadline == 0 ? Long.MAX_VALUE : deadline - System.nanoTime();
                if (left <= 0) {
                    return false;
                }
                sleeping = true;
                changed.awaitNanos(left);
                sleeping = false;
            }
            for (int i = 0; i < TAKEN_AT_ONCE && !queue.isEmpty(); i++) {
                inHand.add(queue.poll());
            }
            return !inHand.isEmpty();
        } finally {
            lock.unlock();
        }
    }

    private void commit() throws InterruptedException {
        if (batch.nothingToWrite()) {
            return;
        }
        boolean carefully = false;
        int stubborn = 0;
        long stubbornSince = 0;
        for (int failures = 0; ; ) {
            try {
                commit(batch, carefully);
                return;
            } catch (SQLException | RuntimeException e) {
                if (!carefully && mayBeRows(e)) {
                    carefully = true;
                    continue;
                }
                // Two writers met at the same rows: careful ones go through them in the same order.
                boolean mayPass = Isolation.mayPass(e);
                stubborn = mayPass ? 0 : stubborn + 1;
                stubbornSince = stubborn == 1 ? System.nanoTime() : stubbornSince;
                carefully |= Halving.isRace(e) || !mayPass;
                failures++;
                failedAttempts = failures;
                counters.retried();
                report(e, failures);
                if (stubborn > 0 && backOff.isEnough(stubborn, System.nanoTime() - stubbornSince)) {
                    isolation.commit(batch.messages());
                    return;
                }
                backOff.pause(failures);
            }
        }
    }

    private void commit(Batch part, boolean carefully) throws SQLException {
        long begun = System.nanoTime();
        try {
            write(part, carefully);
        } catch (HorizonMovedException e) {
            log.info("{}; they are refused now", e.getMessage());
            part.decodeAgain(decoder);
            write(part, carefully);
        }
        counters.committed(part, carefully, writer.lateReasons(), System.nanoTime() - begun);
        outage.succeeded();
    }

    /** Whether writing item by item could get round it. */
    private static boolean mayBeRows(Exception e) {
        return !(e instanceof SQLException sql)
                || Halving.isRowsFault(sql)
                || Halving.UNIQUE_VIOLATION.equals(sql.getSQLState());
    }

    private void report(Exception e, int failures) {
        if (Halving.isRace(e) && failures < QUIET_RACES) {
            log.debug("another process wrote the same rows at the same time; once more: {}", e.getMessage());
        } else if (e instanceof SQLException sql && Database.isUnavailable(sql)) {
            outage.failed(sql);
        } else if (Integer.bitCount(failures) == 1) { // at every doubling, not at every attempt
            log.error("a batch could not be written; it is kept and tried again (attempt {})", failures, e);
        }
    }

    private void write(Batch part, boolean carefully) throws SQLException {
        try (Connection connection = database.connection()) {
            connection.setAutoCommit(false);
            try {
                if (carefully) {
                    writer.writeCarefully(connection, part);
                } else {
                    writer.write(connection, part);
                }
                connection.commit();
            } catch (SQLException | RuntimeException e) {
                rollback(connection, e);
                throw e;
            }
        }
    }

    private static void rollback(Connection connection, Exception cause) {
        try {
            connection.rollback();
        } catch (SQLException e) {
            cause.addSuppressed(e);
        }
    }

    /** Tells the senders, each on the context it came from, in order of arrival. */
    private void complete() {
        budget.giveBack(batch.bytes(), batch.messages().size());
        IdentityHashMap<Context, List<Pending>> byContext = new IdentityHashMap<>();
        for (Pending pending : batch.messages()) {
            if (pending.message == null) {
                continue;
            }
            if (pending.context == null) {
                tell(pending);
            } else {
                byContext
                        .computeIfAbsent(pending.context, context -> new ArrayList<>())
                        .add(pending);
            }
        }
        byContext.forEach((context, list) -> context.runOnContext(nothing -> list.forEach(Shard::tell)));
    }

    private static void tell(Pending pending) {
        try {
            pending.complete();
        } catch (RuntimeException e) {
            log.error("a sender failed over its own verdict", e);
        }
    }

    private void giveUp() {
        close();
        List<Pending> left = new ArrayList<>(batch.messages());
        left.addAll(inHand);
        lock.lock();
        try {
            left.addAll(queue);
            queue.clear();
        } finally {
            lock.unlock();
        }
        IllegalStateException closed = new IllegalStateException("ingest was closed before the message was committed");
        for (Pending pending : left) {
            if (pending.context == null) {
                pending.promise.tryFail(closed);
            } else {
                pending.context.runOnContext(nothing -> pending.promise.tryFail(closed));
            }
        }
    }

    /** Waits longer and longer, up to a second: what is back is to be found soon. */
    static BackOff exponential() {
        ReentrantLock pause = new ReentrantLock();
        Condition never = pause.newCondition();
        return attempt -> {
            pause.lockInterruptibly();
            try {
                long left = TimeUnit.MILLISECONDS.toNanos(Math.min(1000, 25L << Math.min(attempt, 6)));
                while (left > 0) {
                    left = never.awaitNanos(left);
                }
            } finally {
                pause.unlock();
            }
        };
    }
}
