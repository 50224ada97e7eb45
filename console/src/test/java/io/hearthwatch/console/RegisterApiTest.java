package io.hearthwatch.console;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.hearthwatch.servicedesk.organisation.People;
import io.hearthwatch.servicedesk.organisation.Person;
import io.hearthwatch.servicedesk.organisation.Role;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Households, appliances, technicians, centres and regions that people enter and change through the API. */
class RegisterApiTest {
    private static final String ORGANISATION = """
            regions:
              south: {name: {en: South, zh: 南区}}
              north: {name: {en: North, zh: 北区}}
            centres:
              MUC: {name: Munich, time_zone: Europe/Berlin, latitude: 48.1, longitude: 11.6, warehouse: MUNICH, region: south}
              HAM: {name: Hamburg, time_zone: Europe/Berlin, latitude: 53.6, longitude: 10.0, warehouse: CENTRAL, region: north}
            technicians:
              t-1: {name: Mia Berg, centre: MUC, grade: senior, skills: {"*": ["*"]}}
              t-2: {name: Jo Lund, centre: MUC, skills: {"*": ["*"]}}
            """;

    private final Map<String, String> tokens = new HashMap<>();
    private SampleHouse house;
    private Http http;

    @BeforeEach
    void open() {
        house = SampleHouse.furnished(0);
        http = new Http(house.url());
        house.load(ORGANISATION);
    }

    @AfterEach
    void close() {
        house.close();
    }

    private void person(String id, Role role, String region, String centre) {
        People people = house.desk.organisation().people();
        people.add(new Person(id, "Person " + id, role, region, centre, null, true));
        tokens.put(id, people.token(id, "test", null));
    }

    private Http.Answer as(String person, String method, String path, String body, String... headers) {
        List<String> all = new ArrayList<>(List.of(headers));
        if (person != null) {
            all.addAll(List.of("Authorization", "Bearer " + tokens.get(person)));
        }
        return http.write(method, path, body, all);
    }

    private Http.Answer patch(String path, String etag, String body) {
        return as(null, "PATCH", path, body, "If-Match", etag);
    }

    private static final String ADA =
            "{\"name\":\"Bo Lang\",\"address\":\"Weg 2, 80333 München\",\"phone\":\"+49 89 7654321\",\"language\":\"en\"}";

    @Test
    void anAgentEntersACustomerOfTheirCentreAndAnApplianceThatWasNeverConnected() {
        person("agent", Role.INFORMATION_AGENT, null, "MUC");
        person("strange", Role.INFORMATION_AGENT, null, "HAM");
        person("boss", Role.HEADQUARTERS, null, null);
        Http.Answer made = as("agent", "POST", "/api/v1/households", ADA);
        assertThat(made.status()).isEqualTo(201);
        assertThat(made.json().get("centre").asText()).isEqualTo("MUC");
        String path = "/api/v1/households/" + made.json().get("id").asText();
        String appliance = path + "/appliances/DW-NEW-1";
        Http.Answer unknown = as("agent", "PUT", appliance, "{\"model\":\"X\"}");
        assertThat(unknown.status()).isEqualTo(400);
        assertThat(unknown.detail()).contains("type");
        Http.Answer wrong = as(
                "agent",
                "PUT",
                appliance,
                "{\"type\":\"dishwasher\",\"produced_on\":\"2024-05-01\",\"purchased_on\":\"2024-04-30\"}");
        assertThat(wrong.status()).isEqualTo(400);
        assertThat(wrong.detail()).contains("before it was produced");
        Http.Answer connected = as(
                "agent",
                "PUT",
                appliance,
                "{\"type\":\"dishwasher\",\"model\":\"DW-1\",\"produced_on\":\"2024-05-01\","
                        + "\"purchased_on\":\"2024-06-30\",\"channel\":\"web\"}");
        assertThat(connected.status()).isEqualTo(200);
        assertThat(connected.json().at("/appliances/0/channel").asText()).isEqualTo("web");
        assertThat(connected.json().at("/appliances/0/registered").asBoolean()).isTrue();
        // It can have a ticket now, and the ticket knows the customer.
        Http.Answer ticket = as(
                "agent",
                "POST",
                "/api/v1/tickets",
                "{\"kind\":\"repair\",\"source\":\"customer\",\"channel\":\"phone\",\"appliance\":\"DW-NEW-1\"}");
        assertThat(ticket.status()).isEqualTo(201);
        assertThat(ticket.json().get("missing").findValuesAsText("field"))
                .doesNotContain("customer_name", "phone", "purchase_date", "model");
        Http.Answer busy = as("agent", "DELETE", appliance, "");
        assertThat(busy.status()).isEqualTo(409);
        assertThat(busy.json().get("tickets")).hasSize(1);
        // Others do not know of it, or see it masked; every look is on record.
        assertThat(as("strange", "PATCH", path, "{\"phone\":\"1\"}").status()).isEqualTo(404);
        assertThat(as(
                                "strange",
                                "POST",
                                "/api/v1/households",
                                ADA.replace("\"language\"", "\"centre\":\"MUC\",\"language\""))
                        .status())
                .isEqualTo(404);
        JsonNode masked = as("boss", "PATCH", path, "{\"phone\":\"+49 89 1\"}", "If-Match", connected.etag())
                .json();
        assertThat(masked.get("name").asText()).isEqualTo("B**");
        assertThat(masked.get("address").asText()).isEqualTo("***");
        assertThat(house.desk.organisation().looks().all(made.json().get("id").asText(), "boss", 10))
                .isNotEmpty();
        assertThat(house.desk
                        .register()
                        .changes(
                                io.hearthwatch.servicedesk.register.RecordKind.HOUSEHOLD,
                                made.json().get("id").asText(),
                                10))
                .extracting(change -> change.who() + " " + change.what() + " " + change.fields())
                .contains(
                        "boss changed [phone]",
                        "agent appliance_connected [type, model, produced_on, purchased_on, channel]");
    }

