package io.hearthwatch.console;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.sql.Connection;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Promises, alarms and breaches through the API. */
class ClocksApiTest {
    private static SampleHouse house;
    private static Http http;

    @BeforeAll
    static void open() {
        house = SampleHouse.furnished(0);
        http = new Http(house.url());
    }

    @AfterAll
    static void close() {
        house.close();
    }

    /** A prediction's ticket that somebody takes up, and one that is dispatched. */
    private static void step(long ticket, String from, String to, Instant at) {
        house.database.database().inTransaction(connection -> {
            update(connection, "update service.ticket set state = '" + to + "' where id = " + ticket);
            house.desk.clocks().listener().stepped(connection, ticket, from, to, at);
            return null;
        });
    }

    private static void update(Connection connection, String sql) throws java.sql.SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.executeUpdate(sql);
        }
    }

    @Test
    void aTicketsPromisesArePausedChangedAndBroken() {
        step(1, "opened", "triaged", SampleHouse.NOW);
        String path = "/api/v1/tickets/HW-000001/clocks";
        JsonNode clocks = http.get(path).json().get("clocks");
        assertThat(clocks.findValuesAsText("promise")).containsExactly("first_contact", "visit", "finished");
        assertThat(clocks.findValuesAsText("state")).containsExactly("late", "running", "running");

        assertThat(http.post(path + "/resume", "{}").status()).isEqualTo(409);
        assertThat(http.post(path + "/pause", "{\"for\":\"fun\",\"reason\":\"x\"}")
                        .status())
                .isEqualTo(400);
        JsonNode paused = http.post(path + "/pause", "{\"for\":\"part\",\"reason\":\"pump on order\"}")
                .json();
        assertThat(paused.get("clocks").findValuesAsText("state")).containsExactly("late", "paused", "paused");
        assertThat(http.post(path + "/resume", "{\"who\":\"li\"}").status()).isEqualTo(200);
        assertThat(http.post(path + "/visit/change", "{\"promised\":\"8\",\"reason\":\"x\"}")
                        .status())
                .isEqualTo(400);
        assertThat(http.post(path + "/lunch/change", "{\"promised\":\"PT8H\",\"reason\":\"x\"}")
                        .status())
                .isEqualTo(404);
        assertThat(http.post(path + "/visit/change", "{\"promised\":\"PT1H\",\"reason\":\"as agreed\"}")
                        .status())
                .isEqualTo(200);

        house.desk.clocks().runDue(SampleHouse.NOW.plus(Duration.ofHours(2)));
        JsonNode alarms = http.get("/api/v1/alarms?ticket=HW-000001").json().get("alarms");
        assertThat(alarms.findValuesAsText("kind")).contains("warning", "breach");
        String alarm = alarms.get(0).get("id").asText();
        assertThat(http.post("/api/v1/alarms/" + alarm + "/acknowledge", "{\"who\":\"li\"}")
                        .json()
                        .get("acknowledged_by")
                        .asText())
                .isEqualTo("api li");
        assertThat(http.post("/api/v1/alarms/" + alarm + "/acknowledge", "{}").status())
                .isEqualTo(409);
        assertThat(http.post("/api/v1/alarms/999/acknowledge", "{}").status()).isEqualTo(404);
        assertThat(http.post(path + "/visit/change", "{\"promised\":\"PT9H\",\"reason\":\"late\"}")
                        .status())
                .isEqualTo(409);

        JsonNode breach = http.get("/api/v1/breaches").json().at("/breaches/0");
        String settle = "/api/v1/breaches/" + breach.get("id").asText() + "/settle";
        assertThat(http.post(settle, "{\"paid\":true}").status())
                .as("no tariff, no amount")
                .isEqualTo(409);
        assertThat(http.post(settle, "{\"paid\":true,\"amount\":30}").detail()).contains("needs a currency");
        assertThat(http.post(settle, "{\"paid\":true,\"currency\":\"EUR\"}").status())
                .isEqualTo(400);
        assertThat(http.post(settle, "{\"paid\":true,\"amount\":30,\"currency\":\"EUR\"}")
                        .detail())
                .contains("where the tariff says nothing needs a reason");
        assertThat(http.post(settle, "{\"paid\":true,\"amount\":30,\"currency\":\"EUR\",\"note\":\"agreed with them\"}")
                        .json()
                        .get("state")
                        .asText())
                .isEqualTo("paid");
        assertThat(http.post("/api/v1/tickets/1/acknowledge", "{}").status()).isEqualTo(409);
        assertThat(http.raw("/api/v1/breaches?state=paid").body()).contains("\"amount\":30,");
        assertThat(http.get("/api/v1/tickets/99/clocks").status()).isEqualTo(404);
    }

    @Test
    void aDispatchedJobIsAcknowledgedOnce() {
        step(2, "opened", "triaged", SampleHouse.NOW);
        step(2, "triaged", "scheduled", SampleHouse.NOW);
        step(2, "scheduled", "dispatched", SampleHouse.NOW);
        JsonNode clocks = http.post("/api/v1/tickets/2/acknowledge", "{\"who\":\"t-1\"}")
                .json()
                .get("clocks");
        assertThat(clocks.get(3).get("promise").asText()).isEqualTo("acknowledge");
        assertThat(clocks.get(3).get("state").asText()).isEqualTo("met");
        assertThat(http.post("/api/v1/tickets/2/acknowledge", "{}").status()).isEqualTo(409);
    }
}
