package io.hearthwatch.console;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.hearthwatch.fleet.NewAppliance;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Who pays, for what, and what a broken promise costs. */
class PayerStoriesTest extends Stories {
    @TempDir
    static Path directory;

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
    void misuseThatIsOnlySuspectedChangesNothingOfWhatIsOwed() {
        TicketWork ticket = repair().steps(
                        "{'to': 'triaged', 'way': 'remote', 'fault_class': 'misuse', 'component': 'drain_pump'}")
                .does("findings", "{'component': 'drain_pump', 'words': 'as told on the phone', 'misuse': true}");
        assertThat(ticket.read().at("/owed/payer").asText()).isEqualTo("warranty");
        Http.Answer refused = ticket.triesStep("{'to': 'cancelled', 'reason': 'refused', 'because': 'misuse'}");
        assertThat(refused.status()).isEqualTo(409);
        assertThat(refused.detail()).contains("owed");
    }

    @Test
    void misuseIsFoundWithWhatShowsItAndCanTurnOutToBeNone() {
        TicketWork ticket = repair().untilOnSite("drain_pump");
        assertThat(ticket.tries("findings", "{'component': 'drain_pump', 'misuse': true}")
                        .status())
                .isEqualTo(400);
        ticket.does("findings", "{'component': 'drain_pump', 'cause': 'coins', 'misuse': true}");
        assertThat(ticket.read().at("/owed/payer").asText()).isEqualTo("customer");
        ticket.does("findings", "{'component': 'drain_pump', 'cause': 'a broken vane of its own'}");
        assertThat(ticket.read().at("/owed/payer").asText()).isEqualTo("warranty");
    }

    @Test
    void quoteTakesThePublishedPriceOfTheDay() throws IOException {
        house.desk.spareParts().load(Files.writeString(directory.resolve("parts.yaml"), """
                parts: {WM-IV-1104: {favourable: true}}
                prices:
                  - {part: WM-IV-1104, amount: 20, currency: EUR, from: 2026-01-01}
                  - {part: WM-IV-1104, class: favourable, amount: 17, currency: EUR, from: 2026-01-01, to: 2026-12-31}
                """));
        TicketWork ticket = found(repair().changes(OLD).untilOnSite("inlet_valve"), "inlet_valve");
        JsonNode line = ticket.tries("quote", "{'lines': [{'item': 'part', 'part': 'WM-IV-1104', 'quantity': 2}]}")
                .json()
                .at("/result/lines/0");
        JsonNode published =
                http.get("/api/v1/parts/prices?at=2026-11-20T14:35:00Z").json().get("prices");
        assertThat(published.findValuesAsText("part")).contains("WM-IV-1104");
        published.forEach(price -> assertThat(
                        price.get("part").asText().equals("WM-IV-1104")
                                ? price.get("amount").asDouble()
                                : 17)
                .isEqualTo(17));
        assertThat(line.get("by_tariff").asDouble()).isEqualTo(34);
        assertThat(line.at("/price/source").asText()).isEqualTo("favourable");
        assertThat(line.at("/price/valid_from").asText()).isEqualTo("2026-01-01");
        assertThat(line.at("/price/on").asText()).isEqualTo("2026-11-20");
        assertThat(ticket.tries("quote", "{'lines': [{'item': 'labour'}]}")
                        .json()
                        .at("/result/lines/0/price/source")
                        .asText())
                .isEqualTo("tariff");
    }

    private String registered(String id, String produced, String bought) {
        return house.fleet
                .add(new NewAppliance(
                        id,
                        "washing_machine",
                        "WM-8014",
                        null,
                        LocalDate.parse(produced),
                        bought == null ? null : LocalDate.parse(bought),
                        null,
                        Map.of()))
                .appliance()
                .id();
    }

    private static TicketWork opened(Http http, String appliance) {
        return TicketWork.open(
                http, "{'kind': 'repair', 'source': 'customer', 'channel': 'phone', 'appliance': '" + appliance + "'}");
    }

    @Test
    void dayOfProductionSettlesAGuaranteeThatCannotBeOver() {
        TicketWork fresh = opened(http, registered("S-NEW", "2026-10-17", null));
        assertThat(fresh.read().at("/owed/payer").asText()).isEqualTo("warranty");
        assertThat(fresh.read().at("/owed/why").asText()).contains("2027-10-17 at least");
        assertThat(fresh.triesStep("{'to': 'cancelled', 'reason': 'refused', 'because': 'no invoice'}")
                        .status())
                .isEqualTo(409);
        TicketWork old = opened(http, registered("S-OLD", "2021-10-17", null));
        Http.Answer unknown = old.triesStep("{'to': 'cancelled', 'reason': 'refused', 'because': 'no invoice'}");
        assertThat(unknown.status()).isEqualTo(409);
        assertThat(unknown.detail()).contains("not known yet").contains("purchase_date");
    }

