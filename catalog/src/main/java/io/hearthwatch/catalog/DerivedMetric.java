package io.hearthwatch.catalog;

/**
 * Something that follows from what an appliance reports, and that failure models look at like a metric. It is computed hour by hour from
 * the hourly means of the metrics; of a counter, from its growth an hour.
 *
 * @param name identifier, among the type's metrics
 * @param unit unit as printed; empty for none
 * @param label name for people
 * @param expression what it is computed from
 */
public record DerivedMetric(String name, String unit, Text label, Expression expression) {}
