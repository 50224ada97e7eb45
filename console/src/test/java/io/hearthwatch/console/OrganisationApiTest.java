package io.hearthwatch.console;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.hearthwatch.servicedesk.organisation.People;
import io.hearthwatch.servicedesk.organisation.Person;
import io.hearthwatch.servicedesk.organisation.Role;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpRequest;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Service centres, technicians and people through the API; who sees what once people are registered. */
class OrganisationApiTest {
    private static final String ORGANISATION = """
            regions:
              south: {name: {en: South, zh: 南区}}
              north: {name: {en: North, zh: 北区}}
            centres:
              MUC: {name: {en: Munich service centre, zh: 慕尼黑服务网点}, time_zone: Europe/Berlin, latitude: 48.1, longitude: 11.6,
                    warehouse: MUNICH, region: south, kind: dedicated_service, territory: ["80", "81"],
                    competences: {washing_machine: [hardware, software]},
                    hours: {mon-fri: ["08:00-12:00", "13:00-18:00"]}, days: {2026-11-24: []}}
              HAM: {name: Hamburg, time_zone: Europe/Berlin, latitude: 53.6, longitude: 10.0, warehouse: CENTRAL, region: north}
            technicians:
              t-1: {name: Mia Berg, centre: MUC, grade: senior, skills: {washing_machine: [hardware], "*": [network]}, warehouse: MUNICH}
              t-2: {name: Jo Lund, centre: HAM}
            """;

    @TempDir
    Path directory;

    private SampleHouse house;
    private Http http;

    @BeforeEach
    void open() throws IOException {
        house = SampleHouse.furnished(0);
        http = new Http(house.url());
        house.desk.load(Files.writeString(directory.resolve("organisation.yaml"), ORGANISATION));
    }

    @AfterEach
    void close() {
        house.close();
    }

    private String token(String id, Role role, String region, String centre, String technician) {
        People people = house.desk.organisation().people();
        people.add(new Person(id, "Person " + id, role, region, centre, technician, true));
        return people.token(id, "test", null);
    }

