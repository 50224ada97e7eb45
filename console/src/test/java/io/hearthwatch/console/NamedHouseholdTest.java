package io.hearthwatch.console;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** A ticket about an appliance is of the household in which the register has it. */
class NamedHouseholdTest extends Stories {
    private Http.Answer opens(String appliance, String household) {
        return http.post(
                "/api/v1/tickets",
                TicketWork.json("{'kind': 'repair', 'source': 'customer', 'channel': 'phone', 'appliance': '"
                        + appliance + "', 'household': '" + household + "'}"));
    }

    @Test
    void anotherHouseholdThanTheRegistersIsRefusedWithWhatToDo() {
        String theirs = house.washer("S-CARD-1");
        Http.Answer refused = opens(theirs, "H1");
        assertThat(refused.status()).as(refused.json().toString()).isEqualTo(409);
        assertThat(refused.detail()).contains("S-CARD-1", "household H2", "H1");
        assertThat(refused.json().get("household").asText()).isEqualTo("H2");
        assertThat(refused.json().get("try").asText())
                .contains("leave the household out", "PUT /api/v1/households/H1/appliances/S-CARD-1");
        assertThat(opens(theirs, "H2").status()).isEqualTo(201);
    }

    @Test
    void anUnknownHouseholdIsToBeRegisteredFirst() {
        Http.Answer refused = opens(appliance(), "nobody");
        assertThat(refused.status()).isEqualTo(400);
        assertThat(refused.json().get("try").asText()).contains("POST /api/v1/households", "service file");
    }

    @Test
    void anApplianceOfNobodyIsNotConnectedByATicket() {
        String nobodys = appliance();
        Http.Answer opened = opens(nobodys, "H2");
        assertThat(opened.status()).isEqualTo(201);
        assertThat(opened.json().at("/result/connect_appliance").asText())
                .isEqualTo("/api/v1/households/H2/appliances/" + nobodys);
        assertThat(http.get("/api/v1/tickets?household=H2").json().toString()).contains(nobodys);
        assertThat(http.get("/api/v1/households/H2").json().toString()).doesNotContain(nobodys);
        assertThat(opens(nobodys, "H1").status())
                .as("the open ticket is of another household")
                .isEqualTo(409);
    }

    @Test
    void aTicketGetsNoOtherHouseholdAfterwards() {
        TicketWork ticket = repair(house.washer("S-CARD-3"));
        assertThat(ticket.triesChange("{'household': 'H1'}").status()).isEqualTo(409);
        TicketWork nobodys = repair();
        assertThat(nobodys.triesChange("{'household': 'H1'}").status()).isEqualTo(200);
        assertThat(nobodys.triesChange("{'household': 'H2'}").status()).isEqualTo(409);
    }
}
