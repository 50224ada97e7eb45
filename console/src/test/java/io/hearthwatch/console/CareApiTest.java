package io.hearthwatch.console;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/** Surveys, calls that are due, and complaints from the first call to the action that helped. Each test has tickets of its own. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class CareApiTest {
    private static final String HOUSEHOLDS = """
            households:
              H2: {name: Bo Li, address: Hauptstr. 2, phone: "+49 89 7654321", language: zh, centre: MUC, appliances: [C-1, C-2, C-3]}
              H3: {name: Cy Ott, address: Hauptstr. 3, phone: "+49 89 7654322", language: en, centre: MUC, appliances: [C-4, C-5]}
            """;

    private SampleHouse house;
    private Http http;
    private int appliances = 10;

    @BeforeAll
    void open() {
        house = SampleHouse.furnished(0);
        house.load(HOUSEHOLDS);
        for (int i = 1; i <= 5; i++) {
            house.washer("C-" + i);
        }
        http = new Http(house.url());
        http.put(
                "/api/v1/households/H2/preferences",
                "{\"channel\":\"email\",\"email\":\"bo@example.org\",\"consent\":true,\"how\":\"form\"}");
    }

    @AfterAll
    void close() {
        house.close();
    }

    /** A repair that the customer has accepted. */
    private TicketWork accepted(String appliance) {
        return TicketWork.open(
                        http,
                        "{'kind': 'repair', 'source': 'customer', 'channel': 'phone', 'appliance': '" + appliance
                                + "'}")
                .answered()
                .untilOnSite("drain_pump")
                .untilAccepted("drain_pump", "WM-DP-2201");
    }

    private String link(TicketWork ticket) {
        return "/api/v1/customer/"
                + http.post(ticket.path() + "/link", "{}").json().get("token").asText();
    }

    private static String marks(int quality, boolean solved, String more) {
        return "{\"attitude\":5,\"efficiency\":4,\"quality\":" + quality + ",\"product\":4,\"solved\":" + solved + more
                + "}";
    }

    private List<JsonNode> calls(TicketWork ticket, String state) {
        return StreamSupport.stream(
                        http.get("/api/v1/follow-ups?state=" + state)
                                .json()
                                .get("calls")
                                .spliterator(),
                        false)
                .filter(call -> call.get("number").asText().equals(ticket.number))
                .toList();
    }

    @Test
    void aCustomerRatesThroughTheLinkOnceAndAnAgentNotesThePhone() {
        TicketWork ticket = accepted("C-1");
        JsonNode asked = http.get(ticket.path() + "/survey").json();
        assertThat(asked.at("/asked/asked").asBoolean()).isTrue();
        JsonNode rate = StreamSupport.stream(
                        http.get(ticket.path() + "/messages")
                                .json()
                                .get("messages")
                                .spliterator(),
                        false)
                .filter(message -> message.get("kind").asText().equals("rate"))
                .findFirst()
                .orElseThrow();
        assertThat(rate.get("subject").asText()).contains("评价");
        String link = link(ticket);
        assertThat(http.get(link).json().get("may").toString()).contains("rate");
        JsonNode rated = http.post(link + "/rate", marks(5, true, ",\"words\":\"thank you\""))
                .json();
        assertThat(rated.get("rated").asBoolean()).isTrue();
        assertThat(rated.get("state").asText()).isEqualTo("accepted");
        assertThat(rated.get("may").toString()).doesNotContain("rate");
        assertThat(http.post(link + "/rate", marks(5, true, "")).status()).isEqualTo(409);

        String phone = ",\"channel\":\"phone\",\"who\":\"Li\"";
        JsonNode both =
                http.post(ticket.path() + "/survey", marks(4, true, phone)).json();
        assertThat(both.get("answers").findValuesAsText("channel")).containsExactly("phone", "online");
        assertThat(both.at("/answers/0/who").asText()).contains("Li");
        assertThat(http.post(ticket.path() + "/survey", marks(4, true, phone)).status())
                .isEqualTo(409);
        assertThat(http.post(ticket.path() + "/survey", marks(4, true, ",\"channel\":\"online\""))
                        .status())
                .isEqualTo(400);
        assertThat(calls(ticket, "due"))
                .extracting(call -> call.get("reason").asText())
                .containsExactly("work_done");
        assertThat(http.get("/api/v1/indicators/satisfaction?by=channel")
                        .json()
                        .get("figures")
                        .size())
                .isPositive();
    }

    @Test
    void aLowMarkReopensTheTicketAndMakesACallDueThatOnePersonMakes() {
        TicketWork ticket = accepted("C-2");
        http.post(link(ticket) + "/rate", marks(1, false, ""));
        assertThat(ticket.step()).isEqualTo("reopened");
        JsonNode call = calls(ticket, "due").get(0);
        assertThat(call.get("reason").asText()).isEqualTo("low_mark");
        assertThat(Duration.between(
                        house.clock.instant(), Instant.parse(call.get("due_at").asText())))
                .isEqualTo(Duration.ofHours(24));
        String take = "/api/v1/follow-ups/" + call.get("id").asLong() + "/take";
        assertThat(http.post(take, "{\"who\":\"Li\"}").status()).isEqualTo(200);
        Http.Answer taken = http.post(take, "{\"who\":\"Wang\"}");
        assertThat(taken.status()).isEqualTo(409);
        assertThat(taken.detail()).contains("taken");
        assertThat(http.post("/api/v1/follow-ups/999999/take", "{\"who\":\"Li\"}")
                        .status())
                .isEqualTo(404);

        ticket.does("follow-up", "{'reached': false}");
        assertThat(calls(ticket, "due")).hasSize(1);
        ticket.does("follow-up", "{'reached': true, 'solved': false, 'remarks': 'wants another technician'}");
        assertThat(calls(ticket, "due")).isEmpty();
        assertThat(calls(ticket, "made"))
                .hasSize(2)
                .allSatisfy(made -> assertThat(made.get("who").asText()).isEqualTo("Li"));
        assertThat(ticket.tries("follow-up", "{'solved': true}").status()).isEqualTo(409);
        assertThat(http.get(ticket.path() + "/survey").json().get("asked").isNull())
                .as("asked again when the work is done")
                .isTrue();
    }

    @Test
    void whoDidNotAgreeIsNotAskedAndWhyIsKept() {
        TicketWork ticket = accepted("C-4");
        assertThat(http.get(ticket.path() + "/survey")
                        .json()
                        .at("/asked/left_out")
                        .asText())
                .isEqualTo("not_wanted");
        String nobody = house.washer("C-" + ++appliances);
        assertThat(http.get(accepted(nobody).path() + "/survey")
                        .json()
                        .at("/asked/left_out")
                        .asText())
                .isEqualTo("no_household");
    }

    @Test
    void theSurveyIsData() {
        String day = "2027-01-01";
        String definition =
                "{\"valid_from\":\"" + day + "\",\"after\":\"closed\",\"wait_minutes\":0,\"sample_percent\":50,"
                        + "\"quiet_days\":30,\"low_mark\":3,\"call_hours\":8,\"kinds\":[\"repair\"],\"weights\":{\"attitude\":2,\"quality\":3}}";
        JsonNode defined = http.post("/api/v1/surveys", definition).json();
        assertThat(defined.get("version").asInt()).isEqualTo(1);
        assertThat(defined.get("dimensions").findValuesAsText("dimension")).containsExactly("attitude", "quality");
        assertThat(http.post("/api/v1/surveys", definition)
                        .json()
                        .get("version")
                        .asInt())
                .isEqualTo(2);
        assertThat(http.post("/api/v1/surveys", definition.replace("quality", "colour"))
                        .status())
                .isEqualTo(400);
        assertThat(http.post("/api/v1/surveys", definition.replace(day, "2020-01-01"))
                        .detail())
                .contains("valid_from lies in the past");
        assertThat(http.post("/api/v1/surveys", definition.replace("repair", "magic"))
                        .status())
                .isEqualTo(400);
        assertThat(http.get("/api/v1/surveys").json().get("definitions").size()).isGreaterThanOrEqualTo(3);
    }

    private TicketWork complaint(String appliance, String name) {
        return TicketWork.open(
                http,
                "{'kind': 'complaint', 'source': 'customer', 'channel': 'phone', "
                        + (appliance == null ? "'centre': 'MUC'" : "'appliance': '" + appliance + "'")
                        + ", 'answers': {'customer_name': 'Cy', 'phone': '+49 89 1112223', 'complaint': 'nobody came', 'complaint_class': '"
                        + name + "', 'wish': 'a word'}}");
    }

    private JsonNode shown(TicketWork ticket) {
        return http.get(ticket.path() + "/complaint").json();
    }

    @Test
    void aComplaintHasItsClocksItsCauseAndAnActionWhoseEffectAnotherPersonChecks() {
        TicketWork ticket = complaint(null, "repair");
        JsonNode first = shown(ticket);
        assertThat(first.at("/complaint/response_zh").asText()).contains("派工");
        assertThat(first.get("clocks").findValuesAsText("promise"))
                .containsExactly("first_contact", "first_answer", "finished");
        assertThat(ticket.tries("complaint/reply", "{'agrees': true, 'channel': 'phone'}")
                        .status())
                .isEqualTo(409);
        ticket.steps("{'to': 'triaged'}").does("answer", "{'words': 'we come tomorrow'}");
        assertThat(shown(ticket).at("/clocks/1/outcome").asText()).isEqualTo("met");
        ticket.does("complaint/reply", "{'agrees': false, 'channel': 'phone', 'words': 'today'}");
        assertThat(ticket.triesStep("{'to': 'accepted'}")
                        .json()
                        .at("/missing/0/what")
                        .asText())
                .contains("does not agree");
        house.clock.advance(house.clock.instant().plusSeconds(60));
        ticket.does("answer", "{'words': 'we come today'}");
        ticket.does("complaint/reply", "{'agrees': true, 'channel': 'phone'}").steps("{'to': 'accepted'}");

        ticket.does("complaint/cause", "{'cause': 'the dispatch was not acknowledged', 'about': 'HW-000001'}");
        assertThat(ticket.tries("complaint/actions", "{'what': 'late', 'owner': 'chief', 'due_on': '2020-12-01'}")
                        .status())
                .isEqualTo(400);
        ticket.does(
                "complaint/actions", "{'what': 'call after ten minutes', 'owner': 'chief', 'due_on': '2026-12-01'}");
        String action = "complaint/actions/" + shown(ticket).at("/actions/0/id").asLong();
        assertThat(ticket.tries(action, "{'effective': true}").status()).isEqualTo(409);
        ticket.does(action, "{'who': 'Chief'}");
        assertThat(ticket.tries(action, "{'who': 'Chief', 'effective': true}").status())
                .isEqualTo(409);
        ticket.does(action, "{'who': 'Wang', 'effective': false, 'remarks': 'it happened again'}");
        String next = "{'what': 'two on duty', 'owner': 'chief', 'due_on': '2026-12-20', 'follows': "
                + shown(ticket).at("/actions/0/id").asLong() + "}";
        ticket.does("complaint/actions", next);
        assertThat(ticket.tries("complaint/actions", next).status()).isEqualTo(409);
        assertThat(shown(ticket).at("/complaint/about").asText()).isEqualTo("HW-000001");

        ticket.does("complaint/reply", "{'agrees': false, 'channel': 'phone'}");
        assertThat(ticket.step()).isEqualTo("reopened");
        assertThat(shown(ticket).get("clocks").findValuesAsText("promise").stream()
                        .filter("first_answer"::equals))
                .hasSize(2);
        JsonNode listed = http.get("/api/v1/complaints?class=repair").json().at("/complaints/0");
        assertThat(listed.get("number").asText()).isEqualTo(ticket.number);
        assertThat(listed.get("open_actions").asInt()).isEqualTo(1);
    }

    @Test
    void aComplaintAboutSafetyStopsTheUseAndSuggestsToRecallTheLot() {
        // The sample's appliances are all of one lot; the first is of household H1, which nobody may write to.
        TicketWork first = complaint(SampleHouse.FIRST, "product_safety");
        assertThat(first.read().get("urgency").asText()).isEqualTo("critical");
        assertThat(calls(first, "due"))
                .extracting(call -> call.get("reason").asText())
                .containsExactly("stop_use");
        JsonNode recall = http.get("/api/v1/complaints/recalls").json().at("/recalls/0");
        assertThat(recall.get("lot").asText()).isEqualTo("2021-W33");
        assertThat(recall.get("appliances").asInt()).isEqualTo(8);
        TicketWork second = complaint("WM-04238", "logistics");
        assertThat(second.read().get("urgency").asText()).isEqualTo("high");
        second.changes("{'answers': {'complaint_class': 'product_safety'}}");
        assertThat(http.get("/api/v1/complaints/recalls")
                        .json()
                        .at("/recalls/0/complaints")
                        .size())
                .isEqualTo(2);

        // A household that can be written to is, in its language, whatever else it agreed to.
        http.put(
                "/api/v1/households/H2/preferences",
                "{\"channel\":\"email\",\"email\":\"bo@example.org\",\"consent\":false,\"how\":\"form\"}");
        TicketWork written = complaint("C-3", "product_safety");
        assertThat(http.get(written.path() + "/messages")
                        .json()
                        .at("/messages/0/subject")
                        .asText())
                .contains("停止使用");
        assertThat(calls(written, "due")).isEmpty();
        http.put(
                "/api/v1/households/H2/preferences",
                "{\"channel\":\"email\",\"email\":\"bo@example.org\",\"consent\":true,\"how\":\"form\"}");

        String decide = "/api/v1/complaints/recalls/" + recall.get("id").asLong();
        assertThat(http.post(decide, "{\"accepted\":false}").status()).isEqualTo(400);
        Http.Answer accepted = http.post(decide, "{\"accepted\":true,\"who\":\"Wang\"}");
        assertThat(accepted.status()).as(accepted.detail()).isEqualTo(200);
        JsonNode campaign = http.get(
                        "/api/v1/campaigns/" + accepted.json().get("campaign").asText())
                .json();
        assertThat(campaign.get("lots").toString()).isEqualTo("[\"2021-W33\"]");
        assertThat(campaign.get("safety").asBoolean()).isTrue();
        assertThat(http.post(decide, "{\"accepted\":true,\"who\":\"Wang\"}").status())
                .isEqualTo(409);
        first.does("follow-up", "{'solved': true, 'remarks': 'unplugged'}");
        assertThat(calls(first, "due")).isEmpty();
    }
}
