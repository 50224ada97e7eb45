package io.hearthwatch.gateway;

/**
 * So many events a second, in the form that needs one number only: the instant until which the past has used up the
 * rate. Safe for use by several threads. Time is a monotonic count of nanoseconds given by the caller.
 */
final class RateLimit {
    private final long nanosPerEvent;
    private final long burstNanos;
    private long usedUntil;
    private boolean started;

    /**
     * @param perSecond events a second
     * @param burst events that may come at once
     */
    RateLimit(double perSecond, int burst) {
        this.nanosPerEvent = Math.max(1, (long) (1e9 / perSecond));
        this.burstNanos = nanosPerEvent * Math.max(0, burst - 1);
    }

    /**
     * Claims one event.
     *
     * @param now nanoseconds of a monotonic clock
     * @param longestWait nanoseconds that the caller is ready to wait
     * @return nanoseconds to wait until the event may happen, or -1 where that would be too long (nothing is claimed)
     */
    synchronized long claim(long now, long longestWait) {
        if (!started || usedUntil - now < 0) {
            started = true;
            usedUntil = now;
        }
        long wait = Math.max(0, usedUntil - now - burstNanos);
        if (wait > longestWait) {
            return -1;
        }
        usedUntil += nanosPerEvent;
        return wait;
    }

    /** Whether an event now would have to wait; claims nothing. */
    synchronized boolean exhausted(long now) {
        return started && usedUntil - now > burstNanos;
    }
}
