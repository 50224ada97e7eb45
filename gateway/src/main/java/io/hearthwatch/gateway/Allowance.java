package io.hearthwatch.gateway;

/**
 * What one appliance may send now: two rates, each in the form of the instant until which the past has used it up. Shared by the
 * appliance's connections, so safe for use by several threads. Time is nanoseconds of a monotonic clock given by the caller.
 */
final class Allowance {
    private static final long SECOND = 1_000_000_000L;
    private static final long BURST = FloodLimits.BURST_SECONDS * SECOND;

    private final FloodLimits limits;
    private long messagesUntil;
    private long bytesUntil;
    private boolean started;
    private boolean flooding;
    private long floodingSince;

    Allowance(FloodLimits limits) {
        this.limits = limits;
    }

    /**
     * Uses it for one message, which is taken in any case.
     *
     * @param held whether something holds the sender back: QoS 1 and 2 wait for their acknowledgements
     * @return nanoseconds for which nothing more should be read, 0 for none, -1 where the appliance has flooded for too long
     */
    synchronized long use(long bytes, boolean held, long now) {
        if (!started) {
            started = true;
            messagesUntil = now;
            bytesUntil = now;
        }
        messagesUntil = used(messagesUntil, 1, limits.messagesPerSecond(), now);
        bytesUntil = used(bytesUntil, bytes, limits.bytesPerSecond(), now);
        long ahead = Math.max(messagesUntil - now, bytesUntil - now);
        if (ahead < BURST / 2) {
            flooding = false; // quiet for long enough to have saved up half of what can be saved
        }
        long wait = Math.max(0, ahead - BURST);
        if (wait == 0 || held) {
            return wait;
        }
        if (!flooding) {
            flooding = true;
            floodingSince = now;
        }
        return now - floodingSince >= limits.cutAfter().toNanos() ? -1 : wait;
    }

    private static long used(long until, long amount, long perSecond, long now) {
        if (perSecond == 0) {
            return now;
        }
        return (until - now < 0 ? now : until) + (long) (amount * (double) SECOND / perSecond);
    }
}
