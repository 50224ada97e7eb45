package io.hearthwatch.catalog.yaml;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.hearthwatch.catalog.FaultClass;
import io.hearthwatch.catalog.InvalidFileException;
import io.hearthwatch.catalog.Problem;
import io.hearthwatch.catalog.Text;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class YamlDocumentTest {
    private final Problems problems = new Problems();

    @Test
    void soundDocumentReadsWithoutProblems() {
        YamlNode root = parse("""
                name: {en: Pump, zh: 泵}
                minutes: 45
                ratio: 0.5
                home: true
                class: hardware
                parts: [A-1, "22"]
                """);
        assertThat(root.allowKeys("name", "minutes", "ratio", "home", "class", "parts")
                        .require("name", "")
                        .words())
                .contains(new Text("Pump", "泵"));
        assertThat(root.get("minutes").integer(1, 100)).contains(45);
        assertThat(root.get("ratio").number()).contains(0.5);
        assertThat(root.get("home").bool()).contains(true);
        assertThat(root.get("class").oneOf(FaultClass.class)).contains(FaultClass.HARDWARE);
        assertThat(root.get("parts").texts()).containsExactly("A-1", "22");
        assertThat(root.get("absent").text()).isEmpty();
        assertThat(root.get("absent").get("deeper").items()).isEmpty();
        problems.throwIfAny();
    }

    @Test
    void everyProblemCarriesItsLineAndAHint() {
        YamlNode root = parse("""
                name: {en: Pump}
                minuts: 45
                class: hardwear
                home: yes
                parts: [7]
                ratio: .inf
                skill:
                """);
        root.allowKeys("name", "minutes", "class", "home", "parts", "ratio", "skill");
        root.require("name", "").words();
        root.require("minutes", "usual repair time, such as 45").integer(1, 100);
        root.get("class").oneOf(FaultClass.class);
        root.get("home").bool();
        root.get("parts").texts();
        root.get("ratio").number();
        root.require("skill", "such as hydraulics").text();
        assertThat(problems.sorted())
                .extracting(Problem::toString)
                .containsExactlyInAnyOrder(
                        "f.yaml:1: name lacks the key zh (the words in Simplified Chinese)",
                        "f.yaml:1: lacks the key minutes (usual repair time, such as 45)",
                        "f.yaml:2: has an unknown key minuts (did you mean minutes?)",
                        "f.yaml:3: class cannot be \"hardwear\" (did you mean hardware?)",
                        "f.yaml:4: home must be true or false, but is the text \"yes\" (write true or false)",
                        "f.yaml:5: parts[0] must be a text, but is the number 7 (put it in quotes: \"7\")",
                        "f.yaml:6: ratio is too large or not finite (write a finite number)",
                        "f.yaml:7: skill has no value (such as hydraulics)");
    }

    @Test
    void repeatedKeysAreAllReported() {
        parse("a: 1\nb: {x: 1, x: 2}\na: 3\n");
        assertThat(problems.sorted())
                .extracting(Problem::toString)
                .containsExactly(
                        "f.yaml:2: key x is given twice (it was first given on line 2; remove one)",
                        "f.yaml:3: key a is given twice (it was first given on line 1; remove one)");
    }

    @Test
    void brokenSyntaxIsAProblemWithItsLine() {
        assertThat(parse("a: [1, 2\nb: 3\n").isMissing()).isTrue();
        assertThat(problems.sorted()).singleElement().satisfies(p -> {
            assertThat(p.line()).isEqualTo(2);
            assertThat(p.what()).contains("is not valid YAML");
        });
    }

    @Test
    void tabsAliasLoopsAndSecondDocumentsAreExplained() {
        parse("a:\n\tb: 1\n");
        parse("a: &x [1, *x]\n");
        parse("a: 1\n---\nb: 2\n");
        parse("");
        assertThat(problems.sorted())
                .extracting(Problem::hint)
                .containsExactly(
                        "expected a mapping of keys to values",
                        "write the value out instead",
                        "indent with spaces, not tabs",
                        "keep one document in a file: no second ---");
    }

    @Test
    void endlessNestingIsAProblem() {
        parse("[".repeat(200_000));
        assertThat(problems.sorted()).extracting(Problem::what).containsExactly("is nested too deeply");
    }

    @Test
    void unreadableFilesAreProblems(@TempDir Path directory) throws Exception {
        Path binary = Files.write(directory.resolve("b.yaml"), new byte[] {(byte) 0xC3, 0x28});
        YamlDocument.read(binary, problems);
        YamlDocument.read(directory.resolve("none.yaml"), problems);
        assertThat(problems.sorted()).extracting(Problem::what).containsExactly("is not UTF-8 text", "does not exist");
        assertThatThrownBy(problems::throwIfAny).isInstanceOf(InvalidFileException.class);
    }

    @Test
    void mistypedNamesFindTheirNeighbour() {
        List<String> known = List.of("drain_pump", "door_lock", "motor");
        assertThat(DidYouMean.closest("drian_pump", known)).contains("drain_pump");
        assertThat(DidYouMean.closest("Motor", known)).contains("motor");
        assertThat(DidYouMean.closest("compressor", known)).isEmpty();
        assertThat(DidYouMean.hint("compressor", known)).isEqualTo("one of drain_pump, door_lock, motor");
    }

    private YamlNode parse(String text) {
        return YamlDocument.parse("f.yaml", text, problems).root();
    }
}
