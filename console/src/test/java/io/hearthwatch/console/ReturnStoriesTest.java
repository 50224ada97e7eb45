package io.hearthwatch.console;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** What comes back: the same fault, the appliance itself, and the loaner. */
class ReturnStoriesTest extends Stories {
    /** An appliance of the house that no other story is about. */
    private static final int FURNISHED = 7;

    @Test
    void sameComponentAgainIsFreeUnderRepairGuaranteeAndAfterTwoFailuresExchangeIsProposed() {
        String washer = appliance();
        TicketWork first = repair(washer)
                .untilOnSite("drain_pump")
                .untilAccepted("drain_pump", "WM-DP-2201")
                .untilClosed();
        house.clock.advance(house.clock.instant().plus(Duration.ofDays(1)));
        TicketWork second = repair(washer).changes("{'component': 'drain_pump'}");
        assertThat(second.read().get("linked_to").asText()).isEqualTo(first.number);
        assertThat(second.read().get("link").asText()).isEqualTo("repair_guarantee");
        assertThat(second.read().at("/owed/payer").asText()).isEqualTo("repair_guarantee");
        assertThat(first.read().at("/linked_tickets/0/number").asText()).isEqualTo(second.number);
        second.steps("{'to': 'triaged', 'way': 'home'}");
        assertThat(second.read().get("returns")).isEmpty();
        second.steps("{'to': 'scheduled', 'window_from': '2026-12-23T08:00:00Z', 'window_to': '2026-12-23T10:00:00Z'}")
                .steps("{'to': 'dispatched', 'technician': 'Zhao 2'}")
                .steps("{'to': 'confirmed'}")
                .steps("{'to': 'on_site'}")
                .untilAccepted("drain_pump", "WM-DP-2201")
                .untilClosed();
        TicketWork third = repair(washer).steps("{'to': 'triaged', 'way': 'home', 'component': 'drain_pump'}");
        JsonNode proposed = third.read().at("/returns/0");
        assertThat(proposed.get("way").asText()).isEqualTo("exchange");
        assertThat(proposed.get("owed").asBoolean()).isTrue();
        assertThat(third.tries("returns", "{'action': 'refuse', 'refusal': 'no'}")
                        .status())
                .isEqualTo(409);
        assertThat(third.triesStep("{'to': 'exchange'}")
                        .json()
                        .at("/missing/0/need")
                        .asText())
                .isEqualTo("approval");
        third.does("returns", "{'action': 'approve'}").steps("{'to': 'exchange'}");
        assertThat(third.tries("returns", "{'action': 'settle', 'new_serial': 'N-1'}")
                        .status())
                .isEqualTo(409);
        third.does("returns", "{'action': 'goods_back'}")
                .does("returns", "{'action': 'settle', 'new_serial': 'N-1'}")
                .steps("{'to': 'accepted'}")
                .untilClosed();
        assertThat(third.read().get("end_reason").asText()).isEqualTo("exchanged");
    }

    @Test
    void whatAModelExpectsWithinTheRepairGuaranteeIsFreeTooOnceTheCustomerCalls() {
        String washer = house.appliances.get(FURNISHED).id();
        TicketWork first = repair(washer)
                .untilOnSite("drain_pump")
                .untilAccepted("drain_pump", "WM-DP-2201")
                .untilClosed();
        house.clock.advance(house.clock.instant().plus(Duration.ofDays(1)));
        house.propose(FURNISHED, "drain_pump", .9, null);
        TicketWork predicted = TicketWork.of(
                http,
                http.get("/api/v1/tickets?appliance=" + washer)
                        .json()
                        .at("/tickets/0/number")
                        .asText());
        assertThat(predicted.read().get("source").asText()).isEqualTo("prediction");
        assertThat(predicted.read().get("link").isNull()).isTrue();
        Http.Answer call = http.post(
                "/api/v1/tickets",
                TicketWork.json(
                        "{'kind': 'repair', 'source': 'customer', 'channel': 'phone', 'appliance': '" + washer + "'}"));
        assertThat(call.json().get("number").asText()).isEqualTo(predicted.number);
        assertThat(predicted.read().get("linked_to").asText()).isEqualTo(first.number);
        assertThat(predicted.read().at("/owed/payer").asText()).isEqualTo("repair_guarantee");
        assertThat(predicted.read().get("returns")).as("one repair has failed").isEmpty();
    }