    private Http.Answer as(String token, String method, String path, String body) {
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(house.url() + path))
                .header("Authorization", "Bearer " + token)
                .header("Content-Type", "application/json")
                .method(
                        method,
                        body == null ? HttpRequest.BodyPublishers.noBody() : HttpRequest.BodyPublishers.ofString(body));
        return http.send(method, path, request);
    }

    @Test
    void organisationShowsRegionsCentresAndWhatTheyMayDo() {
        JsonNode tree = http.get("/api/v1/organisation").json().get("headquarters");
        assertThat(tree.get("regions").findValuesAsText("id")).contains("south", "MUC", "north", "HAM");
        JsonNode centre = http.get("/api/v1/centres/MUC").json();
        assertThat(centre.get("kind").asText()).isEqualTo("dedicated_service");
        assertThat(centre.at("/calendar/hours/mon").get(1).asText()).isEqualTo("13:00-18:00");
        assertThat(centre.get("competences")).hasSize(2);
        // 2026-11-24, a Tuesday, is a holiday.
        assertThat(http.get("/api/v1/centres/MUC/openings?from=2026-11-23T12:00:00Z&to=2026-11-25T12:00:00Z")
                        .json()
                        .get("openings")
                        .findValuesAsText("opens"))
                .containsExactly("2026-11-23T12:00:00Z", "2026-11-25T07:00:00Z");
        assertThat(http.get("/api/v1/centres/none").status()).isEqualTo(404);
        assertThat(http.get("/api/v1/technicians?type=refrigerator&fault_class=network")
                        .json()
                        .get("technicians")
                        .findValuesAsText("id"))
                .containsExactly("t-1");
    }

    @Test
    void aStaleCalendarIsRefused() {
        String change = "{\"version\":1,\"hours\":{\"mon-sat\":[\"09:00-17:00\"]},\"days\":{\"2026-12-25\":[]}}";
        assertThat(http.put("/api/v1/centres/MUC/calendar", change)
                        .json()
                        .at("/calendar/version")
                        .asInt())
                .isEqualTo(2);
        Http.Answer stale = http.put("/api/v1/centres/MUC/calendar", change);
        assertThat(stale.status()).isEqualTo(409);
        assertThat(stale.detail()).contains("version 2, not 1");
        Http.Answer wrong =
                http.put("/api/v1/centres/MUC/calendar", "{\"version\":2,\"hours\":{\"monday\":[\"8-9\"]}}");
        assertThat(wrong.status()).isEqualTo(400);
        assertThat(wrong.detail()).contains("monday");
    }

    private Http.Answer announceAt(int version, String hour) {
        return http.put(
                "/api/v1/centres/MUC/calendar",
                "{\"version\":%d,\"hours\":{\"mon-sat\":[\"09:00-17:00\"]}%s}"
                        .formatted(version, hour == null ? "" : ",\"announce_at\":\"" + hour + "\""));
    }

    @Test
    void aCentreSaysWhenItsDaysAreAnnounced() {
        String where = "/calendar/announce_at";
        assertThat(http.get("/api/v1/centres/MUC").json().at(where).asText()).isEqualTo("by_hand");
        assertThat(announceAt(1, "15:30").json().at(where).asText()).isEqualTo("15:30");
        assertThat(announceAt(2, null).json().at(where).asText()).isEqualTo("15:30");
        assertThat(announceAt(3, "by_hand").json().at(where).asText()).isEqualTo("by_hand");
        Http.Answer wrong = announceAt(4, "25:00");
        assertThat(wrong.status()).isEqualTo(400);
        assertThat(wrong.detail()).contains("announce_at is '25:00'");
    }

    @Test
    void anAuditsCorrectionIsOverOnlyWhenSomebodyElseSawItsEffect() {
        assertThat(http.get("/api/v1/centres/MUC").json().get("certified").asBoolean())
                .isFalse();
        http.post(
                "/api/v1/centres/MUC/certificates",
                "{\"name\":\"home repair\",\"issued_on\":\"2026-01-01\",\"expires_on\":\"2027-01-01\"}");
        JsonNode centre = http.post("/api/v1/centres/MUC/audits", """
                {"held_on": "2026-11-02", "auditor": "hq", "score": 71.5,
                 "actions": [{"what": "calibrate meters", "owner": "chief", "due_on": "2026-11-10"}]}
                """).json();
        assertThat(centre.get("certified").asBoolean()).isTrue();
        assertThat(centre.get("audit_due").asText()).isEqualTo("2027-11-02");
        JsonNode action = centre.at("/actions/0");
        assertThat(action.get("state").asText()).isEqualTo("overdue");
        String path = "/api/v1/corrective-actions/" + action.get("id").asText();
        assertThat(http.post(path + "/effect", "{\"effective\":true,\"who\":\"b\"}")
                        .status())
                .isEqualTo(409);
        assertThat(http.post(path + "/done", "{\"who\":\"a\"}").status()).isEqualTo(200);
        assertThat(http.post(path + "/effect", "{\"effective\":true,\"who\":\"a\"}")
                        .detail())
                .contains("who did it does not check");
        assertThat(http.post(path + "/effect", "{\"effective\":false,\"who\":\"b\"}")
                        .status())
                .isEqualTo(400);
        assertThat(http.post(
                                path + "/effect",
                                "{\"effective\":false,\"who\":\"b\",\"next\":{\"what\":\"new meters\",\"owner\":\"chief\","
                                        + "\"due_on\":\"2026-12-10\"}}")
                        .status())
                .isEqualTo(200);
        JsonNode actions = http.get("/api/v1/centres/MUC").json().get("actions");
        assertThat(actions.findValuesAsText("state")).containsExactly("open", "not_effective");
        assertThat(actions.get(0).get("follows").asText())
                .isEqualTo(action.get("id").asText());
    }

    @Test
    void aLicenceThatLostItsPointsComesBackOnlyAfterRetraining() {
        String path = "/api/v1/technicians/t-1";
        String loss = "{\"points\":-25,\"reason\":\"out_of_standard\"}";
        assertThat(http.post(path + "/points", loss).json().get("band").asText())
                .isEqualTo("warning");
        JsonNode gone = http.post(path + "/points", loss).json();
        assertThat(gone.get("band").asText()).isEqualTo("eliminated");
        assertThat(gone.get("may_work").asBoolean()).isFalse();
        // Points alone do not bring it back.
        assertThat(http.post(path + "/points", "{\"points\":60,\"reason\":\"improvement\"}")
                        .json()
                        .at("/band_name/zh")
                        .asText())
                .isEqualTo("淘汰");
        assertThat(http.post(path + "/review", "{}").status()).isEqualTo(409);
        assertThat(http.post(path + "/reinstate", "{}").status()).isEqualTo(409);
        http.post(
                path + "/trainings",
                "{\"topic\":\"safety\",\"mode\":\"classroom\",\"held_on\":\"2026-11-17\",\"score\":95}");
        assertThat(http.post(path + "/reinstate", "{}").detail())
                .as("held before, and only entered since")
                .contains("held since the licence was revoked");
        Http.Answer ahead = http.post(
                path + "/trainings",
                "{\"topic\":\"safety\",\"mode\":\"classroom\",\"held_on\":\"2026-12-20\",\"score\":95}");
        assertThat(ahead.status()).isEqualTo(400);
        assertThat(ahead.detail()).contains("has no result yet");
        http.post(
                path + "/trainings",
                "{\"topic\":\"safety\",\"mode\":\"classroom\",\"held_on\":\"2026-11-20\",\"score\":88}");
        JsonNode back =
                http.post(path + "/reinstate", "{\"remarks\":\"passed\"}").json();
        assertThat(back.get("points").asInt()).isEqualTo(100);
        assertThat(back.get("band").asText()).isEqualTo("normal");
        assertThat(http.post(path + "/points", "{\"points\":5,\"reason\":\"overcharge\"}")
                        .status())
                .isEqualTo(400);
    }

    @Test
    void fromTheFirstPersonOnATokenIsNeeded() {
        assertThat(http.get("/api/v1/tickets").status()).isEqualTo(200);
        String token = token("boss", Role.HEADQUARTERS, null, null, null);
        Http.Answer refused = http.get("/api/v1/tickets");
        assertThat(refused.status()).isEqualTo(401);
        assertThat(refused.json().get("try").asText()).contains("Authorization: Bearer");
        assertThat(as("hwp_wrong", "GET", "/api/v1/tickets", null).status()).isEqualTo(401);
        assertThat(as(token, "GET", "/api/v1/tickets", null).json().get("total").asInt())
                .isEqualTo(6);
        assertThat(http.get("/health/live").status()).isEqualTo(200);
        house.desk.organisation().people().revoke("boss");
        assertThat(as(token, "GET", "/api/v1/tickets", null).status()).isEqualTo(401);
    }

    @Test
    void whoMayNotSeeCustomersSendsThemNowhereElse() {
        String chief = token("chief", Role.STATION_CHIEF, null, "MUC", null);
        String head = token("head", Role.HEADQUARTERS, null, null, null);
        String made = "{\"name\":\"erp\",\"url\":\"http://127.0.0.1:9/\",\"centre\":\"MUC\",\"personal\":true}";
        assertThat(as(chief, "POST", "/api/v1/webhooks", made).status()).isEqualTo(200);
        String elsewhere = "{\"url\":\"http://127.0.0.1:10/\"}";
        assertThat(as(head, "PATCH", "/api/v1/webhooks/erp", elsewhere).status())
                .isEqualTo(403);
        assertThat(as(head, "PATCH", "/api/v1/webhooks/erp", "{\"active\":false}")
                        .status())
                .isEqualTo(200);
        assertThat(as(chief, "PATCH", "/api/v1/webhooks/erp", elsewhere).status())
                .isEqualTo(200);
        assertThat(as(head, "PATCH", "/api/v1/webhooks/erp", elsewhere.replace("{", "{\"personal\":false,"))
                        .status())
                .isEqualTo(200);
    }

    @Test
    void everybodySeesTheirScopeOnly() {
        String chief = token("chief", Role.STATION_CHIEF, null, "MUC", null);
        String other = token("north", Role.REGION_SUPERVISOR, "north", null, null);
        assertThat(as(chief, "GET", "/api/v1/tickets", null).json().get("total").asInt())
                .isEqualTo(6);
        assertThat(as(chief, "GET", "/api/v1/overview", null)
                        .json()
                        .at("/figures/open_tickets")
                        .asInt())
                .isEqualTo(6);
        assertThat(as(other, "GET", "/api/v1/tickets?state=all", null)
                        .json()
                        .get("total")
                        .asInt())
                .isZero();
        assertThat(as(other, "GET", "/api/v1/tickets?appliance=" + SampleHouse.FIRST, null)
                        .json()
                        .get("total")
                        .asInt())
                .isZero();
        assertThat(as(other, "GET", "/api/v1/overview", null)
                        .json()
                        .at("/figures/open_tickets")
                        .asInt())
                .isZero();
        assertThat(as(chief, "GET", "/api/v1/tickets/1", null).status()).isEqualTo(200);
        assertThat(as(other, "GET", "/api/v1/tickets/1", null).status()).isEqualTo(404);
        assertThat(as(other, "GET", "/api/v1/tickets/HW-000001", null).status()).isEqualTo(404);
        assertThat(as(other, "GET", "/api/v1/centres/MUC", null).status()).isEqualTo(404);
        assertThat(as(other, "GET", "/api/v1/appliances", null).json().get("appliances"))
                .isEmpty();
        assertThat(as(chief, "GET", "/api/v1/appliances?limit=3", null).json().get("appliances"))
                .hasSize(3);
        assertThat(as(other, "GET", "/api/v1/appliances/" + SampleHouse.FIRST, null)
                        .status())
                .isEqualTo(404);
        assertThat(as(chief, "GET", "/api/v1/appliances/" + SampleHouse.FIRST, null)
                        .status())
                .isEqualTo(200);
        assertThat(as(other, "GET", "/api/v1/tickets-due", null).json().get("due"))
                .isEmpty();
        assertThat(as(other, "GET", "/api/v1/centres", null)
                        .json()
                        .get("centres")
                        .findValuesAsText("id"))
                .containsExactly("HAM");
        assertThat(as(other, "GET", "/api/v1/technicians/t-1", null).status()).isEqualTo(404);
        assertThat(as(other, "POST", "/api/v1/technicians/t-1/review", "{}").status())
                .isEqualTo(404);
        assertThat(as(chief, "GET", "/api/v1/looks", null).status()).isEqualTo(403);
    }

    @Test
    void customersDataIsForThoseWhoServeThemAndEveryLookIsRecorded() {
        String chief = token("chief", Role.STATION_CHIEF, null, "MUC", null);
        String boss = token("boss", Role.HEADQUARTERS, null, null, null);
        assertThat(as(chief, "GET", "/api/v1/tickets/1", null)
                        .json()
                        .at("/household/phone")
                        .asText())
                .isEqualTo("+49 89 1234567");
        JsonNode masked = as(boss, "GET", "/api/v1/tickets/1", null).json().get("household");
        assertThat(List.of(
                        masked.get("name").asText(),
                        masked.get("phone").asText(),
                        masked.get("address").asText()))
                .containsExactly("A**", "***67", "***");
        JsonNode looks =
                as(boss, "GET", "/api/v1/looks?household=H1", null).json().get("looks");
        assertThat(looks.findValuesAsText("who")).containsExactly("boss", "chief");
        assertThat(looks.findValuesAsText("masked")).containsExactly("true", "false");
    }

    @Test
    void aRoleThatDoesNotManageChangesNothingInTheOrganisation() {
        String agent = token("agent", Role.DISPATCHER, null, "MUC", null);
        Http.Answer refused = as(
                agent, "PUT", "/api/v1/centres/MUC/calendar", "{\"version\":1,\"hours\":{\"mon\":[\"08:00-09:00\"]}}");
        assertThat(refused.status()).isEqualTo(403);
        assertThat(as(agent, "GET", "/api/v1/me", null)
                        .json()
                        .get("centres")
                        .get(0)
                        .asText())
                .isEqualTo("MUC");
    }

    @Test
    void modelsAreEverybodysToSeeAndAFewRolesToChange() {
        String chief = token("chief", Role.STATION_CHIEF, null, "MUC", null);
        String engineer = token("rita", Role.RELIABILITY_ENGINEER, null, null, null);
        String job = "{\"command\": \"echo\", \"arguments\": {\"word\": \"hello\"}, \"who\": \"somebody else\"}";
        String back = "{\"type\": \"washing_machine\"}";
        assertThat(as(chief, "GET", "/api/v1/models", null).status()).isEqualTo(200);
        for (String path : new String[] {"/api/v1/models/rollback", "/api/v1/models/withdraw"}) {
            assertThat(as(chief, "POST", path, back).status()).as(path).isEqualTo(403);
            assertThat(as(engineer, "POST", path, back).status()).as(path).isEqualTo(409);
        }
        assertThat(as(chief, "POST", "/api/v1/models/washing_machine-1/promote", "{}")
                        .status())
                .isEqualTo(403);
        assertThat(as(chief, "POST", "/api/v1/model-jobs", job).status()).isEqualTo(403);
        assertThat(as(chief, "DELETE", "/api/v1/model-jobs/1", null).status()).isEqualTo(403);
        Http.Answer asked = as(engineer, "POST", "/api/v1/model-jobs", job);
        assertThat(asked.status()).isEqualTo(202);
        assertThat(asked.json().get("who").asText()).isEqualTo("rita");
        assertThat(as(chief, "GET", "/api/v1/me", null)
                        .json()
                        .get("makes_models")
                        .asBoolean())
                .isFalse();
        assertThat(as(engineer, "GET", "/api/v1/me", null)
                        .json()
                        .get("makes_models")
                        .asBoolean())
                .isTrue();
    }
}
