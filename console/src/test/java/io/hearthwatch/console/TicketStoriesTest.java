package io.hearthwatch.console;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/** What happens on a ticket's way besides the steps: guidance, support, money, acceptance, exchange. Each test has an appliance of its own. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class TicketStoriesTest {
    private static final String TERMS = """
            guarantees:
              washing_machine:
                - {from: 2010-01-01, refund_days: 7, exchange_days: 15, repair_months: 12, main_part_months: 120,
                   main_components: [heater], failed_repairs: 2, source: maker's terms}
            tariff:
              labour:
                - {amount: 60, currency: EUR, from: 2020-01-01}
                - {type: washing_machine, component: drain_pump, amount: 80, currency: EUR, from: 2020-01-01}
              travel:
                - {amount: 30, currency: EUR, from: 2020-01-01}
            prices:
              WM-DP-2201: {amount: 45.50, currency: EUR}
            entitlements:
              CARD-1: {household: H2, name: Care card, from: 2026-01-01, to: 2026-12-31, services: [repair], visits: 1}
            pledges:
              time: {amount: 25, currency: EUR, from: 2020-01-01}
            households:
              H2: {name: Bo Li, address: Hauptstr. 2, phone: "+49 89 7654321", language: zh, centre: MUC, appliances: [S-CARD-1, S-CARD-2, S-CARD-3]}
            """;
    private static final String OLD = "{'answers': {'purchase_date': '2020-03-01'}}";

    private SampleHouse house;
    private Http http;
    private int appliances;

    @BeforeAll
    void open() {
        house = SampleHouse.furnished(0);
        house.load(TERMS);
        http = new Http(house.url());
    }

    @AfterAll
    void close() {
        house.close();
    }

    private String appliance() {
        return house.washer("S-" + ++appliances);
    }

    private TicketWork repair(String appliance) {
        return TicketWork.open(
                        http,
                        "{'kind': 'repair', 'source': 'customer', 'channel': 'phone', 'appliance': '" + appliance
                                + "'}")
                .answered();
    }

    private TicketWork repair() {
        return repair(appliance());
    }

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
    void outOfGuaranteeTheCustomerAgreesToAQuoteBeforeTheRepair() {
        TicketWork ticket = repair().changes(OLD).untilOnSite("drain_pump");
        ticket.does("checklist", "{'items': [{'item': 'licence_shown'}, {'item': 'diagnosed'}]}")
                .does("findings", "{'component': 'drain_pump', 'cause': 'worn'}");
        assertThat(ticket.triesStep("{'to': 'repaired'}")
                        .json()
                        .at("/missing/0/need")
                        .asText())
                .isEqualTo("consent");
        assertThat(ticket.tries("consent", "{'agreed': true, 'by': 'Ada', 'how': 'phone'}")
                        .status())
                .isEqualTo(409);
        JsonNode quote = ticket.tries("quote", "{}").json().get("result");
        assertThat(quote.get("total").asDouble()).isEqualTo(80 + 30 + 45.5);
        assertThat(quote.get("above_tariff").asBoolean()).isFalse();
        ticket.does("consent", "{'agreed': false, 'by': 'Ada', 'how': 'phone'}");
        assertThat(ticket.triesStep("{'to': 'repaired'}").status()).isEqualTo(409);
        JsonNode dear = ticket.tries("quote", "{'lines': [{'item': 'labour', 'amount': 99}]}")
                .json()
                .get("result");
        assertThat(dear.get("above_tariff").asBoolean()).isTrue();
        assertThat(dear.at("/lines/0/above_tariff").asBoolean()).isTrue();
        ticket.does("consent", "{'agreed': true, 'by': 'Ada', 'how': 'signature'}");
        assertThat(ticket.tries("consent", "{'agreed': true, 'by': 'Ada', 'how': 'phone'}")
                        .status())
                .isEqualTo(409);
        ticket.steps("{'to': 'repaired'}");
        JsonNode sheet = ticket.tries("record-sheet", "{'signed_by': 'Ada', 'charged': 99, 'ratings': {'attitude': 4}}")
                .json()
                .get("result");
        assertThat(sheet.get("above_tariff").asBoolean()).isTrue();
        assertThat(sheet.get("out_of_standard").toString()).contains("shoe_covers", "cleaned_up");
    }

    @Test
    void underGuaranteeNothingIsQuotedAndMainPartsAreGuaranteedLonger() {
        TicketWork ticket = repair();
        assertThat(ticket.tries("quote", "{}").json().get("payer").asText()).isEqualTo("warranty");
        assertThat(ticket.triesStep("{'to': 'cancelled', 'reason': 'refused', 'because': 'too far'}")
                        .status())
                .isEqualTo(409);
        TicketWork main = repair().changes(OLD).changes("{'component': 'heater'}");
        assertThat(main.read().at("/owed/payer").asText()).isEqualTo("warranty");
        assertThat(main.read().at("/owed/repair_until").asText()).isEqualTo("2030-03-01");
        TicketWork out = repair().changes(OLD);
        out.steps("{'to': 'cancelled', 'reason': 'refused', 'because': 'the model is no longer served'}");
    }

    @Test
    void misuseIsPaidByTheCustomer() {
        TicketWork ticket = repair().untilOnSite("drain_pump");
        JsonNode found = ticket.tries("findings", "{'component': 'drain_pump', 'cause': 'coin', 'misuse': true}")
                .json()
                .get("result");
        assertThat(found.get("payer").asText()).isEqualTo("customer");
        assertThat(ticket.triesStep("{'to': 'repaired'}").json().get("missing").findValuesAsText("need"))
                .contains("consent");
    }

    @Test
    void entitlementPaysAsOftenAsItHasVisits() {
        house.washer("S-CARD-1");
        house.washer("S-CARD-2");
        TicketWork first = repair("S-CARD-1").changes(OLD);
        assertThat(first.read().at("/owed/entitlement").asText()).isEqualTo("CARD-1");
        first.untilOnSite("drain_pump");
        TicketWork second = repair("S-CARD-2").changes(OLD).untilOnSite("drain_pump");
        assertThat(first.read().at("/owed/payer").asText()).isEqualTo("entitlement");
        assertThat(second.read().at("/owed/payer").asText()).isEqualTo("customer");
    }

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
    void technicianIsNotBookedTwiceAndAnotherTimeNeedsTheCustomersConsent() {
        String window = "'window_from': '2026-11-29T08:00:00Z', 'window_to': '2026-11-29T10:00:00Z'";
        TicketWork one =
                repair().steps("{'to': 'triaged', 'way': 'home'}").steps("{'to': 'scheduled', " + window + "}");
        TicketWork two =
                repair().steps("{'to': 'triaged', 'way': 'home'}").steps("{'to': 'scheduled', " + window + "}");
        one.steps("{'to': 'dispatched', 'technician': 'Sun'}");
        Http.Answer twice = two.triesStep("{'to': 'dispatched', 'technician': 'sun'}");
        assertThat(twice.status()).isEqualTo(409);
        assertThat(twice.json().get("ticket").asText()).isEqualTo(one.number);
        String later = "'window_from': '2026-11-30T08:00:00Z', 'window_to': '2026-11-30T10:00:00Z'";
        assertThat(one.triesStep("{'to': 'scheduled', " + later + "}").status()).isEqualTo(400);
        assertThat(one.triesStep("{'to': 'scheduled', 'reason': 'ill', 'customer_agreed': false, " + later + "}")
                        .status())
                .isEqualTo(409);
        one.steps("{'to': 'scheduled', 'reason': 'ill', 'customer_agreed': true, " + later + "}");
        two.steps("{'to': 'dispatched', 'technician': 'Sun'}");
        assertThat(two.triesStep(
                                "{'to': 'scheduled', 'reason': 'x', 'customer_agreed': true, 'window_from': '2026-11-30T10:00:00Z',"
                                        + " 'window_to': '2026-11-30T08:00:00Z'}")
                        .status())
                .isEqualTo(400);
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
    void brokenPromiseOpensOneCompensationCaseByTariff() {
        TicketWork ticket = repair();
        assertThat(ticket.tries("promises", "{'promise': 'time', 'words': 'tomorrow'}")
                        .status())
                .isEqualTo(400);
        ticket.does("promises", "{'promise': 'time', 'words': 'tomorrow', 'due_at': '2026-11-22T08:00:00Z'}");
        long promise = ticket.read().at("/promises/0/id").asLong();
        ticket.does("promises/" + promise, "{'kept': false}");
        assertThat(ticket.tries("promises/" + promise, "{'kept': true}").status())
                .isEqualTo(409);
        JsonNode compensation = ticket.read().at("/compensations/0");
        assertThat(compensation.get("amount").asDouble()).isEqualTo(25);
        assertThat(compensation.get("centre").asText()).isEqualTo("MUC");
        ticket.does("compensations/" + compensation.get("id").asLong(), "{'state': 'paid'}");
        assertThat(ticket.read().at("/compensations/0/state").asText()).isEqualTo("paid");
        assertThat(ticket.tries("promises/999", "{'kept': true}").status()).isEqualTo(404);
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

    /** Every item of the ticket's checklist, done. */
    private static String items(TicketWork ticket) {
        StringBuilder items = new StringBuilder();
        ticket.read()
                .get("checklist")
                .forEach(item -> items.append(items.length() == 0 ? "" : ", ")
                        .append("{'item': '")
                        .append(item.get("item").asText())
                        .append("'}"));
        return "[" + items + "]";
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
}
