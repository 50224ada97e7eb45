package io.hearthwatch.gateway;

import java.util.concurrent.atomic.AtomicLong;

/** Payload bytes that may wait for their commit, over all connections. Safe for use by several threads. */
final class ByteBudget {
    private final long limit;
    private final AtomicLong used = new AtomicLong();

    ByteBudget(long limit) {
        this.limit = limit;
    }

    /** Takes bytes from the budget, if they are there. A message larger than the whole budget passes when nothing else is there. */
    boolean tryAcquire(long bytes) {
        while (true) {
            long before = used.get();
            if (before > 0 && before + bytes > limit) {
                return false;
            }
            if (used.compareAndSet(before, before + bytes)) {
                return true;
            }
        }
    }

    /** Gives bytes back. */
    void release(long bytes) {
        used.addAndGet(-bytes);
    }

    /** Whether it is worth waking who was turned away: a quarter is free, or nothing is left waiting. */
    boolean hasRoom() {
        long now = used.get();
        return now == 0 || now <= limit / 4 * 3;
    }

    long used() {
        return used.get();
    }
}
