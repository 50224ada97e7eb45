package io.hearthwatch.history;

import static io.hearthwatch.history.MappingReader.optional;

import io.hearthwatch.catalog.yaml.YamlNode;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;
import java.util.stream.Stream;

/** Reads where a field comes from: a column's name, or a mapping that says more. */
final class ColumnReader {
    static final List<String> PLACES = List.of("column", "constant", "file_name");
    static final List<String> TEXT_KEYS = List.of("map", "strip_prefix", "prefix");
    static final List<String> NUMBER_KEYS = List.of("scale", "offset");

    private ColumnReader() {}

    /**
     * @param time whether the field is a time, whose format {@link TimeReader} reads
     * @param number whether the field is a number
     */
    static Optional<Column> read(YamlNode node, boolean time, boolean number) {
        if (!node.isMapping()) {
            return node.text().map(name -> Column.named(node.line(), name));
        }
        List<String> keys = new ArrayList<>(PLACES);
        keys.add("optional");
        keys.addAll(time ? TimeReader.KEYS : TEXT_KEYS);
        if (number) {
            keys.addAll(NUMBER_KEYS);
        }
        node.allowKeys(keys);
        List<YamlNode> places =
                PLACES.stream().map(node::get).filter(YamlNode::isPresent).toList();
        if (places.size() != 1) {
            node.problem(
                    places.isEmpty() ? "does not say where it comes from" : "comes from several places",
                    "give one of " + String.join(", ", PLACES));
            return Optional.empty();
        }
        Map<String, String> values = new LinkedHashMap<>();
        optional(node.get("map"))
                .ifPresent(map ->
                        map.entries().forEach((from, to) -> to.text().ifPresent(text -> values.put(from, text))));
        Column column = new Column(
                places.get(0).line(),
                text(node, "column").orElse(null),
                text(node, "constant").orElse(null),
                optional(node.get("file_name")).flatMap(ColumnReader::pattern).orElse(null),
                values,
                text(node, "strip_prefix").orElse(""),
                text(node, "prefix").orElse(""),
                optional(node.get("optional")).flatMap(YamlNode::bool).orElse(false),
                optional(node.get("scale")).flatMap(YamlNode::number).orElse(1.0),
                optional(node.get("offset")).flatMap(YamlNode::number).orElse(0.0));
        boolean found =
                Stream.of(column.name(), column.constant(), column.fileName()).anyMatch(place -> place != null);
        return found ? Optional.of(column) : Optional.empty();
    }

    private static Optional<String> text(YamlNode node, String key) {
        return optional(node.get(key)).flatMap(YamlNode::text);
    }

    private static Optional<Pattern> pattern(YamlNode node) {
        Optional<String> text = node.text();
        try {
            Optional<Pattern> pattern = text.map(Pattern::compile);
            if (pattern.isPresent() && pattern.get().matcher("").groupCount() < 1) {
                node.problem("has no group", "put round brackets about the part that counts: machine-(.+)\\.csv");
                return Optional.empty();
            }
            return pattern;
        } catch (PatternSyntaxException e) {
            node.problem("is no regular expression: " + e.getDescription(), "such as machine-(.+)\\.csv");
            return Optional.empty();
        }
    }
}
