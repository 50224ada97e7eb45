package io.hearthwatch.ingest;

import java.time.Duration;

/**
 * What can be tuned about ingest.
 *
 * @param shards number of writing threads; an appliance always belongs to the same one
 * @param budgetBytes bytes of messages accepted and not yet committed above which {@link MessageSink#isSaturated} says so
 * @param batchItems most items committed together
 * @param linger how long a batch that isn't full waits for more after its first message
 * @param earlyLimit how far an item's time may be ahead of the clock
 * @param lateLimit how far an item's time may lie in the past
 * @param maxItems most items in one message
 * @param maxPayloadBytes longest payload that is decoded
 * @param commandsPerAppliance commands that may wait for one appliance
 */
public record IngestSettings(
        int shards,
        long budgetBytes,
        int batchItems,
        Duration linger,
        Duration earlyLimit,
        Duration lateLimit,
        int maxItems,
        int maxPayloadBytes,
        int commandsPerAppliance) {
    public IngestSettings {
        if (shards < 1
                || budgetBytes < 1
                || batchItems < 1
                || maxItems < 1
                || maxPayloadBytes < 1
                || commandsPerAppliance < 1) {
            throw new IllegalArgumentException("every number of ingest's settings must be at least 1");
        }
        if (linger.isNegative() || earlyLimit.isNegative() || lateLimit.isNegative()) {
            throw new IllegalArgumentException("no duration of ingest's settings can be negative");
        }
    }

    /** Two shards, 64 MiB, 10,000 items a batch, 2 ms, one hour early, 400 days late, 10,000 items and 1 MiB a message, 100 commands. */
    public static IngestSettings defaults() {
        return new IngestSettings(
                2,
                64L << 20,
                10_000,
                Duration.ofMillis(5),
                Duration.ofHours(1),
                Duration.ofDays(400),
                10_000,
                1 << 20,
                100);
    }

    /** The same with other limits on an item's time. */
    public IngestSettings withTimeLimits(Duration early, Duration late) {
        return new IngestSettings(
                shards, budgetBytes, batchItems, linger, early, late, maxItems, maxPayloadBytes, commandsPerAppliance);
    }

    /** The same with another number of shards and another byte budget. */
    public IngestSettings withCapacity(int newShards, long newBudgetBytes) {
        return new IngestSettings(
                newShards,
                newBudgetBytes,
                batchItems,
                linger,
                earlyLimit,
                lateLimit,
                maxItems,
                maxPayloadBytes,
                commandsPerAppliance);
    }

    /** The same with another bound on the commands that wait for one appliance. */
    public IngestSettings withCommands(int newCommandsPerAppliance) {
        return new IngestSettings(
                shards,
                budgetBytes,
                batchItems,
                linger,
                earlyLimit,
                lateLimit,
                maxItems,
                maxPayloadBytes,
                newCommandsPerAppliance);
    }
}
