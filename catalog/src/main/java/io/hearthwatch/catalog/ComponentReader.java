package io.hearthwatch.catalog;

import io.hearthwatch.catalog.yaml.YamlNode;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/** Reads one entry of a type's {@code components}, or of what a model has differently. */
final class ComponentReader {
    private static final Pattern SKILL = Pattern.compile("[a-z][a-z0-9_]{0,39}");
    private static final double HIGHEST_COST = 1e9;
    private static final double HIGHEST_WEIGHT = 100;

    /** The part numbers that may be named; empty where the file lists no parts, and any may be. */
    private final Optional<Set<String>> parts;

    ComponentReader(Optional<Set<String>> parts) {
        this.parts = parts;
    }

    /** A component of the type: every key but {@code costs} and {@code safety_weight} must be there. */
    Optional<Component> read(String id, YamlNode node) {
        int before = node.problems().count();
        Identifiers.checkComponent(node, id);
        Optional<Text> label = node.require("name", "{en: …, zh: …}").words();
        List<String> numbers = parts(node.require("parts", "part numbers that a repair needs, such as [DP-2201]"));
        Optional<Boolean> home = node.require("home_repair", "true or false").bool();
        Optional<Integer> minutes = minutes(node.require("minutes", "usual repair time, such as 45"));
        Optional<String> skill = skill(node.require("skill", "what a technician must know, such as hydraulics"));
        Costs costs = costs(node.get("costs")).orElse(Costs.DEFAULT);
        double weight = weight(node.get("safety_weight")).orElse(1.0);
        checkKeys(node);
        return node.problems().count() > before
                ? Optional.empty()
                : Optional.of(new Component(
                        id,
                        label.orElseThrow(),
                        numbers,
                        home.orElseThrow(),
                        minutes.orElseThrow(),
                        skill.orElseThrow(),
                        costs,
                        weight));
    }

    /**
     * What a model has differently: keys that are not given are the type's.
     *
     * @param base the type's component, or empty where that has problems; the entry is checked all the same
     */
    Optional<Component> override(Optional<Component> base, YamlNode node) {
        checkKeys(node);
        Optional<Text> label = node.get("name").words();
        List<String> numbers = parts(node.get("parts"));
        Optional<Boolean> home = node.get("home_repair").bool();
        Optional<Integer> minutes = minutes(node.get("minutes"));
        Optional<String> skill = skill(node.get("skill"));
        Optional<Costs> costs = costs(node.get("costs"));
        Optional<Double> weight = weight(node.get("safety_weight"));
        return base.map(component -> new Component(
                component.id(),
                label.orElse(component.label()),
                numbers.isEmpty() ? component.parts() : numbers,
                home.orElse(component.homeRepair()),
                minutes.orElse(component.minutes()),
                skill.orElse(component.skill()),
                costs.orElse(component.costs()),
                weight.orElse(component.safetyWeight())));
    }

    private static void checkKeys(YamlNode node) {
        node.allowKeys("name", "parts", "home_repair", "minutes", "skill", "costs", "safety_weight");
    }

    private List<String> parts(YamlNode node) {
        if (node.isSequence() && node.items().isEmpty()) {
            node.problem("is empty", "name at least one part number");
        }
        return node.items().stream()
                .map(item -> parts.isPresent() ? item.reference("part", parts.get()) : anyPart(item))
                .flatMap(Optional::stream)
                .toList();
    }

    private static Optional<String> anyPart(YamlNode item) {
        Optional<String> number = item.text();
        number.ifPresent(n -> Identifiers.checkPart(item, n));
        return number;
    }

    private static Optional<Integer> minutes(YamlNode node) {
        return node.integer(1, 1440);
    }

    private static Optional<String> skill(YamlNode node) {
        return node.text(SKILL, "a lower-case letter, then letters, digits or _, such as hydraulics");
    }

    private static Optional<Double> weight(YamlNode node) {
        if (node.isMissing()) {
            node.allowKeys(); // says so where the key is there without a value
            return Optional.empty();
        }
        return node.number(1, HIGHEST_WEIGHT);
    }

    private static Optional<Costs> costs(YamlNode node) {
        if (node.isMissing()) {
            node.allowKeys(); // says so where the key is there without a value
            return Optional.empty();
        }
        int before = node.problems().count();
        node.allowKeys("missed_failure", "needless_visit", "held_part");
        Optional<Double> missed = cost(node, "missed_failure");
        Optional<Double> needless = cost(node, "needless_visit");
        Optional<Double> held = cost(node, "held_part");
        if (node.problems().count() > before) {
            return Optional.empty();
        }
        if (missed.orElseThrow() <= held.orElseThrow()) {
            node.problem("makes no ticket ever worth while", "missed_failure must be above held_part");
        }
        return Optional.of(new Costs(missed.orElseThrow(), needless.orElseThrow(), held.orElseThrow()));
    }

    private static Optional<Double> cost(YamlNode node, String key) {
        return node.require(key, "an amount in the maker's currency").number(0, HIGHEST_COST);
    }
}
