package io.hearthwatch.catalog;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Everything the service knows about a kind of appliance. Drives validation, the table's columns, the features, the
 * diagnosis, the parts and the words on the pages.
 *
 * @param id SQL-safe identifier, such as {@code washing_machine}
 * @param label name for people
 * @param metrics in file order, which is also the column order
 * @param components by id, in file order
 * @param faults by code, in file order
 * @param parts by part number; every part that a component names
 * @param models by model number
 * @param derived what follows from the metrics, in file order
 */
public record ApplianceType(
        String id,
        Text label,
        List<Metric> metrics,
        Map<String, Component> components,
        Map<String, FaultCode> faults,
        Map<String, Part> parts,
        Map<String, ApplianceModel> models,
        List<DerivedMetric> derived) {
    public ApplianceType {
        derived = List.copyOf(derived);
        metrics = List.copyOf(metrics);
        components = Collections.unmodifiableMap(new LinkedHashMap<>(components));
        faults = Collections.unmodifiableMap(new LinkedHashMap<>(faults));
        parts = Collections.unmodifiableMap(new LinkedHashMap<>(parts));
        models = Collections.unmodifiableMap(new LinkedHashMap<>(models));
    }

    /** A type without derived metrics. */
    public ApplianceType(
            String id,
            Text label,
            List<Metric> metrics,
            Map<String, Component> components,
            Map<String, FaultCode> faults,
            Map<String, Part> parts,
            Map<String, ApplianceModel> models) {
        this(id, label, metrics, components, faults, parts, models, List.of());
    }

    /** The derived metric of that name, if the type has it. */
    public Optional<DerivedMetric> derived(String name) {
        return derived.stream().filter(d -> d.name().equals(name)).findFirst();
    }

    /** The metric of that name, if the type has it. */
    public Optional<Metric> metric(String name) {
        return metrics.stream().filter(m -> m.name().equals(name)).findFirst();
    }

    /** The component as the model has it, or as the type has it where the model says nothing. */
    public Optional<Component> component(String model, String component) {
        ApplianceModel line = model == null ? null : models.get(model);
        if (line != null && line.components().containsKey(component)) {
            return Optional.of(line.components().get(component));
        }
        return Optional.ofNullable(components.get(component));
    }
}