    @Test
    void whoProposesARefundDoesNotApproveIt() {
        TicketWork ticket = repair().steps("{'to': 'triaged', 'way': 'home'}");
        ticket.does("returns", "{'action': 'propose', 'way': 'refund', 'reason': 'noisy'}");
        assertThat(ticket.tries("returns", "{'action': 'propose', 'way': 'refund', 'reason': 'noisy'}")
                        .status())
                .isEqualTo(409);
        assertThat(ticket.tries("returns", "{'action': 'approve'}").status()).isEqualTo(409);
        ticket.does("returns", "{'who': 'Wang', 'action': 'refuse', 'refusal': 'past the seven days'}");
        assertThat(ticket.tries("returns", "{'action': 'approve'}").status()).isEqualTo(409);
    }

    @Test
    void loanerIsLentOnceAndComesBackBeforeTheTicketCloses() {
        TicketWork ticket = repair().steps("{'to': 'triaged', 'way': 'workshop', 'component': 'drain_pump'}");
        ticket.steps("{'to': 'workshop', 'loaner': 'LOAN-1'}");
        TicketWork other = repair().steps("{'to': 'triaged', 'way': 'workshop'}");
        assertThat(other.triesStep("{'to': 'workshop', 'loaner': 'LOAN-1'}")
                        .json()
                        .get("ticket")
                        .asText())
                .isEqualTo(ticket.number);
        ticket.does("findings", "{'component': 'drain_pump', 'part': 'WM-DP-2201'}")
                .does("parts", "{'part': 'WM-DP-2201', 'faulty_serial': 'F-7', 'new_serial': 'N-7'}");
        assertThat(ticket.tries("parts", "{'part': 'WM-DP-2201', 'new_serial': 'N-7'}")
                        .status())
                .isEqualTo(409);
        ticket.steps("{'to': 'repaired'}")
                .does("record-sheet", "{'signed_by': 'Ada'}")
                .steps("{'to': 'accepted'}")
                .does("review", "{'who': 'Wang', 'passed': true}")
                .steps("{'to': 'reviewed'}")
                .does("follow-up", "{'solved': true}")
                .steps("{'to': 'followed_up'}")
                .does("feedback", "{'department': 'supply', 'words': 'none'}");
        assertThat(ticket.triesStep("{'to': 'closed'}").json().get("missing").findValuesAsText("need"))
                .containsExactly("loaner");
        ticket.does("loaner", "{'serial': 'LOAN-1', 'returned': true, 'condition': 'clean'}")
                .steps("{'to': 'closed'}");
        other.steps("{'to': 'workshop', 'loaner': 'LOAN-1'}");
    }

    @Test
    void refundIsApprovedThenGoodsComeBackThenMoneyIsPaid() {
        TicketWork ticket = repair().steps("{'to': 'triaged', 'way': 'home'}");
        ticket.does("returns", "{'action': 'propose', 'way': 'refund', 'reason': 'noisy'}");
        assertThat(ticket.triesStep("{'to': 'refund'}").detail())
                .contains("cannot be refunded yet: no refund is approved");
        ticket.does("returns", "{'who': 'Wang', 'action': 'approve'}").steps("{'to': 'refund'}");
        assertThat(ticket.triesStep("{'to': 'accepted'}")
                        .json()
                        .at("/missing/0/need")
                        .asText())
                .isEqualTo("settled");
        assertThat(ticket.tries("returns", "{'action': 'settle', 'amount': 399, 'currency': 'EUR'}")
                        .detail())
                .contains("not back");
        ticket.does("returns", "{'action': 'goods_back'}");
        assertThat(ticket.tries("returns", "{'action': 'settle'}").status()).isEqualTo(400);
        ticket.does("returns", "{'action': 'settle', 'amount': 399, 'currency': 'EUR'}")
                .steps("{'to': 'accepted'}")
                .untilClosed();
        assertThat(ticket.read().get("end_reason").asText()).isEqualTo("refunded");
    }

