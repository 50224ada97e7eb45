package io.hearthwatch.history;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.networknt.schema.JsonSchema;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.SpecVersion.VersionFlag;
import com.networknt.schema.ValidationMessage;
import io.hearthwatch.catalog.Catalog;
import io.hearthwatch.catalog.InvalidFileException;
import io.hearthwatch.catalog.Problem;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.schema.CoreSchema;

/** What a mapping may say; the schema that we print and the loader that we run must agree on it. */
class MappingTest {
    private static final Path REPOSITORY = Path.of("..");
    private static final JsonSchema SCHEMA =
            JsonSchemaFactory.getInstance(VersionFlag.V202012).getSchema(Mapping.schema());
    private static final String SOUND = """
            name: test
            type: washer
            time_zone: Europe/Berlin
            time_format: iso
            delimiter: ";"
            missing: [NA]
            appliances:
              file: m.csv
              id: id
              model: model
              age_years: {column: age, scale: 0.5}
              age_at: 2015-01-01T00:00:00Z
              attributes: {colour: paint}
            telemetry:
              - file: t.csv
                appliance: {column: id, prefix: "w-"}
                time: at
                metrics: {vibration: vib}
              - file: u-*.csv
                optional: true
                header: [a, b, c, d]
                where: {d: [ok, fine]}
                appliance: {file_name: "u-(.+)[.]csv"}
                time: {column: a, since: 2015-01-01T00:00:00Z, unit: hours}
                received_at: {column: e, optional: true, format: dd.MM.yyyy HH:mm, time_zone: UTC}
                metric: {column: b, map: {v: vibration}}
                value: c
            faults:
              file: f.csv
              type_column: {column: kind, map: {W: washer}}
              appliance: id
              time: {column: at, format: epoch_seconds}
              code: {constant: E18}
              state: state
            failures: {file: x.csv, appliance: id, time: at, component: part}
            repairs: {file: r.csv, appliance: id, time: at, component: {column: part, strip_prefix: p_}, planned: plan}
            """;

    @TempDir
    private Path dir;

    @Test
    void soundMappingIsAcceptedByBoth() {
        assertThat(schemaProblems(SOUND)).isEmpty();
        assertThat(loaderProblems(SOUND)).isEmpty();
        assertThat(load(SOUND).type()).contains("washer");
    }

    @ParameterizedTest
    @ValueSource(strings = {"azure-pdm", "tracebase"})
    void examplesAreValidAndLoadWithTheirCatalog(String example) throws IOException {
        Path folder = REPOSITORY.resolve("examples").resolve(example);
        assertThat(schemaProblems(Files.readString(folder.resolve("mapping.yaml"))))
                .isEmpty();
        Mapping.load(folder.resolve("mapping.yaml"), Catalog.load(List.of(folder.resolve("catalog"))));
    }

    @Test
    void everyKeyOfTheSchemaIsDocumented() throws IOException {
        String guide = Files.readString(REPOSITORY.resolve("docs/mapping.md"));
        Set<String> keys = new TreeSet<>();
        collectKeys(new ObjectMapper().readTree(Mapping.schema()), keys);
        assertThat(keys).contains("type", "age_at", "strip_prefix", "where", "since");
        assertThat(keys).allSatisfy(key -> assertThat(guide).contains("`" + key + "`"));
    }

    @Test
    void theGuidesExampleIsValid() throws IOException {
        String guide = Files.readString(REPOSITORY.resolve("docs/mapping.md"));
        String example = guide.substring(guide.indexOf("```yaml\n") + 8);
        String yaml = example.substring(0, example.indexOf("```"));
        assertThat(schemaProblems(yaml)).isEmpty();
        Files.writeString(dir.resolve("mapping.yaml"), yaml);
        Catalog homeTypes = Catalog.load(List.of());
        assertThat(catchThrowableOfType(
                        InvalidFileException.class, () -> Mapping.load(dir.resolve("mapping.yaml"), homeTypes)))
                .isNull();
    }

