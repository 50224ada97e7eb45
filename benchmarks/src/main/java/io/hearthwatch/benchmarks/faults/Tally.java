package io.hearthwatch.benchmarks.faults;

import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.DoubleConsumer;

/** What the appliances did, counted while they do it; also tells how long after a fault the first acknowledgement comes. Thread-safe. */
final class Tally {
    private final AtomicLong sent = new AtomicLong();
    private final AtomicLong sentAgain = new AtomicLong();
    private final AtomicLong acknowledged = new AtomicLong();
    private final AtomicLong refused = new AtomicLong();
    private final AtomicLong failed = new AtomicLong();
    private final AtomicLong connects = new AtomicLong();
    private final AtomicLong failedConnects = new AtomicLong();
    private final List<Waiting> waiting = new ArrayList<>();
    private volatile boolean someoneWaits;

    private record Waiting(long sinceNanos, DoubleConsumer told) {}

    void sent() {
        sent.incrementAndGet();
    }

    void sentAgain() {
        sentAgain.incrementAndGet();
    }

    void acknowledged(long sentNanos) {
        acknowledged.incrementAndGet();
        if (someoneWaits) {
            tell(sentNanos, System.nanoTime());
        }
    }

    void refused() {
        refused.incrementAndGet();
    }

    void failed() {
        failed.incrementAndGet();
    }

    void connected() {
        connects.incrementAndGet();
    }

    void connectFailed() {
        failedConnects.incrementAndGet();
    }

    /** Calls back with the seconds from now until something that was sent after now is acknowledged. */
    synchronized void whenServedAgain(DoubleConsumer told) {
        waiting.add(new Waiting(System.nanoTime(), told));
        someoneWaits = true;
    }

    private synchronized void tell(long sentNanos, long now) {
        for (Iterator<Waiting> each = waiting.iterator(); each.hasNext(); ) {
            Waiting one = each.next();
            if (sentNanos > one.sinceNanos) {
                each.remove();
                one.told.accept((now - one.sinceNanos) / 1e9);
            }
        }
        someoneWaits = !waiting.isEmpty();
    }

    long sentMessages() {
        return sent.get();
    }

    long sentAgainMessages() {
        return sentAgain.get();
    }

    long acknowledgedMessages() {
        return acknowledged.get();
    }

    long refusedMessages() {
        return refused.get();
    }

    long failedSendings() {
        return failed.get();
    }

    long connections() {
        return connects.get();
    }

    long failedConnections() {
        return failedConnects.get();
    }
}
