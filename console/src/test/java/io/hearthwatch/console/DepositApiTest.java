package io.hearthwatch.console;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.hearthwatch.servicedesk.organisation.People;
import io.hearthwatch.servicedesk.organisation.Person;
import io.hearthwatch.servicedesk.organisation.Role;
import java.net.URI;
import java.net.http.HttpRequest;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/** A broken promise, paid and drawn from the service deposit, driven over HTTP by the people who answer for it. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class DepositApiTest {
    private static final String ORGANISATION = """
            regions:
              south: {name: {en: South, zh: 南区}}
              north: {name: {en: North, zh: 北区}}
            centres:
              MUC: {name: {en: Munich service centre, zh: 慕尼黑服务网点}, time_zone: Europe/Berlin, latitude: 48.1, longitude: 11.6,
                    warehouse: MUNICH, region: south}
              HAM: {name: Hamburg, time_zone: Europe/Berlin, latitude: 53.5, longitude: 10.0, warehouse: MUNICH, region: north}
            pledges:
              time: {amount: 20, currency: EUR, from: 2026-01-01}
            """;
    private static final String DEPOSIT = "/api/v1/money/deposits/MUC";

    private final Map<String, String> tokens = new HashMap<>();
    private SampleHouse house;
    private Http http;
    private String compensation;

    @BeforeAll
    void open() {
        house = SampleHouse.furnished(0);
        house.load(ORGANISATION);
        http = new Http(house.url());
        TicketWork ticket = TicketWork.open(
                        http,
                        "{'kind': 'repair', 'source': 'customer', 'channel': 'phone', 'appliance': '"
                                + house.washer("D-1") + "'}")
                .answered()
                .does("promises", "{'promise': 'time', 'words': 'we come at nine', 'due_at': '2026-11-25T08:00:00Z'}");
        String promise = ticket.read().at("/promises/0/id").asText();
        ticket.does("promises/" + promise, "{'kept': false}");
        compensation = "/api/v1/tickets/" + ticket.number + "/compensations/"
                + ticket.read().at("/compensations/0/id").asText();
        person("boss", Role.HEADQUARTERS, null, null);
        person("chief", Role.STATION_CHIEF, null, "MUC");
        person("north", Role.REGION_SUPERVISOR, "north", null);
    }

    @AfterAll
    void close() {
        house.close();
    }

    private void person(String id, Role role, String region, String centre) {
        People people = house.desk.organisation().people();
        people.add(new Person(id, "Person " + id, role, region, centre, null, true));
        tokens.put(id, people.token(id, "test", null));
    }

    private Http.Answer as(String person, String method, String path, String body) {
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(house.url() + path))
                .header("Authorization", "Bearer " + tokens.get(person))
                .header("Content-Type", "application/json")
                .method(
                        method,
                        body == null
                                ? HttpRequest.BodyPublishers.noBody()
                                : HttpRequest.BodyPublishers.ofString(body.replace('\'', '"')));
        return http.send(method, path, request);
    }

    private Http.Answer post(String person, String path, String body) {
        return as(person, "POST", path, body);
    }

    private JsonNode get(String person, String path) {
        return as(person, "GET", path, null).json();
    }

    @Test
    void depositIsPaidInDrawnToppedUpAndReturnedByThoseWhoAnswerForIt() {
        String terms = "{'deposits': [{'centre': 'MUC', 'required': 15, 'currency': 'EUR', 'from': '2026-01-01'}]}";
        assertThat(post("chief", "/api/v1/money/terms", terms).status()).isEqualTo(403);
        assertThat(post("boss", "/api/v1/money/terms", terms)
                        .json()
                        .get("changed")
                        .asInt())
                .isEqualTo(1);
        assertThat(post("boss", "/api/v1/money/terms", terms.replace("MUC", "NOWHERE"))
                        .detail())
                .contains("NOWHERE");
        String payment = "{'amount': 15, 'currency': 'EUR', 'reference': 'B-1'}";
        assertThat(post("chief", DEPOSIT + "/pay-in", payment).status()).isEqualTo(403);
        assertThat(post("boss", DEPOSIT.replace("MUC", "NIX") + "/pay-in", payment)
                        .status())
                .isEqualTo(404);
        assertThat(post("boss", DEPOSIT + "/pay-in", payment.replace("15", "0")).status())
                .isEqualTo(400);
        JsonNode paid = post("boss", DEPOSIT + "/pay-in", payment).json();
        assertThat(paid.at("/accounts/0/balance").asDouble()).isEqualTo(15);
        assertThat(post("boss", DEPOSIT + "/pay-in", payment).status()).isEqualTo(409);
        assertThat(post("boss", DEPOSIT + "/return", payment).detail()).contains("at most 0.00 EUR can be returned");

        Http.Answer tooMuch = post("chief", compensation, "{'state': 'paid', 'amount': 100000, 'currency': 'EUR'}");
        assertThat(tooMuch.status()).isEqualTo(409);
        assertThat(tooMuch.detail()).contains("the tariff says 20");
        assertThat(tooMuch.json().get("try").asText()).contains("headquarters");
        assertThat(post("chief", compensation, "{'state': 'paid', 'amount': 20, 'currency': 'CNY'}")
                        .status())
                .isEqualTo(409);
        assertThat(post("boss", compensation, "{'state': 'paid', 'amount': 21, 'currency': 'EUR'}")
                        .detail())
                .contains("needs a reason");
        // 20 are paid to the customer, 15 of it from the deposit.
        assertThat(post("chief", compensation, "{'state': 'paid'}").status()).isEqualTo(201);
        assertThat(post("chief", compensation, "{'state': 'paid'}").status()).isEqualTo(409);
        JsonNode deposit = get("chief", DEPOSIT);
        assertThat(deposit.at("/accounts/0/balance").asDouble()).isZero();
        assertThat(deposit.at("/accounts/0/due_with_statement").asDouble()).isEqualTo(5);
        assertThat(deposit.findValuesAsText("kind"))
                .containsExactly("top_up_demanded", "drawn", "paid_in", "top_up_demanded");
        assertThat(deposit.at("/entries/1/shortfall").asDouble()).isEqualTo(5);
        assertThat(get("north", "/api/v1/money/deposits").get("deposits")).isEmpty();
        assertThat(as("north", "GET", DEPOSIT, null).status()).isEqualTo(404);

        house.clock.advance(Instant.parse("2026-12-01T09:00:00Z"));
        String number = post("boss", "/api/v1/money/statements", "{'centre': 'MUC', 'month': '2026-11'}")
                .json()
                .at("/statements/0/number")
                .asText();
        JsonNode statement = get("chief", "/api/v1/money/statements/" + number);
        assertThat(statement.get("total").asDouble()).isEqualTo(-5);
        assertThat(statement.at("/lines/0/name_zh").asText()).isEqualTo("保证金不足的赔付");
        assertThat(statement.at("/lines/0/findings/0/en").asText())
                .isEqualTo("of a compensation of 20 EUR the deposit did not cover 5");
        assertThat(statement.at("/deposit/closing").asDouble()).isZero();
        assertThat(statement.at("/deposit/entries")).hasSize(4);
        assertThat(post("boss", DEPOSIT + "/demand", "{'currency': 'EUR'}").status())
                .isEqualTo(200);
        assertThat(post("boss", DEPOSIT + "/demand", "{'currency': 'CNY'}").detail())
                .contains("nothing is missing");
    }
}