    @ParameterizedTest
    @MethodSource("badEdits")
    void schemaAndLoaderBothRefuse(Edit edit) {
        assertThat(schemaProblems(edit.apply())).as("schema: " + edit).isNotEmpty();
        assertThat(loaderProblems(edit.apply())).as("loader: " + edit).isNotEmpty();
    }

    static Stream<Edit> badEdits() {
        return Stream.of(
                new Edit("type: washer", "type: 7"),
                new Edit("type: washer", "tpye: washer"),
                new Edit("delimiter: \";\"", "delimiter: \":\""),
                new Edit("missing: [NA]", "missing: NA"),
                new Edit("time_format: iso", "time_format: epoch_second"),
                new Edit("time_format: iso", "time_format: HH:mm"),
                new Edit("  file: m.csv\n", ""),
                new Edit("  id: id\n", ""),
                new Edit("  id: id\n", "  id: {column: id, constant: w1}\n"),
                new Edit("  id: id\n", "  id: {prefix: w}\n"),
                new Edit("  id: id\n", "  id: [id]\n"),
                new Edit("  age_at: 2015-01-01T00:00:00Z\n", ""),
                new Edit("  age_at: 2015-01-01T00:00:00Z\n", "  age_at: 2015-01-01\n"),
                new Edit("  model: model\n", "  produced: born\n"),
                new Edit("scale: 0.5", "scale: half"),
                new Edit("metrics: {vibration: vib}", "metrics: {}"),
                new Edit("metrics: {vibration: vib}", "metrics: []"),
                new Edit("metrics: {vibration: vib}", "metrics: {vibration: vib}\n    metric: m\n    value: v"),
                new Edit("    value: c\n", ""),
                new Edit("optional: true\n", "optional: maybe\n"),
                new Edit("header: [a, b, c, d]", "header: a;b;c;d"),
                new Edit(", unit: hours", ""),
                new Edit("unit: hours", "unit: weeks"),
                new Edit("unit: hours", "unit: hours, format: iso"),
                new Edit("since: 2015-01-01T00:00:00Z, ", ""),
                new Edit("type_column: {column: kind, map: {W: washer}}", "type_column: kind\n  type: washer"),
                new Edit("  code: {constant: E18}\n", ""),
                new Edit("{constant: E18}", "{constant: E18, scale: 2}"),
                new Edit("component: part}", "component: part, planned: p}"),
                new Edit("where: {d: [ok, fine]}", "where: {d: 1}"));
    }

    @ParameterizedTest
    @MethodSource("editsBeyondASchema")
    void loaderRefusesWhatASchemaCannotSee(Edit edit, String problem) {
        assertThat(schemaProblems(edit.apply())).isEmpty();
        assertThat(loaderProblems(edit.apply())).extracting(Problem::toString).containsExactly(problem);
    }

    static Stream<org.junit.jupiter.params.provider.Arguments> editsBeyondASchema() {
        return Stream.of(
                edit(
                        "type: washer",
                        "type: wahser",
                        "mapping.yaml:2: type names an unknown appliance type wahser (did you mean washer?)"),
                edit(
                        "Europe/Berlin",
                        "Europe/Brelin",
                        "mapping.yaml:3: time_zone is no time zone: Europe/Brelin (such as UTC, Europe/Berlin,"
                                + " Asia/Shanghai or +08:00)"),
                edit(
                        "{vibration: vib}",
                        "{vibraton: vib}",
                        "mapping.yaml:18: telemetry[0].metrics.vibraton is no metric (did you mean vibration?)"),
                edit(
                        "map: {v: vibration}",
                        "map: {v: vibrator}",
                        "mapping.yaml:26: telemetry[1].metric names an unknown metric vibrator (did you mean vibration?)"),
                edit(
                        "u-(.+)",
                        "u-.+",
                        "mapping.yaml:23: telemetry[1].appliance.file_name has no group (put round brackets about the"
                                + " part that counts: machine-(.+)\\.csv)"),
                edit(
                        "{constant: E18}",
                        "{constant: E19}",
                        "mapping.yaml:33: faults.code names an unknown fault code E19 (did you mean E1?)"),
                edit(
                        "type: washer\n",
                        "\n",
                        "mapping.yaml:8: appliances does not say of which type the appliances are (give type: at the top"
                                + " or here, or type_column: here)"));
    }

