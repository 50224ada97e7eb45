package io.hearthwatch.console;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.hearthwatch.servicedesk.customer.PreferenceWish;
import io.hearthwatch.servicedesk.organisation.Person;
import io.hearthwatch.servicedesk.organisation.Role;
import io.hearthwatch.servicedesk.report.Report;
import java.net.http.HttpRequest;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What a customer reports without an account: what becomes of it, and what nobody learns by it. */
class ReportApiTest {
    private static final String REPORTS = "/api/v1/public/reports";

    private SampleHouse house;
    private Http http;

    @BeforeEach
    void open() {
        house = SampleHouse.furnished(0);
        http = new Http(house.url());
    }

    @AfterEach
    void close() {
        house.close();
    }

    private static String report(String more) {
        return ("{'name':'Ada Weber','phone':'089 1234567','address':'Lange Straße 1','postcode':'80331','symptom':'does not drain',"
                        + "'began':'yesterday','consent':true" + (more.isEmpty() ? "" : "," + more) + "}")
                .replace('\'', '"');
    }

    private String send(String more) {
        Http.Answer answer = http.post(REPORTS, report(more));
        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.json().size()).as("nothing but the reference").isEqualTo(1);
        return answer.json().get("reference").asText();
    }

    private JsonNode worked(String reference) {
        house.desk.reports().runDue(house.clock.instant());
        return http.get("/api/v1/reports/" + reference).json();
    }

    @Test
    void whatIsSurelyTheirsJoinsTheOpenProactiveTicketAndTheLinkGoesByTheirOwnWay() {
        house.desk.customers().prefer("H1", PreferenceWish.of("en", "email", "ada@example.org", true, "phone"));
        JsonNode report = worked(send("'serial':'wm-04201','wish':'soon','wished_time':'Monday'"));
        assertThat(report.get("state").asText()).isEqualTo("opened");
        assertThat(report.get("ticket").asText()).isEqualTo("HW-000001");
        JsonNode ticket = http.get("/api/v1/tickets/HW-000001").json();
        assertThat(ticket.get("contacts")).hasSize(1);
        assertThat(ticket.at("/contacts/0/channel").asText()).isEqualTo("form");
        assertThat(ticket.at("/contacts/0/open_before").asBoolean()).isTrue();
        assertThat(ticket.get("information").toString()).contains("does not drain", "Lange Straße 1, 80331 München");
        JsonNode messages =
                http.get("/api/v1/tickets/HW-000001/messages").json().get("messages");
        assertThat(messages).hasSize(1);
        assertThat(messages.at("/0/kind").asText()).isEqualTo("received");
    }

    @Test
    void whatIsNobodysSurelyWaitsForAnAgentWhoCompletesIt() {
        for (String other :
                List.of("'serial':'WM-04201','phone':'+49 30 9999999'", "'serial':'XX-1'", "'model':'WM-8014'")) {
            String reference = send(other.replace("'phone'", "'wish':'please call','email':'x@example.org','phone'")
                    .replace("'phone':'+49 30 9999999'", "'began':'today'")
                    .replace("'began':'today'", "'type':'washing_machine'"));
            assertThat(reference).matches("R-[A-Z2-9]{4}-[A-Z2-9]{4}");
        }
        house.desk.reports().runDue(house.clock.instant());
        assertThat(http.get("/api/v1/reports?state=intake").json().get("reports"))
                .hasSize(2);

        String reference = http.post(
                        REPORTS, report("'serial':'WM-04238','model':'WM-8014','type':'washing_machine','wish':'soon'"))
                .json()
                .get("reference")
                .asText();
        JsonNode report = worked(reference);
        assertThat(report.get("state").asText()).isEqualTo("intake");
        assertThat(report.get("centre").asText()).isEqualTo("MUC");
        assertThat(report.get("missing").toString())
                .contains("purchase_date", "environment")
                .doesNotContain("symptom");
        JsonNode intake =
                http.get("/api/v1/tickets/" + report.get("intake").asText()).json();
        assertThat(intake.get("kind").asText()).isEqualTo("consultation");
        assertThat(intake.get("information").toString()).contains("Ada Weber", "does not drain");

        assertThat(http.post("/api/v1/reports/" + reference + "/complete", "{\"who\":\"Li\"}")
                        .status())
                .as("a repair is about an appliance")
                .isEqualTo(400);
        Http.Answer completed =
                http.post("/api/v1/reports/" + reference + "/complete", "{\"who\":\"Li\",\"appliance\":\"RF-00017\"}");
        assertThat(completed.status()).isEqualTo(201);
        JsonNode ticket = http.get(
                        "/api/v1/tickets/" + completed.json().get("number").asText())
                .json();
        assertThat(ticket.get("kind").asText()).isEqualTo("repair");
        assertThat(ticket.get("information").toString()).contains("Ada Weber", "does not drain");
        assertThat(http.get("/api/v1/tickets/" + report.get("intake").asText())
                        .json()
                        .get("state")
                        .asText())
                .isEqualTo("cancelled");
        JsonNode after = http.get("/api/v1/reports/" + reference).json();
        assertThat(after.get("state").asText()).isEqualTo("completed");
        assertThat(after.get("done_by").asText()).isEqualTo("api Li");
        assertThat(http.post("/api/v1/reports/" + reference + "/complete", "{\"appliance\":\"RF-00017\"}")
                        .status())
                .isEqualTo(409);
    }

    @Test
    void whatMayHurtSomebodyIsCriticalTickedOrWrittenInEitherLanguage() {
        for (String said : List.of("'dangers':['gas']", "'wish':'it smells burnt'", "'wish':'有漏水现象'")) {
            JsonNode report = worked(send("'serial':'" + said.hashCode() + "'," + said));
            assertThat(http.get("/api/v1/tickets/" + report.get("intake").asText())
                            .json()
                            .get("urgency")
                            .asText())
                    .isEqualTo("critical");
            assertThat(report.get("dangers")).as(said).hasSize(1);
        }
        assertThat(http.get("/api/v1/tickets/"
                                + worked(send("'serial':'quiet'")).get("intake").asText())
                        .json()
                        .get("urgency")
                        .asText())
                .isEqualTo("normal");
    }

    @Test
    void otherKindsOfWorkAreAskedForToo() {
        JsonNode question = worked(send("'kind':'consultation'"));
        assertThat(question.get("state").asText()).isEqualTo("opened");
        assertThat(http.get("/api/v1/tickets/" + question.get("ticket").asText())
                        .json()
                        .get("kind")
                        .asText())
                .isEqualTo("consultation");
        JsonNode care = worked(send("'kind':'maintenance','serial':'WM-04201'"));
        assertThat(http.get("/api/v1/tickets/" + care.get("ticket").asText())
                        .json()
                        .get("kind")
                        .asText())
                .isEqualTo("maintenance");
    }

    @Test
    void theSameSentTwiceAtOnceIsOneReport() {
        ExecutorService clicks = Executors.newFixedThreadPool(4);
        try {
            List<CompletableFuture<String>> sent = IntStream.range(0, 4)
                    .mapToObj(i -> CompletableFuture.supplyAsync(() -> send("'serial':'WM-04201'"), clicks))
                    .toList();
            assertThat(sent.stream().map(CompletableFuture::join).distinct()).hasSize(1);
        } finally {
            clicks.shutdownNow();
        }
        assertThat(house.desk.reports().runDue(house.clock.instant())).isEqualTo(1);
        assertThat(http.get("/api/v1/reports").json().get("reports")).hasSize(1);
    }

    @Test
    void whatIsWrongIsToldFieldByFieldInBothLanguages() {
        Http.Answer wrong = http.post(REPORTS, "{\"email\":\"nonsense\",\"kind\":\"party\",\"dangers\":[\"x\"]}");
        assertThat(wrong.status()).isEqualTo(400);
        assertThat(wrong.json().get("fields").toString())
                .contains("kind", "name", "email", "symptom", "dangers", "consent", "请填写此项");
        assertThat(http.post(REPORTS, "{\"name\":\"" + "x".repeat(20_000) + "\"}")
                        .status())
                .isEqualTo(413);
    }

    @Test
    void aProgramThatFillsInEverythingIsAnsweredAlikeAndNotKept() {
        String reference = send("'website':'http://buy.example'");
        assertThat(reference).matches("R-[A-Z2-9]{4}-[A-Z2-9]{4}");
        assertThat(http.get("/api/v1/reports").json().get("reports")).isEmpty();
    }

    @Test
    void oneAddressIsHeldBackAndToldWhenToComeAgain() {
        for (int i = 0; i < 5; i++) {
            send("'wish':'" + i + "'");
        }
        assertThat(http.post(REPORTS, report("")).status()).isEqualTo(429);
        var refused = http.raw(HttpRequest.newBuilder(java.net.URI.create(house.url() + REPORTS))
                .header("Content-Type", "application/json")
                .header("X-Forwarded-For", "192.0.2.77")
                .POST(HttpRequest.BodyPublishers.ofString(report(""))));
        assertThat(refused.statusCode()).as("nobody's word about who they are").isEqualTo(429);
        assertThat(Integer.parseInt(refused.headers().firstValue("Retry-After").orElseThrow()))
                .isBetween(1, 300);
    }

    @Test
    void aSlipIsNoReport() {
        for (int i = 0; i < 8; i++) {
            assertThat(http.post(REPORTS, "{}").status()).isEqualTo(400);
        }
        assertThat(http.post(REPORTS, "{\"name\":\"" + "x".repeat(20_000) + "\"}")
                        .status())
                .isEqualTo(413);
        for (int i = 0; i < 5; i++) {
            send("'wish':'" + i + "'");
        }
        assertThat(http.post(REPORTS, report("")).status()).isEqualTo(429);
    }

    /** A report about an appliance that nobody knows, from a place. */
    private JsonNode intake(String address, String postcode) {
        return worked(house.desk
                .reports()
                .submit(new Report(
                        "en",
                        "repair",
                        "Ada Weber",
                        "089 1234567",
                        null,
                        address,
                        postcode,
                        "does not drain",
                        null,
                        null,
                        null,
                        "washing_machine",
                        null,
                        "XX-9",
                        List.of(),
                        ReportForm.CONSENT))
                .reference());
    }

    @Test
    void aReportComesToTheCentreOfItsDistrictAndToNoneThatIsClosed() {
        house.load("""
                warehouses: {EAST: {name: East store}}
                centres:
                  EAST: {name: East, time_zone: Europe/Berlin, latitude: 48.1, longitude: 11.7, warehouse: EAST, territory: [Haidhausen, "816"]}
                """);
        assertThat(intake("Wörthstr. 3, Haidhausen", null).get("centre").asText())
                .isEqualTo("EAST");
        assertThat(intake("Wörthstr. 3", "D-81667").get("centre").asText()).isEqualTo("EAST");
        assertThat(intake("Lange Straße 1", "80331").get("centre").asText()).isEqualTo("MUC");
        for (String centre : List.of("EAST", "MUC")) {
            house.database
                    .database()
                    .withConnection(connection -> connection
                            .createStatement()
                            .executeUpdate("update service.centre set active = false where id = '" + centre + "'"));
            JsonNode next = intake("Balanstr. 5 " + centre, "81669");
            assertThat(next.get("centre").asText("none")).isEqualTo(centre.equals("EAST") ? "MUC" : "none");
        }
    }

    @Test
    void aReportIsCompletedOnceUnderOneKey() {
        String complete = "/api/v1/reports/"
                + intake("Lange Straße 1", null).get("reference").asText() + "/complete";
        List<String> key = List.of("Idempotency-Key", "complete-1");
        Http.Answer first = http.write("POST", complete, "{\"who\":\"Li\",\"appliance\":\"RF-00017\"}", key);
        assertThat(first.status()).isEqualTo(201);
        Http.Answer again = http.write("POST", complete, "{\"who\":\"Li\",\"appliance\":\"RF-00017\"}", key);
        assertThat(again.status()).isEqualTo(201);
        assertThat(again.json()).isEqualTo(first.json());
        assertThat(http.write("POST", complete, "{\"who\":\"Li\",\"appliance\":\"WM-04201\"}", key)
                        .status())
                .isEqualTo(422);
    }

    @Test
    void nobodyNeedsATokenToReportAndOnlyTheOfficeReadsIt() {
        house.desk.organisation().people().add(new Person("boss", "Boss", Role.HEADQUARTERS, null, null, null, true));
        assertThat(http.get("/api/v1/public/form").json().get("types").size()).isPositive();
        String reference = send("");
        assertThat(http.get("/api/v1/reports/" + reference).status()).isEqualTo(401);
        assertThat(http.get("/api/v1/reports").status()).isEqualTo(401);
    }
}
