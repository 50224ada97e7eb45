package io.hearthwatch.catalog;

import java.util.List;
import java.util.Optional;

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
 * @param normal where a sound appliance's values usually lie, for charts and words; never used to reject
 */
public record Metric(
        String name,
        MetricKind kind,
        String unit,
        double min,
        double max,
        List<String> values,
        Text label,
        Optional<Range> normal) {
    public Metric {
        values = List.copyOf(values);
    }

    /** A metric of which nobody has said what is normal. */
    public Metric(String name, MetricKind kind, String unit, double min, double max, List<String> values, Text label) {
        this(name, kind, unit, min, max, values, label, Optional.empty());
    }

    /** Whether this is a state whose two values are false (0) and true (1). */
    public boolean isBoolean() {
        return kind == MetricKind.STATE && values.equals(List.of("false", "true"));
    }
}