    @Test
    void aHouseholdIsFoundByPhoneAndChangedOnlyInTheVersionThatWasRead() {
        JsonNode found = http.get("/api/v1/households?q=89%201234567").json();
        assertThat(found.at("/households/0/id").asText()).isEqualTo("H1");
        Http.Answer read = http.get("/api/v1/households/H1");
        assertThat(read.json().at("/appliances/0/id").asText()).isEqualTo("WM-04201");
        assertThat(as(null, "PATCH", "/api/v1/households/H1", "{\"phone\":\"1\"}")
                        .status())
                .isEqualTo(428);
        Http.Answer changed = patch(
                "/api/v1/households/H1", read.etag(), "{\"latitude\":48.2,\"longitude\":11.5,\"engineer\":\"t-1\"}");
        assertThat(changed.json().get("engineer").asText()).isEqualTo("t-1");
        Http.Answer stale = patch("/api/v1/households/H1", read.etag(), "{\"phone\":\"1\"}");
        assertThat(stale.status()).isEqualTo(412);
        assertThat(stale.json().get("version").asInt()).isEqualTo(2);
        Http.Answer wrong = patch(
                "/api/v1/households/H1",
                changed.etag(),
                "{\"longitude\":null,\"language\":\"fr\",\"engineer\":\"t-9\"}");
        assertThat(wrong.status()).isEqualTo(400);
        assertThat(wrong.json().get("problems")).hasSize(2);
        assertThat(wrong.detail()).contains("language").contains("latitude or a longitude alone");
        // A file that says the same as before takes nothing back; a household's other appliances stay too.
        http.put("/api/v1/households/H1/appliances/WM-04238", "{}");
        house.load("""
                households:
                  H1: {name: Ada Weber, address: "Lange Straße 1, 80331 München", phone: "+49 89 1234567", language: en, centre: MUC,
                       appliances: [WM-04201]}
                """);
        JsonNode after = http.get("/api/v1/households/H1").json();
        assertThat(after.get("engineer").asText()).isEqualTo("t-1");
        assertThat(after.get("appliances")).hasSize(2);
        assertThat(http.put("/api/v1/households/H2/appliances/WM-04201", "{}").status())
                .isEqualTo(404);
    }

    @Test
    void anApplianceStandsInOneHousehold() {
        Http.Answer made = http.post("/api/v1/households", ADA.replace("{", "{\"id\":\"H-2\","));
        assertThat(made.status()).isEqualTo(201);
        Http.Answer taken = http.put("/api/v1/households/H-2/appliances/WM-04201", "{}");
        assertThat(taken.status()).isEqualTo(409);
        assertThat(taken.detail()).contains("household H1");
        assertThat(http.post("/api/v1/households", ADA.replace("{", "{\"id\":\"H-2\","))
                        .status())
                .isEqualTo(409);
        assertThat(http.put("/api/v1/households/H-2/appliances/WM-04238", "{\"type\":\"refrigerator\"}")
                        .status())
                .isEqualTo(409);
        assertThat(http.put("/api/v1/households/H-2/appliances/WM-04238", "{\"purchased_on\":\"2020-01-01\"}")
                        .detail())
                .contains("before it was produced on 2021-08-16");
        assertThat(http.put("/api/v1/households/H-2/appliances/WM-04238", "{\"purchased_on\":\"2029-01-01\"}")
                        .detail())
                .contains("future");
    }

