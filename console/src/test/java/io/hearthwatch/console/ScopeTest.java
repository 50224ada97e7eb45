package io.hearthwatch.console;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.hearthwatch.servicedesk.organisation.Person;
import io.hearthwatch.servicedesk.organisation.Role;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/**
 * Every path of the API, asked by people of every role and of other scopes: what is not theirs is refused or left out. A path that the
 * table of {@link Access} does not name fails here.
 */
class ScopeTest {
    /** Centre MUC has everything that the sample house has; HAM, of another region, has nothing but a technician. */
    private static final String ORGANISATION = """
            regions:
              south: {name: {en: South, zh: 南区}}
              north: {name: {en: North, zh: 北区}}
            warehouses:
              HAMBURG: {name: Hamburg store, parent: CENTRAL}
              VAN1: {name: Van one, parent: MUNICH}
              VAN2: {name: Van two, parent: HAMBURG}
            centres:
              MUC: {name: {en: Munich service centre, zh: 慕尼黑服务网点}, time_zone: Europe/Berlin, latitude: 48.1, longitude: 11.6,
                    warehouse: MUNICH, region: south}
              HAM: {name: Hamburg, time_zone: Europe/Berlin, latitude: 53.6, longitude: 10.0, warehouse: HAMBURG, region: north}
            technicians:
              t-1: {name: Mia Berg, centre: MUC, warehouse: VAN1}
              t-2: {name: Jo Lund, centre: HAM, warehouse: VAN2}
              t-3: {name: Ali Stern, centre: MUC}
            """;

    /** Words that only records of centre MUC have. */
    private static final List<String> FOREIGN = List.of(
            "MUC",
            "MUNICH",
            "VAN1",
            "Munich",
            "south",
            "HW-0",
            "WM-0",
            "RF-00017",
            "t-1\"",
            "t-3",
            "Mia Berg",
            "Ada",
            "H1\"");

    /** What a body has to say so that what it is about is known; the others are refused before they are read. */
    private static final Map<String, String> BODIES = Map.ofEntries(
            Map.entry(
                    "PUT /api/v1/loaners/{serial}",
                    "{\"warehouse\":\"MUNICH\",\"type\":\"washing_machine\",\"model\":\"x\"}"),
            Map.entry(
                    "POST /api/v1/failures",
                    "[{\"appliance\":\"WM-04201\",\"component\":\"door_lock\",\"at\":\"2026-11-20T10:00:00Z\"}]"),
            Map.entry(
                    "POST /api/v1/repairs",
                    "[{\"appliance\":\"WM-04201\",\"component\":\"door_lock\",\"at\":\"2026-11-20T10:00:00Z\"}]"),
            Map.entry(
                    "POST /api/v1/tickets",
                    "{\"kind\":\"repair\",\"source\":\"customer\",\"channel\":\"phone\",\"appliance\":\"WM-04201\"}"),
            Map.entry(
                    "POST /api/v1/centres",
                    "{\"id\":\"c-2\",\"name\":\"C\",\"time_zone\":\"Europe/Berlin\",\"latitude\":1,\"longitude\":1,"
                            + "\"warehouse\":\"MUNICH\",\"region\":\"south\"}"),
            Map.entry("POST /api/v1/technicians", "{\"id\":\"t-9\",\"name\":\"N\",\"centre\":\"MUC\"}"),
            Map.entry(
                    "POST /api/v1/households", "{\"name\":\"N\",\"address\":\"A\",\"phone\":\"1\",\"centre\":\"MUC\"}"),
            Map.entry("POST /api/v1/knowledge/{id}/use", "{\"ticket\":\"1\"}"),
            Map.entry("POST /api/v1/parts/receipts", shelf("\"quantity\":1")),
            Map.entry("POST /api/v1/parts/sales", shelf("\"quantity\":1")),
            Map.entry("POST /api/v1/parts/quarantine", shelf("\"quantity\":1,\"reason\":\"bent\"")),
            Map.entry("POST /api/v1/parts/quarantine/clear", shelf("\"quantity\":1,\"reason\":\"good\"")),
            Map.entry("POST /api/v1/parts/quarantine/write-off", shelf("\"quantity\":1,\"reason\":\"bad\"")),
            Map.entry("POST /api/v1/parts/reservations", shelf("\"quantity\":1,\"ticket\":\"1\"")),
            Map.entry(
                    "POST /api/v1/parts/transfers",
                    "{\"key\":\"k\",\"who\":\"x\",\"from\":\"MUNICH\",\"to\":\"HAMBURG\",\"part\":\"WM-DL-6101\",\"quantity\":1}"),
            Map.entry("POST /api/v1/parts/stocktakes", shelf("\"counted\":1,\"reason\":\"yearly\"")),
            Map.entry("POST /api/v1/parts/orders", shelf("\"quantity\":1,\"reason\":\"low\"")),
            Map.entry("POST /api/v1/parts/forecast/order", "{\"key\":\"k\",\"who\":\"x\",\"warehouse\":\"MUNICH\"}"),
            Map.entry(
                    "POST /api/v1/money/claims",
                    "{\"ticket\":\"1\",\"currency\":\"EUR\",\"lines\":[{\"item\":\"labour\"}]}"),
            Map.entry("POST /api/v1/money/statements", "{\"centre\":\"MUC\",\"month\":\"2026-10\"}"),
            Map.entry(
                    "POST /api/v1/money/costs",
                    "{\"centre\":\"MUC\",\"element\":\"training\",\"amount\":1,\"currency\":\"EUR\",\"booked_on\":\"2026-11-01\",\"evidence\":\"e\"}"),
            Map.entry(
                    "POST /api/v1/indicators/{name}/targets",
                    "{\"centre\":\"MUC\",\"valid_from\":\"2026-01-01\",\"value\":1,\"source\":\"feedback\"}"),
            Map.entry("POST /api/v1/webhooks", "{\"name\":\"n\",\"url\":\"http://x.example/\",\"centre\":\"MUC\"}"),
            Map.entry(
                    "POST /api/v1/tickets/{id}/survey",
                    "{\"channel\":\"phone\",\"attitude\":5,\"efficiency\":5,\"quality\":5,\"product\":5,\"solved\":true}"),
            Map.entry("POST /api/v1/policy/capacity", "{\"centre\":\"MUC\",\"tickets_per_day\":3,\"who\":\"x\"}"));

