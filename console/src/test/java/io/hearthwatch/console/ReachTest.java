package io.hearthwatch.console;

import static org.assertj.core.api.Assertions.assertThat;

import io.hearthwatch.servicedesk.Sql;
import io.hearthwatch.servicedesk.organisation.People;
import io.hearthwatch.servicedesk.organisation.Person;
import io.hearthwatch.servicedesk.organisation.Role;
import java.net.URI;
import java.net.http.HttpRequest;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Alarms are acknowledged by those whom they reached, and a ticket is no secret to whoever opened it. */
class ReachTest {
    private final Map<String, String> tokens = new HashMap<>();
    private SampleHouse house;
    private Http http;

    @BeforeEach
    void open() {
        house = SampleHouse.furnished(0);
        house.load("""
                technicians: {t-9: {name: Eva Lind, centre: MUC, skills: {"*": [hardware]}}}
                """);
        http = new Http(house.url());
        person("boss", Role.HEADQUARTERS, null, null);
        person("chief", Role.STATION_CHIEF, "MUC", null);
        person("agent", Role.INFORMATION_AGENT, "MUC", null);
        person("eva", Role.TECHNICIAN, "MUC", "t-9");
    }

    @AfterEach
    void close() {
        house.close();
    }

    private void person(String id, Role role, String centre, String technician) {
        People people = house.desk.organisation().people();
        people.add(new Person(id, "Person " + id, role, null, centre, technician, true));
        tokens.put(id, people.token(id, "test", null));
    }

    private Http.Answer as(String person, String method, String path, String body) {
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(house.url() + path))
                .header("Authorization", "Bearer " + tokens.get(person))
                .header("Content-Type", "application/json")
                .method(
                        method,
                        body == null ? HttpRequest.BodyPublishers.noBody() : HttpRequest.BodyPublishers.ofString(body));
        return http.send(method, path, request);
    }

    private String alarm(String role, int level) {
        return house.database
                .database()
                .withConnection(connection -> Sql.first(
                                connection, """
                        insert into service.alarm (ticket, kind, level, role, centre, subject, raised_at)
                        select id, 'escalation', ?, ?, 'MUC', 'visit', ? from service.ticket order by id limit 1 returning id
                        """, row -> row.getString("id"), level, role, house.clock.instant())
                        .orElseThrow());
    }

    private Http.Answer acknowledges(String person, String alarm) {
        return as(person, "POST", "/api/v1/alarms/" + alarm + "/acknowledge", "{}");
    }

    @Test
    void anAlarmIsAcknowledgedByWhomItReachedOrWhoIsAboveThem() {
        String high = alarm("headquarters", 4);
        Http.Answer refused = acknowledges("agent", high);
        assertThat(refused.status()).isEqualTo(403);
        assertThat(refused.detail()).contains("for the role headquarters and those above it");
        assertThat(acknowledges("chief", high).status()).isEqualTo(403);
        assertThat(acknowledges("boss", high).status()).isEqualTo(200);
        assertThat(acknowledges("agent", alarm("dispatcher", 1)).status()).isEqualTo(403);
        assertThat(acknowledges("chief", alarm("technician", 0)).status()).isEqualTo(200);
    }

    @Test
    void whoOpenedATicketIsToldThatItIsThereThoughItIsNotShownToThem() {
        Http.Answer opened = as(
                "eva",
                "POST",
                "/api/v1/tickets",
                "{\"kind\":\"repair\",\"source\":\"inspection\",\"appliance\":\"" + house.washer("R-1") + "\"}");
        assertThat(opened.status()).as(opened.json().toString()).isEqualTo(201);
        String path = "/api/v1/tickets/" + opened.json().get("number").asText();
        Http.Answer read = as("eva", "GET", path, null);
        assertThat(read.status()).isEqualTo(403);
        assertThat(read.detail()).contains("you opened ticket");
        assertThat(read.json().get("try").asText()).contains("ask its service centre");
        assertThat(as("chief", "GET", path, null).status()).isEqualTo(200);
    }
}
