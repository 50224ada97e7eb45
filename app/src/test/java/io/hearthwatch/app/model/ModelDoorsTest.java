package io.hearthwatch.app.model;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.hearthwatch.app.cli.JsonOutput;
import io.hearthwatch.app.cli.ReportOutput;
import io.hearthwatch.app.cli.StoreOptions;
import io.hearthwatch.predictor.jobs.ModelJob;
import java.io.IOException;
import java.lang.reflect.Field;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;
import picocli.CommandLine;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.Model.OptionSpec;

/** Whatever {@code hearthwatch model} can be asked at the command line can be asked over HTTP, with the same words. */
class ModelDoorsTest {
    /** Options without a counterpart, by whose they are or by name, and why. */
    private static final Map<Class<?>, String> OF_THE_COMMAND_LINE = Map.of(
            StoreOptions.class, "over HTTP it is the service's data",
            JsonOutput.class, "the answer is that JSON",
            ReportOutput.class, "GET /api/v1/models/{id}/report");

    private static final Map<String, String> ONLY_HERE = Map.of(
            "explain --top", "how much is printed; the JSON has all",
            "export --out", "what a job leaves is downloaded");

    /** Positional parameters by their label. */
    private static final Map<String, String> POSITIONS = Map.of("ID", "model", "A", "a", "B", "b");

    /** The routes of commands that are no long work. */
    private static final Map<String, String> ROUTES = Map.of(
            "list", "GET /api/v1/models",
            "show", "GET /api/v1/models/{id}",
            "promote", "POST /api/v1/models/{id}/promote",
            "rollback", "POST /api/v1/models/rollback",
            "withdraw", "POST /api/v1/models/withdraw",
            "shadow", "GET /api/v1/models/shadow",
            "audit", "GET /api/v1/models/audit");

    private static final Map<String, CommandLine> COMMANDS = new CommandLine(new ModelCommand()).getSubcommands();
    private static final Map<String, ModelJob> JOBS =
            JobKinds.in(null).stream().collect(Collectors.toMap(ModelJob::command, Function.identity()));

    private static JsonNode api;

    @BeforeAll
    static void read() throws IOException {
        try (var in = Files.newInputStream(Path.of("..", "docs", "openapi.yaml"))) {
            api = new ObjectMapper().valueToTree(new Load(LoadSettings.builder().build()).loadFromInputStream(in));
        }
    }

    static Set<String> commands() {
        return COMMANDS.keySet();
    }

    @ParameterizedTest
    @MethodSource("commands")
    void commandIsAskedTheSameOverHttp(String command) {
        boolean job = JOBS.containsKey(command);
        String route = ROUTES.get(command);
        assertThat(job || route != null)
                .as("'model %s' has neither a job nor a route", command)
                .isTrue();
        if (job) {
            assertThat(JOBS.get(command).arguments()).isEqualTo(options(command));
        }
        if (route != null) {
            assertThat(parameters(route)).isEqualTo(options(command));
        }
    }

    @Test
    void jobsAreOfCommandsAndDescribed() {
        assertThat(COMMANDS.keySet()).containsAll(JOBS.keySet());
        JsonNode described = api.at("/components/schemas/ModelJobArguments/properties");
        assertThat(names(described)).isEqualTo(new TreeSet<>(JOBS.keySet()));
        JOBS.forEach((command, job) -> assertThat(names(described.at("/" + command + "/properties")))
                .as(command)
                .isEqualTo(job.arguments()));
    }

    @Test
    void whatIsOnlyAtTheCommandLineIsStillThere() {
        ONLY_HERE.keySet().forEach(name -> {
            String[] parts = name.split(" ", 2);
            assertThat(COMMANDS.get(parts[0]).getCommandSpec().findOption(parts[1]))
                    .as(name)
                    .isNotNull();
        });
    }

    /** Options and positions as HTTP names them. */
    private static Set<String> options(String command) {
        CommandLine line = COMMANDS.get(command);
        Set<String> names = new TreeSet<>();
        for (OptionSpec option : line.getCommandSpec().options()) {
            if (!isOfTheCommandLine(option) && !ONLY_HERE.containsKey(command + " " + option.longestName())) {
                names.add(option.longestName().replaceFirst("^--(no-)?", "").replace('-', '_'));
            }
        }
        line.getCommandSpec().positionalParameters().forEach(each -> names.add(POSITIONS.get(each.paramLabel())));
        return names;
    }

    private static boolean isOfTheCommandLine(ArgSpec option) {
        return option.userObject() instanceof Field field
                && OF_THE_COMMAND_LINE.keySet().stream()
                        .anyMatch(known -> field.getDeclaringClass().isAssignableFrom(known));
    }

    /** What a route takes: in its path, its query and its body; who asks stands aside. */
    private static Set<String> parameters(String route) {
        String[] parts = route.split(" ", 2);
        JsonNode operation = api.path("paths").path(parts[1]).path(parts[0].toLowerCase(Locale.ROOT));
        assertThat(operation.isObject()).as(route).isTrue();
        Set<String> names = new TreeSet<>();
        for (JsonNode parameter : operation.path("parameters")) {
            String name = resolved(parameter).get("name").asText();
            names.add(name.equals("id") ? "model" : name);
        }
        names.addAll(names(resolved(operation.at("/requestBody/content/application~1json/schema"))
                .path("properties")));
        names.removeAll(List.of("who", "Idempotency-Key"));
        return names;
    }

    private static JsonNode resolved(JsonNode node) {
        return node.has("$ref") ? api.at(node.get("$ref").asText().substring(1)) : node;
    }

    private static Set<String> names(JsonNode object) {
        Set<String> names = new TreeSet<>();
        object.fieldNames().forEachRemaining(names::add);
        return names;
    }
}
