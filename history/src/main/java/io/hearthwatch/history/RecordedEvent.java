package io.hearthwatch.history;

import java.time.Instant;

/** One recorded thing that happened to an appliance at an instant. Times are whole milliseconds, as on the wire. */
public sealed interface RecordedEvent permits RecordedReading, RecordedFault, RecordedFailure, RecordedRepair {
    /** Where it stands. */
    RecordPlace place();

    /** The maker's id of the appliance. */
    String appliance();

    /** Appliance type of the catalog. */
    String type();

    /** When it happened. */
    Instant time();

    /** When it became known; the time it happened unless the mapping names a column for it. */
    Instant receivedAt();

    /** What it is. */
    RecordKind kind();
}
