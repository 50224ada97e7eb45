package io.hearthwatch.console;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import org.junit.jupiter.api.Test;

/** After the work: rated, reviewed, followed up, closed with nothing missed, or opened again; and the other kinds of work. */
class AftercareStoriesTest extends Stories {
    @Test
    void badRatingReopensAndSoDoesAFollowUpThatSaysItIsNotSolved() {
        TicketWork ticket = repair().untilOnSite("drain_pump");
        ticket.does(
                        "checklist",
                        "{'items': [{'item': 'licence_shown'}, {'item': 'diagnosed'}, {'item': 'full_check'},"
                                + " {'item': 'test_run'}, {'item': 'explained'}]}")
                .does("findings", "{'component': 'drain_pump'}")
                .steps("{'to': 'repaired'}")
                .does("record-sheet", "{'signed_by': 'Ada', 'ratings': {'attitude': 1}}")
                .steps("{'to': 'accepted'}");
        assertThat(ticket.step()).isEqualTo("reopened");
        assertThat(ticket.read().at("/owed/payer").asText()).isEqualTo("repair_guarantee");
        assertThat(ticket.triesStep("{'to': 'reviewed'}").status()).isEqualTo(409);
        ticket.steps("{'to': 'triaged', 'way': 'home'}")
                .steps(
                        "{'to': 'scheduled', 'window_from': '2026-12-27T08:00:00Z', 'window_to': '2026-12-27T10:00:00Z'}")
                .steps("{'to': 'dispatched', 'technician': 'Zhao " + ticket.number + "'}")
                .steps("{'to': 'confirmed'}")
                .steps("{'to': 'on_site'}");
        assertThat(ticket.triesStep("{'to': 'repaired'}").status()).isEqualTo(409);
        ticket.untilAccepted("drain_pump", "WM-DP-2201").does("review", "{'who': 'Wang', 'passed': true}");
        ticket.steps("{'to': 'reviewed'}").does("follow-up", "{'solved': false}");
        assertThat(ticket.step()).isEqualTo("reopened");
        assertThat(ticket.read().get("times_reopened").asInt()).isEqualTo(2);
    }

    @Test
    void closedTicketIsReopenedButNothingElse() {
        TicketWork ticket = repair().untilOnSite("drain_pump")
                .untilAccepted("drain_pump", "WM-DP-2201")
                .untilClosed();
        assertThat(ticket.triesStep("{'to': 'reopened'}").status()).isEqualTo(400);
        assertThat(ticket.triesStep("{'to': 'triaged'}").json().get("allowed").findValuesAsText("to"))
                .containsExactly("reopened");
        ticket.steps("{'to': 'reopened', 'reason': 'it leaks again'}");
        JsonNode again = ticket.read();
        assertThat(again.get("step").asText()).isEqualTo("reopened");
        assertThat(again.get("ended_at").isNull()).isTrue();
        assertThat(again.get("technician").isNull()).isTrue();
    }

    @Test
    void complaintIsAnsweredReviewedAndClosedWithoutAnAppliance() {
        TicketWork ticket = TicketWork.open(
                http,
                "{'kind': 'complaint', 'source': 'customer', 'channel': 'email', 'centre': 'MUC', 'answers': {'customer_name': 'Cy',"
                        + " 'phone': '+49 89 1112223', 'complaint': 'nobody came', 'complaint_class': 'service', 'wish': 'a word'}}");
        ticket.steps("{'to': 'triaged'}");
        assertThat(ticket.triesStep("{'to': 'accepted'}")
                        .json()
                        .at("/missing/0/need")
                        .asText())
                .isEqualTo("answer");
        ticket.does("answer", "{'words': 'we are sorry'}").steps("{'to': 'accepted'}");
        assertThat(ticket.tries("review", "{'passed': true}").status()).isEqualTo(409);
        ticket.untilClosed();
        JsonNode closed = ticket.read();
        assertThat(closed.get("end_reason").asText()).isEqualTo("settled");
        assertThat(closed.get("appliance").isNull()).isTrue();
        assertThat(closed.get("state").asText()).isEqualTo("done");
        assertThat(http.get("/api/v1/tickets?state=ended").json().get("tickets").findValuesAsText("number"))
                .contains(ticket.number);
    }

    @Test
    void everyOtherKindGoesItsWayToItsEnd() {
        String washer = appliance();
        for (String kind : new String[] {"installation", "maintenance", "site_survey", "usage_guidance"}) {
            TicketWork ticket = TicketWork.open(
                    http,
                    "{'kind': '" + kind + "', 'source': '"
                            + (kind.equals("maintenance") ? "maintenance_plan" : "customer")
                            + "', 'channel': 'shop'"
                            + (kind.equals("site_survey") ? "" : ", 'appliance': '" + washer + "'")
                            + ", 'answers': {'question': 'how?'}}");
            ticket.answered().steps("{'to': 'triaged'}").visit();
            ticket.does("checklist", "{'items': " + items(ticket) + "}")
                    .does("record-sheet", "{'signed_by': 'Ada'}")
                    .steps("{'to': 'accepted'}")
                    .untilClosed();
            assertThat(ticket.read().get("end_reason").asText())
                    .isEqualTo(
                            switch (kind) {
                                case "installation" -> "installed";
                                case "maintenance" -> "maintained";
                                case "site_survey" -> "surveyed";
                                default -> "answered";
                            });
        }
        assertThat(http.get("/api/v1/ticket-kinds").json().get("kinds")).hasSize(8);
    }

    @Test
    void whatWasCancelledIsOpenedAnewAndNotReopened() {
        TicketWork ticket = repair().steps("{'to': 'cancelled', 'reason': 'declined'}");
        Http.Answer late = ticket.tries("wishes", "{'words': 'none'}");
        assertThat(late.status()).isEqualTo(409);
        assertThat(late.json().get("try").asText()).isEqualTo("open another ticket");
        assertThat(ticket.triesStep("{'to': 'reopened', 'reason': 'after all'}").status())
                .isEqualTo(409);
        assertThat(repair().number).isNotEqualTo(ticket.number);
    }
}
