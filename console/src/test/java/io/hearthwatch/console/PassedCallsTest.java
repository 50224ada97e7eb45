package io.hearthwatch.console;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.hearthwatch.servicedesk.organisation.Person;
import io.hearthwatch.servicedesk.organisation.Role;
import java.net.URI;
import java.net.http.HttpRequest;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** A customer calls the centre that they know, about a ticket that another centre has by now: the call is not lost. */
class PassedCallsTest extends Stories {
    private final Map<String, String> tokens = new HashMap<>();

    @BeforeAll
    void settle() {
        house.load("""
                centres:
                  BER: {name: {en: Berlin, zh: 柏林}, time_zone: Europe/Berlin, latitude: 52.5, longitude: 13.4, warehouse: MUNICH,
                        phone: "+49 30 5550"}
                  POT: {name: Potsdam, time_zone: Europe/Berlin, latitude: 52.4, longitude: 13.1, warehouse: MUNICH}
                  HAM: {name: Hamburg, time_zone: Europe/Berlin, latitude: 53.5, longitude: 10, warehouse: MUNICH}
                households:
                  H4: {name: Cem Ay, address: "Turmstr. 3, 10559 Berlin", phone: "+49 30 7654321", language: en, centre: MUC,
                       appliances: [P-1]}
                """);
        person("boss", Role.ADMINISTRATOR, null);
        for (String centre : List.of("MUC", "BER", "POT", "HAM")) {
            person(centre, Role.INFORMATION_AGENT, centre);
        }
    }

    private void person(String id, Role role, String centre) {
        house.desk.organisation().people().add(new Person(id, "Person " + id, role, null, centre, null, true));
        tokens.put(id, house.desk.organisation().people().token(id, "test", null));
    }

    private Http.Answer as(String person, String method, String path, String body, String... headers) {
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(house.url() + path))
                .header("Content-Type", "application/json")
                .header("Authorization", "Bearer " + tokens.get(person))
                .method(
                        method,
                        body == null
                                ? HttpRequest.BodyPublishers.noBody()
                                : HttpRequest.BodyPublishers.ofString(body.replace('\'', '"')));
        if (headers.length > 0) {
            request.headers(headers);
        }
        return http.send(method, path, request);
    }

    private String opened(String appliance, String centre) {
        house.washer(appliance);
        Http.Answer opened = as(
                "boss",
                "POST",
                "/api/v1/tickets",
                "{'kind': 'repair', 'source': 'customer', 'channel': 'phone', 'appliance': '" + appliance
                        + "', 'centre': '" + centre + "'}");
        assertThat(opened.status()).as(opened.json().toString()).isEqualTo(201);
        return "/api/v1/tickets/" + opened.json().get("number").asText();
    }

    private void handOver(String ticket, String centre) {
        Http.Answer given = as(
                "boss",
                "POST",
                ticket + "/hand-over",
                "{'centre': '" + centre + "', 'cause': 'load', 'reason': 'flood'}",
                "If-Match",
                as("boss", "GET", ticket, null).etag());
        assertThat(given.status()).as(given.json().toString()).isEqualTo(200);
    }

    /** Kinds of what the agent has to do about a ticket. */
    private List<String> calls(String person, String ticket) {
        String number = ticket.substring(ticket.lastIndexOf('/') + 1);
        return as(person, "GET", "/api/v1/alarms?role=information_agent&ticket=" + number, null)
                .json()
                .path("alarms")
                .findValuesAsText("kind");
    }

    @Test
    void aCallToTheCentreThatHandedItOverReachesTheOneThatHasIt() {
        String ticket = opened("Q-1", "POT");
        handOver(ticket, "BER");
        Http.Answer noted = as("POT", "POST", ticket + "/contacts", "{'channel': 'phone', 'words': 'nobody came'}");
        assertThat(noted.status()).as(noted.json().toString()).isEqualTo(201);
        JsonNode to = noted.json().at("/result/passed_on_to");
        assertThat(to.get("id").asText()).isEqualTo("BER");
        assertThat(to.get("phone").asText()).isEqualTo("+49 30 5550");
        assertThat(noted.json().get("next")).isEmpty();
        assertThat(as("POT", "GET", ticket, null).status())
                .as("more is not shown")
                .isEqualTo(404);
        assertThat(as("BER", "GET", ticket, null).json().get("contacts").toString())
                .contains("nobody came");
        assertThat(calls("POT", ticket)).isEmpty();
        assertThat(calls("BER", ticket)).containsExactly("call");
        assertThat(as("POT", "POST", ticket + "/contacts", "{'channel': 'phone', 'direction': 'out'}")
                        .status())
                .isEqualTo(409);
        as("BER", "POST", ticket + "/contacts", "{'channel': 'phone', 'direction': 'out', 'words': 'apologised'}");
        assertThat(calls("BER", ticket)).as("somebody called back").isEmpty();
    }

    @Test
    void aNewCallJoinsTheTicketWhereverItIsNow() {
        String ticket = opened("Q-2", "POT");
        handOver(ticket, "BER");
        String call =
                "{'kind': 'repair', 'source': 'customer', 'channel': 'phone', 'appliance': 'Q-2', 'words': 'when?'}";
        Http.Answer joined = as("POT", "POST", "/api/v1/tickets", call);
        assertThat(joined.status()).as(joined.json().toString()).isEqualTo(200);
        assertThat(joined.json().at("/result/joined").asBoolean()).isTrue();
        assertThat(joined.json().at("/result/passed_on_to/id").asText()).isEqualTo("BER");
        assertThat(joined.json().get("missing")).isEmpty();
        assertThat(as("BER", "GET", ticket, null).json().get("contacts").toString())
                .contains("when?");
        Http.Answer stranger = as("HAM", "POST", "/api/v1/tickets", call);
        assertThat(stranger.status()).as("who never had it").isEqualTo(404);
        assertThat(stranger.json().toString()).doesNotContain("BER");
        assertThat(as("HAM", "POST", ticket + "/contacts", "{'channel': 'phone'}")
                        .status())
                .isEqualTo(404);
    }

    @Test
    void theHouseholdsOwnCentreTakesItsCalls() {
        String ticket = opened("P-1", "BER");
        Http.Answer noted = as("MUC", "POST", ticket + "/contacts", "{'channel': 'phone', 'words': 'again'}");
        assertThat(noted.status()).as(noted.json().toString()).isEqualTo(201);
        assertThat(noted.json().at("/result/passed_on_to/id").asText()).isEqualTo("BER");
        assertThat(calls("BER", ticket)).containsExactly("call");
    }
}
