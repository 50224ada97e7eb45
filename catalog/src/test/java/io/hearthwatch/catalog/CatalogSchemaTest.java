package io.hearthwatch.catalog;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.hearthwatch.catalog.yaml.Problems;
import io.hearthwatch.catalog.yaml.YamlDocument;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The schema that we print and the loader that we run must say the same of a file. */
class CatalogSchemaTest {
    private static final Path REPOSITORY = Path.of("..");

    @ParameterizedTest
    @MethodSource("builtIn")
    void builtInFilesAreValid(String type) {
        assertThat(Schemas.problems(CatalogLoader.resource("types/" + type + ".yaml")))
                .isEmpty();
    }

    static List<String> builtIn() {
        return CatalogLoader.BUILT_IN;
    }

    @Test
    void exampleFilesAreValidAndLoad() throws IOException {
        Path catalog = REPOSITORY.resolve("examples/azure-pdm/catalog");
        assertThat(Schemas.problems(Files.readString(catalog.resolve("pdm_machine.yaml"))))
                .isEmpty();
        ApplianceType machine = Catalog.load(List.of(catalog)).type("pdm_machine");
        assertThat(machine.faults().values())
                .extracting(FaultCode::code, fault -> fault.suspects().get(0))
                .containsExactly(
                        tuple("error1", "comp1"),
                        tuple("error2", "comp2"),
                        tuple("error3", "comp2"),
                        tuple("error4", "comp3"),
                        tuple("error5", "comp4"));
    }

    @ParameterizedTest
    @MethodSource("badEdits")
    void schemaAndLoaderBothRefuse(Edit edit) {
        String yaml = edit.apply();
        assertThat(Schemas.problems(yaml)).as("schema: " + edit).isNotEmpty();
        assertThat(loaderProblems(yaml)).as("loader: " + edit).isNotEmpty();
    }

    @ParameterizedTest
    @MethodSource("goodEdits")
    void schemaAndLoaderBothAccept(Edit edit) {
        String yaml = edit.apply();
        assertThat(Schemas.problems(yaml)).as("schema: " + edit).isEmpty();
        assertThat(loaderProblems(yaml)).as("loader: " + edit).isEmpty();
    }

    @ParameterizedTest
    @MethodSource("editsBeyondASchema")
    void loaderRefusesWhatASchemaCannotSee(Edit edit) {
        assertThat(loaderProblems(edit.apply())).as("loader: " + edit).hasSize(1);
    }

    @ParameterizedTest
    @ValueSource(strings = {"metric", "type"})
    void reservedWordsAreTheSameInBoth(String of) {
        Set<String> reserved = new TreeSet<>(Identifiers.SQL_WORDS);
        reserved.addAll(of.equals("metric") ? Identifiers.OWN_COLUMNS : Identifiers.OWN_TABLES);
        for (String word : reserved) {
            Edit edit = of.equals("metric")
                    ? new Edit("  energy:", "  \"" + word + "\":")
                    : new Edit("type: kettle", "type: \"" + word + "\"");
            assertThat(Schemas.problems(edit.apply())).as(edit.toString()).isNotEmpty();
            assertThat(loaderProblems(edit.apply())).as(edit.toString()).hasSize(1);
        }
        assertThat(reserved).hasSizeGreaterThan(70);
    }

