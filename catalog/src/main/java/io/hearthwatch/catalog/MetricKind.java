package io.hearthwatch.catalog;

/** How a metric behaves, which decides its column type and its statistics. */
public enum MetricKind {
    /** A level that goes up and down; stored as {@code real}. */
    GAUGE,
    /** A total that only grows until it is reset; stored as {@code double precision}. */
    COUNTER,
    /** One of a few named values; stored as {@code smallint}, the index into {@link Metric#values()}. */
    STATE
}
