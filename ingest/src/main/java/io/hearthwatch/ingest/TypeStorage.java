package io.hearthwatch.ingest;

import io.hearthwatch.database.Droppable;
import io.hearthwatch.database.StoredTable;
import java.time.Duration;
import java.time.Instant;

/**
 * How much of one type is stored, and what becomes of it.
 *
 * @param readings the table of readings
 * @param hourlyBytes what the hourly statistics take on disk
 * @param compressBefore readings older than this are compressed, null where the server can't
 * @param retention how long readings are kept, null for ever
 * @param dropBefore readings older than this are dropped, null if none are
 * @param drops what that is now, null if none are dropped
 */
public record TypeStorage(
        String type,
        StoredTable readings,
        long hourlyBytes,
        Instant compressBefore,
        Duration retention,
        Instant dropBefore,
        Droppable drops) {

    /** When there will next be something to drop; null if nothing is stored, or everything is kept. */
    public Instant nextDrop() {
        return drops == null || drops.next() == null ? null : drops.next().plus(retention);
    }
}