    @Test
    void answerThatContradictsTheRegistryCostsNobodyTheirGuaranteeUntilItIsProven() {
        for (String bought : new String[] {null, "2026-02-01"}) {
            TicketWork ticket = opened(http, registered("S-REG-" + bought, "2026-01-01", bought))
                    .answered();
            ticket.changes("{'answers': {'production_date': '2024-01-01', 'purchase_date': '2024-02-01'}}");
            JsonNode owed = ticket.read().get("owed");
            assertThat(owed.get("payer").asText()).isEqualTo("warranty");
            assertThat(owed.at("/contradiction/answered").asText()).isEqualTo("2024-02-01");
            assertThat(owed.at("/contradiction/counts").asText()).isEqualTo(bought == null ? "2026-01-01" : bought);
            assertThat(ticket.triesStep("{'to': 'cancelled', 'reason': 'refused', 'because': 'too old'}")
                            .status())
                    .isEqualTo(409);
            ticket.changes("{'answers': {'purchase_date': '2024-02-01'}, 'evidence': 'invoice 4711'}");
            assertThat(ticket.read().at("/owed/payer").asText()).isEqualTo("customer");
            assertThat(ticket.read().at("/owed/contradiction").isNull()).isTrue();
        }
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
    void brokenPromiseOpensOneCompensationCaseByTariff() {
        TicketWork ticket = repair();
        assertThat(ticket.tries("promises", "{'promise': 'time', 'words': 'tomorrow'}")
                        .status())
                .isEqualTo(400);
        Http.Answer past =
                ticket.tries("promises", "{'promise': 'time', 'words': 'yesterday', 'due_at': '2020-11-22T08:00:00Z'}");
        assertThat(past.status()).isEqualTo(400);
        assertThat(past.detail()).contains("not after now");
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
    void underGuaranteeNothingIsCharged() {
        TicketWork ticket = repair().untilOnSite("drain_pump");
        ticket.does("checklist", "{'items': [{'item': 'licence_shown'}, {'item': 'diagnosed'}]}")
                .does("findings", "{'component': 'drain_pump', 'cause': 'worn'}")
                .steps("{'to': 'repaired'}");
        Http.Answer charged = ticket.tries("record-sheet", "{'signed_by': 'Ada', 'charged': 20}");
        assertThat(charged.status()).isEqualTo(409);
        assertThat(charged.detail()).contains("under guarantee until");
    }

    private static TicketWork agreed(TicketWork ticket, String lines) {
        return ticket.does("quote", lines).does("consent", "{'agreed': true, 'by': 'Ada', 'how': 'signature'}");
    }

    @Test
    void partIsJudgedByItsOwnComponentWhateverWasFound() {
        TicketWork ticket = found(repair().changes(OLD).untilOnSite("heater"), "heater");
        JsonNode lock = ticket.tries("parts", "{'part': 'WM-DL-6101'}").json().get("result");
        assertThat(lock.get("payer").asText()).isEqualTo("customer");
        assertThat(lock.get("why").asText()).contains("the guarantee of the door_lock is over");
        JsonNode heater = ticket.tries("parts", "{'part': 'WM-HE-3020'}").json().get("result");
        assertThat(heater.get("payer").asText()).isEqualTo("warranty");
        assertThat(heater.get("why").asText()).contains("2030-03-01");

        TicketWork other = found(repair().changes(OLD).untilOnSite("door_lock"), "door_lock");
        JsonNode main = other.tries("parts", "{'part': 'WM-HE-3020'}").json().get("result");
        assertThat(main.get("payer").asText()).isEqualTo("warranty");
        assertThat(main.get("component").asText()).isEqualTo("heater");
    }

    @Test
    void mixedJobChargesTheCustomersLinesAndNothingElse() {
        TicketWork ticket = found(repair().changes(OLD).untilOnSite("heater"), "heater");
        assertThat(ticket.tries("quote", "{}").detail()).contains("pays nothing");
        assertThat(ticket.tries("quote", "{'lines': [{'item': 'labour'}]}").detail())
                .contains("pays nothing for labour");
        assertThat(ticket.tries("quote", "{'lines': [{'item': 'part', 'part': 'WM-HE-3020'}]}")
                        .json()
                        .get("payer")
                        .asText())
                .isEqualTo("warranty");
        agreed(ticket, "{'lines': [{'item': 'part', 'part': 'WM-DL-6101', 'quantity': 2}]}")
                .does("parts", "{'part': 'WM-DL-6101'}")
                .does("parts", "{'part': 'WM-HE-3020'}");
        assertThat(ticket.read().get("part_lines").findValuesAsText("payer")).containsExactly("customer", "warranty");
        assertThat(ticket.tries("quote", "{}").json().at("/result/total").asDouble())
                .isEqualTo(12);
        ticket.does("consent", "{'agreed': true, 'by': 'Ada', 'how': 'signature'}")
                .steps("{'to': 'repaired'}");
        JsonNode sheet = ticket.tries("record-sheet", "{'signed_by': 'Ada', 'charged': 12.5}")
                .json()
                .get("result");
        assertThat(sheet.get("above_tariff").asBoolean()).isTrue();
    }

    @Test
    void partsThatWereNotBuiltInAreNotCharged() {
        TicketWork ticket = found(repair().changes(OLD).untilOnSite("drain_pump"), "drain_pump");
        agreed(ticket, "{}").steps("{'to': 'repaired'}");
        JsonNode sheet = ticket.tries("record-sheet", "{'signed_by': 'Ada', 'charged': 155.5}")
                .json()
                .get("result");
        assertThat(sheet.get("above_tariff").asBoolean()).isTrue();
    }

    @Test
    void partBuiltInBeforeTheCustomerAgreesIsWrittenDownAndHoldsTheRepairBack() {
        TicketWork ticket = found(repair().changes(OLD).untilOnSite("drain_pump"), "drain_pump");
        ticket.does("quote", "{}").does("consent", "{'agreed': false, 'by': 'Ada', 'how': 'phone'}");
        Http.Answer declined = ticket.tries("parts", "{'part': 'WM-DP-2201'}");
        assertThat(declined.status()).isEqualTo(409);
        assertThat(declined.detail()).contains("has said no");
        assertThat(declined.json().get("payer").asText()).isEqualTo("customer");

        agreed(ticket, "{'lines': [{'item': 'labour'}]}");
        JsonNode without =
                ticket.tries("parts", "{'part': 'WM-DP-2201'}").json().get("result");
        assertThat(without.get("agreed").asBoolean(true)).isFalse();
        assertThat(without.get("hint").asText()).contains("/quote");
        Http.Answer early = ticket.triesStep("{'to': 'repaired'}");
        assertThat(early.status()).isEqualTo(409);
        assertThat(early.detail()).contains("1 × WM-DP-2201");
        agreed(ticket, "{}").steps("{'to': 'repaired'}");
    }

    @Test
    void whatIsHeldIsQuotedWhereAnotherRevisionTakesThePlaceOfThePart() throws IOException {
        house.desk.spareParts().load(Files.writeString(directory.resolve("revisions.yaml"), """
                supersessions: {WM-BL-4502: {by: WM-SA-5203, rule: both, since: 2020-01-01}}
                prices: [{part: WM-BL-4502, amount: 9, currency: EUR, from: 2026-01-01}]
                """));
        house.load("stock: {MUNICH: {WM-BL-4502: 3}}");
        TicketWork ticket = found(repair().changes(OLD).untilOnSite("shock_absorber"), "shock_absorber");
        assertThat(ticket.read().get("reservations").findValuesAsText("number")).containsExactly("WM-BL-4502");
        assertThat(ticket.tries("quote", "{}").json().at("/result/lines").findValuesAsText("part"))
                .contains("WM-BL-4502")
                .doesNotContain("WM-SA-5203");
    }

    @Test
    void repairIsNotDoneWhileAPartThatTheCustomerPaysIsInNoQuoteAgreedTo() {
        TicketWork ticket = found(repair().changes(OLD).untilOnSite("drain_pump"), "drain_pump");
        agreed(ticket, "{}").does("parts", "{'part': 'WM-DP-2201'}");
        agreed(ticket, "{'lines': [{'item': 'labour'}]}");
        Http.Answer early = ticket.triesStep("{'to': 'repaired'}");
        assertThat(early.status()).isEqualTo(409);
        assertThat(early.detail()).contains("1 × WM-DP-2201");
        assertThat(early.json().get("try").asText()).contains("a new quote");
        agreed(ticket, "{}").steps("{'to': 'repaired'}");
    }
}
