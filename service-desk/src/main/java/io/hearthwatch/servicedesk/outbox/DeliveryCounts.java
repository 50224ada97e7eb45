package io.hearthwatch.servicedesk.outbox;

import java.util.concurrent.atomic.LongAdder;

/** What this process's deliveries came to. Thread-safe. */
public final class DeliveryCounts {
    private final LongAdder delivered = new LongAdder();
    private final LongAdder failed = new LongAdder();
    private final LongAdder parked = new LongAdder();

    void count(Lines.Fate fate) {
        switch (fate) {
            case DELIVERED -> delivered.increment();
            case TRIED_LATER, NOT_NOTED -> failed.increment();
            case PARKED -> {
                failed.increment();
                parked.increment();
            }
            case OVERTAKEN -> {
                // The process that took over counts it.
            }
        }
    }

    /** Events that a receiver has taken. */
    public long delivered() {
        return delivered.sum();
    }

    /** Attempts that failed. */
    public long failed() {
        return failed.sum();
    }

    /** Lines that were parked. */
    public long parked() {
        return parked.sum();
    }
}
