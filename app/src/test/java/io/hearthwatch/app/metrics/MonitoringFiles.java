package io.hearthwatch.app.metrics;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;

/** What {@code docs/monitoring} offers, and the metrics that it speaks of. */
final class MonitoringFiles {
    private static final Path DIRECTORY = Path.of("..", "docs", "monitoring");
    private static final Pattern NAME = Pattern.compile("\\b(?:hearthwatch|jvm|process|system)_[a-z0-9_]+\\b");

    private MonitoringFiles() {}

    static JsonNode dashboard() throws IOException {
        return new ObjectMapper().readTree(Files.readString(DIRECTORY.resolve("grafana-dashboard.json")));
    }

    static JsonNode yaml(String file) throws IOException {
        return new ObjectMapper()
                .valueToTree(new Load(LoadSettings.builder().build())
                        .loadFromString(Files.readString(DIRECTORY.resolve(file))));
    }

    /** Every expression of the dashboard and of the alert rules. */
    static List<String> expressions() throws IOException {
        List<String> expressions = new ArrayList<>(dashboard().findValuesAsText("expr"));
        expressions.addAll(dashboard().findValuesAsText("definition"));
        expressions.addAll(yaml("alerts.yml").findValuesAsText("expr"));
        return expressions;
    }

    /** Metrics that the expressions name. */
    static Set<String> names() throws IOException {
        Set<String> names = new TreeSet<>();
        for (String expression : expressions()) {
            Matcher name = NAME.matcher(expression.replaceAll("\"[^\"]*\"", ""));
            while (name.find()) {
                names.add(name.group());
            }
        }
        return names;
    }
}
