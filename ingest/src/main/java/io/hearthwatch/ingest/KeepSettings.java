package io.hearthwatch.ingest;

import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * What is compressed and how long things are kept. Ages are counted from the time of a reading, and of anything else from its
 * receipt.
 *
 * @param compressAfter age at which readings are compressed, where the server can
 * @param readings how long readings are kept, null for ever
 * @param readingsByType the same for types that differ from the others
 * @param rejected how long refused items are kept
 * @param faultDetail how long the details of faults are kept; the faults themselves stay
 * @param results how long commands that are not queued any more, and their answers, are kept
 */
public record KeepSettings(
        Duration compressAfter,
        Duration readings,
        Map<String, Duration> readingsByType,
        Duration rejected,
        Duration faultDetail,
        Duration results) {
    public KeepSettings {
        readingsByType = Map.copyOf(readingsByType);
    }

    /** Compress after 7 days, keep readings for ever, refused items 30 days, details and answers 400 days. */
    public static KeepSettings defaults() {
        return new KeepSettings(
                Duration.ofDays(7), null, Map.of(), Duration.ofDays(30), Duration.ofDays(400), Duration.ofDays(400));
    }

    /** The same with other rules for readings. */
    public KeepSettings withReadings(Duration compress, Duration all, Map<String, Duration> byType) {
        return new KeepSettings(compress, all, byType, rejected, faultDetail, results);
    }

    /** The same with another time for refused items. */
    public KeepSettings withRejected(Duration keep) {
        return new KeepSettings(compressAfter, readings, readingsByType, keep, faultDetail, results);
    }

    /** How long a type's readings are kept; nothing for ever. */
    public Optional<Duration> retention(String type) {
        return Optional.ofNullable(readingsByType.getOrDefault(type, readings));
    }

    /** The shortest time that readings of any type are kept; nothing if all are kept for ever. */
    public Optional<Duration> shortest() {
        Optional<Duration> byType = readingsByType.values().stream().min(Duration::compareTo);
        return Stream.concat(byType.stream(), Stream.ofNullable(readings)).min(Duration::compareTo);
    }
}
