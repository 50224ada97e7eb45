package io.hearthwatch.console;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/** A ticket's life over HTTP, with what is refused on the way. Each test has an appliance of its own. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class TicketApiTest {
    private SampleHouse house;
    private Http http;
    private int appliances;

    @BeforeAll
    void open() {
        house = SampleHouse.furnished(0);
        http = new Http(house.url());
    }

    @AfterAll
    void close() {
        house.close();
    }

    /** A washing machine that nobody has talked about yet. */
    private String appliance() {
        return house.washer("T-" + ++appliances);
    }

    private String repairOf(String appliance) {
        return "{'kind': 'repair', 'source': 'customer', 'channel': 'phone', 'appliance': '" + appliance
                + "', 'words': 'it does not drain'}";
    }

    private String predicted(int appliance) {
        JsonNode tickets = http.get("/api/v1/tickets?state=all&appliance="
                        + house.appliances.get(appliance).id())
                .json()
                .get("tickets");
        for (JsonNode ticket : tickets) {
            if ("prediction".equals(ticket.get("source").asText())) {
                return ticket.get("number").asText();
            }
        }
        throw new AssertionError("no prediction: " + tickets);
    }

    @Test
    void wholeLifeOfARepairFromTheCallToTheFollowUp() {
        TicketWork ticket = TicketWork.open(http, repairOf(appliance()));
        assertThat(ticket.read().get("missing").findValuesAsText("field"))
                .contains("customer_name", "purchase_date", "symptom")
                .doesNotContain("serial");
        ticket.answered().untilOnSite("drain_pump").untilAccepted("drain_pump", "WM-DP-2201");
        house.clock.advance(house.clock.instant().plus(Duration.ofDays(2)));
        ticket.untilClosed();
        JsonNode closed = ticket.read();
        assertThat(closed.get("step").asText()).isEqualTo("closed");
        assertThat(closed.get("end_reason").asText()).isEqualTo("repaired");
        assertThat(closed.get("finding").asText()).isEqualTo("failure");
        assertThat(closed.at("/owed/payer").asText()).isEqualTo("warranty");
        assertThat(closed.get("history").findValuesAsText("to"))
                .containsSubsequence(
                        "opened",
                        "triaged",
                        "scheduled",
                        "dispatched",
                        "confirmed",
                        "on_site",
                        "repaired",
                        "accepted",
                        "reviewed",
                        "followed_up",
                        "closed");
        JsonNode reviewed = null;
        for (JsonNode event : closed.get("history")) {
            reviewed = "reviewed".equals(event.path("to").asText()) ? event : reviewed;
        }
        assertThat(reviewed).isNotNull();
        assertThat(reviewed.get("lasted_seconds").asLong())
                .isEqualTo(Duration.ofDays(2).toSeconds());
        assertThat(reviewed.get("who").asText()).isEqualTo("Li");
        assertThat(closed.at("/part_lines/0/payer").asText()).isEqualTo("warranty");
    }

    @Test
    void stepThatDoesNotFollowIsRefusedWithThoseThatDo() {
        TicketWork ticket = TicketWork.open(http, repairOf(appliance()));
        Http.Answer refused = ticket.triesStep("{'to': 'repaired'}");
        assertThat(refused.status()).isEqualTo(409);
        assertThat(refused.json().get("step").asText()).isEqualTo("opened");
        assertThat(refused.json().get("allowed").findValuesAsText("to"))
                .containsExactlyInAnyOrder("triaged", "cancelled");
        assertThat(refused.json().at("/allowed/0/give/0").asText()).isEqualTo("way");
        assertThat(ticket.triesStep("{'to': 'dreaming'}").status()).isEqualTo(409);
        assertThat(ticket.step()).isEqualTo("opened");
    }

    @Test
    void incompleteTicketIsNotScheduledAndSaysWhatIsMissing() {
        TicketWork ticket = TicketWork.open(http, repairOf(appliance())).steps("{'to': 'triaged', 'way': 'home'}");
        Http.Answer refused = ticket.triesStep(
                "{'to': 'scheduled', 'window_from': '2026-11-23T08:00:00Z', 'window_to': '2026-11-23T10:00:00Z'}");
        assertThat(refused.status()).isEqualTo(409);
        assertThat(refused.json().at("/missing/0/need").asText()).isEqualTo("information");
        assertThat(refused.json().at("/missing/0/what").asText()).contains("symptom");
    }

    @Test
    void versionMustBeSaidAndMustBeTheNewest() {
        TicketWork ticket = TicketWork.open(http, repairOf(appliance()));
        String first = http.get(ticket.path()).etag();
        String step = TicketWork.json("{'to': 'triaged', 'way': 'home'}");
        assertThat(http.write("POST", ticket.path() + "/steps", step, List.of()).status())
                .isEqualTo(428);
        assertThat(http.write("PATCH", ticket.path(), TicketWork.json("{'answers': {'wish': 'now'}}"), List.of())
                        .status())
                .isEqualTo(428);
        String newest = ticket.tries("contacts", "{'channel': 'phone', 'words': 'when will you come?'}")
                .etag();
        Http.Answer stale = http.write("POST", ticket.path() + "/steps", step, List.of("If-Match", first));
        assertThat(stale.status()).isEqualTo(412);
        assertThat("\"" + stale.json().get("version").asInt() + "\"")
                .isEqualTo(newest)
                .isNotEqualTo(first);
        assertThat(http.write("POST", ticket.path() + "/steps", step, List.of("If-Match", newest))
                        .status())
                .isEqualTo(200);
        assertThat(http.write("POST", ticket.path() + "/steps", step, List.of("If-Match", "first"))
                        .status())
                .isEqualTo(400);
    }

    @Test
    void sameKeyGetsTheSameAnswerAndAnotherRequestIsRefused() {
        String body = TicketWork.json(repairOf(appliance()));
        List<String> key = List.of("Idempotency-Key", "key-" + appliances);
        Http.Answer first = http.write("POST", "/api/v1/tickets", body, key);
        Http.Answer again = http.write("POST", "/api/v1/tickets", body, key);
        assertThat(first.status()).isEqualTo(201);
        assertThat(again).isEqualTo(first);
        String other = TicketWork.json(repairOf(appliance()));
        assertThat(http.write("POST", "/api/v1/tickets", other, key).status()).isEqualTo(422);
        TicketWork ticket = TicketWork.of(http, first.json().get("number").asText());
        List<String> contact = List.of("Idempotency-Key", "contact-" + appliances);
        String said = TicketWork.json("{'channel': 'phone'}");
        http.write("POST", ticket.path() + "/contacts", said, contact);
        http.write("POST", ticket.path() + "/contacts", said, contact);
        assertThat(ticket.read().get("contacts")).hasSize(2);
    }

    @Test
    void callAboutAnApplianceWithAProactiveTicketJoinsIt() {
        String proactive = predicted(0);
        Http.Answer call = http.post(
                "/api/v1/tickets",
                TicketWork.json(repairOf(house.appliances.get(0).id())));
        assertThat(call.status()).isEqualTo(200);
        assertThat(call.json().get("number").asText()).isEqualTo(proactive);
        assertThat(call.json().at("/result/joined").asBoolean()).isTrue();
        TicketWork ticket = TicketWork.of(http, proactive);
        JsonNode joined = ticket.read();
        assertThat(joined.get("source").asText()).isEqualTo("prediction");
        assertThat(joined.get("expires_at").isNull()).isTrue();
        assertThat(joined.at("/contacts/0/open_before").asBoolean()).isTrue();
        assertThat(joined.at("/contacts/0/parts_held/0").asText()).isEqualTo("WM-DP-2201");
        assertThat(joined.get("pre_empted").isNull()).isTrue();
        ticket.answered().untilOnSite(null).does("findings", "{'component': 'drain_pump', 'part': 'WM-DP-2201'}");
        assertThat(ticket.read().get("pre_empted").asBoolean()).isTrue();
        ticket.does("findings", "{'component': 'inlet_valve', 'part': 'WM-IV-1104'}");
    }

    @Test
    void manyCallsAtOnceAboutOneApplianceAreOneTicket() throws Exception {
        String body = TicketWork.json(repairOf(appliance()));
        ExecutorService callers = Executors.newFixedThreadPool(8);
        try {
            List<Future<Http.Answer>> calls = new ArrayList<>();
            for (int i = 0; i < 16; i++) {
                List<String> key = List.of("Idempotency-Key", "at-once-" + i % 8);
                calls.add(callers.submit(() -> http.write("POST", "/api/v1/tickets", body, key)));
            }
            Set<String> numbers = new HashSet<>();
            int opened = 0;
            for (Future<Http.Answer> call : calls) {
                numbers.add(call.get().json().get("number").asText());
                opened += call.get().status() == 201 ? 1 : 0;
            }
            assertThat(numbers).hasSize(1);
            // The key that opened it was sent twice, and got the same answer twice.
            assertThat(opened).isEqualTo(2);
            assertThat(TicketWork.of(http, numbers.iterator().next()).read().get("contacts"))
                    .hasSize(8);
        } finally {
            callers.shutdown();
        }
    }

    @Test
    void callAboutAnotherComponentIsAnotherCase() {
        String washer = house.appliances.get(1).id();
        Http.Answer call = http.post(
                "/api/v1/tickets",
                TicketWork.json(repairOf(washer).replace("'words'", "'component': 'drain_pump', 'words'")));
        assertThat(call.status()).isEqualTo(201);
        assertThat(call.json().get("number").asText()).isNotEqualTo(predicted(1));
    }

    @Test
    void predictionThatDoesNotHelpIsCancelledWithTheReason() {
        TicketWork ticket = TicketWork.of(http, predicted(2));
        assertThat(ticket.triesStep("{'to': 'cancelled', 'reason': 'not_useful'}")
                        .status())
                .isEqualTo(400);
        ticket.steps("{'to': 'cancelled', 'reason': 'not_useful', 'because': 'the machine is scrapped'}");
        assertThat(ticket.read().get("end_reason").asText()).isEqualTo("not_useful");
        Http.Answer late = ticket.tries("wishes", "{'words': 'none'}");
        assertThat(late.status()).isEqualTo(409);
    }

    @Test
    void whatIsWrongIsToldWithWhatToDo() {
        String path = "/api/v1/tickets";
        assertThat(http.post(path, "{}").status()).isEqualTo(400);
        assertThat(http.post(path, TicketWork.json("{'kind': 'dance', 'source': 'customer'}"))
                        .json()
                        .get("try")
                        .asText())
                .contains("repair");
        assertThat(http.post(path, TicketWork.json("{'kind': 'repair', 'source': 'prediction'}"))
                        .status())
                .isEqualTo(400);
        assertThat(http.post(
                                path,
                                TicketWork.json(
                                        "{'kind': 'repair', 'source': 'customer', 'channel': 'phone', 'appliance': 'X'}"))
                        .detail())
                .contains("not registered");
        assertThat(http.post(path, TicketWork.json("{'kind': 'repair', 'source': 'recall', 'colour': 'red'}"))
                        .detail())
                .contains("colour");
        Http.Answer longAgo = http.post(
                path,
                TicketWork.json("{'kind': 'repair', 'source': 'customer', 'channel': 'phone', 'appliance': '"
                        + appliance() + "', 'called_at': '1999-01-01T00:00:00Z'}"));
        assertThat(longAgo.status()).isEqualTo(400);
        assertThat(longAgo.detail()).contains("called_at").contains("31 days before");
        assertThat(TicketWork.open(http, repairOf(appliance()))
                        .tries("contacts", "{'channel': 'phone', 'at': '1999-01-01T00:00:00Z'}")
                        .status())
                .isEqualTo(400);
        assertThat(TicketWork.of(http, "HW-999999")
                        .tries("contacts", "{'channel': 'phone'}")
                        .status())
                .isEqualTo(404);
        TicketWork ticket = TicketWork.open(http, repairOf(appliance()));
        assertThat(ticket.triesChange("{'answers': {'purchase_date': 'yesterday'}}")
                        .status())
                .isEqualTo(400);
        assertThat(ticket.triesChange("{'answers': {'purchase_date': '2031-01-01'}}")
                        .detail())
                .contains("future");
        assertThat(TicketWork.open(http, repairOf(appliance()))
                        .triesChange("{'answers': {'purchase_date': '2010-03-01'}}")
                        .status())
                .as("an invoice from before what the registry says is taken")
                .isEqualTo(200);
        // Also where the other day was answered before.
        assertThat(ticket.triesChange("{'answers': {'production_date': '2024-05-02', 'purchase_date': '2024-05-01'}}")
                        .detail())
                .contains("before it was produced on 2024-05-02");
        assertThat(ticket.triesChange("{'answers': {'production_date': '2024-05-02'}}")
                        .status())
                .isEqualTo(200);
        assertThat(ticket.triesChange("{'answers': {'purchase_date': '2024-05-01'}}")
                        .status())
                .isEqualTo(400);
        assertThat(ticket.triesChange("{'answers': {'phone': 'none'}}").status())
                .isEqualTo(400);
    }
}
