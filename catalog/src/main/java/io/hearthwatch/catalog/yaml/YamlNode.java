package io.hearthwatch.catalog.yaml;

import io.hearthwatch.catalog.Problem;
import io.hearthwatch.catalog.Text;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import org.snakeyaml.engine.v2.nodes.MappingNode;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.NodeTuple;
import org.snakeyaml.engine.v2.nodes.ScalarNode;
import org.snakeyaml.engine.v2.nodes.SequenceNode;
import org.snakeyaml.engine.v2.nodes.Tag;

/**
 * A place in a YAML document, with its line and its path ({@code metrics.energy.unit}).
 *
 * <p>Typed getters return the value, or record a problem and return empty. A <em>missing</em> node (an absent key) is
 * silent: all its getters are empty and record nothing, because {@link #require} has already said that it is missing.
 */
public final class YamlNode {
    private final String file;
    private final String path;
    private final int keyLine;
    private final Node node;
    private final Problems problems;

    private YamlNode(String file, String path, int keyLine, Node node, Problems problems) {
        this.file = file;
        this.path = path;
        this.keyLine = keyLine;
        this.node = node;
        this.problems = problems;
    }

    static YamlNode root(String file, Node node, Problems problems) {
        return new YamlNode(file, "", lineOf(node), node, problems);
    }

    static YamlNode missing(String file, Problems problems) {
        return new YamlNode(file, "", 0, null, problems);
    }

    static int lineOf(Node node) {
        return node.getStartMark().map(mark -> mark.getLine() + 1).orElse(0);
    }

    public String file() {
        return file;
    }

    /** 1-based line of the value; of the key above it where the value is missing. */
    public int line() {
        return node == null ? keyLine : lineOf(node);
    }

    /** Keys and indexes from the top, such as {@code faults.E18.suspects[1]}; empty for the top itself. */
    public String path() {
        return path;
    }

    /** Whether nothing is there: the key is absent, or has no value ({@code key:} or {@code key: null}). */
    public boolean isMissing() {
        return node == null || node.getTag().equals(Tag.NULL);
    }

    public boolean isPresent() {
        return !isMissing();
    }

    public boolean isMapping() {
        return node instanceof MappingNode;
    }

    public boolean isSequence() {
        return node instanceof SequenceNode;
    }

    public boolean isBoolean() {
        return node instanceof ScalarNode && node.getTag().equals(Tag.BOOL);
    }

    public boolean isText() {
        return node instanceof ScalarNode && node.getTag().equals(Tag.STR);
    }

    /** Records a problem with this value. */
    public void problem(String what, String hint) {
        problems.add(new Problem(file, line(), path.isEmpty() ? what : path + " " + what, hint));
    }

    /** Records a problem with the key under which this value stands, on the key's line. */
    public void keyProblem(String what, String hint) {
        problems.add(new Problem(file, keyLine, path.isEmpty() ? what : path + " " + what, hint));
    }

    /** The collector shared by all nodes of the document. */
    public Problems problems() {
        return problems;
    }

    /** Whether the key is there, be it with an empty value. */
    public boolean has(String key) {
        return get(key).node != null;
    }

    /** The value of a key that may be absent. */
    public YamlNode get(String key) {
        if (node instanceof MappingNode mapping) {
            for (NodeTuple tuple : mapping.getValue()) {
                if (tuple.getKeyNode() instanceof ScalarNode name
                        && name.getValue().equals(key)) {
                    return new YamlNode(file, child(key), lineOf(name), tuple.getValueNode(), problems);
                }
            }
        }
        return new YamlNode(file, child(key), keyLine, null, problems);
    }

    /** The value of a key that must be there and not be empty; its absence is a problem. */
    public YamlNode require(String key, String hint) {
        YamlNode value = get(key);
        if (isMapping() && value.isMissing()) {
            boolean empty = value.node != null;
            problems.add(new Problem(
                    file,
                    value.keyLine,
                    empty ? value.path + " has no value" : (path.isEmpty() ? "" : path + " ") + "lacks the key " + key,
                    hint));
            return new YamlNode(file, value.path, value.keyLine, null, problems);
        }
        return value;
    }

