package io.hearthwatch.database;

import java.time.Instant;
import java.util.OptionalDouble;

/**
 * What the server says about a table with a {@code time} column.
 *
 * @param bytes on disk, with indexes and what was moved out of line
 * @param rows number of rows
 * @param rowsExact whether {@code rows} was counted, or estimated from the server's statistics
 * @param spread whether it is a hypertable
 * @param chunks parts by time, 0 for a plain table
 * @param compressedChunks those of them that are compressed, also where later rows lie beside the compressed ones
 * @param bytesBefore what the compressed chunks took before they were compressed
 * @param bytesAfter what they took right after it
 * @param oldest time of the oldest row, null if there is none
 * @param newest time of the newest row, null if there is none
 */
public record StoredTable(
        long bytes,
        long rows,
        boolean rowsExact,
        boolean spread,
        int chunks,
        int compressedChunks,
        long bytesBefore,
        long bytesAfter,
        Instant oldest,
        Instant newest) {

    /** How many times smaller compression made what is compressed; nothing if nothing is. */
    public OptionalDouble compressionRatio() {
        return bytesAfter > 0 ? OptionalDouble.of((double) bytesBefore / bytesAfter) : OptionalDouble.empty();
    }
}