    @Test
    void exchangeIsSettledInItsStepOnceForAnApplianceAndItsTicketEndsAsExchanged() {
        String washer = appliance();
        TicketWork ticket = repair(washer).changes("{'component': 'drain_pump'}");
        ticket.does("returns", "{'action': 'propose', 'way': 'exchange', 'reason': 'noisy'}")
                .does("returns", "{'who': 'Wang', 'action': 'approve'}")
                .does("returns", "{'action': 'goods_back'}");
        Http.Answer early = ticket.tries("returns", "{'action': 'settle', 'new_serial': 'N-21'}");
        assertThat(early.status()).isEqualTo(409);
        assertThat(early.detail()).contains("cannot be settled while " + ticket.number + " is opened");
        assertThat(early.json().get("try").asText()).contains("step to exchange");
        TicketWork other = TicketWork.open(
                http,
                "{'kind': 'repair', 'source': 'customer', 'channel': 'phone', 'component': 'heater', 'appliance': '"
                        + washer + "'}");
        assertThat(other.number).isNotEqualTo(ticket.number);
        assertThat(other.tries("returns", "{'action': 'propose', 'way': 'refund', 'reason': 'noisy'}")
                        .json()
                        .get("ticket")
                        .asText())
                .isEqualTo(ticket.number);
        ticket.steps("{'to': 'triaged', 'way': 'home'}")
                .steps("{'to': 'exchange'}")
                .does("returns", "{'action': 'settle', 'new_serial': 'N-21'}");
        Http.Answer again = ticket.tries("returns", "{'action': 'propose', 'way': 'exchange', 'reason': 'again'}");
        assertThat(again.status()).isEqualTo(409);
        assertThat(again.detail()).contains("was exchanged already, under " + ticket.number);
        ticket.steps("{'to': 'accepted'}").steps("{'to': 'reopened', 'reason': 'the door is scratched'}");
        Http.Answer cancelled = ticket.triesStep("{'to': 'cancelled', 'reason': 'declined'}");
        assertThat(cancelled.status()).isEqualTo(409);
        assertThat(cancelled.json().at("/missing/0/need").asText()).isEqualTo("unsettled");
        assertThat(ticket.tries("returns", "{'action': 'propose', 'way': 'refund', 'reason': 'again'}")
                        .status())
                .isEqualTo(409);
        ticket.steps("{'to': 'triaged', 'way': 'home'}")
                .steps("{'to': 'exchange'}")
                .steps("{'to': 'accepted'}")
                .untilClosed();
        assertThat(ticket.read().get("end_reason").asText()).isEqualTo("exchanged");
        assertThat(other.tries("returns", "{'action': 'propose', 'way': 'refund', 'reason': 'again'}")
                        .detail())
                .contains("was exchanged already, under " + ticket.number);
    }

    @Test
    void exchangeThatIsOwedAfterTheSecondFailedRepairIsProposedWhenTheTicketIsReopened() {
        TicketWork ticket = repair().untilOnSite("drain_pump")
                .untilAccepted("drain_pump", "WM-DP-2201")
                .steps("{'to': 'reopened', 'reason': 'still leaks'}");
        assertThat(ticket.read().get("returns")).as("one repair has failed").isEmpty();
        ticket.untilOnSite(null);
        ticket.does("checklist", "{'items': [{'item': 'licence_shown'}, {'item': 'diagnosed'}]}")
                .does("findings", "{'component': 'drain_pump', 'cause': 'worn'}")
                .steps("{'to': 'repaired'}")
                .does("checklist", "{'items': [{'item': 'full_check'}, {'item': 'test_run'}, {'item': 'explained'}]}")
                .does("record-sheet", "{'signed_by': 'Ada Weber', 'solved': false}")
                .steps("{'to': 'accepted'}");
        assertThat(ticket.step()).isEqualTo("reopened");
        assertThat(ticket.read().at("/returns/0/way").asText()).isEqualTo("exchange");
        assertThat(ticket.read().at("/returns/0/owed").asBoolean()).isTrue();
    }
}