    /** All keys with their values, in file order; a problem if this is not a mapping. Of a repeated key, the first. */
    public Map<String, YamlNode> entries() {
        Map<String, YamlNode> entries = new LinkedHashMap<>();
        if (expectMapping()) {
            for (NodeTuple tuple : ((MappingNode) node).getValue()) {
                if (tuple.getKeyNode() instanceof ScalarNode key) {
                    entries.putIfAbsent(
                            key.getValue(),
                            new YamlNode(file, child(key.getValue()), lineOf(key), tuple.getValueNode(), problems));
                }
            }
        }
        return entries;
    }

    /** The keys of a mapping in file order; empty, without a problem, for anything else. */
    public Set<String> keys() {
        return isMapping() ? entries().keySet() : Set.of();
    }

    /** Every other key is a problem, with the key that was probably meant. Also a problem: not being a mapping. */
    public YamlNode allowKeys(String... known) {
        return allowKeys(Arrays.asList(known));
    }

    /** Every other key is a problem, with the key that was probably meant. Also a problem: not being a mapping. */
    public YamlNode allowKeys(Collection<String> known) {
        entries().forEach((key, value) -> {
            if (!known.contains(key)) {
                String where = path.isEmpty() ? "" : path + " ";
                // {en: Hot, dry, zh: …} makes "dry" a key without a value: a comma ends a text between braces.
                boolean comma = value.isMissing() && key.contains(" ");
                String hint = comma ? "put text that contains a comma in quotes" : DidYouMean.hint(key, known);
                problems.add(new Problem(file, value.keyLine, where + "has an unknown key " + key, hint));
            }
        });
        return this;
    }

    /** The items of a sequence; a problem if this is something else. */
    public List<YamlNode> items() {
        List<YamlNode> items = new ArrayList<>();
        if (node == null) {
            return items;
        }
        if (!(node instanceof SequenceNode sequence)) {
            problem("must be a list, but is " + describe(), "write [a, b], or one item a line after a dash");
            return items;
        }
        for (Node item : sequence.getValue()) {
            items.add(new YamlNode(file, path + "[" + items.size() + "]", lineOf(item), item, problems));
        }
        return items;
    }

    /** A sequence of texts; items that are not texts are problems and left out. */
    public List<String> texts() {
        return items().stream().map(YamlNode::text).flatMap(Optional::stream).toList();
    }

    /** A text that may be blank. */
    public Optional<String> textOrBlank() {
        return isText() && ((ScalarNode) node).getValue().isBlank() ? Optional.of("") : text();
    }

    /** A text that is not blank, without space around it. Numbers and booleans must be quoted to be texts. */
    public Optional<String> text() {
        if (node == null) {
            return Optional.empty();
        }
        if (!isText()) {
            boolean scalar = node instanceof ScalarNode && !isMissing();
            String hint = scalar ? "put it in quotes: \"" + ((ScalarNode) node).getValue() + "\"" : "write a text";
            return wrong("must be a text, but is " + describe(), hint);
        }
        String value = ((ScalarNode) node).getValue().strip();
        return value.isEmpty() ? wrong("is blank", "write a text") : Optional.of(value);
    }

    /** A text that fits the pattern whole; the hint says what would. */
    public Optional<String> text(Pattern pattern, String hint) {
        Optional<String> value = text();
        if (value.isPresent() && !pattern.matcher(value.get()).matches()) {
            return wrong("is " + quote(value.get()) + ", which is not allowed", hint);
        }
        return value;
    }

    /** A text that names something known, such as a component; {@code kind} is the word for it in the problem. */
    public Optional<String> reference(String kind, Collection<String> known) {
        Optional<String> value = text();
        if (value.isPresent() && !known.contains(value.get())) {
            return wrong("names an unknown " + kind + " " + value.get(), DidYouMean.hint(value.get(), known));
        }
        return value;
    }

