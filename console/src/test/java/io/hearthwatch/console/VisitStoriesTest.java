package io.hearthwatch.console;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** The visit: what is done there, in which order, and what is kept of it. */
class VisitStoriesTest extends Stories {
    @BeforeAll
    void register() {
        house.washer("S-CARD-1");
    }

    @Test
    void checklistBlocksAndTheReviewerIsAnotherPerson() {
        TicketWork ticket = repair().untilOnSite("drain_pump");
        ticket.does("findings", "{'component': 'drain_pump'}");
        assertThat(ticket.triesStep("{'to': 'repaired'}").detail()).contains("licence_shown, diagnosed");
        assertThat(ticket.tries("checklist", "{'items': [{'item': 'dance'}]}").status())
                .isEqualTo(400);
        assertThat(ticket.tries("checklist", "{'items': [{'item': 'diagnosed', 'done': false}]}")
                        .status())
                .isEqualTo(400);
        assertThat(ticket.tries("review", "{'passed': true}").status()).isEqualTo(409);
        ticket.untilAccepted("drain_pump", "WM-DP-2201");
        assertThat(ticket.triesStep("{'to': 'reviewed'}").status()).isEqualTo(409);
        Http.Answer own = ticket.tries("review", "{'who': '" + ticket.technician + "', 'passed': true}");
        assertThat(own.status()).isEqualTo(409);
        assertThat(own.detail()).contains("cannot review");
        ticket.does("review", "{'who': 'Wang', 'passed': false, 'remarks': 'photo missing'}");
        assertThat(ticket.triesStep("{'to': 'reviewed'}").status()).isEqualTo(409);
        ticket.does("review", "{'who': 'Wang', 'passed': true}").steps("{'to': 'reviewed'}");
        assertThat(ticket.triesStep("{'to': 'followed_up'}").status()).isEqualTo(409);
        ticket.does("follow-up", "{'reached': false}");
        assertThat(ticket.triesStep("{'to': 'followed_up'}").status()).isEqualTo(409);
        ticket.does("follow-up", "{'solved': true}").steps("{'to': 'followed_up'}");
        ticket.does("wishes", "{'words': 'a quieter pump'}");
        assertThat(ticket.triesStep("{'to': 'closed'}").json().get("missing").findValuesAsText("need"))
                .containsExactly("fed_back", "wishes");
        long wish = ticket.read().at("/wishes/0/id").asLong();
        assertThat(ticket.tries("wishes/" + wish, "{'state': 'given_up'}").status())
                .isEqualTo(400);
        ticket.does("wishes/" + wish, "{'state': 'satisfied'}")
                .does("feedback", "{'department': 'design', 'words': 'quieter'}")
                .steps("{'to': 'closed'}");
        assertThat(ticket.tries("wishes/" + wish, "{'state': 'satisfied'}").status())
                .isEqualTo(409);
    }

    @Test
    void aTimeIsOneToWaitForAndWhoComesAtAnotherIsToldSo() {
        TicketWork ticket = repair();
        ticket.steps("{'to': 'triaged', 'way': 'home', 'fault_class': 'hardware', 'component': 'drain_pump'}");
        Http.Answer month = ticket.triesStep(
                "{'to': 'scheduled', 'window_from': '2026-11-23T08:00:00Z', 'window_to': '2026-12-23T08:00:00Z'}");
        assertThat(month.status()).isEqualTo(400);
        assertThat(month.detail()).contains("window_to", "24 hours");
        ticket.steps("{'to': 'scheduled', 'window_from': '2026-11-23T08:00:00Z', 'window_to': '2026-11-24T08:00:00Z'}")
                .steps("{'to': 'dispatched', 'technician': '" + ticket.technician + "'}")
                .steps("{'who': '" + ticket.technician + "', 'to': 'confirmed'}");
        Http.Answer early = ticket.triesStep("{'who': '" + ticket.technician + "', 'to': 'on_site'}");
        assertThat(early.status()).isEqualTo(200);
        assertThat(early.json().at("/result/in_window").asBoolean(true)).isFalse();
    }

    @Test
    void householdsOtherAppliancesAreLookedOver() {
        house.washer("S-CARD-3");
        TicketWork ticket = repair("S-CARD-3").untilOnSite("drain_pump");
        assertThat(ticket.tries("household-check", "{'appliances': [{'appliance': 'WM-04201', 'well': true}]}")
                        .status())
                .isEqualTo(400);
        ticket.does(
                "household-check", "{'appliances': [{'appliance': 'S-CARD-1', 'well': false, 'note': 'hose is old'}]}");
        assertThat(ticket.read().at("/household_checks/0/appliance").asText()).isEqualTo("S-CARD-1");
    }

    @Test
    void partsThatWereBuiltInAreUsedUpAndTheOthersGoBack() {
        TicketWork ticket = repair().untilOnSite("heater");
        assertThat(ticket.read().get("reservations").findValuesAsText("number"))
                .containsExactlyInAnyOrder("WM-HE-3020", "WM-HS-3021");
        ticket.untilAccepted("heater", "WM-HE-3020").untilClosed();
        JsonNode held = ticket.read().get("reservations");
        held.forEach(each -> assertThat(each.get("state").asText())
                .isEqualTo(each.get("number").asText().equals("WM-HE-3020") ? "consumed" : "released"));
        assertThat(ticket.read().get("end_reason").asText()).isEqualTo("repaired");
    }

