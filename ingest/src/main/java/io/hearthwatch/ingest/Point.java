package io.hearthwatch.ingest;

import java.time.Instant;

/**
 * A point of a chart: one reading, or the summary of a stretch of time that ends at it.
 *
 * @param time the reading's time, or that of the last reading in the stretch
 * @param value the reading's value, or the mean
 * @param min lowest value
 * @param max highest value
 */
public record Point(Instant time, double value, double min, double max) {}
