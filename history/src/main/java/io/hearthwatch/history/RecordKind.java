package io.hearthwatch.history;

import java.util.Locale;

/** The kinds of records; the order of the last four is the order of events at one instant. */
public enum RecordKind {
    APPLIANCES,
    TELEMETRY,
    FAULTS,
    FAILURES,
    REPAIRS;

    /** The mapping's key for it. */
    String key() {
        return name().toLowerCase(Locale.ROOT);
    }
}
