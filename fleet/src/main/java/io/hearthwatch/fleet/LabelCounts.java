package io.hearthwatch.fleet;

/** How many failures and repairs are stored for a span. */
public record LabelCounts(long failures, long repairs) {}
