package io.hearthwatch.history;

import static io.hearthwatch.history.MappingReader.optional;

import io.hearthwatch.catalog.ApplianceType;
import io.hearthwatch.catalog.Catalog;
import io.hearthwatch.catalog.Metric;
import io.hearthwatch.catalog.yaml.DidYouMean;
import io.hearthwatch.catalog.yaml.YamlNode;
import io.hearthwatch.history.csv.Delimiter;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Reads one source of a mapping: its files, and which of their columns is what. */
final class SourceReader {
    static final List<String> COMMON =
            List.of("file", "optional", "delimiter", "header", "where", "type", "type_column");

    /** Keys of one kind: those that must be there, those that may, and which of them are times or numbers. */
    record Keys(List<String> required, List<String> optional, Set<String> times) {
        Stream<String> all() {
            return Stream.concat(required.stream(), optional.stream());
        }
    }

    private static final Set<String> EVENT_TIMES = Set.of("time", "received_at");
    static final Map<RecordKind, Keys> KEYS = Map.of(
            RecordKind.APPLIANCES,
            new Keys(
                    List.of("id"),
                    List.of("model", "lot", "firmware", "produced", "purchased", "age_years"),
                    Set.of("produced", "purchased")),
            RecordKind.TELEMETRY,
            new Keys(List.of("appliance", "time"), List.of("received_at", "metric", "value"), EVENT_TIMES),
            RecordKind.FAULTS,
            new Keys(List.of("appliance", "time", "code"), List.of("received_at", "state"), EVENT_TIMES),
            RecordKind.FAILURES,
            new Keys(List.of("appliance", "time", "component"), List.of("received_at"), EVENT_TIMES),
            RecordKind.REPAIRS,
            new Keys(List.of("appliance", "time", "component"), List.of("received_at", "planned"), EVENT_TIMES));
    private static final Set<String> NUMBERS = Set.of("value", "age_years");

    private final Catalog catalog;
    private final String sharedType;
    private final Delimiter sharedDelimiter;
    private final TimeReader timeReader;

    SourceReader(Catalog catalog, String sharedType, Delimiter sharedDelimiter, TimeReader timeReader) {
        this.catalog = catalog;
        this.sharedType = sharedType;
        this.sharedDelimiter = sharedDelimiter;
        this.timeReader = timeReader;
    }

    Source read(RecordKind kind, YamlNode node) {
        Keys keys = KEYS.get(kind);
        node.allowKeys(Stream.of(COMMON.stream(), keys.all(), special(kind).stream())
                .flatMap(s -> s)
                .toList());
        Map<String, Column> columns = new LinkedHashMap<>();
        Map<String, TimeColumn> times = new LinkedHashMap<>();
        keys.required().forEach(key -> node.require(key, "name the column that holds it"));
        keys.all()
                .forEach(key -> optional(node.get(key)).ifPresent(value -> {
                    boolean time = keys.times().contains(key);
                    ColumnReader.read(value, time, NUMBERS.contains(key)).ifPresent(column -> {
                        if (time) {
                            times.put(key, timeReader.read(value, column));
                        } else {
                            columns.put(key, column);
                        }
                    });
                }));
        String type = type(node, columns);
        checkNames(kind, node, columns, type);
        return new Source(
                kind,
                node.line(),
                files(node),
                type,
                columns,
                times,
                kind == RecordKind.TELEMETRY ? metrics(node, type, columns) : Map.of(),
                kind == RecordKind.APPLIANCES ? attributes(node) : Map.of(),
                kind == RecordKind.APPLIANCES ? ageAt(node) : null);
    }

    /** Keys that are not a column's. */
    static List<String> special(RecordKind kind) {
        return switch (kind) {
            case APPLIANCES -> List.of("attributes", "age_at");
            case TELEMETRY -> List.of("metrics");
            default -> List.of();
        };
    }

    private Source.Files files(YamlNode node) {
        YamlNode file = node.require("file", "name the file, such as telemetry.csv or telemetry-*.csv.gz");
        Map<Column, Set<String>> where = new LinkedHashMap<>();
        optional(node.get("where"))
                .ifPresent(conditions -> conditions
                        .entries()
                        .forEach((column, value) -> where.put(
                                Column.named(value.line(), column),
                                new HashSet<>(
                                        value.isSequence()
                                                ? value.texts()
                                                : value.text().map(List::of).orElse(List.of())))));
        return new Source.Files(
                file.text().orElse(""),
                file.line(),
                optional(node.get("optional")).flatMap(YamlNode::bool).orElse(false),
                delimiter(node.get("delimiter"), sharedDelimiter),
                optional(node.get("header")).map(YamlNode::texts).orElse(List.of()),
                where);
    }

    static Delimiter delimiter(YamlNode node, Delimiter otherwise) {
        // Not text(), which would strip a tab away.
        Optional<String> written = optional(node).flatMap(YamlNode::text);
        if (written.isEmpty()) {
            return otherwise;
        }
        Optional<Delimiter> delimiter = Delimiter.of(written.get());
        if (delimiter.isEmpty()) {
            node.problem("is \"" + written.get() + "\"", "one of \",\", \";\", \"|\", tab, whitespace");
        }
        return delimiter.orElse(otherwise);
    }

