package io.hearthwatch.console;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.hearthwatch.fleet.ComponentEvent;
import io.hearthwatch.ingest.ContentType;
import io.hearthwatch.ingest.MessageKind;
import io.hearthwatch.ingest.ReceivedMessage;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.Statement;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What changes through the API, and what the API says when the service changes. */
class WritesTest {
    private SampleHouse house;
    private Http http;

    @BeforeEach
    void open() {
        house = SampleHouse.furnished(0);
        http = new Http(house.url());
    }

    @AfterEach
    void close() {
        house.close();
    }

    @Test
    void recordedRepairClosesTheTicketAndASecondSendingDoesNothing() {
        String failure = item("drain_pump", "2026-11-20T12:00:00Z");
        String repair = item("drain_pump", "2026-11-20T14:00:00Z");
        assertThat(http.post("/api/v1/failures", failure).json().get("stored").asInt())
                .isEqualTo(1);
        assertThat(states()).containsExactly("hit");
        assertThat(http.post("/api/v1/repairs", repair).json().get("stored").asInt())
                .isEqualTo(1);
        assertThat(states()).containsExactly("repaired");
        assertThat(http.post("/api/v1/repairs", repair).json().get("repeated").asInt())
                .isEqualTo(1);
        assertThat(states()).containsExactly("repaired");
        JsonNode history =
                http.get("/api/v1/appliances/" + SampleHouse.FIRST).json().get("history");
        assertThat(history.findValuesAsText("kind")).containsExactly("repair", "failure");
        JsonNode outcome = http.get(
                        "/api/v1/policy-outcome?type=washing_machine&from=2026-11-01T00:00:00Z&to=2026-11-21T00:00:00Z")
                .json();
        assertThat(outcome.get("failures").asInt()).isEqualTo(1);
        assertThat(outcome.get("preempted").asInt()).isEqualTo(1);
        assertThat(outcome.get("tickets").asInt()).isEqualTo(6);
        assertThat(http.get("/api/v1/overview")
                        .json()
                        .at("/figures/open_tickets")
                        .asInt())
                .isEqualTo(5);
    }

    @Test
    void deskHearsOfAFailureThatWasStoredBeforeAKill() {
        // As if the process had died between the registry's commit and the desk's.
        house.fleet.recordFailures(List.of(new ComponentEvent(
                house.appliances.get(0).no(),
                "drain_pump",
                Instant.parse("2026-11-20T12:00:00Z"),
                SampleHouse.NOW,
                null)));
        assertThat(states()).containsExactly("open");
        assertThat(http.post("/api/v1/failures", item("drain_pump", "2026-11-20T12:00:00Z"))
                        .json()
                        .get("repeated")
                        .asInt())
                .isEqualTo(1);
        assertThat(states()).containsExactly("hit");
    }

    @Test
    void aCommandIsQueuedOnceAndShowsWhatBecameOfIt() {
        String path = "/api/v1/appliances/" + SampleHouse.FIRST + "/commands";
        String command =
                "{\"id\":\"c-1\",\"command\":\"self_test\",\"arguments\":{\"level\":2},\"expires_in\":\"PT1H\"}";
        JsonNode given = http.post(path, command).json();
        assertThat(given.get("state").asText()).isEqualTo("queued");
        assertThat(given.get("expires_at").asText()).isEqualTo("2026-11-20T15:35:00Z");
        assertThat(http.post(path, command).json()).isEqualTo(given);
        assertThat(http.post(path, "{\"id\":\"c-1\",\"command\":\"other\"}").status())
                .isEqualTo(409);
        assertThat(http.post(path, "{\"command\":\"unlock\"}").status()).isEqualTo(200);

        house.ingest
                .accept(new ReceivedMessage(
                        house.appliances.get(0),
                        MessageKind.COMMAND_RESULT,
                        "{\"id\":\"c-1\",\"ok\":true,\"result\":{\"n\":1}}".getBytes(StandardCharsets.UTF_8),
                        SampleHouse.NOW,
                        ContentType.JSON))
                .toCompletionStage()
                .toCompletableFuture()
                .join();
        JsonNode list = http.get(path).json().get("commands");
        assertThat(list.findValuesAsText("state")).containsExactly("queued", "answered");
        assertThat(list.get(1).at("/answer/result/n").asInt()).isEqualTo(1);
    }

