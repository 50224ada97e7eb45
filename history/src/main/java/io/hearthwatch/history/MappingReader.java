package io.hearthwatch.history;

import io.hearthwatch.catalog.Catalog;
import io.hearthwatch.catalog.yaml.Problems;
import io.hearthwatch.catalog.yaml.YamlDocument;
import io.hearthwatch.catalog.yaml.YamlNode;
import io.hearthwatch.history.csv.Delimiter;
import java.nio.file.Path;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/** Reads a mapping's top level: what all sources share, then the sources of each kind. */
final class MappingReader {
    static final List<String> SHARED_KEYS = List.of("name", "type", "time_zone", "time_format", "delimiter", "missing");
    private static final String FROM_TELEMETRY = "from_telemetry";

    private final Catalog catalog;
    private final YamlNode root;

    private MappingReader(Catalog catalog, YamlNode root) {
        this.catalog = catalog;
        this.root = root;
    }

    static Mapping read(Path file, Catalog catalog) {
        Problems problems = new Problems();
        YamlNode root = YamlDocument.read(file, problems).root();
        Mapping mapping = new MappingReader(catalog, root).mapping(file.toString());
        checkNoKeyIsEmpty(root);
        problems.throwIfAny();
        return mapping;
    }

    /** A key without a value was probably meant to have one; where one is required, that was said already. */
    private static void checkNoKeyIsEmpty(YamlNode node) {
        if (node.isMapping()) {
            node.entries().values().forEach(value -> {
                String said = value.path() + " has no value";
                if (value.isPresent()) {
                    checkNoKeyIsEmpty(value);
                } else if (node.problems().sorted().stream()
                        .noneMatch(problem -> problem.what().equals(said))) {
                    value.keyProblem("has no value", "give one, or remove the key");
                }
            });
        } else if (node.isSequence()) {
            node.items().forEach(MappingReader::checkNoKeyIsEmpty);
        }
    }

    private Mapping mapping(String file) {
        List<String> kinds =
                Arrays.stream(RecordKind.values()).map(RecordKind::key).toList();
        root.allowKeys(Stream.concat(SHARED_KEYS.stream(), kinds.stream()).toList());
        optional(root.get("name")).ifPresent(YamlNode::text);
        String type = optional(root.get("type"))
                .flatMap(
                        node -> node.reference("appliance type", catalog.types().keySet()))
                .orElse(null);
        Delimiter delimiter = SourceReader.delimiter(root.get("delimiter"), Delimiter.COMMA);
        ZoneId zone = TimeReader.zone(root.get("time_zone"), ZoneId.of("UTC"));
        TimeReader times = new TimeReader(root.get("time_format"), zone);
        SourceReader reader = new SourceReader(catalog, type, delimiter, times);

        YamlNode appliances = root.get(RecordKind.APPLIANCES.key());
        boolean fromTelemetry = appliances.isText() && appliances.text().equals(Optional.of(FROM_TELEMETRY));
        List<Source> sources = new ArrayList<>();
        for (RecordKind kind : RecordKind.values()) {
            if (kind != RecordKind.APPLIANCES || !fromTelemetry) {
                sources(root.get(kind.key())).forEach(node -> sources.add(reader.read(kind, node)));
            }
        }
        if (root.isMapping() && kinds.stream().allMatch(kind -> root.get(kind).isMissing())) {
            root.problem("maps no file", "give at least one of the keys " + String.join(", ", kinds));
        }
        if (fromTelemetry && root.get(RecordKind.TELEMETRY.key()).isMissing()) {
            appliances.problem("needs telemetry to take them from", "map telemetry, or name a file of appliances");
        }
        boolean typesAreListed = !fromTelemetry && appliances.isPresent();
        for (RecordKind kind : RecordKind.values()) {
            boolean needless = kind == RecordKind.APPLIANCES ? fromTelemetry : typesAreListed;
            if (!needless && root.get("type").isMissing()) {
                sources(root.get(kind.key())).forEach(MappingReader::checkTyped);
            }
        }
        Set<String> missing = optional(root.get("missing"))
                .map(node -> Set.copyOf(node.texts()))
                .orElse(Set.of());
        return new Mapping(file, catalog, type, sources, fromTelemetry, missing);
    }

    private static void checkTyped(YamlNode source) {
        if (source.get("type").isMissing() && source.get("type_column").isMissing()) {
            source.problem(
                    "does not say of which type the appliances are",
                    "give type: at the top or here, or type_column: here");
        }
    }

    /** One source or a list of them. */
    private static List<YamlNode> sources(YamlNode node) {
        if (node.isMissing()) {
            return List.of();
        }
        return node.isSequence() ? node.items() : List.of(node);
    }

    static Optional<YamlNode> optional(YamlNode node) {
        return node.isPresent() ? Optional.of(node) : Optional.empty();
    }
}
