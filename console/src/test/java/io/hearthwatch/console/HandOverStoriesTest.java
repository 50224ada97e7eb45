package io.hearthwatch.console;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** A ticket goes to another service centre over HTTP, or back to the information agent. */
class HandOverStoriesTest extends Stories {
    private static final String BERLIN = """
            centres:
              BER: {name: {en: Berlin, zh: 柏林}, time_zone: Europe/Berlin, latitude: 52.5, longitude: 13.4,
                    warehouse: MUNICH, territory: ["10"]}
              POT: {name: {en: Potsdam, zh: 波茨坦}, time_zone: Europe/Berlin, latitude: 52.4, longitude: 13.1,
                    warehouse: MUNICH, territory: ["10", "14"]}
              HAM: {name: {en: Hamburg, zh: 汉堡}, time_zone: Europe/Berlin, latitude: 53.5, longitude: 10,
                    warehouse: MUNICH, competences: {dishwasher: [hardware]}}
            households:
              H4: {name: Cem Ay, address: "Turmstr. 3, 10559 Berlin", phone: "+49 30 7654321", language: en, centre: BER,
                   appliances: [O-1, O-2]}
            """;
    private static final String WINDOW = "'window_from': '2026-11-29T08:00:00Z', 'window_to': '2026-11-29T10:00:00Z'";

    @BeforeAll
    void settle() {
        house.load(BERLIN);
    }

    private TicketWork scheduled(String appliance) {
        house.washer(appliance);
        return repair(appliance).steps("{'to': 'triaged', 'way': 'home'}").steps("{'to': 'scheduled', " + WINDOW + "}");
    }

    private Http.Answer handsOver(TicketWork ticket, String body) {
        return http.write(
                "POST",
                ticket.path() + "/hand-over",
                TicketWork.json(body),
                List.of("If-Match", http.get(ticket.path()).etag()));
    }

    @Test
    void aDispatcherSeesWhoElseCouldTakeItAndGivesItThere() {
        TicketWork ticket = scheduled("O-1");
        JsonNode centres = http.get(ticket.path() + "/centres").json().get("centres");
        assertThat(centres.get(0).get("id").asText()).isEqualTo("BER");
        assertThat(centres.get(0).get("own").asBoolean()).isTrue();
        assertThat(centres.get(1).get("id").asText()).isEqualTo("POT");
        assertThat(centres.get(1).get("area").asText()).isEqualTo("10");
        String load = "{'centre': 'HAM', 'cause': 'load', 'reason': 'flood'}";
        Http.Answer unable = handsOver(ticket, load);
        assertThat(unable.status()).isEqualTo(409);
        assertThat(unable.detail()).isEqualTo("HAM is not able to take it: it does not repair this");
        assertThat(unable.json().get("try").asText()).contains("POT");
        assertThat(ticket.tries("hand-over", load).status()).as("no version").isEqualTo(428);
        Http.Answer given = handsOver(ticket, "{'centre': 'POT', 'cause': 'load', 'reason': 'flood'}");
        assertThat(given.status()).as(given.json().toString()).isEqualTo(200);
        assertThat(given.json().get("result").get("to_centre").asText()).isEqualTo("POT");
        assertThat(given.etag()).isEqualTo(http.get(ticket.path()).etag());
        JsonNode read = ticket.read();
        assertThat(read.get("step").asText()).isEqualTo("scheduled");
        assertThat(read.get("window_from").asText()).startsWith("2026-11-29T08:00");
        assertThat(read.get("history").findValuesAsText("what")).contains("handed_over");
        assertThat(read.get("history")
                        .get(0)
                        .get("detail")
                        .get("centre")
                        .get("why")
                        .get("zh")
                        .asText())
                .isEqualTo("用户所属服务网点");
    }

    @Test
    void aDispatcherChoosesWhoAHouseholdsEngineerIs() {
        house.load("""
                technicians: {pot_1: {name: Eva Lind, centre: POT, skills: {"*": [hardware]}}}
                households: {H5: {name: Eli Kurz, address: "14467 Potsdam", phone: "+49 331 1", language: en, centre: POT, appliances: []}}
                """);
        String path = "/api/v1/households/H5/engineer";
        assertThat(http.get(path).json().get("engineer").isNull()).isTrue();
        Http.Answer set =
                http.write("PUT", path, TicketWork.json("{'engineer': 'pot_1', 'reason': 'asked for her'}"), List.of());
        assertThat(set.status()).as(set.json().toString()).isEqualTo(200);
        assertThat(set.json().get("name").asText()).isEqualTo("Eva Lind");
        assertThat(set.json().get("changes").get(0).get("who").asText()).isEqualTo("api Li");
        Http.Answer other =
                http.write("PUT", path, TicketWork.json("{'engineer': 'nobody', 'reason': 'x'}"), List.of());
        assertThat(other.status()).isEqualTo(409);
        assertThat(http.write("PUT", path, TicketWork.json("{'engineer': 'pot_1'}"), List.of())
                        .status())
                .isEqualTo(400);
        assertThat(http.get("/api/v1/households/none/engineer").status()).isEqualTo(404);
    }

    @Test
    void wherePoliteWordsDoNotHelpItGoesBackToTheInformationAgent() {
        TicketWork ticket = scheduled("O-2");
        String back = "{'to': 'information', 'reason': 'nobody can come'}";
        Http.Answer early = ticket.triesStep(back);
        assertThat(early.status()).isEqualTo(409);
        assertThat(early.json().get("missing").get(0).get("how").asText()).contains("time-refused");
        assertThat(handsOver(ticket, "{'centre': 'POT', 'cause': 'time', 'reason': 'ill'}")
                        .detail())
                .contains("was not asked for another one");
        ticket.does("time-refused", "{'reason': 'li is ill', " + WINDOW + ", 'words': 'only Sunday'}")
                .steps(back);
        assertThat(ticket.step()).isEqualTo("information");
        assertThat(http.get("/api/v1/alarms?role=information_agent")
                        .json()
                        .get("alarms")
                        .findValuesAsText("ticket_number"))
                .containsExactly(ticket.number);
        ticket.steps("{'to': 'scheduled', " + WINDOW + "}");
        assertThat(http.get("/api/v1/alarms?role=information_agent").json().get("alarms"))
                .isEmpty();
    }
}