    private static final Map<String, String> QUERIES = Map.of(
            "GET /api/v1/policy-outcome",
            "?type=washing_machine&from=2026-01-01T00:00:00Z&to=2026-12-31T00:00:00Z",
            "GET /api/v1/appliances/{id}/telemetry",
            "?metric=drain_time",
            "GET /api/v1/parts/serials",
            "?part=WM-DP-2201&serial=S-1",
            "GET /api/v1/events",
            "?after=0",
            "GET /api/v1/centres/{id}/openings",
            "?from=2026-11-23T12:00:00Z",
            "GET /api/v1/money/cost-matrix",
            "?month=2026-11",
            "GET /api/v1/money/budgets",
            "?month=2026-11",
            "GET /api/v1/money/budget-against-actual",
            "?month=2026-11");

    private static final String EVENT = "00000000-0000-4000-8000-000000000001";
    private static final String REPORT = "R-ABCD-2345";

    private static SampleHouse house;
    private static Http http;
    private static final Map<String, String> tokens = new HashMap<>();

    private static String shelf(String more) {
        return "{\"key\":\"k\",\"who\":\"x\",\"warehouse\":\"MUNICH\",\"part\":\"WM-DL-6101\"," + more + "}";
    }

    @BeforeAll
    static void open() {
        house = SampleHouse.furnished(0);
        http = new Http(house.url());
        house.load(ORGANISATION);
        seed();
        seedReport();
        seedMoney();
        seedWebhook();
        person("hq", Role.HEADQUARTERS, null, null, null);
        person("south", Role.REGION_SUPERVISOR, "south", null, null);
        person("north", Role.REGION_SUPERVISOR, "north", null, null);
        person("chief", Role.STATION_CHIEF, null, "MUC", null);
        person("strange-chief", Role.STATION_CHIEF, null, "HAM", null);
        person("strange-dispatcher", Role.DISPATCHER, null, "HAM", null);
        person("strange-technician", Role.TECHNICIAN, null, "HAM", "t-2");
        person("strange-storeman", Role.PARTS_MANAGER, null, "HAM", null);
        person("technician", Role.TECHNICIAN, null, "MUC", "t-1");
        person("idle", Role.TECHNICIAN, null, "MUC", "t-3");
        person("agent", Role.INFORMATION_AGENT, null, null, null);
        person("storeman", Role.PARTS_MANAGER, null, null, null);
        person("reliability", Role.RELIABILITY_ENGINEER, null, null, null);
    }

