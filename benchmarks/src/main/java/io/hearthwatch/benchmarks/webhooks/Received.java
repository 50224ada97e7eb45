package io.hearthwatch.benchmarks.webhooks;

import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/**
 * What one receiver was sent and what it took: each event of a ticket may come again, but none may come before the one before it was
 * taken. Thread-safe.
 */
final class Received {
    private final Map<String, Integer> requests = new HashMap<>();
    private final Map<String, String> taken = new HashMap<>();
    private final Map<String, Integer> lastTaken = new HashMap<>();
    private long repeats;

    /**
     * An event came.
     *
     * @return what is wrong with that, in words
     */
    synchronized Optional<String> came(String id, String ticket, int sequence) {
        if (requests.merge(id, 1, Integer::sum) > 1) {
            repeats++;
        }
        int before = lastTaken.getOrDefault(ticket, 0);
        return sequence <= before + 1
                ? Optional.empty()
                : Optional.of(
                        "ticket " + ticket + ": event " + sequence + " came while " + before + " was the last taken");
    }

    /** The receiver has it now, whatever it answers. */
    synchronized void took(String id, String ticket, int sequence) {
        taken.put(id, place(ticket, sequence));
        lastTaken.merge(ticket, sequence, Math::max);
    }

    /** How often an event came. */
    synchronized int times(String id) {
        return requests.getOrDefault(id, 0);
    }

    /** Requests for events that had come before. */
    synchronized long repeats() {
        return repeats;
    }

    /** Requests in all. */
    synchronized long requests() {
        return requests.values().stream().mapToLong(Integer::longValue).sum();
    }

    /** What was taken, by id: which event of which ticket. */
    synchronized Map<String, String> taken() {
        return Map.copyOf(taken);
    }

    static String place(String ticket, int sequence) {
        return "event " + sequence + " of ticket " + ticket;
    }
}
