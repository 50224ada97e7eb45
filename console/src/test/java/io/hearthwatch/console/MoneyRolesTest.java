package io.hearthwatch.console;

import static org.assertj.core.api.Assertions.assertThat;

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

/** Who may do what with money once people are registered: the centre claims and answers, the region settles, headquarters rules and pays. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class MoneyRolesTest {
    private static final String MONEY = "/api/v1/money";
    private static final String ORGANISATION = """
            regions:
              south: {name: {en: South, zh: 南区}}
            centres:
              MUC: {name: {en: Munich service centre, zh: 慕尼黑服务网点}, time_zone: Europe/Berlin, latitude: 48.1, longitude: 11.6,
                    warehouse: MUNICH, region: south}
            """;

    private final Map<String, String> tokens = new HashMap<>();
    private SampleHouse house;
    private Http http;

    @BeforeAll
    void open() {
        house = SampleHouse.furnished(0);
        house.load(ORGANISATION);
        http = new Http(house.url());
        TicketWork job = TicketWork.open(
                        http,
                        "{'kind': 'repair', 'source': 'customer', 'channel': 'phone', 'appliance': '"
                                + house.washer("R-1") + "'}")
                .answered()
                .untilOnSite("drain_pump")
                .untilAccepted("drain_pump", "WM-DP-2201")
                .does("review", "{'who': 'Wang', 'passed': true}")
                .steps("{'to': 'reviewed'}");
        assertThat(job.step()).isEqualTo("reviewed");
        person("boss", Role.HEADQUARTERS, null, null);
        person("auditor", Role.HEADQUARTERS, null, null);
        person("south", Role.REGION_SUPERVISOR, "south", null);
        person("chief", Role.STATION_CHIEF, null, "MUC");
        person("storeman", Role.PARTS_MANAGER, null, null);
        house.clock.advance(Instant.parse("2026-12-01T09:00:00Z"));
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

    private int as(String person, String method, String path, String body) {
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(house.url() + MONEY + path))
                .header("Authorization", "Bearer " + tokens.get(person))
                .header("Content-Type", "application/json")
                .method(
                        method,
                        body == null
                                ? HttpRequest.BodyPublishers.noBody()
                                : HttpRequest.BodyPublishers.ofString(body.replace('\'', '"')));
        return http.send(method, MONEY + path, request).status();
    }

    private int post(String person, String path, String body) {
        return as(person, "POST", path, body);
    }

    @Test
    void everyStepIsForThoseWhoAnswerForIt() {
        String rules = "{'rules': [{'item': 'labour', 'amount': 60, 'currency': 'EUR', 'from': '2026-01-01'}]}";
        assertThat(post("chief", "/terms", rules)).isEqualTo(403);
        assertThat(post("south", "/terms", rules)).isEqualTo(403);
        assertThat(post("boss", "/terms", rules)).isEqualTo(200);

        String make = "{'centre': 'MUC', 'month': '2026-11'}";
        assertThat(post("chief", "/statements", make)).isEqualTo(403);
        assertThat(post("south", "/statements", make)).isEqualTo(200);
        assertThat(post("chief", "/statements/ST-000001/issue", "{}")).isEqualTo(403);
        assertThat(post("south", "/statements/ST-000001/issue", "{}")).isEqualTo(200);
        assertThat(as("storeman", "GET", "/statements/ST-000001", null)).isEqualTo(403);
        assertThat(as("chief", "GET", "/statements/ST-000001", null)).isEqualTo(200);

        // While the centre has its days, nobody answers for it.
        assertThat(post("boss", "/statements/ST-000001/confirm", "{}")).isEqualTo(403);
        String dispute = "{'line': 1, 'amount': 5, 'reason': 'two floors', 'evidence': 'photo 3'}";
        assertThat(post("south", "/statements/ST-000001/disputes", dispute)).isEqualTo(403);
        assertThat(post("chief", "/statements/ST-000001/disputes", dispute)).isEqualTo(200);
        String answer = "{'outcome': 'upheld', 'answer': 'it is so'}";
        assertThat(post("south", "/disputes/1/answer", answer)).isEqualTo(403);
        assertThat(post("chief", "/disputes/1/answer", answer)).isEqualTo(403);
        assertThat(post("auditor", "/disputes/1/answer", answer)).isEqualTo(200);
        assertThat(post("chief", "/statements/ST-000001/pay", "{'payment': 'B-1'}"))
                .isEqualTo(403);
        assertThat(post("boss", "/statements/ST-000001/pay", "{'payment': 'B-1'}"))
                .isEqualTo(200);

        String cost =
                "{%s'element': 'training', 'amount': 9, 'currency': 'EUR', 'booked_on': '2026-11-05', 'evidence': 'e'}";
        assertThat(post("chief", "/costs", cost.formatted("'centre': 'MUC', "))).isEqualTo(200);
        assertThat(post("chief", "/costs", cost.formatted(""))).isEqualTo(403);
        assertThat(post("storeman", "/costs", cost.formatted("'centre': 'MUC', ")))
                .isEqualTo(403);
    }
}