    private String type(YamlNode node, Map<String, Column> columns) {
        YamlNode own = node.get("type");
        YamlNode column = node.get("type_column");
        if (column.isPresent()) {
            if (own.isPresent()) {
                own.problem("cannot stand beside type_column", "remove one of them");
            }
            ColumnReader.read(column, false, false).ifPresent(read -> {
                checkNames(column, read, catalog.types().keySet(), "appliance type");
                columns.put("type_column", read);
            });
            return null;
        }
        return own.isPresent()
                ? own.reference("appliance type", catalog.types().keySet()).orElse(null)
                : sharedType;
    }

    /** Names that the mapping itself writes must be in the catalog; what the files say is checked row by row. */
    private void checkNames(RecordKind kind, YamlNode node, Map<String, Column> columns, String type) {
        switch (kind) {
            case FAULTS ->
                checkNames(
                        node.get("code"),
                        columns.get("code"),
                        names(type, t -> t.faults().keySet()),
                        "fault code");
            case FAILURES, REPAIRS ->
                checkNames(
                        node.get("component"),
                        columns.get("component"),
                        names(type, t -> t.components().keySet()),
                        "component");
            case TELEMETRY -> checkNames(node.get("metric"), columns.get("metric"), metricNames(type), "metric");
            case APPLIANCES -> {}
        }
    }

    private static void checkNames(YamlNode node, Column column, Collection<String> known, String what) {
        if (column == null) {
            return;
        }
        Stream.concat(Stream.ofNullable(column.constant()), column.values().values().stream())
                .filter(name -> !known.contains(name))
                .distinct()
                .forEach(name -> node.problem("names an unknown " + what + " " + name, DidYouMean.hint(name, known)));
    }

    private interface Names {
        Collection<String> of(ApplianceType type);
    }

    /** The type's names, or those of all types where the type differs from row to row. */
    private Set<String> names(String type, Names names) {
        return catalog.types().values().stream()
                .filter(t -> type == null || t.id().equals(type))
                .flatMap(t -> names.of(t).stream())
                .collect(Collectors.toCollection(LinkedHashSet::new));
    }

    private Set<String> metricNames(String type) {
        return names(type, t -> t.metrics().stream().map(Metric::name).toList());
    }

    /** Wide telemetry: the column of each metric. Long telemetry, with a metric's name in each row: empty. */
    private Map<String, Column> metrics(YamlNode node, String type, Map<String, Column> columns) {
        YamlNode metrics = node.get("metrics");
        if (columns.containsKey("metric") || columns.containsKey("value")) {
            node.require("metric", "the column that names the metric, as there is one for its value");
            node.require("value", "the column that holds the metric's value, as there is one for its name");
            if (metrics.isPresent()) {
                metrics.problem("cannot stand beside metric and value", "a row has either one value or one of each");
            }
            return Map.of();
        }
        Map<String, Column> wide = new LinkedHashMap<>();
        Set<String> known = metricNames(type);
        if (metrics.isMissing()) {
            // Where the types' metrics differ, a file need not have a column for each of them.
            known.forEach(name ->
                    wide.put(name, new Column(node.line(), name, null, null, Map.of(), "", "", type == null, 1, 0)));
        } else if (metrics.isSequence()) {
            for (YamlNode item : metrics.items()) {
                item.reference("metric", known).ifPresent(name -> wide.put(name, Column.named(item.line(), name)));
            }
        } else {
            metrics.entries().forEach((name, value) -> {
                if (!known.contains(name)) {
                    value.keyProblem("is no metric", DidYouMean.hint(name, known));
                }
                ColumnReader.read(value, false, true).ifPresent(column -> wide.put(name, column));
            });
        }
        if (metrics.isPresent() && wide.isEmpty()) {
            metrics.problem("maps no metric", "write metric: column for each, or leave metrics out");
        }
        return wide;
    }

    private static Map<String, Column> attributes(YamlNode node) {
        Map<String, Column> attributes = new LinkedHashMap<>();
        optional(node.get("attributes"))
                .ifPresent(given -> given.entries()
                        .forEach((name, value) -> ColumnReader.read(value, false, false)
                                .ifPresent(column -> attributes.put(name, column))));
        return attributes;
    }

    private static Instant ageAt(YamlNode node) {
        YamlNode years = node.get("age_years");
        YamlNode at = node.get("age_at");
        List<YamlNode> dates = new ArrayList<>(List.of(node.get("produced")));
        if (years.isPresent() != at.isPresent()) {
            (years.isPresent() ? years : at)
                    .problem("needs age_years and age_at", "the age in years, and the instant at which it was that");
        }
        if (years.isPresent() && dates.stream().anyMatch(YamlNode::isPresent)) {
            years.problem("cannot stand beside produced", "remove one of them");
        }
        return at.isMissing() ? null : TimeReader.instant(at).orElse(null);
    }
}
