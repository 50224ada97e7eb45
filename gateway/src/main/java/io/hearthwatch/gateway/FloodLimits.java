package io.hearthwatch.gateway;

import java.time.Duration;

/**
 * How much one appliance may send, over all its connections. What it saves up while it sends less, it may send at once: ten seconds'
 * worth. Beyond that it is read more slowly. One that keeps flooding with QoS 0, where nothing holds the sender back, is cut.
 *
 * @param messagesPerSecond publishes a second, 0 for no limit
 * @param bytesPerSecond payload bytes a second, 0 for no limit
 * @param cutAfter how long an appliance may flood with QoS 0 before its connection is closed
 */
public record FloodLimits(int messagesPerSecond, long bytesPerSecond, Duration cutAfter) {
    /** No limits. */
    public static final FloodLimits NONE = new FloodLimits(0, 0, Duration.ofMinutes(1));

    /** What an appliance saves up at most, in seconds of its rate. */
    static final int BURST_SECONDS = 10;

    public FloodLimits {
        if (messagesPerSecond < 0 || bytesPerSecond < 0 || cutAfter.isNegative()) {
            throw new IllegalArgumentException("no limit of an appliance can be negative");
        }
    }

    boolean isNone() {
        return messagesPerSecond == 0 && bytesPerSecond == 0;
    }

    /** 500 messages and 1 MiB a second, cut after a minute. */
    public static FloodLimits defaults() {
        return new FloodLimits(500, 1 << 20, Duration.ofMinutes(1));
    }
}
