package io.hearthwatch.ingest.commands;

import java.time.Instant;
import java.util.List;
import java.util.Map;

/**
 * The end of the queue at which commands are taken out and delivered. Every call blocks on the database: never make one on an event
 * loop. Thread-safe.
 */
public interface CommandQueue {
    /** A queue that is always empty. */
    CommandQueue NONE = new CommandQueue() {
        @Override
        public long newest() {
            return 0;
        }

        @Override
        public News since(long seq) {
            return new News(seq, Map.of());
        }

        @Override
        public Map<Integer, List<Waiting>> exchange(List<Outcome> outcomes, List<Want> wants) {
            return Map.of();
        }
    };

    /**
     * Which appliances have commands that are newer than a place in the queue.
     *
     * @param newest the newest place looked at; where to go on
     * @param byAppliance the newest place of each appliance's commands
     */
    record News(long newest, Map<Integer, Long> byAppliance) {}

    /**
     * What a delivery asks for.
     *
     * @param after only commands behind this place
     * @param limit most commands wanted
     */
    record Want(int applianceNo, long after, int limit) {}

    /**
     * A command to be delivered.
     *
     * @param payload as the wire format says
     */
    @SuppressWarnings("ArrayRecordComponent") // carried, never compared
    record Waiting(long seq, byte[] payload, Instant expiresAt) {}

    /**
     * What became of a command.
     *
     * @param refusal why the appliance does not take it; null where it is delivered
     */
    record Outcome(long seq, Instant at, String refusal) {}

    /** The newest place of all, 0 where no command was ever given. */
    long newest();

    /**
     * Appliances with commands given after a place. Two commands given at the same time by two programs may become visible in either
     * order, so the caller looks again a little way back.
     */
    News since(long seq);

    /** Notes what became of commands, and then gives those that wait, oldest first; in one transaction. */
    Map<Integer, List<Waiting>> exchange(List<Outcome> outcomes, List<Want> wants);
}
