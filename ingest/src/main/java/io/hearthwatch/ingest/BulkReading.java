package io.hearthwatch.ingest;

import io.hearthwatch.fleet.Appliance;
import java.time.Instant;

/**
 * A recorded reading to be stored.
 *
 * @param row the caller's own number for it, given back where it is refused
 * @param appliance whose it is; its type decides the table
 * @param time when it was taken
 * @param receivedAt when it became known
 * @param values texts in the order of the type's metrics in the catalog; null or empty where there is none
 */
@SuppressWarnings("ArrayRecordComponent") // millions of these are streamed; nobody compares them
public record BulkReading(long row, Appliance appliance, Instant time, Instant receivedAt, String[] values) {}
