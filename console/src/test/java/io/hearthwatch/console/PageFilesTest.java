package io.hearthwatch.console;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The pages' files themselves: complete, unchanged where they are others', and said in both languages. */
class PageFilesTest {
    private static final Path WEB = web();

    private static Path web() {
        try {
            return Path.of(PageFilesTest.class.getResource("/web/index.html").toURI())
                    .getParent();
        } catch (URISyntaxException e) {
            throw new IllegalStateException(e);
        }
    }

    @Test
    void everyFileIsServedAndNothingElse() throws IOException {
        try (Stream<Path> files = Files.walk(WEB)) {
            assertThat(files.filter(Files::isRegularFile)
                            .map(file -> WEB.relativize(file).toString().replace('\\', '/')))
                    .containsExactlyInAnyOrderElementsOf(StaticFiles.NAMES);
        }
    }

    @Test
    void codeOfOthersIsWhatTheNoticeSays() throws IOException, NoSuchAlgorithmException {
        Matcher line = Pattern.compile("(?m)^([0-9a-f]{64})  (\\S+)$").matcher(read("vendor/NOTICE"));
        Set<String> checked = new TreeSet<>();
        while (line.find()) {
            byte[] sum = MessageDigest.getInstance("SHA-256")
                    .digest(Files.readAllBytes(WEB.resolve("vendor").resolve(line.group(2))));
            assertThat(HexFormat.of().formatHex(sum)).as(line.group(2)).isEqualTo(line.group(1));
            checked.add("vendor/" + line.group(2));
        }
        assertThat(checked)
                .containsExactlyInAnyOrderElementsOf(StaticFiles.NAMES.stream()
                        .filter(name -> name.startsWith("vendor/") && !name.equals("vendor/NOTICE"))
                        .toList());
    }

    @Test
    void everyWordIsThereInBothLanguages() throws IOException {
        JsonNode words = words();
        assertThat(words.size()).isGreaterThan(100);
        words.properties().forEach(word -> {
            assertThat(fields(word.getValue())).as(word.getKey()).containsExactlyInAnyOrder("en", "zh");
            assertThat(word.getValue().get("en").asText()).as(word.getKey()).isNotBlank();
            assertThat(word.getValue().get("zh").asText()).as(word.getKey()).isNotBlank();
            assertThat(holes(word.getValue().get("zh").asText()))
                    .as("what is put into " + word.getKey())
                    .isEqualTo(holes(word.getValue().get("en").asText()));
        });
    }

    @Test
    void everyWordThatAPageAsksForIsThereAndNoneIsLeftOver() throws IOException {
        List<String> keys = fields(words());
        StringBuilder code = new StringBuilder();
        for (String name : StaticFiles.NAMES) {
            if (name.startsWith("js/") && !name.equals("js/words.js")) {
                code.append(read(name));
            }
        }
        Set<String> plain = new TreeSet<>();
        Matcher asked = Pattern.compile("\"([a-z]+(?:\\.[a-z]+)+|skip|language|loading|none|unknown)\"")
                .matcher(code);
        while (asked.find()) {
            plain.add(asked.group(1));
        }
        // Kept in the browser under such names; the only dotted texts that are no words.
        plain.removeIf(name -> name.startsWith("hearthwatch."));
        Set<String> made = new TreeSet<>();
        Matcher pattern = Pattern.compile("t\\(`([a-z.]+)\\.\\$\\{").matcher(code);
        while (pattern.find()) {
            made.add(pattern.group(1) + ".");
        }
        assertThat(plain.stream().filter(key -> key.contains(".")))
                .allSatisfy(key -> assertThat(keys).contains(key));
        assertThat(keys)
                .allSatisfy(
                        key -> assertThat(plain.contains(key) || made.stream().anyMatch(key::startsWith))
                                .as(key + " is used")
                                .isTrue());
    }

    @Test
    void pagesNeedNothingFromElsewhereAndNoEvaluatedCode() throws IOException {
        for (String name : StaticFiles.NAMES) {
            if (!name.startsWith("vendor/") && !name.endsWith(".svg")) {
                assertThat(read(name))
                        .as(name)
                        .doesNotContain("https://", "http://", "eval(", "new Function", "innerHTML", "dangerously");
            }
        }
        assertThat(read("index.html")).doesNotContain("<style", "style=", "onclick");
    }

    private static List<String> holes(String words) {
        List<String> holes = new ArrayList<>();
        Matcher hole = Pattern.compile("\\{(\\w+)}").matcher(words);
        while (hole.find()) {
            holes.add(hole.group(1));
        }
        holes.sort(null);
        return holes;
    }

    private static JsonNode words() throws IOException {
        String file = read("js/words.js");
        return new ObjectMapper().readTree(file.substring(file.indexOf('{'), file.lastIndexOf('}') + 1));
    }

    private static List<String> fields(JsonNode node) {
        List<String> names = new ArrayList<>();
        node.fieldNames().forEachRemaining(names::add);
        return names;
    }

    private static String read(String name) throws IOException {
        return Files.readString(WEB.resolve(name));
    }
}
