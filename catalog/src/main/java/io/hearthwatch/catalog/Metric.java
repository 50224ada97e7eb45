package io.hearthwatch.catalog;

import java.util.List;
import java.util.Map;
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
 * @param valueNames what people call a state's values, for those that have such a name
 */
public record Metric(
        String name,
        MetricKind kind,
        String unit,
        double min,
        double max,
        List<String> values,
        Text label,
        Optional<Range> normal,
        Map<String, Text> valueNames) {
    private static final Map<String, Text> YES_OR_NO =
            Map.of("false", new Text("no", "否"), "true", new Text("yes", "是"));

    public Metric {
        values = List.copyOf(values);
        valueNames = Map.copyOf(valueNames);
    }

    /** A metric whose values are called what they are. */
    public Metric(
            String name,
            MetricKind kind,
            String unit,
            double min,
            double max,
            List<String> values,
            Text label,
            Optional<Range> normal) {
        this(name, kind, unit, min, max, values, label, normal, Map.of());
    }

    /** A metric of which nobody has said what is normal. */
    public Metric(String name, MetricKind kind, String unit, double min, double max, List<String> values, Text label) {
        this(name, kind, unit, min, max, values, label, Optional.empty());
    }

    /** What people call one of a state's values: its name if the catalog gives one, yes or no for a boolean, else the value itself. */
    public Text valueLabel(String value) {
        Text otherwise = isBoolean() ? YES_OR_NO.getOrDefault(value, Text.same(value)) : Text.same(value);
        return valueNames.getOrDefault(value, otherwise);
    }

    /** Whether this is a state whose two values are false (0) and true (1). */
    public boolean isBoolean() {
        return kind == MetricKind.STATE && values.equals(List.of("false", "true"));
    }
}