    private static org.junit.jupiter.params.provider.Arguments edit(String old, String changed, String problem) {
        return org.junit.jupiter.params.provider.Arguments.of(new Edit(old, changed), problem);
    }

    @Test
    void allProblemsAreSaidAtOnceInTheOrderOfLines() {
        String yaml = SOUND.replace("Europe/Berlin", "Nowhere")
                .replace("id: id\n", "it: id\n")
                .replace("unit: hours", "unit: weeks");
        assertThat(loaderProblems(yaml)).hasSize(4).extracting(Problem::line).isSorted();
    }

    @Test
    void mappingOfNothingIsRefused() {
        assertThat(loaderProblems("type: washer\n")).extracting(Problem::what).containsExactly("maps no file");
        assertThat(schemaProblems("type: washer\n")).isNotEmpty();
        assertThat(loaderProblems("appliances: from_telemetry\n")).isNotEmpty();
        assertThat(loaderProblems("")).extracting(Problem::what).containsExactly("is empty");
        assertThat(loaderProblems("- a\n")).isNotEmpty();
    }

    /** Whatever happens to a file, it is never another exception, and what the schema refuses the loader refuses too. */
    @Test
    void damagedFilesNeverPassTheLoaderAlone() {
        Random random = new Random(20150801);
        String pieces = "{}[]:,- \n\"'#&*!|>%@`?_09azAZ";
        int refused = 0;
        for (int i = 0; i < 600; i++) {
            StringBuilder text = new StringBuilder(SOUND);
            for (int edits = random.nextInt(3); edits >= 0; edits--) {
                int at = random.nextInt(text.length());
                int removed = Math.min(random.nextInt(4), text.length() - at);
                char piece = pieces.charAt(random.nextInt(pieces.length()));
                text.replace(at, at + removed, random.nextBoolean() ? String.valueOf(piece) : "");
            }
            String yaml = text.toString();
            boolean sound = loaderProblems(yaml).isEmpty();
            refused += sound ? 0 : 1;
            if (sound) {
                assertThat(schemaProblems(yaml)).as(yaml).isEmpty();
            }
        }
        assertThat(refused).isBetween(200, 595);
    }

    /** A sound file with one piece of it changed. */
    record Edit(String old, String changed) {
        String apply() {
            assertThat(SOUND).contains(old);
            return SOUND.replace(old, changed);
        }
    }

    private Mapping load(String yaml) {
        try {
            Files.writeString(dir.resolve("mapping.yaml"), yaml);
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
        return Mapping.load(dir.resolve("mapping.yaml"), Catalogs.washerAndFridge());
    }

    private List<Problem> loaderProblems(String yaml) {
        try {
            load(yaml);
            return List.of();
        } catch (InvalidFileException e) {
            return e.problems().stream()
                    .map(p -> new Problem(Path.of(p.file()).getFileName().toString(), p.line(), p.what(), p.hint()))
                    .toList();
        }
    }

    private static Set<ValidationMessage> schemaProblems(String yaml) {
        LoadSettings settings =
                LoadSettings.builder().setSchema(new CoreSchema()).build();
        JsonNode json = new ObjectMapper().valueToTree(new Load(settings).loadFromString(yaml));
        return SCHEMA.validate(json);
    }

    private static void collectKeys(JsonNode schema, Set<String> keys) {
        if (schema.path("properties").isObject()) {
            schema.path("properties").fieldNames().forEachRemaining(keys::add);
        }
        schema.forEach(child -> collectKeys(child, keys));
    }
}