    /** One record of each kind that a path may name, all with number 1 and MUC's. */
    private static void seed() {
        execute("update service.ticket set technician = 't-1' where id = 1");
        http.post(
                "/api/v1/indicators/response_time/targets",
                "{\"valid_from\":\"2026-01-01\",\"value\":3600,\"source\":\"feedback\",\"region\":\"south\",\"who\":\"Li\"}");
        execute("insert into service.knowledge_article (type, title, words, from_ticket, who, at)"
                + " values ('washing_machine', 'Resetting', 'both keys', 1, 'Li', now())");
        http.post(
                "/api/v1/parts/reservations",
                shelf("\"quantity\":1,\"holder\":\"Li\"").replace("\"k\"", "\"s1\""));
        http.post(
                "/api/v1/parts/transfers",
                "{\"key\":\"s2\",\"who\":\"x\",\"from\":\"MUNICH\",\"to\":\"VAN1\",\"part\":\"WM-DL-6101\",\"quantity\":1}");
        http.post(
                "/api/v1/parts/stocktakes",
                shelf("\"counted\":9,\"reason\":\"yearly\"").replace("\"k\"", "\"s3\""));
        http.post(
                "/api/v1/parts/orders",
                shelf("\"quantity\":2,\"reason\":\"low\"").replace("\"k\"", "\"s4\""));
        http.post(
                "/api/v1/campaigns",
                "{\"kind\":\"recall\",\"name\":\"belt\",\"type\":\"washing_machine\",\"lots\":[\"2021-W33\"],\"who\":\"x\"}");
        http.post("/api/v1/centres/MUC/audits", """
                {"held_on": "2026-11-02", "auditor": "hq", "score": 71.5,
                 "actions": [{"what": "calibrate meters", "owner": "chief", "due_on": "2026-11-10"}]}
                """);
    }

    private static void seedReport() {
        execute("""
                insert into service.report (reference, fingerprint, at, language, kind, phone, consent, state, ticket)
                    values ('%s', 'f', now(), 'en', 'repair', '0891234567', 'en-1', 'opened', 1)
                """.formatted(REPORT));
    }

    private static void seedMoney() {
        execute("""
                insert into service.settlement_claim (ticket, centre, currency, at, who) values (1, 'MUC', 'EUR', now(), 'x');
                insert into service.settlement_claim_line (claim, n, item, quantity, allowed, verdict, findings, checked_at)
                    values (1, 1, 'labour', 1, 5, 'accepted', '[]', now());
                insert into service.settlement_statement (centre, month, currency, state, made_at, made_by)
                    values ('MUC', '2026-09-01', 'EUR', 'draft', now(), 'x');
                insert into service.settlement_dispute (statement, ticket, wanted, currency, reason, evidence, opened_at, opened_by,
                    decided_by) values (1, 1, 1, 'EUR', 'r', 'e', now(), 'x', 'y');
                insert into service.budget (region, centre, element, month, currency, version, amount, at, who) values
                    (null, 'MUC', 'training', '2026-11-01', 'EUR', 1, 1, now(), 'x'),
                    ('south', null, 'training', '2026-11-01', 'EUR', 1, 1, now(), 'x');
                insert into service.cost_entry (kind, region, centre, element, amount, currency, booked_on, source, evidence, at, who)
                    values ('cost', 'south', 'MUC', 'training', 1, 'EUR', '2026-11-02', 'manual', 'invoice', now(), 'x');
                insert into service.budget_alert (budget, percent, actual, raised_at, place_role)
                    values (1, 80, 1, now(), 'station_chief'), (2, 80, 1, now(), 'region_supervisor');
                """);
    }

    private static void seedWebhook() {
        execute("""
                insert into service.webhook (name, url, centre, place, made_at, made_by, changed_at)
                    values ('muc', 'http://x.example/', 'MUC', 0, now(), 'x', now());
                insert into service.ticket_external (system, external_id, ticket, who, at) values ('1', '1', 1, 'x', now());
                update service.event set uuid = '%s' where id = (select min(id) from service.event where ticket = 1)
                """.formatted(EVENT));
        http.get("/api/v1/events?after=0");
    }