    @Test
    void nothingFoundTellsTheModelsSo() {
        TicketWork ticket = repair().untilOnSite("drain_pump");
        assertThat(ticket.tries("findings", "{'nothing_found': true, 'component': 'drain_pump'}")
                        .status())
                .isEqualTo(400);
        assertThat(ticket.tries("findings", "{'component': 'wheel'}").status()).isEqualTo(400);
        ticket.does(
                        "checklist",
                        "{'items': [{'item': 'licence_shown'}, {'item': 'diagnosed'}, {'item': 'full_check'},"
                                + " {'item': 'test_run'}, {'item': 'explained'}]}")
                .does("findings", "{'nothing_found': true}")
                .steps("{'to': 'repaired'}")
                .does("record-sheet", "{'signed_by': 'Ada'}")
                .steps("{'to': 'accepted'}")
                .untilClosed();
        assertThat(ticket.read().get("end_reason").asText()).isEqualTo("nothing_found");
        assertThat(ticket.read().get("finding").asText()).isEqualTo("nothing_found");
    }

    @Test
    void theLookAtTheHouseholdsOtherAppliancesIsTheChecklistsItemToo() {
        house.washer("S-CARD-4");
        TicketWork ticket = repair("S-CARD-4").untilOnSite("drain_pump");
        JsonNode first = ticket.tries("household-check", "{'appliances': [{'appliance': 'S-CARD-1', 'well': true}]}")
                .json()
                .get("result");
        assertThat(first.get("left").toString()).isEqualTo("[\"S-CARD-2\",\"S-CARD-3\"]");
        assertThat(item(ticket, "household_check").get("done").asBoolean()).isTrue();
        assertThat(item(ticket, "household_check").get("note").asText()).contains("S-CARD-2", "S-CARD-3");
        ticket.does(
                "household-check",
                "{'appliances': [{'appliance': 'S-CARD-2', 'well': true}, {'appliance': 'S-CARD-3', 'well': true}]}");
        assertThat(item(ticket, "household_check").get("note").isNull()).isTrue();
        ticket.untilAccepted("drain_pump", "WM-DP-2201");
        assertThat(ticket.read().at("/record_sheets/0/out_of_standard").toString())
                .contains("shoe_covers")
                .doesNotContain("household_check");
    }

    private static JsonNode item(TicketWork ticket, String name) {
        for (JsonNode item : ticket.read().get("checklist")) {
            if (item.get("item").asText().equals(name)) {
                return item;
            }
        }
        throw new AssertionError("no item " + name);
    }

    @Test
    void recordSheetIsSignedOnceAndForWorkThatIsDone() {
        TicketWork ticket = repair();
        assertThat(ticket.tries("household-check", "{'appliances': [{'appliance': 'S-CARD-1', 'well': true}]}")
                        .detail())
                .contains("nobody is at work");
        ticket.untilOnSite("drain_pump");
        assertThat(ticket.tries("record-sheet", "{'signed_by': 'Ada'}").detail())
                .contains("is not repaired yet");
        ticket.does("checklist", "{'items': " + items(ticket) + "}")
                .does("findings", "{'component': 'drain_pump'}")
                .steps("{'to': 'repaired'}")
                .does("record-sheet", "{'signed_by': 'Ada', 'ratings': {'attitude': 5}}");
        Http.Answer second = ticket.tries("record-sheet", "{'signed_by': 'Ada', 'ratings': {'attitude': 1}}");
        assertThat(second.status()).isEqualTo(409);
        assertThat(second.detail()).contains("signed already");
        assertThat(ticket.tries("record-sheet", "{'signed_by': 'Ada', 'ratings': {'attitude': 6}}")
                        .status())
                .isEqualTo(409);
    }

    @Test
    void whoRecordedTheWorkInTheTechniciansSteadDoesNotReviewIt() {
        TicketWork ticket = repair().steps("{'to': 'triaged', 'way': 'home', 'component': 'drain_pump'}")
                .steps(
                        "{'to': 'scheduled', 'window_from': '2026-11-23T08:00:00Z', 'window_to': '2026-11-23T10:00:00Z'}")
                .steps("{'to': 'dispatched', 'technician': 'Zhao 77'}")
                .steps("{'to': 'confirmed'}")
                .steps("{'to': 'on_site'}")
                .untilAccepted("drain_pump", "WM-DP-2201");
        Http.Answer own = ticket.tries("review", "{'who': 'Li', 'passed': true}");
        assertThat(own.status()).isEqualTo(409);
        assertThat(own.detail()).contains("Li recorded the arrival, and cannot review the work");
        assertThat(ticket.tries("review", "{'who': '" + ticket.technician + "', 'passed': true}")
                        .detail())
                .contains("recorded the");
        ticket.does("review", "{'who': 'Wang', 'passed': true}");
    }
}
