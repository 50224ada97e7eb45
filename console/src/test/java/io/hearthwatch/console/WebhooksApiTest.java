package io.hearthwatch.console;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Subscriptions, dead letters, the feed of events, and writes that are done once, through the API. */
class WebhooksApiTest {
    private static final String WEBHOOKS = "/api/v1/webhooks";
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

    @Test
    void aSubscriptionIsMadeReadChangedAndRemovedAndItsSecretShownOnce() {
        Http.Answer made = http.post(
                WEBHOOKS,
                "{\"name\":\"erp\",\"url\":\"http://127.0.0.1:9/events\",\"types\":[\"io.hearthwatch.ticket.opened\",\"part.*\"],"
                        + "\"except_by\":[\"erp\"],\"who\":\"li\"}");
        assertThat(made.status()).as(made.json().toString()).isEqualTo(200);
        String secret = made.json().get("secret").asText();
        assertThat(secret).startsWith("whsec_");
        assertThat(made.json().get("made_by").asText()).isEqualTo("api li");
        assertThat(http.get(WEBHOOKS + "/erp").json().toString()).doesNotContain(secret);
        assertThat(http.get(WEBHOOKS).json().toString())
                .contains("ticket.opened")
                .doesNotContain(secret);
        assertThat(http.post(WEBHOOKS, "{\"name\":\"erp\",\"url\":\"http://x.example/\"}")
                        .status())
                .isEqualTo(409);
        Http.Answer changed =
                http.write("PATCH", WEBHOOKS + "/erp", "{\"mode\":\"binary\",\"active\":false}", "application/json");
        assertThat(changed.json().get("mode").asText()).isEqualTo("binary");
        assertThat(changed.json().get("active").asBoolean()).isFalse();
        assertThat(changed.json().get("types")).hasSize(2);
        Http.Answer rotated = http.post(WEBHOOKS + "/erp/secret", "{\"both_for\":\"PT1H\"}");
        assertThat(rotated.json().get("secrets").asInt()).isEqualTo(2);
        assertThat(rotated.json().get("secret").asText()).isNotEqualTo(secret);
        assertThat(http.get(WEBHOOKS + "/erp/dead-letters").json().get("dead_letters"))
                .isEmpty();
        assertThat(http.post(WEBHOOKS + "/erp/replay", "{}")
                        .json()
                        .get("tickets")
                        .asInt())
                .isZero();
        assertThat(http.write("DELETE", WEBHOOKS + "/erp", "", "application/json")
                        .status())
                .isEqualTo(200);
        assertThat(http.get(WEBHOOKS + "/erp").status()).isEqualTo(404);
    }

    @Test
    void whatMakesNoSenseIsRefusedWithWhatToDo() {
        for (String body : List.of(
                "{}",
                "{\"name\":\"x\"}",
                "{\"name\":\"x\",\"url\":\"ftp://x/\"}",
                "{\"name\":\"x\",\"url\":\"http://169.254.169.254/latest\"}",
                "{\"name\":\"x\",\"url\":\"http://[fe80::1]/\"}",
                "{\"name\":\"x\",\"url\":\"http://999.1.1.1/\"}",
                "{\"name\":\"x\",\"url\":\"http://x/\",\"types\":[\"tickets.opened\"]}",
                "{\"name\":\"x\",\"url\":\"http://x/\",\"types\":[\"everything\"]}",
                "{\"name\":\"x\",\"url\":\"http://x/\",\"mode\":\"loud\"}",
                "{\"name\":\"x\",\"url\":\"http://x/\",\"secret\":\"short\"}",
                "{\"name\":\"7\",\"url\":\"http://x/\"}",
                "{\"name\":\"x\",\"url\":\"http://x/\",\"types\":\"ticket.opened\"}")) {
            Http.Answer refused = http.post(WEBHOOKS, body);
            assertThat(refused.status()).as(body).isEqualTo(400);
            assertThat(refused.json().path("try").asText()).isNotEmpty();
        }
        assertThat(http.post(WEBHOOKS, "{\"name\":\"x\",\"url\":\"http://x/\",\"centre\":\"nowhere\"}")
                        .status())
                .isEqualTo(404);
        assertThat(http.get("/api/v1/events?after=x").status()).isEqualTo(400);
        assertThat(http.get("/api/v1/events?after=0&type=all").status()).isEqualTo(400);
    }

    /** {@link Http} holds every answer against the document, each event with it. */
    @Test
    void eventsAreReadInPagesAndAreAsTheDocumentSays() {
        TicketWork.of(http, "HW-000001").steps("{'to':'triaged','way':'home'}");
        Set<String> types = new TreeSet<>();
        String place = "0";
        int read = 0;
        while (true) {
            JsonNode page = http.get("/api/v1/events?limit=3&after=" + place).json();
            if (page.get("events").isEmpty()) {
                break;
            }
            for (JsonNode event : page.get("events")) {
                types.add(event.get("type").asText());
                read++;
            }
            place = page.get("next").asText();
        }
        assertThat(read).isGreaterThan(3);
        assertThat(types).contains("io.hearthwatch.ticket.opened", "io.hearthwatch.ticket.triaged");
        JsonNode opened =
                http.get("/api/v1/events?after=0&type=ticket.opened").json().get("events");
        assertThat(opened).allMatch(event -> event.get("type").asText().endsWith("ticket.opened"));
    }