    private static void execute(String sql) {
        house.database.database().withConnection(connection -> {
            try (var statement = connection.createStatement()) {
                return statement.execute(sql);
            }
        });
    }

    @AfterAll
    static void close() {
        house.close();
    }

    private static void person(String id, Role role, String region, String centre, String technician) {
        var people = house.desk.organisation().people();
        people.add(new Person(id, "Person " + id, role, region, centre, technician, true));
        tokens.put(id, people.token(id, "test", null));
    }

    private static Http.Answer as(String person, String method, String path, String body) {
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(house.url() + path))
                .header("Content-Type", "application/json")
                .method(
                        method,
                        body == null ? HttpRequest.BodyPublishers.noBody() : HttpRequest.BodyPublishers.ofString(body));
        if (person != null) {
            request.header("Authorization", "Bearer " + tokens.get(person));
        }
        return http.send(method, path, request);
    }

    /** Every operation that needs a person, as the document describes it. */
    private static Set<String> operations() {
        Set<String> all = new TreeSet<>(new Contract().operations());
        all.removeIf(operation -> Callers.isOpen(operation.substring(operation.indexOf(' ') + 1)));
        // Is no JSON; its test is among the indicators'.
        all.remove("GET /api/v1/indicators/{name}/csv");
        return all;
    }

    private static String method(String operation) {
        return operation.substring(0, operation.indexOf(' '));
    }

    private static String path(String operation) {
        return operation.substring(operation.indexOf(' ') + 1);
    }

    private static Access.Reach reach(String operation) {
        return Access.reach(method(operation), path(operation)).orElse(null);
    }

    /** The path of centre MUC's record, and a body that is about MUC. */
    private static String concrete(String operation) {
        return path(operation)
                        .replace("/appliances/{id}", "/appliances/" + SampleHouse.FIRST)
                        .replace("/households/{id}", "/households/H1")
                        .replace("/centres/{id}", "/centres/MUC")
                        .replace("/dispatch/{id}", "/dispatch/MUC")
                        .replace("/technicians/{id}", "/technicians/t-1")
                        .replace("/regions/{id}", "/regions/south")
                        .replace("{appliance}", SampleHouse.FIRST)
                        .replace("/deposits/{centre}", "/deposits/MUC")
                        .replace("{type}", "washing_machine")
                        .replace("{promise}", "visit")
                        .replace("/indicators/{name}", "/indicators/response_time")
                        .replace("{event}", EVENT)
                        .replace("{reference}", REPORT)
                        .replaceAll("\\{\\w+}", "1")
                + QUERIES.getOrDefault(operation, "");
    }

    private static Http.Answer ask(String person, String operation) {
        String body = method(operation).equals("GET") ? null : BODIES.getOrDefault(operation, "{}");
        return as(person, method(operation), concrete(operation), body);
    }

    @Test
    void everyPathSaysWhomItIsFor() {
        assertThat(operations().stream().filter(operation -> reach(operation) == null))
                .as("say in Access who may use these")
                .isEmpty();
    }

    @Test
    void withoutATokenNothingIsTold() {
        List<String> told = new ArrayList<>();
        for (String operation : operations()) {
            if (ask(null, operation).status() != 401) {
                told.add(operation);
            }
        }
        assertThat(told).isEmpty();
    }

    @Test
    void strangersSeeAndChangeNothingOfAnotherCentre() {
        List<String> wrong = new ArrayList<>();
        for (String stranger :
                List.of("north", "strange-chief", "strange-dispatcher", "strange-technician", "strange-storeman")) {
            for (String operation : operations()) {
                if (reach(operation) == Access.Reach.COMMON) {
                    continue;
                }
                Http.Answer answer = ask(stranger, operation);
                boolean refused = Set.of(403, 404, 422).contains(answer.status());
                boolean empty = answer.status() == 200
                        && method(operation).equals("GET")
                        && FOREIGN.stream().noneMatch(answer.json().toString()::contains);
                if (!refused && !empty) {
                    wrong.add(stranger + ": " + operation + " → " + answer.status() + " " + answer.json());
                }
            }
        }
        assertThat(wrong).isEmpty();
    }

    @Test
    void aSessionReachesExactlyAsFarAsItsToken() {
        List<String> wrong = new ArrayList<>();
        for (String person : List.of("chief", "strange-dispatcher", "technician", "storeman")) {
            String cookie = http.raw(HttpRequest.newBuilder(URI.create(house.url() + "/api/v1/session"))
                            .header("Content-Type", "application/json")
                            .POST(HttpRequest.BodyPublishers.ofString("{\"token\":\"" + tokens.get(person) + "\"}")))
                    .headers()
                    .firstValue("set-cookie")
                    .orElseThrow()
                    .split(";", 2)[0];
            for (String operation : operations()) {
                if (method(operation).equals("GET")) {
                    String path = concrete(operation);
                    int bySession = http.send(
                                    "GET",
                                    path,
                                    HttpRequest.newBuilder(URI.create(house.url() + path))
                                            .header("Cookie", cookie))
                            .status();
                    if (bySession != ask(person, operation).status()) {
                        wrong.add(person + ": " + operation + " → " + bySession);
                    }
                }
            }
        }
        assertThat(wrong).isEmpty();
    }

    @Test
    void whatIsAboutEverythingIsForThoseWhoSeeEverything() {
        List<String> wrong = new ArrayList<>();
        for (String operation : operations()) {
            if (reach(operation) == Access.Reach.EVERYTHING) {
                for (String person : List.of("south", "chief", "technician")) {
                    if (ask(person, operation).status() != 403) {
                        wrong.add(person + ": " + operation);
                    }
                }
            }
        }
        assertThat(wrong).isEmpty();
    }

    @Test
    void thoseWhoAreInChargeReadEverything() {
        List<String> wrong = new ArrayList<>();
        for (String operation : operations()) {
            if (method(operation).equals("GET")
                    && reach(operation) == Access.Reach.SCOPED
                    // The sample's ticket has no visit yet of which something could be said.
                    && !operation.contains("{id}/why")
                    && !operation.contains("{id}/reasons")) {
                for (String person : List.of("hq", "south", "chief")) {
                    int status = ask(person, operation).status();
                    if (status != 200) {
                        wrong.add(person + ": " + operation + " → " + status);
                    }
                }
            }
        }
        assertThat(wrong).isEmpty();
    }

    @Test
    void parameterThatNobodyReadsIsRefusedEverywhere() {
        List<String> silent = new ArrayList<>();
        for (String operation : new Contract().operations()) {
            String path = concrete(operation);
            if (!path(operation).startsWith("/api/v1/") || operation.startsWith("GET /api/v1/openapi")) {
                continue;
            }
            String asked = path + (path.contains("?") ? "&" : "?") + "nonsense=1";
            String body = method(operation).equals("GET") ? null : BODIES.getOrDefault(operation, "{}");
            HttpResponse<String> answer = http.raw(HttpRequest.newBuilder(URI.create(house.url() + asked))
                    .header("Content-Type", "application/json")
                    .header("Authorization", "Bearer " + tokens.get("hq"))
                    .method(
                            method(operation),
                            body == null
                                    ? HttpRequest.BodyPublishers.noBody()
                                    : HttpRequest.BodyPublishers.ofString(body)));
            // A customer's page says what is wrong in the customer's words.
            boolean theirs = answer.statusCode() == 400
                    && (answer.body().contains("parameter 'nonsense'") || path.startsWith("/api/v1/customer/"));
            // Not for headquarters.
            if (!theirs && answer.statusCode() != 403) {
                silent.add(operation + " → " + answer.statusCode() + " " + answer.body());
            }
        }
        assertThat(silent).isEmpty();
    }

    @Test
    void namesAndPhonesAreFoundByThoseOnlyWhoAreShownThemAndTheLookIsKept() {
        for (String words : List.of("weber", "1234567")) {
            String search = "/api/v1/tickets?state=all&q=" + words;
            assertThat(as("agent", "GET", search, null).json().get("total").asInt())
                    .as(words)
                    .isEqualTo(1);
            for (String other : List.of("reliability", "strange-dispatcher", "idle")) {
                assertThat(as(other, "GET", search, null).json().get("total").asInt())
                        .as(other + " " + words)
                        .isZero();
            }
        }
        assertThat(house.desk.organisation().looks().all("H1", "agent", 10))
                .anyMatch(look -> look.what().equals("search"));
        assertThat(house.desk.organisation().looks().all("H1", "reliability", 10))
                .noneMatch(look -> look.what().equals("search"));
        for (String filter : List.of("household=H1", "technician=t-1")) {
            assertThat(as("chief", "GET", "/api/v1/tickets?" + filter, null).status())
                    .as(filter)
                    .isEqualTo(200);
            assertThat(as("strange-dispatcher", "GET", "/api/v1/tickets?" + filter, null)
                            .status())
                    .as(filter)
                    .isEqualTo(400);
        }
    }

    @Test
    void aTechnicianSeesTheirOwnVisitsOnly() {
        JsonNode own =
                as("technician", "GET", "/api/v1/tickets?state=all", null).json();
        assertThat(own.get("total").asInt()).isEqualTo(1);
        assertThat(as("technician", "GET", "/api/v1/tickets/1", null).status()).isEqualTo(200);
        assertThat(as("technician", "GET", "/api/v1/tickets/2", null).status()).isEqualTo(404);
        assertThat(as("technician", "GET", "/api/v1/tickets/HW-000002", null).status())
                .isEqualTo(404);
        assertThat(as("technician", "POST", "/api/v1/tickets/2/steps", "{\"to\":\"triaged\"}")
                        .status())
                .isEqualTo(404);
        assertThat(as("idle", "GET", "/api/v1/tickets?state=all", null)
                        .json()
                        .get("total")
                        .asInt())
                .isZero();
        assertThat(as("idle", "GET", "/api/v1/tickets?state=all&appliance=" + SampleHouse.FIRST, null)
                        .json()
                        .get("total")
                        .asInt())
                .isZero();
        // The appliance in the house that they go to, and no other.
        JsonNode visible = as("technician", "GET", "/api/v1/appliances", null).json();
        assertThat(visible.get("appliances")).hasSize(1);
        assertThat(visible.at("/appliances/0/id").asText()).isEqualTo(SampleHouse.FIRST);
        assertThat(as("idle", "GET", "/api/v1/appliances", null).json().get("appliances"))
                .isEmpty();
        assertThat(as("idle", "GET", "/api/v1/households/H1/preferences", null).status())
                .isEqualTo(404);
    }

    @Test
    void aTechnicianLooksAtTheCentresShelvesAndMovesWhatIsInTheVan() {
        assertThat(as("technician", "GET", "/api/v1/parts/warehouses", null)
                        .json()
                        .get("warehouses")
                        .findValuesAsText("id"))
                .containsExactly("MUNICH", "VAN1");
        String count =
                "{\"key\":\"%s\",\"warehouse\":\"%s\",\"part\":\"WM-DL-6101\",\"counted\":0,\"reason\":\"weekly\"}";
        Http.Answer refused = as("technician", "POST", "/api/v1/parts/stocktakes", count.formatted("c1", "MUNICH"));
        assertThat(refused.status()).isEqualTo(403);
        assertThat(refused.detail()).contains("not yours to move");
        assertThat(as("technician", "POST", "/api/v1/parts/stocktakes", count.formatted("c2", "VAN1"))
                        .status())
                .isEqualTo(200);
        // Who asks is who is signed in, whatever the body says.
        assertThat(as("hq", "GET", "/api/v1/parts/stocktakes?warehouse=VAN1", null)
                        .json()
                        .at("/stocktakes/0/counted_by")
                        .asText())
                .isEqualTo("technician");
        assertThat(as("technician", "POST", "/api/v1/parts/receipts", shelf("\"quantity\":1"))
                        .detail())
                .contains("not for the role technician");
    }

    @Test
    void stockOfARegionIsWhatItsCentresDrawFrom() {
        assertThat(as("south", "GET", "/api/v1/parts/warehouses", null)
                        .json()
                        .get("warehouses")
                        .findValuesAsText("id"))
                .containsExactly("MUNICH", "VAN1");
        assertThat(as("hq", "GET", "/api/v1/parts/warehouses", null)
                        .json()
                        .get("warehouses")
                        .findValuesAsText("id"))
                .contains("CENTRAL", "HAMBURG", "MUNICH");
        // Goods may be asked from above, and not from another centre's shelf.
        String transfer = "{\"key\":\"%s\",\"from\":\"%s\",\"to\":\"MUNICH\",\"part\":\"WM-DP-2201\",\"quantity\":1}";
        assertThat(as("chief", "POST", "/api/v1/parts/transfers", transfer.formatted("t1", "CENTRAL"))
                        .status())
                .isEqualTo(200);
        assertThat(as("chief", "POST", "/api/v1/parts/transfers", transfer.formatted("t2", "HAMBURG"))
                        .status())
                .isEqualTo(403);
    }

    @Test
    void aRefusalTellsOfStockThatOneMayHave() {
        assertThat(as(
                                "hq",
                                "POST",
                                "/api/v1/parts/receipts",
                                "{\"key\":\"a0\",\"warehouse\":\"CENTRAL\",\"part\":\"WM-DL-6101\",\"quantity\":2}")
                        .status())
                .isEqualTo(200);
        String all = "{\"key\":\"%s\",\"holder\":\"x\",\"warehouse\":\"%s\",\"part\":\"WM-DL-6101\",\"quantity\":900}";
        Http.Answer own = as("chief", "POST", "/api/v1/parts/reservations", all.formatted("a1", "MUNICH"));
        assertThat(own.status()).isEqualTo(409);
        assertThat(own.json().get("available").findValuesAsText("warehouse")).contains("MUNICH", "CENTRAL");
        Http.Answer other = as("strange-chief", "POST", "/api/v1/parts/reservations", all.formatted("a2", "HAMBURG"));
        assertThat(other.status()).isEqualTo(409);
        assertThat(other.json().get("available").findValuesAsText("warehouse")).containsExactly("CENTRAL");
    }

    @Test
    void anOrderIsApprovedInOnesOwnRole() {
        execute("""
                insert into service.supplier (id, name) values ('ACME', 'Acme') on conflict do nothing;
                insert into service.supply_offer (part, supplier, lead_days, minimum, price, currency, valid_from)
                    values ('WM-HE-3020', 'ACME', 5, 1, 50, 'EUR', '2026-01-01');
                insert into service.approval_limit (role, amount, currency)
                    values ('parts_manager', 100, 'EUR'), ('headquarters', 10000, 'EUR');
                """);
        String order = as(
                        "hq",
                        "POST",
                        "/api/v1/parts/orders",
                        "{\"key\":\"o1\",\"warehouse\":\"CENTRAL\",\"part\":\"WM-HE-3020\",\"quantity\":9,\"reason\":\"low\"}")
                .json()
                .get("order")
                .asText();
        String path = "/api/v1/parts/orders/" + order + "/approve";
        Http.Answer borrowed = as("storeman", "POST", path, "{\"key\":\"o2\",\"role\":\"headquarters\"}");
        assertThat(borrowed.status()).isEqualTo(403);
        assertThat(borrowed.detail()).contains("you are parts_manager, not headquarters");
        assertThat(as("storeman", "POST", path, "{\"key\":\"o3\"}").detail())
                .contains("the role 'parts_manager' may not approve 450.00 EUR");
        JsonNode approved = as("hq", "POST", path, "{\"key\":\"o4\"}").json();
        assertThat(approved.get("decided_as").asText()).isEqualTo("headquarters");
    }

    @Test
    void thePolicyIsChangedByThoseWhoAnswerForItAndUnderTheirOwnName() {
        String turn = "{\"type\":\"refrigerator\",\"who\":\"somebody else\",\"reason\":\"trial\"}";
        assertThat(as("agent", "POST", "/api/v1/policy/enable", turn).status()).isEqualTo(403);
        assertThat(as("chief", "POST", "/api/v1/policy/enable", turn).status()).isEqualTo(403);
        assertThat(as("reliability", "POST", "/api/v1/policy/enable", turn).status())
                .isEqualTo(200);
        assertThat(as("reliability", "GET", "/api/v1/policy/changes?limit=1", null)
                        .json()
                        .at("/changes/0/who")
                        .asText())
                .isEqualTo("reliability");
        assertThat(as("chief", "POST", "/api/v1/policy/capacity", "{\"centre\":\"MUC\",\"tickets_per_day\":7}")
                        .status())
                .isEqualTo(200);
        assertThat(as("north", "GET", "/api/v1/policy", null)
                        .json()
                        .get("centres")
                        .findValuesAsText("id"))
                .containsExactly("HAM");
    }
}
