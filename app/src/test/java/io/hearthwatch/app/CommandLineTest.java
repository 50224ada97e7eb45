package io.hearthwatch.app;

import static org.assertj.core.api.Assertions.assertThat;

import io.hearthwatch.app.cli.ExitStatus;
import io.hearthwatch.database.TestDatabase;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CommandLineTest {
    @TempDir
    Path temp;

    private static Ended run(Map<String, String> environment, String... arguments) {
        return Ended.of(environment, arguments);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "fly",
                "serve --nope",
                "serve --http-port many",
                "serve --http-port 70000",
                "serve --clock sundial",
                "serve --database mysql://x",
                "import",
                "import DIR",
                "model",
                "model train",
                "model train --type",
                "model evaluate --type pdm_machine --from yesterday",
                "model train --type washing_machine --horizon soon",
                "appliance add",
                "appliance add WM-1",
                "schema sonnet",
                "replay",
                "serve --min-free lots",
                "serve --retention 90d",
                "serve --retention soon",
                "serve --compress-after 0d",
                "storage --keep-rejected -1d",
                "storage --keep-decisions 399d",
                "serve --min-free 120%",
                "backup",
                "backup x --database jdbc:postgresql://127.0.0.1:1/x",
                "restore",
                "restore x",
                "serve --config /no/such/file",
                "serve --mqtt-broker broker:1883",
                "serve --no-mqtt-listener",
                "serve --mqtt-broker-user me",
                "serve --mqtt-broker-password secret",
                "serve --mqtt-broker-group plant",
                "serve --mqtt-broker-ca ca.pem",
                "serve --mqtt-broker mqtt://u:secret@broker:99999",
                "serve --mqtt-broker mqtt://broker --mqtt-broker-group a/b",
                "serve --mqtt-broker mqtts://broker --mqtt-broker-ca /no/such/file",
                "serve --database jdbc:postgresql://127.0.0.1:1/x --data-dir elsewhere"
            })
    void aWrongCommandLineIsSaidWithWhatToTry(String line) {
        Ended ended = run(Map.of(), line.isEmpty() ? new String[0] : line.split(" "));
        assertThat(ended.status()).as(ended.err()).isEqualTo(ExitStatus.USAGE);
        assertThat(ended.err()).contains("error: ").contains("try: ").doesNotContain("\tat ");
    }

    @Test
    void anyNonsenseOnTheCommandLineIsRefusedWithoutAStackTrace() {
        Random random = new Random(20261122);
        String[] words = {
            "serve",
            "model",
            "train",
            "import",
            "--type",
            "--from",
            "--json",
            "x",
            "",
            "-",
            "--",
            "--until",
            "\u0000",
            "-1",
            "appliance",
            "show",
            "schema",
            "@nofile",
            "💥",
            "--help=x",
            "replay",
            "--horizon",
            "1h",
            "service",
            "load"
        };
        for (int i = 0; i < 200; i++) {
            List<String> line = new ArrayList<>();
            line.add("--data-dri");
            for (int n = random.nextInt(6); n >= 0; n--) {
                line.add(words[random.nextInt(words.length)]);
            }
            Ended ended = run(Map.of(), line.toArray(new String[0]));
            assertThat(ended.status())
                    .as("%s: %s", line, ended.err())
                    .isIn(ExitStatus.USAGE, ExitStatus.FAILED, ExitStatus.DONE);
            assertThat(ended.err()).doesNotContain("\tat ").doesNotContain("Exception");
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"--help", "serve --help", "model --help", "model evaluate --help", "replay -h", "demo --help"})
    void everyCommandHelps(String line) {
        Ended ended = run(Map.of(), line.split(" "));
        assertThat(ended.status()).isZero();
        assertThat(ended.out()).contains("Usage: hearthwatch");
    }

    @Test
    void schemasArePrinted() {
        assertThat(run(Map.of(), "schema", "catalog").out()).contains("\"$schema\"");
        assertThat(run(Map.of(), "schema", "mapping").out()).contains("\"$schema\"");
    }

    @Test
    void serveNeedsNoOptionOfABroker() {
        Ended ended = run(Map.of(), "serve", "--database", "jdbc:postgresql://127.0.0.1:1/x");
        assertThat(ended.status()).as(ended.err()).isEqualTo(ExitStatus.DATABASE_UNAVAILABLE);
    }

    @Test
    void aSettingThatDoesNotExistIsRefused() throws IOException {
        Path config = Files.writeString(temp.resolve("hw.properties"), "htpp-port = 80\n");
        Ended ended = run(Map.of(), "schema", "catalog", "--config", config.toString());
        assertThat(ended.status()).isEqualTo(ExitStatus.USAGE);
        assertThat(ended.err()).contains("htpp-port").contains("http-port");
    }

    @Test
    void theCommandLineWinsOverTheEnvironmentAndThatOverTheFile() throws IOException {
        Path config =
                Files.writeString(temp.resolve("hw.properties"), "database = jdbc:postgresql://127.0.0.1:1/file\n");
        String[] show = {"appliance", "show", "X", "--config", config.toString()};
        assertThat(run(Map.of(), show).err()).contains("127.0.0.1:1/file");
        Map<String, String> environment = Map.of("HEARTHWATCH_DATABASE", "jdbc:postgresql://127.0.0.1:1/variable");
        assertThat(run(environment, show).err()).contains("127.0.0.1:1/variable");
        String[] withOption = java.util.Arrays.copyOf(show, show.length + 2);
        withOption[show.length] = "--database";
        withOption[show.length + 1] = "jdbc:postgresql://127.0.0.1:1/option";
        Ended ended = run(environment, withOption);
        assertThat(ended.err()).contains("127.0.0.1:1/option").contains("try: ");
        assertThat(ended.status()).isEqualTo(ExitStatus.DATABASE_UNAVAILABLE);
    }

    @Test
    void aWrongCatalogIsRefusedWithFileAndLine() throws IOException {
        Path directory = Files.createDirectory(temp.resolve("types"));
        Files.writeString(
                directory.resolve("toaster.yaml"),
                "type: toaster\nname: Toaster\nmetrics:\n  heat: {kind: gauge, unti: C}\n");
        Ended ended = run(
                Map.of(),
                "appliance",
                "list",
                "--catalog",
                directory.toString(),
                "--data-dir",
                temp.resolve("d").toString());
        assertThat(ended.status()).isEqualTo(ExitStatus.FAILED);
        assertThat(ended.err()).contains("toaster.yaml:4").contains("unti").contains("unit");
        assertThat(temp.resolve("d")).as("nothing was started").doesNotExist();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "model train --type toaster --horizon 24h",
                "model train --type toaster --target remaining_life",
                "model evaluate --type toaster --from 2026-01-01T00:00:00Z",
                "model evaluate --type toaster --target remaining_life",
                "model evaluate --type washing_machine --target remaining_life --at last --truth /no/such/file",
                "model train --type washing_machine --horizon 24h --settings /no/such/file",
                "model evaluate --type washing_machine --model pump-1",
                "model evaluate --type washing_machine --target remaining_life --model pump-1",
                "model show pump-1",
                "model compare pump-1 pump-2",
                "model explain pump-1",
                "model reproduce pump-1",
                "model promote pump-1"
            })
    void modelsOfWhatIsNotThereStartNoDatabase(String line) {
        Ended ended = run(Map.of(), (line + " --data-dir " + temp.resolve("none")).split(" ", -1));
        assertThat(ended.status()).as(ended.err()).isIn(ExitStatus.USAGE, ExitStatus.FAILED);
        assertThat(ended.err())
                .containsAnyOf("there is no appliance type 'toaster'", "/no/such/file", "there is no model pump-1: ")
                .contains("try: ");
        assertThat(temp.resolve("none")).doesNotExist();
    }

    @Test
    void appliancesThatCannotBeAreNamedWithFileAndLine() throws IOException {
        Path file = Files.writeString(
                temp.resolve("fleet.csv"),
                "id,type,produced_on\nwm-1,washing_machine,2025-01-01\nwm-2,toaster,2025-01-01\nwm 3,dishwasher,soon\n");
        Ended ended = run(
                Map.of(),
                "appliance",
                "import",
                file.toString(),
                "--data-dir",
                temp.resolve("none").toString());
        assertThat(ended.status()).isEqualTo(ExitStatus.FAILED);
        assertThat(ended.err())
                .contains("fleet.csv:3: there is no appliance type 'toaster', but ")
                .contains("fleet.csv:4: 'wm 3' is not 1 to 100 letters")
                .contains("fleet.csv:4: 'soon' is not a date")
                .contains("nothing was stored");
        assertThat(temp.resolve("none")).as("nothing was started").doesNotExist();
    }

    @Test
    void storageSaysWhatThereIsOfEachTypeAndWhatGoes() throws IOException {
        try (TestDatabase test = TestDatabase.create()) {
            Map<String, String> environment = Map.of(
                    "HEARTHWATCH_DATABASE", test.settings().jdbcUrl(), "HEARTHWATCH_RETENTION", "800d,dishwasher=500d");
            List<String> line = new ArrayList<>(
                    List.of("storage", "--json", temp.resolve("s.json").toString()));
            if (test.settings().user() != null) {
                line.addAll(List.of("--database-user", test.settings().user()));
            }
            if (test.settings().password() != null) {
                line.addAll(List.of("--database-password", test.settings().password()));
            }
            Ended ended = run(environment, line.toArray(new String[0]));
            assertThat(ended.status()).as(ended.err()).isZero();
            assertThat(ended.out())
                    .startsWith("PostgreSQL ")
                    .contains("washing_machine: ")
                    .contains("kept 800 days")
                    .contains("dishwasher: ")
                    .contains("kept 500 days");
            assertThat(Files.readString(temp.resolve("s.json")))
                    .contains("\"rows\" : 0", "\"retention\" : \"PT12000H\"");
        }
    }
}