    @Test
    void aKeyedCreationIsDoneOnceAndAnsweredAlike() {
        List<String> key = List.of("Idempotency-Key", "k-1");
        Http.Answer first = http.write("POST", "/api/v1/households", ADA, key);
        Http.Answer again = http.write("POST", "/api/v1/households", ADA, key);
        assertThat(again.status()).isEqualTo(201);
        assertThat(again.json()).isEqualTo(first.json());
        assertThat(again.etag()).isEqualTo(first.etag());
        assertThat(http.write("POST", "/api/v1/households", ADA.replace("Bo", "Li"), key)
                        .status())
                .isEqualTo(422);
        // Erased, the kept answer goes too.
        String id = first.json().get("id").asText();
        assertThat(http.post("/api/v1/households/" + id + "/erase", "{\"reason\":\"asked\"}")
                        .json()
                        .at("/erased/kept_records")
                        .asInt())
                .isEqualTo(1);
        String etag = http.get("/api/v1/households/" + id).etag();
        assertThat(patch("/api/v1/households/" + id, etag, "{\"name\":\"X\"}").status())
                .isEqualTo(410);
    }

    @Test
    void centresAndRegionsAreFoundedByThoseAboveThem() {
        String centre =
                "{\"id\":\"NUE\",\"name\":{\"en\":\"Nuremberg\",\"zh\":\"纽伦堡\"},\"time_zone\":\"Europe/Berlin\",\"latitude\":49.4,"
                        + "\"longitude\":11.1,\"warehouse\":\"MUNICH\",\"region\":\"south\",\"territory\":[\"90\"],"
                        + "\"competences\":{\"*\":[\"hardware\"]},\"hours\":{\"mon-fri\":[\"09:00-17:00\"]},"
                        + "\"certificates\":[{\"name\":\"home repair\",\"issued_on\":\"2026-01-01\",\"expires_on\":\"2027-01-01\"}]}";
        person("boss", Role.HEADQUARTERS, null, null);
        person("south", Role.REGION_SUPERVISOR, "south", null);
        person("north", Role.REGION_SUPERVISOR, "north", null);
        person("chief", Role.STATION_CHIEF, null, "MUC");
        assertThat(as("chief", "POST", "/api/v1/centres", centre).status()).isEqualTo(403);
        assertThat(as("north", "POST", "/api/v1/centres", centre).status()).isEqualTo(403);
        assertThat(as("south", "POST", "/api/v1/regions", "{\"id\":\"west\",\"name\":\"West\"}")
                        .status())
                .isEqualTo(403);
        Http.Answer made = as("south", "POST", "/api/v1/centres", centre);
        assertThat(made.status()).isEqualTo(201);
        Http.Answer read = as("south", "GET", "/api/v1/centres/NUE", "");
        assertThat(read.json().get("certified").asBoolean()).isTrue();
        assertThat(read.json().at("/calendar/hours/mon/0").asText()).isEqualTo("09:00-17:00");
        assertThat(read.etag()).isEqualTo(made.etag());
        assertThat(as("south", "PATCH", "/api/v1/centres/NUE", "{\"region\":\"north\"}", "If-Match", read.etag())
                        .status())
                .isEqualTo(403);
        assertThat(as("boss", "POST", "/api/v1/regions", "{\"id\":\"west\",\"name\":\"West\"}")
                        .status())
                .isEqualTo(201);
        Http.Answer changed = as(
                "boss",
                "PATCH",
                "/api/v1/centres/NUE",
                "{\"region\":\"west\",\"territory\":[\"91\",\"90\"],\"competences\":null}",
                "If-Match",
                read.etag());
        assertThat(changed.json().get("region").asText()).isEqualTo("west");
        assertThat(changed.json().get("competences")).isEmpty();
        Http.Answer wrong = as(
                "boss",
                "PATCH",
                "/api/v1/centres/NUE",
                "{\"time_zone\":\"Europe/Berlim\",\"latitude\":100}",
                "If-Match",
                changed.etag());
        assertThat(wrong.json().get("problems")).hasSize(2);
        assertThat(wrong.json().at("/problems/0/try").asText()).contains("did you mean Europe/Berlin");
        // What still has something does not close.
        String etag = as("boss", "GET", "/api/v1/centres/MUC", "").etag();
        Http.Answer busy = as("boss", "PATCH", "/api/v1/centres/MUC", "{\"active\":false}", "If-Match", etag);
        assertThat(busy.status()).isEqualTo(409);
        assertThat(busy.json().at("/left/technicians").asInt()).isEqualTo(2);
        Http.Answer closed =
                as("boss", "PATCH", "/api/v1/centres/NUE", "{\"active\":false}", "If-Match", changed.etag());
        assertThat(closed.json().get("active").asBoolean()).isFalse();
        assertThat(as("boss", "POST", "/api/v1/technicians", "{\"id\":\"t-8\",\"name\":\"N\",\"centre\":\"NUE\"}")
                        .status())
                .isEqualTo(409);
        assertThat(as("boss", "GET", "/api/v1/centres/NUE/changes", "")
                        .json()
                        .get("changes")
                        .findValuesAsText("what"))
                .containsExactly("deactivated", "changed", "created");
    }

