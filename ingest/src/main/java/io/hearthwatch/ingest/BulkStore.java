package io.hearthwatch.ingest;

import java.util.List;

/**
 * The import side: stores recorded rows by the same rules as live ones, except that there is no limit on their time. Storing the
 * same rows again changes nothing. Blocks; thread-safe.
 */
public final class BulkStore {
    /** Stores recorded readings; rows that are refused don't hinder the others. */
    public BulkResult readings(List<BulkReading> rows) {
        if (rows.isEmpty()) {
            return new BulkResult(0, 0, List.of());
        }
        throw new UnsupportedOperationException();
    }

    /** Stores recorded faults. Nothing is scored because of them. */
    public BulkResult faults(List<BulkFault> rows) {
        if (rows.isEmpty()) {
            return new BulkResult(0, 0, List.of());
        }
        throw new UnsupportedOperationException();
    }
}
