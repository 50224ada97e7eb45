package io.hearthwatch.app.metrics;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Prometheus' text format, read back. */
final class Exposition {
    private static final Pattern SAMPLE = Pattern.compile("([a-zA-Z_:][a-zA-Z0-9_:]*)(?:\\{(.*)})? (\\S+)");
    private static final Pattern LABEL = Pattern.compile("([a-zA-Z_]\\w*)=\"((?:[^\"\\\\]|\\\\.)*)\"");

    /** A metric with its meaning and the names of its labels. */
    record Family(String name, String type, String help, Set<String> labels) {}

    record Sample(String name, Map<String, String> labels, double value) {}

    private final Map<String, Family> families = new TreeMap<>();
    private final List<Sample> samples = new ArrayList<>();

    Exposition(String text) {
        String help = "";
        Family family = null;
        for (String line : text.lines().toList()) {
            if (line.startsWith("# HELP ")) {
                help = line.split(" ", 4)[3];
            } else if (line.startsWith("# TYPE ")) {
                String[] words = line.split(" ", 4);
                family = new Family(words[2], words[3], help, new TreeSet<>());
                families.put(family.name(), family);
            } else if (!line.startsWith("#") && !line.isBlank()) {
                Matcher sample = SAMPLE.matcher(line);
                if (!sample.matches() || family == null || !sample.group(1).startsWith(family.name())) {
                    throw new AssertionError("not a sample of what was announced: " + line);
                }
                Map<String, String> labels = new LinkedHashMap<>();
                Matcher label = LABEL.matcher(sample.group(2) == null ? "" : sample.group(2));
                while (label.find()) {
                    labels.put(label.group(1), label.group(2));
                }
                samples.add(new Sample(sample.group(1), labels, Double.parseDouble(sample.group(3))));
                family.labels().addAll(labels.keySet());
                family.labels().remove("le");
            }
        }
    }

    Map<String, Family> families() {
        return families;
    }

    List<Sample> samples() {
        return samples;
    }

    /** The sum over all labels. */
    double sum(String name) {
        return samples.stream()
                .filter(sample -> sample.name().equals(name))
                .mapToDouble(Sample::value)
                .sum();
    }

    double value(String name, String label, String value) {
        return samples.stream()
                .filter(sample -> sample.name().equals(name)
                        && value.equals(sample.labels().get(label)))
                .mapToDouble(Sample::value)
                .findFirst()
                .orElseThrow(() -> new AssertionError("no " + name + " with " + label + " " + value));
    }
}