    @Test
    void aChiefEntersTechniciansOfTheirCentreAndAFileTakesNothingBack() {
        person("chief", Role.STATION_CHIEF, null, "MUC");
        person("strange", Role.STATION_CHIEF, null, "HAM");
        String body =
                "{\"id\":\"t-5\",\"name\":\"Li Na\",\"grade\":\"junior\",\"skills\":{\"washing_machine\":[\"hardware\"]},"
                        + "\"hours\":{\"mon-fri\":[\"08:00-16:00\"]},\"latitude\":48.0,\"longitude\":11.5}";
        Http.Answer made = as("chief", "POST", "/api/v1/technicians", body);
        assertThat(made.status()).isEqualTo(201);
        assertThat(made.json().get("centre").asText()).isEqualTo("MUC");
        assertThat(as("strange", "PATCH", "/api/v1/technicians/t-5", "{}", "If-Match", "\"1\"")
                        .status())
                .isEqualTo(404);
        assertThat(as("chief", "PATCH", "/api/v1/technicians/t-5", "{\"centre\":\"HAM\"}", "If-Match", made.etag())
                        .status())
                .isEqualTo(404);
        Http.Answer changed = as(
                "chief",
                "PATCH",
                "/api/v1/technicians/t-5",
                "{\"skills\":{\"*\":[\"network\"]},\"name\":\"Li Na\"}",
                "If-Match",
                made.etag());
        assertThat(changed.json().at("/skills/*/0").asText()).isEqualTo("network");
        // Nothing changed is no new version.
        assertThat(as("chief", "PATCH", "/api/v1/technicians/t-5", "{\"name\":\"Li Na\"}", "If-Match", changed.etag())
                        .etag())
                .isEqualTo(changed.etag());
        String etag = as("chief", "GET", "/api/v1/technicians/t-1", "").etag();
        Http.Answer renamed =
                as("chief", "PATCH", "/api/v1/technicians/t-1", "{\"name\":\"Mia Stern\"}", "If-Match", etag);
        assertThat(renamed.status()).isEqualTo(200);
        house.load(ORGANISATION);
        assertThat(as("chief", "GET", "/api/v1/technicians/t-1", "")
                        .json()
                        .get("name")
                        .asText())
                .isEqualTo("Mia Stern");
    }

    @Test
    void whoLeavesLeavesNoVisitBehind() {
        String window = "\"window_from\":\"2026-11-24T08:00:00Z\",\"window_to\":\"2026-11-24T10:00:00Z\"";
        List<String> match = List.of("If-Match", "\"1\"");
        http.write("POST", "/api/v1/tickets/1/steps", "{\"who\":\"a\",\"to\":\"triaged\",\"way\":\"home\"}", match);
        int version = http.get("/api/v1/tickets/1").json().get("version").asInt();
        Http.Answer answered = http.write(
                "PATCH",
                "/api/v1/tickets/1",
                "{\"who\":\"a\",\"answers\":{\"purchase_channel\":\"web\",\"environment\":\"cellar\",\"wish\":\"soon\"}}",
                List.of("If-Match", "\"" + version + "\""));
        Http.Answer scheduled = http.write(
                "POST",
                "/api/v1/tickets/1/steps",
                "{\"who\":\"a\",\"to\":\"scheduled\"," + window + "}",
                List.of("If-Match", answered.etag()));
        assertThat(scheduled.status()).as("%s", scheduled.json()).isEqualTo(200);
        String sent =
                http.get("/api/v1/tickets/1/why").json().path("technician").asText();
        String other = sent.equals("t-1") ? "t-2" : "t-1";
        Http.Answer read = http.get("/api/v1/technicians/" + sent);
        Http.Answer refused = patch("/api/v1/technicians/" + sent, read.etag(), "{\"active\":false}");
        assertThat(refused.status()).isEqualTo(409);
        assertThat(refused.json().at("/visits/0/ticket").asText()).isEqualTo("HW-000001");
        Http.Answer left = patch("/api/v1/technicians/" + sent, read.etag(), "{\"active\":false,\"replan\":true}");
        assertThat(left.status()).isEqualTo(200);
        assertThat(left.json().get("replanned")).hasSize(1);
        http.post("/api/v1/dispatch/MUC/plan", "{\"day\":\"2026-11-24\"}");
        assertThat(http.get("/api/v1/tickets/1/why").json().path("technician").asText())
                .isEqualTo(other);
        assertThat(http.get("/api/v1/technicians").json().get("technicians").findValuesAsText("id"))
                .containsExactly(other);
        Http.Answer back = patch("/api/v1/technicians/" + sent, left.etag(), "{\"active\":true}");
        assertThat(back.json().get("active").asBoolean()).isTrue();
    }
}
