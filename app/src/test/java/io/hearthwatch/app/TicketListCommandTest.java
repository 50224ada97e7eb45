package io.hearthwatch.app;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.hearthwatch.app.cli.ExitStatus;
import io.hearthwatch.database.TestDatabase;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code ticket list}: what is asked for, page by page. */
class TicketListCommandTest {
    private static TestDatabase test;

    @TempDir
    Path temp;

    @BeforeAll
    static void open() {
        test = TestDatabase.create();
        for (String appliance : List.of("a-1", "a-2", "a-3")) {
            Ended.of(test, "appliance", "add", appliance, "--type", "washing_machine")
                    .ok();
        }
        open("a-1", "drain_pump", "high", "it hums and does not drain");
        open("a-2", "door_lock", "low", "the door stays locked");
        open("a-3", "drain_pump", "low", "water stays in the drum");
    }

    private static void open(String appliance, String component, String urgency, String symptom) {
        Ended.of(
                        test,
                        "ticket",
                        "open",
                        "--appliance",
                        appliance,
                        "--source",
                        "inspection",
                        "--set",
                        "component=" + component,
                        "--set",
                        "urgency=" + urgency,
                        "--set",
                        "answers.symptom=" + symptom)
                .ok();
    }

    @AfterAll
    static void close() {
        test.close();
    }

    private static Ended list(String... arguments) {
        List<String> line = new ArrayList<>(List.of("ticket", "list"));
        line.addAll(List.of(arguments));
        return Ended.of(test, line.toArray(String[]::new));
    }

    @Test
    void filtersAndColumnsAreThoseOfTheApi() throws IOException {
        Path json = temp.resolve("tickets.json");
        assertThat(list("--component", "drain_pump", "--urgency", "low", "--json", json.toString())
                        .ok())
                .contains("HW-000003  low      opened", "a-3", "due ", "waits for information")
                .doesNotContain("HW-000001", "HW-000002");
        JsonNode ticket = new ObjectMapper().readTree(Files.readString(json)).get(0);
        assertThat(ticket.get("step").asText()).isEqualTo("opened");
        assertThat(ticket.get("waits_for").toString()).contains("information");
        assertThat(list("--search", "stays lock").ok()).contains("HW-000002").doesNotContain("HW-000001", "HW-000003");
        assertThat(list("--appliance", "a-1").ok()).contains("HW-000001").doesNotContain("HW-000002");
        assertThat(list("--state", "ended").ok()).contains("no such tickets");
    }

    @Test
    void aPageSaysHowTheNextOneIsAskedFor() {
        String first = list("--limit", "2", "--sort", "opened").ok();
        assertThat(first).contains("HW-000001", "HW-000002", "2 of 3; the next page: --after ");
        String after = first.replaceAll("(?s).*--after (\\S+).*", "$1");
        assertThat(list("--limit", "2", "--sort", "opened", "--after", after).ok())
                .contains("HW-000003")
                .doesNotContain("HW-000001", "HW-000002", "--after");
    }

    @Test
    void whatMakesNoSenseIsSaidWithWhatToTry() {
        for (List<String> wrong : List.of(
                List.of("--urgency", "very"),
                List.of("--technician", "nobody"),
                List.of("--centre", "nowhere"),
                List.of("--appliance", "none"))) {
            Ended ended = list(wrong.toArray(String[]::new));
            assertThat(ended.status()).as(wrong + ended.err()).isEqualTo(ExitStatus.FAILED);
            assertThat(ended.err()).contains("error: ", "try: ");
        }
        for (List<String> wrong : List.of(
                List.of("--state", "lost"),
                List.of("--limit", "0"),
                List.of("--due-from", "soon"),
                List.of("--model", "m-1"),
                List.of("--shadow", "--urgency", "low"))) {
            Ended ended = list(wrong.toArray(String[]::new));
            assertThat(ended.status()).as(wrong + ended.err()).isEqualTo(ExitStatus.USAGE);
        }
    }
}
