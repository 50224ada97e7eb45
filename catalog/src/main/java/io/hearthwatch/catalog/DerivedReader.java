package io.hearthwatch.catalog;

import io.hearthwatch.catalog.yaml.YamlNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;

/** Reads a type's {@code derived}. */
final class DerivedReader {
    private static final int MOST = 50;
    private static final String HINT = "such as inlet_temperature - outlet_temperature, of metrics of this type";

    private DerivedReader() {}

    static List<DerivedMetric> read(YamlNode node, YamlNode reportedNode, List<Metric> reported) {
        Map<String, Metric> metrics =
                reported.stream().collect(Collectors.toMap(Metric::name, Function.identity(), (one, other) -> one));
        List<DerivedMetric> derived = new ArrayList<>();
        if (node.isMapping() && node.entries().size() > MOST) {
            node.keyProblem("has " + node.entries().size() + " metrics", "a type derives at most " + MOST);
        }
        node.entries().forEach((name, entry) -> {
            int before = entry.problems().count();
            Identifiers.checkMetric(entry, name);
            if (reportedNode.keys().contains(name)) {
                entry.keyProblem("is a metric that the appliance reports", "choose another name");
            }
            entry.allowKeys("expression", "unit", "name");
            Optional<Text> label = entry.require("name", "{en: …, zh: …}").words();
            String unit = MetricReader.unit(entry);
            Optional<Expression> expression = expression(entry.require("expression", HINT), reportedNode, metrics);
            if (entry.problems().count() == before) {
                derived.add(new DerivedMetric(name, unit, label.orElseThrow(), expression.orElseThrow()));
            }
        });
        return derived;
    }

    private static Optional<Expression> expression(YamlNode node, YamlNode reported, Map<String, Metric> metrics) {
        Optional<String> text = node.text();
        if (text.isEmpty()) {
            return Optional.empty();
        }
        try {
            Expression expression = Expression.parse(text.get());
            if (expression.names().isEmpty()) {
                node.problem("looks at no metric", HINT);
            }
            for (String name : expression.names()) {
                if (!reported.keys().contains(name)) {
                    node.problem("names " + name + ", which the type does not report", HINT);
                } else if (metrics.containsKey(name) && metrics.get(name).kind() == MetricKind.STATE) {
                    node.problem(
                            "names " + name + ", which is a state", "only gauges and counters can be computed with");
                }
            }
            return Optional.of(expression);
        } catch (IllegalArgumentException e) {
            node.problem(e.getMessage(), "numbers, metrics, + - * / ( ), min, max and abs");
            return Optional.empty();
        }
    }
}
