package io.hearthwatch.benchmarks.faults;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;

/**
 * One appliance: says something at its rate, keeps what it said until it is acknowledged, and sends it again, first thing, when the
 * sending failed. Its own thread alone publishes; the library's threads tell of answers.
 */
final class Sender implements Runnable {
    /** Answers that sending the same again would not change. */
    private static final int ALL_REJECTED = 0x99;

    /** An appliance that was cut off says later what it would have said, but not all of a long absence. */
    private static final long LONGEST_BACKLOG_NANOS = TimeUnit.SECONDS.toNanos(2);

    private final LinkPlan plan;
    private final MessageMaker maker;
    private final Ledger ledger;
    private final Tally tally;
    private final long periodNanos;
    private final Random random;
    private final Thread thread;
    private final Deque<Message> again = new ArrayDeque<>();
    private final AtomicInteger inFlight = new AtomicInteger();
    private volatile boolean producing = true;
    private volatile boolean stopped;
    private volatile boolean done;
    private Link link;
    private long nextNanos;

    Sender(LinkPlan plan, MessageMaker maker, Ledger ledger, Tally tally, Duration period, long seed) {
        this.plan = plan;
        this.maker = maker;
        this.ledger = ledger;
        this.tally = tally;
        this.periodNanos = period.toNanos();
        this.random = new Random(seed);
        this.thread = new Thread(this, "appliance-" + plan.appliance());
        this.thread.setDaemon(true);
    }

    void start() {
        thread.start();
    }

    /** Says nothing new; ends when all it said is answered. */
    void stopProducing() {
        producing = false;
    }

    /** Whether everything it said is answered. */
    boolean isDone() {
        return done;
    }

    /** Gives up what is not answered. */
    void stop() {
        stopped = true;
        thread.interrupt();
    }

    void join() throws InterruptedException {
        thread.join(TimeUnit.SECONDS.toMillis(2L * LinkPlan.PATIENCE_SECONDS));
    }

    @Override
    public void run() {
        link = plan.open();
        nextNanos = System.nanoTime() + random.nextInt(1, 1_000) * periodNanos / 1_000;
        while (!stopped && !done) {
            if (!link.isUp()) {
                connect();
            } else if (inFlight.get() >= plan.window() || !sendOne()) {
                LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(1));
            }
            done = !producing && nothingOpen();
        }
        link.close();
    }

    private boolean nothingOpen() {
        synchronized (again) {
            return again.isEmpty() && inFlight.get() == 0;
        }
    }

    private void connect() {
        try {
            link.connect();
            tally.connected();
        } catch (InterruptedException e) {
            stopped = true;
        } catch (Exception refused) {
            tally.connectFailed();
            LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(random.nextInt(100, 600)));
        }
    }

    /** False if there is nothing to say now. */
    private boolean sendOne() {
        Message message;
        synchronized (again) {
            message = again.poll();
        }
        if (message != null) {
            ledger.sentAgain(message);
            tally.sentAgain();
        } else {
            long now = System.nanoTime();
            if (!producing || now < nextNanos) {
                return false;
            }
            nextNanos = Math.max(nextNanos + periodNanos, now - LONGEST_BACKLOG_NANOS);
            message = maker.next();
            ledger.sent(message);
            tally.sent();
        }
        publish(message);
        return true;
    }

    private void publish(Message message) {
        inFlight.incrementAndGet();
        long sentNanos = System.nanoTime();
        CompletableFuture<?> unused = link.publish(message).whenComplete((code, error) -> {
            if (error != null) {
                Throwable cause =
                        error instanceof CompletionException && error.getCause() != null ? error.getCause() : error;
                keep(message, cause.getClass().getSimpleName() + ": " + cause.getMessage());
            } else if (code < 0x80) {
                ledger.acknowledged(message);
                tally.acknowledged(sentNanos);
            } else if (code == ALL_REJECTED) {
                ledger.refused(message, code);
                tally.refused();
            } else {
                keep(message, "answered 0x" + Integer.toHexString(code));
            }
            inFlight.decrementAndGet();
        });
    }

    private void keep(Message message, String why) {
        ledger.failed(message, why);
        tally.failed();
        synchronized (again) {
            again.add(message);
        }
    }

    @Override
    public String toString() {
        return plan + ": " + inFlight.get() + " in flight";
    }
}
