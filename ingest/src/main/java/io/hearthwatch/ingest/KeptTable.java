package io.hearthwatch.ingest;

import java.time.Duration;

/**
 * How much another table than those of readings takes.
 *
 * @param what the table, or the part of it that goes
 * @param keep how long its rows are kept, null for ever
 */
public record KeptTable(String what, long bytes, Duration keep) {}
