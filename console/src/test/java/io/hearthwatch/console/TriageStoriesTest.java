package io.hearthwatch.console;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** What happens before anyone drives: what is known, what is solved from afar, who is asked. */
class TriageStoriesTest extends Stories {
    @Test
    void whatGuidanceSolvesIsClosedRemotelyAfterTheCheckBack() {
        TicketWork ticket = repair().steps("{'to': 'triaged', 'way': 'remote', 'fault_class': 'software'}");
        assertThat(ticket.triesStep("{'to': 'closed'}").json().get("missing").findValuesAsText("need"))
                .contains("remote", "handled", "fed_back");
        ticket.does("guidance", "{'words': 'clean the filter and restart'}");
        JsonNode guidance = ticket.read().at("/guidance/0");
        assertThat(Duration.between(
                        java.time.Instant.parse(guidance.get("given_at").asText()),
                        java.time.Instant.parse(guidance.get("check_back_due").asText())))
                .isEqualTo(Duration.ofHours(2));
        assertThat(http.get("/api/v1/tickets-due").json().get("due").findValuesAsText("number"))
                .contains(ticket.number);
        assertThat(ticket.tries("guidance", "{'words': 'again'}").status()).isEqualTo(409);
        ticket.does("check-back", "{'solved': true}")
                .does("feedback", "{'department': 'business', 'words': 'say it in the manual'}")
                .steps("{'to': 'closed'}");
        assertThat(ticket.read().get("end_reason").asText()).isEqualTo("remote");
        assertThat(ticket.tries("check-back", "{'solved': true}").status()).isEqualTo(409);
    }

    @Test
    void whatGuidanceDoesNotSolveGoesOn() {
        TicketWork ticket = repair().steps("{'to': 'triaged', 'way': 'remote'}");
        ticket.does("guidance", "{'words': 'restart'}").does("check-back", "{'solved': false}");
        assertThat(ticket.triesStep("{'to': 'closed'}").status()).isEqualTo(409);
        ticket.visit();
        assertThat(ticket.step()).isEqualTo("on_site");
    }

    @Test
    void faultThatWasNeverRepairedGoesUpAndItsAnswerIsShownLater() {
        TicketWork first = repair().steps("{'to': 'triaged', 'way': 'home', 'component': 'control_board'}");
        JsonNode asked = first.read().at("/support/0");
        assertThat(asked.get("by_itself").asBoolean()).isTrue();
        assertThat(asked.get("level").asText()).isEqualTo("colleague");
        assertThat(first.tries("support", "{'level': 'colleague'}").status()).isEqualTo(409);
        first.does("support", "{}").does("support", "{}");
        assertThat(first.read().at("/support/2/level").asText()).isEqualTo("headquarters");
        assertThat(first.tries("support", "{}").status()).isEqualTo(409);
        first.does("support/answer", "{'answer': 'reset it with both keys', 'title': 'Resetting the board'}");
        TicketWork second = repair().steps("{'to': 'triaged', 'way': 'home', 'component': 'control_board'}");
        assertThat(second.read().get("support")).isEmpty();
        JsonNode known = http.get(second.path() + "/triage").json().get("knowledge");
        assertThat(known.findValuesAsText("title")).containsExactly("Resetting the board");
        assertThat(known.at("/0/from_ticket").asText()).isEqualTo(first.number);
    }

    @Test
    void triageRanksSuspectsByWhatSpeaksForThem() {
        TicketWork ticket = TicketWork.open(
                http,
                "{'kind': 'repair', 'source': 'customer', 'channel': 'web', 'appliance': '" + appliance()
                        + "', 'fault_codes': ['E18']}");
        JsonNode triage = http.get(ticket.path() + "/triage").json();
        assertThat(triage.at("/suspects/0/component").asText()).isEqualTo("drain_pump");
        assertThat(triage.at("/suspects/0/parts/0").asText()).isEqualTo("WM-DP-2201");
        assertThat(triage.at("/suspects/0/because/0/about").asText()).isEqualTo("E18");
        assertThat(triage.get("suggested_way").asText()).isEqualTo("home");
    }

    @Test
    void safetyCodeOpensATicketAtOnceWithTheSuspectsPartHeldAndTheCallJoinsIt() {
        var washer = house.appliances.get(6);
        house.desk.work().safetyFault(washer.no(), "E34", house.clock.instant());
        house.desk.work().safetyFault(washer.no(), "E34", house.clock.instant());
        JsonNode tickets = http.get("/api/v1/tickets?appliance=" + washer.id()).json();
        assertThat(tickets.get("total").asInt()).isEqualTo(1);
        TicketWork ticket = TicketWork.of(http, tickets.at("/tickets/0/number").asText());
        JsonNode opened = ticket.read();
        assertThat(opened.get("source").asText()).isEqualTo("fault_code");
        assertThat(opened.get("urgency").asText()).isEqualTo("critical");
        assertThat(opened.get("probability").isNull()).isTrue();
        assertThat(opened.get("reservations").findValuesAsText("number")).contains("WM-HE-3020");
        house.clock.advance(house.clock.instant().plus(Duration.ofMinutes(5)));
        Http.Answer call = http.post(
                "/api/v1/tickets",
                TicketWork.json("{'kind': 'repair', 'source': 'customer', 'channel': 'phone', 'appliance': '"
                        + washer.id() + "', 'words': 'it tingles'}"));
        assertThat(call.status()).isEqualTo(200);
        assertThat(call.json().at("/result/joined").asBoolean()).isTrue();
        assertThat(ticket.read().at("/contacts/0/open_before").asBoolean()).isTrue();
    }

    @Test
    void recallAndInspectionOpenTicketsButPeopleOpenNoPredictions() {
        for (String source : new String[] {"recall", "inspection"}) {
            TicketWork ticket = TicketWork.open(
                    http,
                    "{'kind': 'repair', 'source': '" + source + "', 'component': 'heater', 'appliance': '" + appliance()
                            + "'}");
            assertThat(ticket.read().get("source").asText()).isEqualTo(source);
        }
        for (String source : new String[] {"prediction", "fault_code"}) {
            Http.Answer refused = http.post(
                    "/api/v1/tickets",
                    TicketWork.json(
                            "{'kind': 'repair', 'source': '" + source + "', 'appliance': '" + appliance() + "'}"));
            assertThat(refused.status()).isEqualTo(400);
            assertThat(refused.json().get("try").asText()).contains("inspection");
        }
    }

    @Test
    void nobodyWritesDownWhatWasFoundBeforeAnyoneLooked() {
        TicketWork ticket = repair();
        Http.Answer early = ticket.tries("findings", "{'component': 'drain_pump'}");
        assertThat(early.status()).isEqualTo(409);
        assertThat(early.detail()).contains("nobody has looked");
        ticket.steps("{'to': 'triaged', 'way': 'home'}");
        assertThat(ticket.tries("findings", "{'component': 'drain_pump'}").status())
                .isEqualTo(409);
        TicketWork remote = repair().steps("{'to': 'triaged', 'way': 'remote'}");
        remote.does("findings", "{'nothing_found': true}");
        assertThat(remote.tries("answer", "{'words': 'all is well'}").status())
                .as("a repair does not end by an answer")
                .isEqualTo(409);
    }
}
