package io.hearthwatch.predictor.features;

import io.hearthwatch.catalog.ApplianceType;
import io.hearthwatch.catalog.Metric;
import io.hearthwatch.catalog.MetricKind;
import java.util.List;

/**
 * What a model's features are made of. Stored with the model, so that a catalog which has grown since changes nothing for a model
 * that is already trained.
 *
 * @param type appliance type
 * @param metrics in the order of an hourly row's arrays
 * @param codes fault codes
 * @param components components that can fail
 * @param lines model lines that were seen in training
 */
public record Vocabulary(
        String type, List<MetricName> metrics, List<String> codes, List<String> components, List<String> lines) {

    /** A metric by name and kind. */
    public record MetricName(String name, MetricKind kind) {}

    public Vocabulary {
        metrics = List.copyOf(metrics);
        codes = List.copyOf(codes);
        components = List.copyOf(components);
        lines = List.copyOf(lines);
    }

    /** The vocabulary of a type as the catalog has it now. */
    public static Vocabulary of(ApplianceType type, List<String> lines) {
        List<MetricName> metrics =
                type.metrics().stream().map(Vocabulary::metricName).toList();
        return new Vocabulary(
                type.id(),
                metrics,
                List.copyOf(type.faults().keySet()),
                List.copyOf(type.components().keySet()),
                lines);
    }

    private static MetricName metricName(Metric metric) {
        return new MetricName(metric.name(), metric.kind());
    }
}
