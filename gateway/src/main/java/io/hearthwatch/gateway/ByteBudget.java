package io.hearthwatch.gateway;

import java.util.ArrayList;
import java.util.List;

/**
 * Payload bytes that may wait for their commit, over all connections. Safe for use by several threads.
 *
 * <p>Who is turned away is woken once a quarter is free again (or nothing is left waiting), and then asks anew.
 */
final class ByteBudget {
    private final long limit;
    private long used;
    private List<Runnable> waiting = new ArrayList<>();

    ByteBudget(long limit) {
        this.limit = limit;
    }

    /**
     * Takes bytes from the budget. A message larger than the whole budget passes when nothing else is there.
     *
     * @param whenFree run once, on the releasing thread, if this returns false and room has come back
     */
    synchronized boolean tryAcquire(long bytes, Runnable whenFree) {
        if (used > 0 && used + bytes > limit) {
            waiting.add(whenFree);
            return false;
        }
        used += bytes;
        return true;
    }

    /** Gives bytes back. */
    void release(long bytes) {
        List<Runnable> woken = List.of();
        synchronized (this) {
            used -= bytes;
            if (!waiting.isEmpty() && (used == 0 || used <= limit / 4 * 3)) {
                woken = waiting;
                waiting = new ArrayList<>();
            }
        }
        woken.forEach(Runnable::run);
    }

    synchronized long used() {
        return used;
    }
}
