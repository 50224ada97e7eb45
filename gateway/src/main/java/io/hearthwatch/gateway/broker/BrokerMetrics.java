package io.hearthwatch.gateway.broker;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.LongAdder;

/**
 * Counters of one {@link BrokerSubscriber} since it was made. Safe to read at any time from any thread.
 *
 * <p>Every message that arrived ends in exactly one of: acknowledged, unanswered (QoS 0, or the connection was gone before the
 * commit, so that the broker sends it again). Those of appliances that nobody registered are counted among them, too.
 */
public final class BrokerMetrics {
    final LongAdder received = new LongAdder();
    final LongAdder acknowledged = new LongAdder();
    final LongAdder unanswered = new LongAdder();
    final LongAdder unknownAppliances = new LongAdder();
    final LongAdder connects = new LongAdder();
    final LongAdder failures = new LongAdder();
    final LongAdder overflows = new LongAdder();
    final AtomicLong waiting = new AtomicLong();
    final AtomicLong waitingBytes = new AtomicLong();
    volatile boolean connected;

    BrokerMetrics() {}

    /** Whether the subscription is up now. */
    public boolean connected() {
        return connected;
    }

    /** Messages acknowledged to the broker, each after its commit. */
    public long acknowledged() {
        return acknowledged.sum();
    }

    /** Messages of appliances that nobody registered; they are acknowledged, and some are kept as rejected. */
    public long unknownAppliances() {
        return unknownAppliances.sum();
    }

    /** Every counter by name, in snake_case and in a fixed order. */
    public Map<String, Long> snapshot() {
        Map<String, Long> all = new LinkedHashMap<>();
        all.put("connected", connected ? 1L : 0L);
        all.put("messages", received.sum());
        all.put("acknowledged", acknowledged.sum());
        all.put("unanswered", unanswered.sum());
        all.put("unknown_appliances", unknownAppliances.sum());
        all.put("waiting", waiting.get());
        all.put("waiting_bytes", waitingBytes.get());
        all.put("connects", connects.sum());
        all.put("connect_failures", failures.sum());
        all.put("overflows", overflows.sum());
        return all;
    }
}
