package io.hearthwatch.catalog;

import io.hearthwatch.catalog.yaml.YamlNode;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Reads one catalog file, which describes one appliance type. Top-level keys are read here, one method each. */
final class TypeReader {
    private static final int MOST_METRICS = 200; // their hourly statistics must fit into PostgreSQL's 1,600 columns

    private final YamlNode root;

    private TypeReader(YamlNode root) {
        this.root = root;
    }

    /** The type, or empty where the file has problems, all of which are then recorded. */
    static Optional<ApplianceType> read(YamlNode root) {
        return root.isMissing() ? Optional.empty() : new TypeReader(root).read();
    }

    private Optional<ApplianceType> read() {
        int before = root.problems().count();
        root.allowKeys("type", "name", "metrics", "derived", "parts", "components", "faults", "models");
        if (!root.isMapping()) {
            return Optional.empty();
        }
        YamlNode idNode = root.require("type", "an identifier such as washing_machine");
        Optional<String> id = idNode.text();
        id.ifPresent(written -> Identifiers.checkType(idNode, written));
        Optional<Text> label = root.require("name", "{en: …, zh: …}").words();

        List<Metric> metrics = metrics();
        List<DerivedMetric> derived = DerivedReader.read(root.get("derived"), root.get("metrics"), metrics);
        Map<String, Part> parts = new LinkedHashMap<>();
        readParts(root.get("parts"), parts);
        Map<String, Component> components = components(parts);
        Map<String, FaultCode> faults = faults();
        Map<String, ApplianceModel> models = models(components, parts);
        if (root.problems().count() > before) {
            return Optional.empty();
        }
        addUnlistedParts(parts, components, models);
        return Optional.of(new ApplianceType(
                id.orElseThrow(), label.orElseThrow(), metrics, components, faults, parts, models, derived));
    }

    private List<Metric> metrics() {
        YamlNode node = root.require("metrics", "what the appliance reports, by name");
        List<Metric> metrics = new ArrayList<>();
        node.entries().forEach((name, entry) -> MetricReader.read(name, entry).ifPresent(metrics::add));
        int count = node.entries().size();
        if (node.isMapping() && (count == 0 || count > MOST_METRICS)) {
            node.keyProblem("has " + count + " metrics", "a type has 1 to " + MOST_METRICS);
        }
        return metrics;
    }

    /** Adds a list of parts to those that are known already. */
    private static void readParts(YamlNode list, Map<String, Part> parts) {
        list.entries().forEach((number, node) -> {
            Identifiers.checkPart(node, number);
            node.allowKeys("name");
            Optional<Text> label = node.require("name", "{en: …, zh: …}").words();
            Part part = new Part(number, label.orElseGet(() -> Text.same(number)));
            if (parts.putIfAbsent(number, part) != null) {
                node.keyProblem("is listed already", "list each part once; a type's parts serve all its models");
            }
        });
    }

    private Map<String, Component> components(Map<String, Part> parts) {
        YamlNode node = root.require("components", "what can fail and be replaced, by name");
        ComponentReader reader = new ComponentReader(listed(parts));
        Map<String, Component> components = new LinkedHashMap<>();
        node.entries()
                .forEach((id, entry) -> reader.read(id, entry).ifPresent(component -> components.put(id, component)));
        if (node.isMapping() && node.entries().isEmpty()) {
            node.keyProblem("has no component", "describe at least one");
        }
        return components;
    }

    private Map<String, FaultCode> faults() {
        // Known is what the file names, be it sound or not: a wrong component is one problem, not one more per fault.
        Set<String> components = root.get("components").keys();
        Map<String, FaultCode> faults = new LinkedHashMap<>();
        root.get("faults").entries().forEach((code, node) -> {
            int before = node.problems().count();
            Identifiers.checkCode(node, code);
            node.allowKeys("name", "class", "severity", "suspects", "check_first");
            Optional<Text> label = node.require("name", "{en: …, zh: …}").words();
            Optional<FaultClass> faultClass = node.require("class", "hardware, software, network or misuse")
                    .oneOf(FaultClass.class);
            Optional<Severity> severity = node.require("severity", "info, warning, critical or safety")
                    .oneOf(Severity.class);
            List<String> suspects = node.get("suspects").items().stream()
                    .flatMap(item -> item.reference("component", components).stream())
                    .toList();
            Optional<Text> check = node.require("check_first", "{en: …, zh: …}, what to look at before anything else")
                    .words();
            if (node.problems().count() == before) {
                faults.put(
                        code,
                        new FaultCode(
                                code,
                                label.orElseThrow(),
                                faultClass.orElseThrow(),
                                severity.orElseThrow(),
                                suspects,
                                check.orElseThrow()));
            }
        });
        return faults;
    }

    private Map<String, ApplianceModel> models(Map<String, Component> components, Map<String, Part> parts) {
        Map<String, ApplianceModel> models = new LinkedHashMap<>();
        root.get("models").entries().forEach((id, node) -> {
            Identifiers.checkModel(node, id);
            node.allowKeys("name", "parts", "components");
            readParts(node.get("parts"), parts);
            Text label = node.get("name").words().orElseGet(() -> Text.same(id));
            models.put(id, new ApplianceModel(id, label, overrides(node.get("components"), components, parts)));
        });
        return models;
    }

    private Map<String, Component> overrides(
            YamlNode node, Map<String, Component> components, Map<String, Part> parts) {
        ComponentReader reader = new ComponentReader(listed(parts));
        Set<String> known = root.get("components").keys();
        Map<String, Component> overrides = new LinkedHashMap<>();
        node.allowKeys(known);
        node.entries().forEach((id, entry) -> {
            if (known.contains(id)) {
                reader.override(Optional.ofNullable(components.get(id)), entry)
                        .ifPresent(component -> overrides.put(id, component));
            }
        });
        return overrides;
    }

    /** The parts that may be named; empty where the type has no list of parts, and any may be. */
    private Optional<Set<String>> listed(Map<String, Part> parts) {
        return root.has("parts") ? Optional.of(parts.keySet()) : Optional.empty();
    }

    /** A file without {@code parts} is sound: its parts are known by their numbers only. */
    private static void addUnlistedParts(
            Map<String, Part> parts, Map<String, Component> components, Map<String, ApplianceModel> models) {
        List<Component> all = new ArrayList<>(components.values());
        models.values().forEach(model -> all.addAll(model.components().values()));
        all.stream()
                .flatMap(component -> component.parts().stream())
                .forEach(number -> parts.putIfAbsent(number, new Part(number, Text.same(number))));
    }
}
