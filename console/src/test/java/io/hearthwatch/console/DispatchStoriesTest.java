package io.hearthwatch.console;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Who is sent when: one visit at a time, of the centre, with licence and skill, at a time that the customer agreed to. */
class DispatchStoriesTest extends Stories {
    private static final String BERLIN = """
            centres:
              BER: {name: {en: Berlin, zh: 柏林}, time_zone: Europe/Berlin, latitude: 52.5, longitude: 13.4,
                    warehouse: MUNICH}
              HAM: {name: {en: Hamburg, zh: 汉堡}, time_zone: Europe/Berlin, latitude: 52.5, longitude: 13.4,
                    warehouse: MUNICH}
            technicians:
              ber_1: {name: Mia Berg, centre: BER, skills: {washing_machine: [hardware]}}
              ber_2: {name: Ole Kern, centre: BER, skills: {dishwasher: [hardware], washing_machine: [network]}}
              ber_3: {name: Jan Holt, centre: BER, skills: {"*": [hardware]}}
              ham_1: {name: Eva Lind, centre: HAM, skills: {"*": [hardware]}}
            households:
              H3: {name: Cem Ay, address: Turmstr. 3, phone: "+49 30 7654321", language: en, centre: BER, appliances: [B-1, B-2, B-3, B-4]}
            """;

    private int days;

    @BeforeAll
    void settle() {
        house.load(BERLIN);
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

    /** A ticket of the centre that has registered its technicians, with a window of its own. */
    private TicketWork scheduled(String appliance) {
        house.washer(appliance);
        String day = "2026-12-" + (10 + ++days);
        return repair(appliance)
                .steps("{'to': 'triaged', 'way': 'home', 'fault_class': 'hardware'}")
                .steps("{'to': 'scheduled', 'window_from': '" + day + "T08:00:00Z', 'window_to': '" + day
                        + "T10:00:00Z'}");
    }

    private Http.Answer refused(TicketWork ticket, String technician) {
        Http.Answer answer = ticket.triesStep("{'to': 'dispatched', 'technician': '" + technician + "'}");
        assertThat(answer.status()).as(answer.json().toString()).isEqualTo(409);
        return answer;
    }

    @Test
    void technicianWhomTheCentreDoesNotKnowIsNotSent() {
        TicketWork ticket = scheduled("B-1");
        Http.Answer unknown = refused(ticket, "nobody");
        assertThat(unknown.detail()).isEqualTo("nobody is no technician of BER");
        assertThat(unknown.json().get("try").asText()).contains("ber_1").doesNotContain("ham_1", "ber_2");
        assertThat(refused(ticket, "ham_1").detail()).contains("no technician of BER");
        assertThat(ticket.triesStep("{'to': 'dispatched', 'technician': 'ham_1', 'override': 'is near'}")
                        .status())
                .isEqualTo(409);
        assertThat(ticket.step()).isEqualTo("scheduled");
        ticket.steps("{'to': 'dispatched', 'technician': 'BER_1'}");
        assertThat(ticket.read().get("technician").asText()).isEqualTo("ber_1");
    }

    @Test
    void technicianWithoutTheSkillIsSentOnlyWithTheReason() {
        TicketWork ticket = scheduled("B-2");
        assertThat(refused(ticket, "ber_2").detail()).contains("has not the skill for hardware on a washing_machine");
        ticket.steps("{'to': 'dispatched', 'technician': 'ber_2', 'override': 'learns it with ber_1'}");
        JsonNode history = ticket.read().get("history");
        assertThat(history.get(history.size() - 1).at("/detail/override").asText())
                .contains("learns it");
    }

    @Test
    void technicianWithoutLicenceIsNotSentWhateverTheReason() {
        TicketWork ticket = scheduled("B-3");
        http.post(
                "/api/v1/technicians/ber_3/points",
                TicketWork.json("{'points': -60, 'reason': 'out_of_standard', 'remarks': 'no test run'}"));
        assertThat(refused(ticket, "ber_3").detail()).contains("no licence");
        assertThat(ticket.triesStep("{'to': 'dispatched', 'technician': 'ber_3', 'override': 'nobody else'}")
                        .status())
                .isEqualTo(409);
    }

    @Test
    void visitBeginsOnlyAfterTheTechnicianConfirmedTheTime() {
        TicketWork ticket = scheduled("B-4").steps("{'to': 'dispatched', 'technician': 'ber_1'}");
        Http.Answer early = ticket.triesStep("{'to': 'on_site'}");
        assertThat(early.status()).isEqualTo(409);
        assertThat(early.json().get("allowed").findValuesAsText("to")).contains("confirmed");
        ticket.steps("{'who': 'ber_1', 'to': 'confirmed'}").steps("{'who': 'ber_1', 'to': 'on_site'}");
    }
}
