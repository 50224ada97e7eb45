package io.hearthwatch.catalog;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CatalogLoadTest {
    static final String KETTLE = """
            type: kettle
            name: {en: Kettle, zh: 水壶}
            metrics:
              water_temperature: {kind: gauge, unit: °C, min: -20, max: 120, normal: [5, 100], name: {en: Water, zh: 水}}
              energy: {kind: counter, unit: Wh, name: {en: Energy, zh: 电}}
              lid: {kind: state, values: [false, true], name: {en: Lid, zh: 盖}}
              stage: {kind: state, values: [idle, heat], name: {en: Stage, zh: 阶段}}
            parts:
              K-1: {name: {en: Heater, zh: 加热器}}
            components:
              heater: {name: {en: Heater, zh: 加热器}, parts: [K-1], home_repair: true, minutes: 10, skill: electrics}
            faults:
              E1: {name: {en: Slow, zh: 慢}, class: hardware, severity: warning, suspects: [heater], check_first: {en: Descale, zh: 除垢}}
            models:
              K-100: {components: {heater: {minutes: 20, parts: [K-2]}}, parts: {K-2: {name: {en: Big heater, zh: 大加热器}}}}
              K-200: {name: {en: Kettle 200, zh: 水壶 200}}
            """;

    @TempDir
    Path directory;

    @Test
    void aFileAddsAType() throws IOException {
        write("kettle.yaml", KETTLE);
        ApplianceType type = Catalog.load(List.of(directory)).type("kettle");

        assertThat(type.metrics())
                .extracting(Metric::name)
                .containsExactly("water_temperature", "energy", "lid", "stage");
        assertThat(type.metric("water_temperature"))
                .contains(new Metric(
                        "water_temperature",
                        MetricKind.GAUGE,
                        "°C",
                        -20,
                        120,
                        List.of(),
                        new Text("Water", "水"),
                        Optional.of(new Range(5, 100))));
        assertThat(type.metric("energy").orElseThrow().min()).isZero();
        assertThat(type.metric("energy").orElseThrow().max()).isInfinite();
        assertThat(type.metric("lid").orElseThrow().isBoolean()).isTrue();
        assertThat(type.metric("stage").orElseThrow().values()).containsExactly("idle", "heat");
        assertThat(type.components().get("heater").costs()).isEqualTo(Costs.DEFAULT);
        assertThat(type.component("K-100", "heater").orElseThrow().parts()).containsExactly("K-2");
        assertThat(type.parts()).containsOnlyKeys("K-1", "K-2");
        assertThat(type.models().get("K-100").label()).isEqualTo(Text.same("K-100"));
    }

    @Test
    void whatIsDerivedFollowsFromMetrics() throws IOException {
        write("kettle.yaml", KETTLE + """
                derived:
                  heat_per_energy: {expression: water_temperature / energy, unit: K/Wh, name: {en: Heat, zh: 热}}
                """);
        DerivedMetric derived = Catalog.load(List.of(directory))
                .type("kettle")
                .derived("heat_per_energy")
                .orElseThrow();
        assertThat(derived.unit()).isEqualTo("K/Wh");
        assertThat(derived.expression().names()).containsExactlyInAnyOrder("water_temperature", "energy");
    }

    @Test
    void wrongFormulasAreSaidWithTheirLine() throws IOException {
        write("kettle.yaml", KETTLE + """
                derived:
                  energy: {expression: water_temperature * 2, unit: K, name: {en: Heat, zh: 热}}
                  a: {expression: "water_temperature +", unit: K, name: {en: Heat, zh: 热}}
                  b: {expression: steam - 1, unit: K, name: {en: Heat, zh: 热}}
                  c: {expression: stage + 1, unit: K, name: {en: Heat, zh: 热}}
                """);
        int first = KETTLE.split("\n", -1).length;
        assertThat(problems())
                .satisfiesExactly(
                        p -> assertThat(p)
                                .startsWith("kettle.yaml:" + (first + 1))
                                .contains("the appliance reports"),
                        p -> assertThat(p)
                                .startsWith("kettle.yaml:" + (first + 2))
                                .contains("ends where"),
                        p -> assertThat(p)
                                .startsWith("kettle.yaml:" + (first + 3))
                                .contains("names steam"),
                        p -> assertThat(p)
                                .startsWith("kettle.yaml:" + (first + 4))
                                .contains("which is a state"));
    }

    @Test
    void builtInTypesAreThereBesideAddedOnes() throws IOException {
        write("kettle.yaml", KETTLE);
        assertThat(Catalog.load(List.of(directory)).types()).hasSize(6).containsKey("washing_machine");
    }

    @Test
    void aDirectorysTypeReplacesTheBuiltInOne() throws IOException {
        write("mine.yml", KETTLE.replace("type: kettle", "type: dishwasher"));
        Catalog catalog = Catalog.load(List.of(directory));
        assertThat(catalog.types()).hasSize(5);
        assertThat(catalog.type("dishwasher").label().en()).isEqualTo("Kettle");
    }

    @Test
    void oneTypeInTwoFilesOfADirectoryIsAProblem() throws IOException {
        write("a.yaml", KETTLE);
        write("b.yaml", KETTLE);
        assertThat(problems()).containsExactly("b.yaml:1: type is described in a.yaml too (keep one of the two files)");
    }

    @Test
    void otherFilesAreLeftAlone() throws IOException {
        write("kettle.yaml", KETTLE);
        write("notes.txt", "type: [");
        write(".kettle.yaml", "type: [");
        assertThat(Catalog.load(List.of(directory)).types()).containsKey("kettle");
    }

    @Test
    void directoriesMustExistAndHoldFiles() throws IOException {
        Path file = write("kettle.txt", KETTLE);
        InvalidFileException e = catchThrowableOfType(
                InvalidFileException.class, () -> Catalog.load(List.of(directory, directory.resolve("none"), file)));
        assertThat(e.problems())
                .extracting(Problem::what)
                .containsExactly("has no .yaml file", "does not exist", "is not a directory");
    }

    @Test
    void partsMayStayUnlisted() throws IOException {
        write("kettle.yaml", KETTLE.replace("parts:\n  K-1: {name: {en: Heater, zh: 加热器}}\n", ""));
        assertThat(Catalog.load(List.of(directory)).type("kettle").parts().get("K-1"))
                .isEqualTo(new Part("K-1", Text.same("K-1")));
    }

    @Test
    void everyProblemOfEveryFileIsSaidAtOnce() throws IOException {
        write("a.yaml", """
                type: Toaster
                name: {en: Toaster}
                colour: red
                metrics:
                  time: {kind: gauge, unit: s, name: {en: Time, zh: 时间}}
                  current: {kind: guage, min: 9, max: 1, name: {en: Current, zh: 电流}}
                  current: {kind: gauge, unit: A, name: {en: Current, zh: 电流}}
                parts:
                  T-1: {name: {en: Spring, zh: 弹簧}}
                components:
                  spring: {name: {en: Spring, zh: 弹簧}, parts: [T-2], home_repair: maybe, minutes: 0, skill: general}
                faults:
                  E1: {name: {en: Stuck, zh: 卡住}, class: hardware, severity: high, suspects: [sprnig],
                       check_first: {en: Unplug, zh: 断电}}
                models:
                  T-100: {components: {sprung: {minutes: 5}, spring: {minutes: many}}}
                """);
        write("b.yaml", "type: [\n");
        write("c.yaml", "- just\n- a list\n");
        write("d.yaml", "type: grill\n");

        assertThat(String.join("\n", problems()) + "\n").isEqualTo("""
                        a.yaml:1: type is not a usable name: Toaster (a lower-case letter, then letters, digits or _, at most 40 in all)
                        a.yaml:2: name lacks the key zh (the words in Simplified Chinese)
                        a.yaml:3: has an unknown key colour (one of type, name, metrics, derived, parts, components, faults, models)
                        a.yaml:5: metrics.time has a reserved name (choose another, such as time_value)
                        a.yaml:6: metrics.current.kind cannot be "guage" (did you mean gauge?)
                        a.yaml:6: metrics.current lacks the key unit (such as °C, W or mm/s; "" for a plain number)
                        a.yaml:6: metrics.current.min is not below max (min is the lowest possible value, max the highest)
                        a.yaml:7: key current is given twice (it was first given on line 6; remove one)
                        a.yaml:11: components.spring.parts[0] names an unknown part T-2 (did you mean T-1?)
                        a.yaml:11: components.spring.home_repair must be true or false, but is the text "maybe" (write true or false)
                        a.yaml:11: components.spring.minutes is 0 (write a number from 1 to 1440)
                        a.yaml:13: faults.E1.severity cannot be "high" (one of info, warning, critical, safety)
                        a.yaml:13: faults.E1.suspects[0] names an unknown component sprnig (did you mean spring?)
                        a.yaml:16: models.T-100.components has an unknown key sprung (did you mean spring?)
                        a.yaml:16: models.T-100.components.spring.minutes must be a number, but is the text "many" (write a number)
                        b.yaml:2: is not valid YAML: while parsing a flow node, expected the node content, but found '<stream end>' (check indentation, brackets and quotes here and just above)
                        c.yaml:1: must be a mapping, but is a list (the file consists of lines like key: value)
                        d.yaml:1: lacks the key name ({en: …, zh: …})
                        d.yaml:1: lacks the key metrics (what the appliance reports, by name)
                        d.yaml:1: lacks the key components (what can fail and be replaced, by name)
                        """);
    }

    private List<String> problems() {
        InvalidFileException e =
                catchThrowableOfType(InvalidFileException.class, () -> Catalog.load(List.of(directory)));
        String prefix = directory + "/";
        return e.problems().stream().map(p -> p.toString().replace(prefix, "")).toList();
    }

    private Path write(String name, String text) throws IOException {
        return Files.writeString(directory.resolve(name), text);
    }
}