    /** One of an enum's constants, written in lower case. */
    public <E extends Enum<E>> Optional<E> oneOf(Class<E> type) {
        List<String> names = Arrays.stream(type.getEnumConstants())
                .map(constant -> constant.name().toLowerCase(Locale.ROOT))
                .toList();
        Optional<String> value = text();
        if (value.isPresent() && !names.contains(value.get())) {
            return wrong("cannot be " + quote(value.get()), DidYouMean.hint(value.get(), names));
        }
        return value.map(name -> Enum.valueOf(type, name.toUpperCase(Locale.ROOT)));
    }

    /** A finite number. */
    public Optional<Double> number() {
        if (node == null) {
            return Optional.empty();
        }
        if (node.getTag().equals(Tag.INT) || node.getTag().equals(Tag.FLOAT)) {
            Optional<Double> value = Scalars.number(((ScalarNode) node).getValue());
            return value.isPresent() ? value : wrong("is too large or not finite", "write a finite number");
        }
        boolean quoted =
                isText() && Scalars.number(((ScalarNode) node).getValue()).isPresent();
        return wrong("must be a number, but is " + describe(), quoted ? "write it without quotes" : "write a number");
    }

    /** A finite number in a closed range. */
    public Optional<Double> number(double low, double high) {
        Optional<Double> value = number();
        if (value.isPresent() && (value.get() < low || value.get() > high)) {
            return wrong("is " + Scalars.plain(value.get()), Scalars.rangeHint(low, high));
        }
        return value;
    }

    /** A whole number in a closed range. */
    public Optional<Integer> integer(int low, int high) {
        Optional<Double> value = number(low, high);
        if (value.isPresent() && value.get() != Math.rint(value.get())) {
            return wrong("is " + Scalars.plain(value.get()), "write a whole number");
        }
        return value.map(Double::intValue);
    }

    /** True or false. */
    public Optional<Boolean> bool() {
        if (node == null) {
            return Optional.empty();
        }
        return isBoolean()
                ? Optional.of(
                        ((ScalarNode) node).getValue().toLowerCase(Locale.ROOT).equals("true"))
                : wrong("must be true or false, but is " + describe(), "write true or false");
    }

    /** Words in both languages: a mapping with exactly the keys {@code en} and {@code zh}. */
    public Optional<Text> words() {
        if (node == null) {
            return Optional.empty();
        }
        if (isText()) {
            return wrong("needs both languages", "{en: " + ((ScalarNode) node).getValue() + ", zh: …}");
        }
        allowKeys("en", "zh");
        Optional<String> en = require("en", "the words in English").text();
        Optional<String> zh = require("zh", "the words in Simplified Chinese").text();
        return en.isPresent() && zh.isPresent() ? Optional.of(new Text(en.get(), zh.get())) : Optional.empty();
    }

    /** What kind of value is here, for a sentence. */
    public String describe() {
        if (isMissing()) {
            return "empty";
        }
        if (node instanceof ScalarNode scalar) {
            String kind = isText() ? "the text " : isBoolean() ? "the boolean " : "the number ";
            return kind + (isText() ? quote(scalar.getValue()) : scalar.getValue());
        }
        return isMapping() ? "a mapping" : "a list";
    }

    private boolean expectMapping() {
        if (node == null) {
            return false;
        }
        if (!isMapping()) {
            String where = path.isEmpty() ? "the file" : "it";
            problem("must be a mapping, but is " + describe(), where + " consists of lines like key: value");
        }
        return isMapping();
    }

    private <T> Optional<T> wrong(String what, String hint) {
        problem(what, hint);
        return Optional.empty();
    }

    private String child(String key) {
        return path.isEmpty() ? key : path + "." + key;
    }

    private static String quote(String value) {
        String shown = value.length() > 60 ? value.substring(0, 60) + "…" : value;
        return "\"" + shown + "\"";
    }
}
