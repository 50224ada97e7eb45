package io.hearthwatch.catalog;

import io.hearthwatch.catalog.yaml.YamlNode;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Reads one entry of a type's {@code metrics}. */
final class MetricReader {
    private static final String RANGE_HINT = "write [lowest, highest]";

    /** Stands in where a problem was recorded; the metric is dropped then. */
    private static final Text UNREAD = Text.same("");

    private MetricReader() {}

    static Optional<Metric> read(String name, YamlNode node) {
        int before = node.problems().count();
        Identifiers.checkMetric(node, name);
        node.allowKeys("kind", "unit", "min", "max", "normal", "values", "value_names", "name");
        Text label = node.require("name", "{en: …, zh: …}").words().orElse(UNREAD);
        // Where the kind is not readable, the other keys say which is meant, so that they are checked all the same.
        MetricKind kind = node.require("kind", "gauge, counter or state")
                .oneOf(MetricKind.class)
                .orElse(node.has("values") ? MetricKind.STATE : MetricKind.GAUGE);
        Metric metric = kind == MetricKind.STATE ? state(name, node, label) : measured(name, kind, node, label);
        return node.problems().count() == before ? Optional.of(metric) : Optional.empty();
    }

    private static Metric state(String name, YamlNode node, Text label) {
        for (String key : List.of("unit", "min", "max", "normal")) {
            if (node.has(key)) {
                node.get(key).keyProblem("does not go with a state", "remove it; a state has values only");
            }
        }
        YamlNode values = node.require("values", "such as [idle, wash, spin], or [false, true]");
        List<String> names = names(values);
        Map<String, Text> called = valueNames(node.get("value_names"), names);
        return new Metric(
                name, MetricKind.STATE, "", 0, Math.max(0, names.size() - 1), names, label, Optional.empty(), called);
    }

    /** What people call the values; any may be left out. */
    private static Map<String, Text> valueNames(YamlNode node, List<String> values) {
        Map<String, Text> called = new LinkedHashMap<>();
        if (node.isPresent()) {
            node.entries().forEach((value, words) -> {
                if (values.contains(value)) {
                    words.words().ifPresent(text -> called.put(value, text));
                } else if (!values.isEmpty()) {
                    words.keyProblem("is not one of the values", "use " + String.join(", ", values));
                }
            });
        }
        return called;
    }

    private static List<String> names(YamlNode values) {
        List<YamlNode> items = values.items();
        if (values.isSequence() && (items.size() < 2 || items.size() > 100)) {
            values.problem("has " + items.size() + " values", "a state has 2 to 100 values");
        }
        if (!items.isEmpty() && items.stream().allMatch(YamlNode::isBoolean)) {
            List<Boolean> flags =
                    items.stream().map(item -> item.bool().orElseThrow()).toList();
            if (!flags.equals(List.of(false, true))) {
                values.problem("is not a pair of booleans", "write [false, true], in this order");
            }
            return List.of("false", "true");
        }
        Set<String> seen = new HashSet<>();
        for (YamlNode item : items) {
            Optional<String> value = item.text();
            if (value.isPresent() && value.get().length() > 40) {
                item.problem("is longer than 40 characters", "write a short name");
            } else if (value.isPresent() && !seen.add(value.get())) {
                item.problem("repeats the value " + value.get(), "give each value once");
            }
        }
        return items.stream()
                .filter(YamlNode::isText)
                .flatMap(item -> item.text().stream())
                .toList();
    }

    private static Metric measured(String name, MetricKind kind, YamlNode node, Text label) {
        if (node.has("values")) {
            node.get("values").keyProblem("goes with a state only", "remove it, or write kind: state");
        }
        if (node.has("value_names")) {
            node.get("value_names").keyProblem("goes with a state only", "remove it, or write kind: state");
        }
        String unit = unit(node);
        // A gauge is stored with 32 bits: a bound beyond that could never be reached. A total starts at nothing.
        double limit = kind == MetricKind.GAUGE ? Float.MAX_VALUE : Double.MAX_VALUE;
        double lowest = kind == MetricKind.GAUGE ? -limit : 0;
        double min =
                node.get("min").number(lowest, limit).orElse(kind == MetricKind.GAUGE ? Double.NEGATIVE_INFINITY : 0);
        double max = node.get("max").number(lowest, limit).orElse(Double.POSITIVE_INFINITY);
        if (min >= max) {
            node.get("min").problem("is not below max", "min is the lowest possible value, max the highest");
            min = Double.NEGATIVE_INFINITY; // one mistake, one problem: what is normal is then not measured by these
            max = Double.POSITIVE_INFINITY;
        }
        Optional<Range> normal = normal(node.get("normal"), min, max);
        return new Metric(name, kind, unit, min, max, List.of(), label, normal);
    }

    static String unit(YamlNode node) {
        YamlNode unit = node.require("unit", "such as °C, W or mm/s; \"\" for a plain number");
        Optional<String> written = unit.textOrBlank();
        if (written.isPresent() && written.get().length() > 20) {
            unit.problem("is longer than 20 characters", "write the unit's symbol");
        }
        return written.orElse("");
    }

    private static Optional<Range> normal(YamlNode node, double min, double max) {
        List<YamlNode> ends = node.items();
        if (node.isSequence() && ends.size() != 2) {
            node.problem("has " + ends.size() + " numbers", RANGE_HINT);
        }
        if (ends.size() != 2) {
            return Optional.empty();
        }
        Optional<Double> low = ends.get(0).number();
        Optional<Double> high = ends.get(1).number();
        if (low.isEmpty() || high.isEmpty()) {
            return Optional.empty();
        }
        if (low.get() > high.get()) {
            node.problem("has its lowest above its highest", RANGE_HINT);
            return Optional.empty();
        }
        if (low.get() < min || high.get() > max) {
            node.problem("reaches outside min and max", "what is normal lies within what is possible");
        }
        return Optional.of(new Range(low.get(), high.get()));
    }
}
