package io.hearthwatch.catalog.yaml;

import io.hearthwatch.catalog.Problem;
import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collections;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.api.lowlevel.Compose;
import org.snakeyaml.engine.v2.exceptions.Mark;
import org.snakeyaml.engine.v2.exceptions.MarkedYamlEngineException;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;
import org.snakeyaml.engine.v2.nodes.MappingNode;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.NodeTuple;
import org.snakeyaml.engine.v2.nodes.ScalarNode;
import org.snakeyaml.engine.v2.nodes.SequenceNode;
import org.snakeyaml.engine.v2.schema.CoreSchema;

/**
 * One YAML 1.2 file, read so that every node still knows its line. What is wrong with the file as YAML (syntax, a key
 * twice in one mapping, an alias that contains itself) is recorded on reading; {@link #root()} is then still as much of
 * the document as could be understood.
 */
public final class YamlDocument {
    private final String file;
    private final YamlNode root;

    private YamlDocument(String file, YamlNode root) {
        this.file = file;
        this.root = root;
    }

    /** Reads a file; its name in problems is the path as given. An unreadable file is a problem, not an exception. */
    public static YamlDocument read(Path path, Problems problems) {
        String file = path.toString();
        try {
            return parse(file, Files.readString(path), problems);
        } catch (CharacterCodingException e) {
            problems.add(new Problem(file, 0, "is not UTF-8 text", "save it with UTF-8 encoding"));
        } catch (IOException e) {
            String what = Files.exists(path) ? "cannot be read" : "does not exist";
            problems.add(new Problem(file, 0, what, "give the path of a readable YAML file"));
        }
        return new YamlDocument(file, YamlNode.missing(file, problems));
    }

    /** Reads text that came from elsewhere, such as a resource, under the name given. */
    public static YamlDocument parse(String file, String text, Problems problems) {
        LoadSettings settings = LoadSettings.builder()
                .setLabel(file)
                .setSchema(new CoreSchema())
                .setUseMarks(true)
                .build();
        try {
            Optional<Node> node = new Compose(settings).composeString(text);
            if (node.isEmpty()) {
                problems.add(new Problem(file, 0, "is empty", "expected a mapping of keys to values"));
                return new YamlDocument(file, YamlNode.missing(file, problems));
            }
            Check check = new Check(file, problems);
            check.walk(node.get());
            if (!check.recursive) {
                return new YamlDocument(file, YamlNode.root(file, node.get(), problems));
            }
        } catch (MarkedYamlEngineException e) {
            problems.add(new Problem(file, lineOf(e), "is not valid YAML: " + describe(e), syntaxHint(e.getProblem())));
        } catch (StackOverflowError e) {
            problems.add(new Problem(file, 0, "is nested too deeply", "no file needs more than ten levels"));
        } catch (YamlEngineException e) {
            problems.add(new Problem(file, 0, "is not valid YAML: " + firstLine(e.getMessage()), ""));
        }
        return new YamlDocument(file, YamlNode.missing(file, problems));
    }

    /** The document's top node; a missing node (whose getters are all empty) where there is none. */
    public YamlNode root() {
        return root;
    }

    public String file() {
        return file;
    }

    private static int lineOf(MarkedYamlEngineException e) {
        Optional<Mark> mark = e.getProblemMark().or(e::getContextMark);
        return mark.map(m -> m.getLine() + 1).orElse(0);
    }

    private static String describe(MarkedYamlEngineException e) {
        String context = e.getContext();
        String problem = firstLine(e.getProblem());
        return context == null || context.isBlank() ? problem : firstLine(context) + ", " + problem;
    }

    private static String syntaxHint(String problem) {
        String said = problem == null ? "" : problem;
        if (said.contains("\\t") || said.contains("TAB")) {
            return "indent with spaces, not tabs";
        }
        if (said.contains("mapping values are not allowed")) {
            return "put text that contains a colon in quotes, or check the indentation";
        }
        if (said.contains("expected a single document") || said.contains("but found another document")) {
            return "keep one document in a file: no second ---";
        }
        return "check indentation, brackets and quotes here and just above";
    }

    private static String firstLine(String text) {
        return text == null ? "" : text.lines().findFirst().orElse("").strip();
    }

    /** Walks the whole tree once for what only YAML itself forbids. */
    private static final class Check {
        private final String file;
        private final Problems problems;
        private final Set<Node> open = Collections.newSetFromMap(new IdentityHashMap<>());
        private final Set<Node> done = Collections.newSetFromMap(new IdentityHashMap<>());
        private boolean recursive;

        private Check(String file, Problems problems) {
            this.file = file;
            this.problems = problems;
        }

        private void walk(Node node) {
            if (open.contains(node)) {
                recursive = true;
                problems.add(new Problem(
                        file, YamlNode.lineOf(node), "an alias contains itself", "write the value out instead"));
                return;
            }
            if (!done.add(node)) {
                return;
            }
            open.add(node);
            if (node instanceof MappingNode mapping) {
                checkKeys(mapping);
                mapping.getValue().forEach(tuple -> walk(tuple.getValueNode()));
            } else if (node instanceof SequenceNode sequence) {
                sequence.getValue().forEach(this::walk);
            }
            open.remove(node);
        }

        private void checkKeys(MappingNode mapping) {
            Map<String, Integer> firstLines = new HashMap<>();
            for (NodeTuple tuple : mapping.getValue()) {
                int line = YamlNode.lineOf(tuple.getKeyNode());
                if (!(tuple.getKeyNode() instanceof ScalarNode key)) {
                    problems.add(new Problem(file, line, "a key must be a plain word", "put the key in quotes"));
                    continue;
                }
                Integer first = firstLines.putIfAbsent(key.getValue(), line);
                if (first != null) {
                    problems.add(new Problem(
                            file,
                            line,
                            "key " + key.getValue() + " is given twice",
                            "it was first given on line " + first + "; remove one"));
                }
            }
        }
    }
}
