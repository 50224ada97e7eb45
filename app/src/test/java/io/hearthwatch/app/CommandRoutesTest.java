package io.hearthwatch.app;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.hearthwatch.app.cli.CommandRoutes;
import io.hearthwatch.app.cli.Hearthwatch;
import io.hearthwatch.app.commands.RootCommand;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;
import picocli.CommandLine;
import picocli.CommandLine.Model.OptionSpec;

/**
 * Whatever the HTTP API does, a command does too, or {@code routes.txt} says why none does; and what a route can be told, its command can be
 * told.
 */
class CommandRoutesTest {
    private static final Set<String> METHODS = Set.of("get", "put", "post", "patch", "delete");

    /** What a route takes that no option says, and why. */
    private static final Map<String, String> EVERYWHERE = Map.of(
            "who", "--who where a record is made, or the machine's own user",
            "key", "--key, or a new one each time",
            "offset", "a longer list is asked for with --limit",
            "before", "a longer list is asked for with --limit",
            "limit", "what is printed is short, or all of it",
            "version", "--if-version");

    /** The same of single commands: {@code command parameter}. */
    private static final Map<String, String> SINGLE = new TreeMap<>();

    static {
        because("--expires", "appliance command ID COMMAND expires_in");
        because("the list is of all, by id", "appliance list after", "appliance list q", "appliance list strange");
        because("pause, resume and end are commands of their own", "campaign pause ID state");
        because(
                "--model, --lot, --words-en and --words-zh; maintenance is a command of its own",
                "campaign recall NAME every_months",
                "campaign recall NAME kind",
                "campaign recall NAME lots",
                "campaign recall NAME models",
                "campaign recall NAME words");
        because(
                "complaint action-checked",
                "complaint action-done TICKET N effective",
                "complaint action-done TICKET N remarks");
        for (String only : List.of("aspect", "centre", "channel", "lot", "model", "region", "type")) {
            because("--only " + only + "=…", "indicators show NAME " + only);
        }
        because("each kind of work is a command of its own", "model train arguments", "model train command");
        for (String of : List.of("budgets", "deposits", "dispute_days", "owners", "rules", "warn_at")) {
            because("in the file", "money load FILE " + of);
        }
        because(
                "--missed, --needless and --hold",
                "policy set held_part",
                "policy set missed_failure",
                "policy set needless_visit");
        because(
                "--missed, --needless, --hold and --tickets-per-day",
                "policy simulate capacity",
                "policy simulate costs");
        because("--shadow shows the reason of each", "ticket list --shadow reason");
        because("--search", "ticket list q", "knowledge list q", "register find q");
        because("webhook change --active", "webhook add URL active");
        because("it is made here and printed once", "webhook add URL secret", "webhook secret ID secret");
        because("--type", "webhook add URL types", "webhook change ID types");
    }

    private static void because(String reason, String... what) {
        for (String each : what) {
            SINGLE.put(each, reason);
        }
    }

    private static JsonNode api;
    private static CommandLine root;

    @BeforeAll
    static void read() throws IOException {
        try (var in = Files.newInputStream(Path.of("..", "docs", "openapi.yaml"))) {
            api = new ObjectMapper().valueToTree(new Load(LoadSettings.builder().build()).loadFromInputStream(in));
        }
        root = Hearthwatch.commandLine(new RootCommand());
    }

    @Test
    void everyRouteHasItsCommandOrTheReasonWhyNot() {
        List<String> described = new ArrayList<>();
        api.get("paths")
                .properties()
                .forEach(path -> path.getValue().fieldNames().forEachRemaining(method -> {
                    if (METHODS.contains(method)) {
                        described.add(method.toUpperCase(Locale.ROOT) + " " + path.getKey());
                    }
                }));
        List<String> listed = CommandRoutes.lines().stream()
                .map(line -> line.method() + " " + line.path())
                .toList();
        assertThat(listed)
                .as(
                        "app/src/main/resources/io/hearthwatch/app/cli/routes.txt: say which command does it, or why none does")
                .containsExactlyInAnyOrderElementsOf(described);
    }

    @Test
    void everyCommandThatIsNamedIsThereAndTakesWhatItsRouteTakes() {
        List<String> missing = new ArrayList<>();
        Set<String> single = new HashSet<>(SINGLE.keySet());
        for (CommandRoutes.Line line : CommandRoutes.lines()) {
            if (line.command() == null) {
                continue;
            }
            CommandLine command = root;
            List<String> words = new ArrayList<>();
            for (String word : line.command().split(" ", -1)) {
                CommandLine next = command.getSubcommands().get(word);
                if (next == null) {
                    words.add(word);
                } else {
                    command = next;
                }
            }
            assertThat(command.getSubcommands())
                    .as("'%s' is no command", line.command())
                    .isEmpty();
            Set<String> takes = takes(command);
            if (takes.contains("set")) {
                continue; // whatever the route takes, by its name
            }
            for (String parameter : parameters(line)) {
                if (!takes.contains(parameter)
                        && !words.contains(parameter.toUpperCase(Locale.ROOT))
                        && !EVERYWHERE.containsKey(parameter)
                        && !SINGLE.containsKey(line.command() + " " + parameter)) {
                    missing.add(line.command() + " " + parameter);
                }
                single.remove(line.command() + " " + parameter);
            }
        }
        assertThat(missing).isEmpty();
        assertThat(single).as("reasons for what is not so any more").isEmpty();
    }

    private static Set<String> takes(CommandLine command) {
        Set<String> names = new TreeSet<>();
        for (OptionSpec option : command.getCommandSpec().options()) {
            names.add(option.longestName().replaceFirst("^--(no-)?", "").replace('-', '_'));
        }
        command.getCommandSpec()
                .positionalParameters()
                .forEach(each -> names.add(each.paramLabel().toLowerCase(Locale.ROOT)));
        return names;
    }

    /** What a route takes in its query and its body. */
    private static Set<String> parameters(CommandRoutes.Line line) {
        JsonNode operation =
                api.path("paths").path(line.path()).path(line.method().toLowerCase(Locale.ROOT));
        Set<String> names = new TreeSet<>();
        for (JsonNode each : operation.path("parameters")) {
            JsonNode parameter = resolved(each);
            if (parameter.path("in").asText().equals("query")) {
                names.add(parameter.get("name").asText());
            }
        }
        properties(operation.at("/requestBody/content/application~1json/schema"), names);
        return names;
    }

    private static void properties(JsonNode schema, Set<String> names) {
        JsonNode resolved = resolved(schema);
        resolved.path("properties").fieldNames().forEachRemaining(names::add);
        resolved.path("allOf").forEach(each -> properties(each, names));
    }

    private static JsonNode resolved(JsonNode node) {
        return node.has("$ref") ? api.at(node.get("$ref").asText().substring(1)) : node;
    }
}
