package io.hearthwatch.ingest;

/**
 * How much is stored of a span of time.
 *
 * @param readings rows in the types' tables
 * @param faults rows in {@code telemetry.fault}
 * @param rejected rows in {@code telemetry.rejected}, by time of receipt
 */
public record StoredCounts(long readings, long faults, long rejected) {}