    @Test
    void aWrongCommandIsRefusedWithTheReason() {
        String path = "/api/v1/appliances/" + SampleHouse.FIRST + "/commands";
        for (String wrong : List.of(
                "[]",
                "{}",
                "{\"command\":7}",
                "{\"command\":\"self test\"}",
                "{\"command\":\"t\",\"arguments\":[1]}",
                "{\"command\":\"t\",\"expires_in\":\"1 hour\"}",
                "{\"command\":\"t\",\"expires_in\":\"PT0S\"}",
                "{\"command\":\"t\",\"extra\":1}")) {
            assertThat(http.post(path, wrong).status()).as(wrong).isEqualTo(400);
        }
        assertThat(http.post("/api/v1/appliances/nobody/commands", "{\"command\":\"t\"}")
                        .status())
                .isEqualTo(404);
    }

    @Test
    void clockMovesForwardOnly() {
        assertThat(http.get("/api/v1/clock").json().get("now").asText()).isEqualTo("2026-11-20T14:35:00Z");
        assertThat(http.put("/api/v1/clock", "{\"now\":\"2026-11-20T16:00:00+01:00\"}")
                        .json()
                        .get("now")
                        .asText())
                .isEqualTo("2026-11-20T15:00:00Z");
        assertThat(http.put("/api/v1/clock", "{\"now\":\"2026-11-20T14:00:00Z\"}")
                        .status())
                .isEqualTo(409);
        house.clock.driven = false;
        Http.Answer refused = http.put("/api/v1/clock", "{\"now\":\"2026-11-21T14:00:00Z\"}");
        assertThat(refused.status()).isEqualTo(409);
        assertThat(refused.json().get("try").asText()).contains("--clock driven");
    }

    @Test
    void readinessFollowsTheServiceAndTheDatabase() {
        assertThat(http.get("/health/live").status()).isEqualTo(200);
        Http.Answer well = http.get("/health/ready");
        assertThat(well.status()).isEqualTo(200);
        assertThat(well.json().at("/checks/0/name").asText()).isEqualTo("service");
        house.ready = false;
        Http.Answer unwell = http.get("/health/ready");
        assertThat(unwell.status()).isEqualTo(503);
        assertThat(unwell.json().at("/checks/0/well").asBoolean(true)).isFalse();
        assertThat(unwell.detail()).isEqualTo("service: as the test says");
        assertThat(http.get("/health/live").status()).isEqualTo(200);
    }

    /** A lock on what the answer would be read from stands for a database that hangs. */
    @Test
    void readinessAnswersWhileTheDatabaseHangs() throws Exception {
        try (Connection connection = house.database.database().dataSource().getConnection();
                Statement statement = connection.createStatement()) {
            connection.setAutoCommit(false);
            statement.execute("lock table service.outbox in access exclusive mode");
            try {
                assertThat(CompletableFuture.supplyAsync(() -> http.get("/health/ready"))
                                .get(30, TimeUnit.SECONDS)
                                .status())
                        .isEqualTo(200);
            } finally {
                connection.rollback();
            }
        }
    }

    private List<String> states() {
        return http
                .get("/api/v1/tickets?state=all&appliance=" + SampleHouse.FIRST)
                .json()
                .get("tickets")
                .findValuesAsText("state")
                .stream()
                .filter(state -> !state.equals("held"))
                .filter(state -> !state.equals("consumed"))
                .toList();
    }

    private static String item(String component, String at) {
        return "[{\"appliance\":\"" + SampleHouse.FIRST + "\",\"component\":\"" + component + "\",\"at\":\"" + at
                + "\"}]";
    }
}
