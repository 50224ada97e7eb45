package io.hearthwatch.catalog;

import java.util.List;

/**
 * One thing that an appliance of a type reports.
 *
 * @param name SQL-safe identifier, {@code [a-z][a-z0-9_]{0,39}}; also the key in a telemetry payload
 * @param kind gauge, counter or state
 * @param unit unit as printed, such as {@code mm/s}; empty for none
 * @param min lowest value that is physically possible, or negative infinity; values below are rejected
 * @param max highest value that is physically possible, or positive infinity; values above are rejected
 * @param values names of a state's values in the order of their stored numbers; empty for gauges and counters
 * @param label name for people
 */
public record Metric(
        String name, MetricKind kind, String unit, double min, double max, List<String> values, Text label) {
    public Metric {
        values = List.copyOf(values);
    }
}
