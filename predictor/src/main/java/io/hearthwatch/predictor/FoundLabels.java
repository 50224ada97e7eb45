package io.hearthwatch.predictor;

import java.time.Instant;
import java.util.Collection;
import java.util.Map;
import java.util.UUID;

/** What became of decisions where people dealt with them; the watch learns from it whether they were right. Thread-safe; may block. */
@FunctionalInterface
public interface FoundLabels {
    /** Nobody dealt with any. */
    FoundLabels NONE = decisions -> Map.of();

    /** What a technician, or somebody at the desk, found. */
    enum Finding {
        /** The component had failed, or was about to. */
        FOUND,
        /** Somebody looked, and there was nothing. */
        NOT_FOUND,
        /** Somebody judged that it did not help, whatever is true. */
        NOT_USEFUL,
        /** It ended without anybody having looked. */
        NOT_LOOKED,
        /** Nobody has said yet. */
        OPEN
    }

    /**
     * What became of one decision.
     *
     * @param finding what was found
     * @param at when that was known; null while it is open
     * @param ticket the number of the ticket in which it was found, as failures in the history name it; null where there is none
     */
    record Found(Finding finding, Instant at, String ticket) {
        /** Without a ticket. */
        public Found(Finding finding, Instant at) {
            this(finding, at, null);
        }
    }

    /** What became of each of some decisions; those that led to nothing are left out. */
    Map<UUID, Found> of(Collection<UUID> decisions);
}
