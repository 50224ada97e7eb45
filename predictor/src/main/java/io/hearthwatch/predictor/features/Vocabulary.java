package io.hearthwatch.predictor.features;

import io.hearthwatch.catalog.ApplianceType;
import io.hearthwatch.catalog.Metric;
import io.hearthwatch.catalog.MetricKind;
import java.util.List;
import java.util.stream.Stream;

/**
 * What a model's features are made of. Stored with the model, so that a catalog which has grown since changes nothing for a model
 * that is already trained.
 *
 * @param type appliance type
 * @param metrics in the order of an hourly row's arrays; what is derived from others comes after what is reported
 * @param codes fault codes
 * @param components components that can fail
 * @param lines model lines that were seen in training
 * @param pairs codes that are looked at together
 * @param seasonal whether the time of the year is looked at: only where the history has every season at least twice
 */
public record Vocabulary(
        String type,
        List<MetricName> metrics,
        List<String> codes,
        List<String> components,
        List<String> lines,
        List<CodePair> pairs,
        boolean seasonal) {

    /**
     * A metric.
     *
     * @param expression what it is derived from, or null where the appliance reports it
     */
    public record MetricName(String name, MetricKind kind, String expression) {
        /** A metric that the appliance reports. */
        public MetricName(String name, MetricKind kind) {
            this(name, kind, null);
        }

        /** Whether the appliance reports it as a level, so that it can be compared with others of its line. */
        public boolean isReportedGauge() {
            return kind == MetricKind.GAUGE && expression == null;
        }
    }

    public Vocabulary {
        metrics = List.copyOf(metrics);
        codes = List.copyOf(codes);
        components = List.copyOf(components);
        lines = List.copyOf(lines);
        // Models of before there were pairs have none.
        pairs = pairs == null ? List.of() : List.copyOf(pairs);
    }

    /** Without pairs of codes and seasons. */
    public Vocabulary(
            String type, List<MetricName> metrics, List<String> codes, List<String> components, List<String> lines) {
        this(type, metrics, codes, components, lines, List.of(), false);
    }

    /** The vocabulary of a type as the catalog has it now. */
    public static Vocabulary of(ApplianceType type, List<String> lines) {
        Stream<MetricName> reported = type.metrics().stream().map(Vocabulary::metricName);
        Stream<MetricName> derived = type.derived().stream()
                .map(d -> new MetricName(
                        d.name(), MetricKind.GAUGE, d.expression().toString()));
        return new Vocabulary(
                type.id(),
                Stream.concat(reported, derived).toList(),
                List.copyOf(type.faults().keySet()),
                List.copyOf(type.components().keySet()),
                lines);
    }

    /** The same with what a look through the history has found. */
    public Vocabulary with(List<CodePair> found, boolean everySeason) {
        return new Vocabulary(type, metrics, codes, components, lines, found, everySeason);
    }

    private static MetricName metricName(Metric metric) {
        return new MetricName(metric.name(), metric.kind());
    }
}