    @Test
    void aWriteWithAKeyIsDoneOnce() throws Exception {
        String body = "{\"appliance\":\"1\"}";
        List<String> key = List.of("Idempotency-Key", "key-1");
        String path = "/api/v1/tickets/HW-000001/clocks/pause";
        Http.Answer refused = http.write("POST", path, "{\"for\":\"fun\",\"reason\":\"x\"}", key);
        assertThat(refused.status()).isEqualTo(400);
        String pause = "{\"for\":\"part\",\"reason\":\"pump on order\"}";
        ExecutorService threads = Executors.newFixedThreadPool(4);
        try {
            // What was refused was not done: the key is still free.
            List<Future<Http.Answer>> answers = new ArrayList<>();
            for (int i = 0; i < 4; i++) {
                answers.add(threads.submit(() -> http.write("POST", path, pause, key)));
            }
            Set<String> said = new TreeSet<>();
            for (Future<Http.Answer> answer : answers) {
                assertThat(answer.get().status()).isEqualTo(200);
                said.add(answer.get().json().toString());
            }
            assertThat(said).hasSize(1);
        } finally {
            threads.shutdownNow();
        }
        // Without the key it is another request.
        assertThat(http.post(path, pause).status()).isEqualTo(409);
        Http.Answer reused = http.write("POST", path, pause.replace("pump", "hose"), key);
        assertThat(reused.status()).isEqualTo(422);
        assertThat(reused.json().get("title").asText()).isEqualTo("Key used before");
        Http.Answer elsewhere = http.write("POST", "/api/v1/tickets/HW-000001/clocks/resume", "{}", key);
        assertThat(elsewhere.status()).isEqualTo(422);
        assertThat(http.write("POST", path, body, List.of("Idempotency-Key", "x".repeat(201)))
                        .status())
                .isEqualTo(400);
    }

    @Test
    void aSecretIsShownOnceAlsoToWhoAsksAgainWithTheSameKey() {
        List<String> key = List.of("Idempotency-Key", "secret-1");
        String body = "{\"name\":\"once\",\"url\":\"http://127.0.0.1:9/\"}";
        Http.Answer made = http.write("POST", WEBHOOKS, body, key);
        assertThat(made.json().get("secret").asText()).startsWith("whsec_");
        Http.Answer again = http.write("POST", WEBHOOKS, body, key);
        assertThat(again.json().get("id")).isEqualTo(made.json().get("id"));
        assertThat(again.json().has("secret")).isFalse();
        assertThat(http.write("DELETE", WEBHOOKS + "/once", "", "application/json")
                        .status())
                .isEqualTo(200);
    }

    @Test
    void whatOpensACustomersTicketIsInNoLog() {
        assertThat(Failures.logged("/api/v1/customer/AAAA.bbbb/slots")).isEqualTo("/api/v1/customer/…/slots");
        assertThat(Failures.logged("/api/v1/tickets/1")).isEqualTo("/api/v1/tickets/1");
    }

    @Test
    void anotherSystemFindsItsTicketsByItsOwnIds() {
        String open = "{\"kind\":\"consultation\",\"source\":\"customer\",\"channel\":\"web\",\"who\":\"erp\","
                + "\"external\":{\"system\":\"erp\",\"id\":\"47/11\"}}";
        Http.Answer opened = http.post("/api/v1/tickets", open);
        assertThat(opened.status()).as(opened.json().toString()).isEqualTo(201);
        String number = opened.json().get("number").asText();
        Http.Answer again = http.post("/api/v1/tickets", open);
        assertThat(again.status()).isEqualTo(200);
        assertThat(again.json().get("number").asText()).isEqualTo(number);
        assertThat(http.get("/api/v1/external/erp/47%2F11").json().get("number").asText())
                .isEqualTo(number);
        assertThat(http.get("/api/v1/external/crm/47").status()).isEqualTo(404);
        String note = "/api/v1/tickets/" + number + "/external/";
        assertThat(http.put(note + "crm", "{\"id\":\"c-1\",\"who\":\"crm\"}").status())
                .isEqualTo(200);
        assertThat(http.put(note + "crm", "{\"id\":\"c-1\",\"who\":\"crm\"}").status())
                .isEqualTo(200);
        assertThat(http.put(note + "crm", "{\"id\":\"c-2\",\"who\":\"crm\"}").status())
                .isEqualTo(409);
        assertThat(http.put("/api/v1/tickets/HW-000001/external/crm", "{\"id\":\"c-1\",\"who\":\"crm\"}")
                        .status())
                .isEqualTo(409);
        assertThat(http.put(note + "CRM", "{\"id\":\"c-2\",\"who\":\"crm\"}").status())
                .isEqualTo(400);
        JsonNode events = http.get("/api/v1/events?after=0&limit=1000&type=ticket.external_reference")
                .json()
                .get("events");
        assertThat(events).hasSize(2);
        assertThat(events.findValuesAsText("actor")).containsExactly("erp", "crm");
        assertThat(events.get(1).get("data").get("external")).hasSize(2);
    }
}
