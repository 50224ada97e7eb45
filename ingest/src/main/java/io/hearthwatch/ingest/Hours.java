package io.hearthwatch.ingest;

import java.time.Instant;
import java.util.Optional;

/**
 * Closes hours: recomputes the statistics of every dirty (appliance, hour). Hours are right-closed, (h−1, h], named by their end.
 * Several processes may do it at once. Blocks; thread-safe.
 */
public final class Hours {
    /**
     * Recomputes every dirty hour that ends at or before an instant.
     *
     * @return number of (appliance, hour) recomputed
     */
    public int close(Instant upTo) {
        throw new UnsupportedOperationException();
    }

    /** The end of the earliest dirty hour, which may lie in the past where it was not closed yet. */
    public Optional<Instant> nextDue() {
        throw new UnsupportedOperationException();
    }
}