    /** Whatever happens to a file, it is never an exception, and what the schema refuses the loader refuses too. */
    @Test
    void damagedFilesNeverPassTheLoaderAlone() {
        Random random = new Random(20150731);
        String pieces = "{}[]:,- \n\t\"'#&*!|>%@`~?_09azAZ水.";
        int refused = 0;
        for (int i = 0; i < 3000; i++) {
            StringBuilder text = new StringBuilder(CatalogLoadTest.KETTLE);
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
                assertThat(Schemas.problems(yaml)).as(yaml).isEmpty();
            }
        }
        assertThat(refused).isBetween(1000, 2990);
    }

    @Test
    void everyKeyOfTheSchemaIsDocumented() throws IOException {
        String guide = Files.readString(REPOSITORY.resolve("docs/catalog.md"));
        Set<String> keys = new TreeSet<>();
        collectKeys(new ObjectMapper().readTree(Catalog.schema()), keys);
        assertThat(keys).contains("type", "normal", "check_first", "held_part");
        assertThat(keys).allSatisfy(key -> assertThat(guide).contains("`" + key + "`"));
    }

    @Test
    void theGuidesExampleIsValid() throws IOException {
        String guide = Files.readString(REPOSITORY.resolve("docs/catalog.md"));
        String example = guide.substring(guide.indexOf("```yaml\n") + 8);
        String yaml = example.substring(0, example.indexOf("```"));
        assertThat(Schemas.problems(yaml)).isEmpty();
        assertThat(loaderProblems(yaml)).isEmpty();
    }

    private static void collectKeys(JsonNode schema, Set<String> keys) {
        if (schema.path("properties").isObject()) {
            schema.path("properties").fieldNames().forEachRemaining(keys::add);
        }
        schema.forEach(child -> collectKeys(child, keys));
    }

    private static List<Problem> loaderProblems(String yaml) {
        Problems problems = new Problems();
        TypeReader.read(YamlDocument.parse("edited.yaml", yaml, problems).root());
        return problems.sorted();
    }

    /** A sound file with one piece of it changed. */
    record Edit(String old, String changed) {
        String apply() {
            assertThat(CatalogLoadTest.KETTLE).contains(old);
            return CatalogLoadTest.KETTLE.replace(old, changed);
        }
    }

    static Stream<Edit> goodEdits() {
        return Stream.of(
                new Edit("min: -20, max: 120, normal: [5, 100], ", ""),
                new Edit("min: -20, ", "min: 0x02, "),
                new Edit("unit: Wh", "unit: \"\""),
                new Edit("suspects: [heater], ", ""),
                new Edit("suspects: [heater]", "suspects: []"),
                new Edit("unit: Wh", "unit: Wh, min: 0, max: 1e12"),
                new Edit(
                        ", skill: electrics",
                        ", skill: electrics, costs: {missed_failure: 9, needless_visit: 0, held_part: 1}"),
                new Edit("skill: electrics", "skill: electrics, safety_weight: 2.5"),
                new Edit("minutes: 20", "minutes: 20, safety_weight: 1"),
                new Edit("K-200:", "\"K 200/2+ x\":"),
                new Edit("home_repair: true", "home_repair: FALSE"));
    }

    static Stream<Edit> badEdits() {
        return Stream.of(
                new Edit("type: kettle\n", ""),
                new Edit("type: kettle", "type: Kettle"),
                new Edit("type: kettle", "type: 7"),
                new Edit("type: kettle", "type: kettle_hourly"),
                new Edit("type: kettle", "type: k" + "x".repeat(40)),
                new Edit("name: {en: Kettle, zh: 水壶}\n", ""),
                new Edit("name: {en: Kettle, zh: 水壶}\n", "name: Kettle\n"),
                new Edit("zh: 水壶}\n", "zh: \" \"}\n"),
                new Edit("zh: 水壶}\n", "zh: 水壶, de: Kessel}\n"),
                new Edit("type: kettle", "type: kettle\ncolour: red"),
                new Edit("  energy:", "  2nd_energy:"),
                new Edit("  energy:", "  energy-used:"),
                new Edit("kind: gauge", "kind: level"),
                new Edit("kind: gauge, ", ""),
                new Edit("kind: counter, unit: Wh", "kind: counter"),
                new Edit("unit: Wh", "unit: 5"),
                new Edit("unit: Wh", "unit: kilowatt hours of energy"),
                new Edit("unit: Wh", "unit: Wh, values: [a, b]"),
                new Edit("unit: Wh", "unit: Wh, min: -1"),
                new Edit("unit: Wh", "unit:"),
                new Edit("min: -20", "min: low"),
                new Edit("min: -20", "min: -1e39"),
                new Edit("normal: [5, 100]", "normal: [5]"),
                new Edit("normal: [5, 100]", "normal: 5"),
                new Edit("normal: [5, 100]", "normal: [low, high]"),
                new Edit("normal: [5, 100]", "normal:"),
                new Edit("values: [false, true]", "values: [true, false]"),
                new Edit("values: [false, true]", "values: [false, maybe]"),
                new Edit("values: [idle, heat]", "values: [idle]"),
                new Edit("values: [idle, heat]", "values: [idle, idle]"),
                new Edit("values: [idle, heat]", "values: [0, 1]"),
                new Edit("values: [idle, heat]", "values: [idle, heat], unit: s"),
                new Edit("kind: state, values: [idle, heat]", "kind: state"),
                new Edit("  K-1: {name: {en: Heater, zh: 加热器}}", "  K-1: {}"),
                new Edit("  K-1: {name: {en: Heater, zh: 加热器}}", "  K-1:"),
                new Edit("  K-1: {name:", "  -K-1: {name:"),
                new Edit("parts: [K-1]", "parts: []"),
                new Edit("parts: [K-1]", "parts: K-1"),
                new Edit("parts: [K-1], ", ""),
                new Edit("home_repair: true, ", ""),
                new Edit("home_repair: true", "home_repair: yes"),
                new Edit("minutes: 10", "minutes: 0"),
                new Edit("minutes: 10", "minutes: 10.5"),
                new Edit("minutes: 10", "minutes: soon"),
                new Edit("skill: electrics", "skill: Electrics"),
                new Edit("skill: electrics", "skill: electrics, costs: {missed_failure: 5}"),
                new Edit("skill: electrics", "skill: electrics, costs:"),
                new Edit("skill: electrics", "skill: electrics, safety_weight: 0.5"),
                new Edit("skill: electrics", "skill: electrics, safety_weight: 101"),
                new Edit("skill: electrics", "skill: electrics, safety_weight: high"),
                new Edit("skill: electrics", "skill: electrics, safety_weight:"),
                new Edit("  heater: {name", "  unknown: {name"),
                new Edit("class: hardware", "class: hard"),
                new Edit("severity: warning", "severity: Warning"),
                new Edit("severity: warning, ", ""),
                new Edit("suspects: [heater]", "suspects: heater"),
                new Edit("suspects: [heater]", "suspects: [1]"),
                new Edit(", check_first: {en: Descale, zh: 除垢}", ""),
                new Edit("  E1: {name", "  \"E 1\": {name"),
                new Edit("minutes: 20", "minuets: 20"),
                new Edit("minutes: 20", "minutes: 9999"),
                new Edit("  K-200:", "  \"K#200\":"),
                new Edit("  K-200: {name: {en: Kettle 200, zh: 水壶 200}}", "  K-200:"));
    }

    static Stream<Edit> editsBeyondASchema() {
        return Stream.of(
                new Edit("min: -20", "min: 200"),
                new Edit("normal: [5, 100]", "normal: [100, 5]"),
                new Edit("normal: [5, 100]", "normal: [5, 500]"),
                new Edit("suspects: [heater]", "suspects: [haeter]"),
                new Edit("parts: [K-1]", "parts: [K-9]"),
                new Edit("parts: [K-2]", "parts: [K-9]"),
                new Edit("parts: {K-2:", "parts: {K-1: {name: {en: Again, zh: 又}}, K-2:"),
                new Edit("heater: {minutes", "heaters: {minutes"),
                new Edit(
                        "skill: electrics",
                        "skill: electrics, costs: {missed_failure: 5, needless_visit: 1, held_part: 5}"),
                new Edit("type: kettle", "type: kettle\ntype: kettle"));
    }

    @Test
    void theLoadersHintsNameWhatWasMeant() {
        assertThat(loaderProblems(new Edit("suspects: [heater]", "suspects: [haeter]").apply()))
                .extracting(Problem::toString)
                .containsExactly(
                        "edited.yaml:13: faults.E1.suspects[0] names an unknown component haeter (did you mean heater?)");
        assertThat(
                        loaderProblems(new Edit("  energy: {kind: counter, unit: Wh", "  energy: {kind: counter")
                                        .apply())
                                .stream()
                                .map(Problem::toString)
                                .collect(Collectors.joining()))
                .isEqualTo(
                        "edited.yaml:5: metrics.energy lacks the key unit (such as °C, W or mm/s; \"\" for a plain number)");
    }
}
