package io.hearthwatch.ingest;

import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicLong;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * How many bytes of messages are accepted and not yet committed, all shards together. Nothing is ever refused because of it: whoever
 * hands over messages looks at it and stops reading. Thread-safe, without locks.
 */
final class Budget {
    private static final Logger log = LoggerFactory.getLogger(Budget.class);

    private final long limit;
    private final AtomicLong bytes = new AtomicLong();
    private final AtomicLong messages = new AtomicLong();
    private final Queue<Runnable> waiting = new ConcurrentLinkedQueue<>();

    Budget(long limit) {
        this.limit = limit;
    }

    void take(long messageBytes) {
        bytes.addAndGet(messageBytes);
        messages.incrementAndGet();
    }

    void giveBack(long batchBytes, int batchMessages) {
        bytes.addAndGet(-batchBytes);
        messages.addAndGet(-batchMessages);
        relieve();
    }

    boolean isExhausted() {
        return bytes.get() > limit;
    }

    /** Runs the action once there is room again. A quarter must be free by then, lest sources stop and go for every message. */
    void whenRelieved(Runnable action) {
        waiting.add(action);
        if (!isExhausted()) {
            drain();
        } else {
            relieve(); // the last bytes may have been given back while it was added
        }
    }

    private void relieve() {
        if (!waiting.isEmpty() && bytes.get() <= limit - limit / 4) {
            drain();
        }
    }

    private void drain() {
        for (Runnable action = waiting.poll(); action != null; action = waiting.poll()) {
            try {
                action.run();
            } catch (RuntimeException e) {
                log.error("a source of messages could not be told to go on", e);
            }
        }
    }

    long bytes() {
        return bytes.get();
    }

    long limit() {
        return limit;
    }

    long messages() {
        return messages.get();
    }
}
