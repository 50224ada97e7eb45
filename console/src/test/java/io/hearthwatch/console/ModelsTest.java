package io.hearthwatch.console;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.sql.Statement;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Models, who decided about them, and long work on them, over HTTP. */
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class ModelsTest {
    private static final String TYPE = "washing_machine";

    private static SampleHouse house;
    private static Http http;

    @BeforeAll
    static void open() {
        house = SampleHouse.empty(0);
        http = new Http(house.url());
        house.database.database().inTransaction(connection -> {
            try (Statement statement = connection.createStatement()) {
                for (int i = 1; i <= 2; i++) {
                    statement.execute("""
                            insert into prediction.model (id, type, created_at, trained_until, horizon_ms, lead_ms, every_ms,
                                anchor, on_fault, document, horizons_ms)
                            values ('washing_machine-%d', 'washing_machine', '2026-10-01', '2026-09-30', 86400000, 0, 86400000,
                                '2026-09-30', true, '{"settings": {}, "vocabulary": {"codes": ["E18"]}, "appliances": 7}',
                                array[86400000])
                            """.formatted(i));
                }
                return statement.executeUpdate("""
                        insert into prediction.evaluation (model_id, at, document)
                        values ('washing_machine-1', '2026-10-02', '{"from": "2026-10-01T00:00:00Z", "micro": {"f1": 0.9}}')
                        """);
            }
        });
    }

    @AfterAll
    static void close() {
        house.close();
    }

    @Test
    void modelIsPromotedTriedAndTakenBackAndTheLogTellsIt() {
        JsonNode first = http.post("/api/v1/models/washing_machine-1/promote", "{\"who\": \"anna\"}")
                .json();
        assertThat(first.get("model").asText()).isEqualTo("washing_machine-1");
        assertThat(first.get("changed").asBoolean()).isTrue();
        assertThat(http.post("/api/v1/models/washing_machine-1/promote", "{\"who\": \"anna\"}")
                        .json()
                        .get("changed")
                        .asBoolean())
                .as("it is the champion already")
                .isFalse();
        assertThat(http.post("/api/v1/models/washing_machine-2/promote", "{\"as\": \"challenger\"}")
                        .status())
                .isEqualTo(200);
        JsonNode models = http.get("/api/v1/models?type=" + TYPE).json().get("models");
        assertThat(models.get(0).at("/aliases/0").asText()).isEqualTo("challenger");
        assertThat(models.get(1).at("/aliases/0").asText()).isEqualTo("champion");
        assertThat(models.get(1).at("/newest_evaluation/f1").asDouble()).isEqualTo(0.9);
        JsonNode one = http.get("/api/v1/models/washing_machine-1").json();
        assertThat(one.at("/span/appliances").asInt()).isEqualTo(7);
        assertThat(one.at("/vocabulary/codes").asInt()).isEqualTo(1);
        assertThat(http.get("/api/v1/models/washing_machine-1/evaluations")
                        .json()
                        .at("/evaluations/0/document/micro/f1")
                        .asDouble())
                .isEqualTo(0.9);

        JsonNode forced = http.post(
                        "/api/v1/models/washing_machine-2/promote", "{\"force\": true, \"reason\": \"I know why\"}")
                .json();
        assertThat(forced.get("previous").asText()).isEqualTo("washing_machine-1");
        String ofType = "{\"type\": \"washing_machine\", \"who\": \"anna\"}";
        assertThat(http.post("/api/v1/models/rollback", ofType)
                        .json()
                        .get("model")
                        .asText())
                .isEqualTo("washing_machine-1");
        assertThat(http.post("/api/v1/models/rollback", ofType).status()).isEqualTo(409);
        assertThat(http.post("/api/v1/models/withdraw", ofType).status()).isEqualTo(409);
        JsonNode lines = http.get("/api/v1/models/audit?type=" + TYPE + "&limit=4")
                .json()
                .get("lines");
        assertThat(lines.findValuesAsText("action")).containsExactly("rollback", "promote", "challenger", "promote");
        assertThat(lines.findValuesAsText("who")).containsExactly("api anna", "api", "api", "api anna");
        assertThat(lines.get(1).get("reason").asText()).isEqualTo("I know why");
    }

    @Test
    void reportIsAPageThatMayLoadNothing() {
        HttpResponse<String> page = http.raw("/api/v1/models/washing_machine-1/report");
        assertThat(page.body()).contains("<title>washing_machine-1</title>");
        assertThat(page.headers().firstValue("content-type")).contains("text/html; charset=utf-8");
        assertThat(page.headers().allValues("content-security-policy"))
                .hasSize(1)
                .allMatch(policy -> policy.startsWith("default-src 'none'"));
        assertThat(http.get("/api/v1/models/nothing-1/report").status()).isEqualTo(404);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "zh-CN,zh;q=0.9,en;q=0.8| | zh",
                "fr-FR,zh;q=0.5,en;q=0.4| | zh",
                "en-GB,en;q=0.9,zh;q=0.1| | en",
                "fr| | en",
                "zh-CN|?lang=en| en"
            })
    void reportOpensInTheBrowsersLanguageUnlessTheAddressSaysOtherwise(String accepted, String query, String language) {
        String path = "/api/v1/models/washing_machine-1/report" + (query == null ? "" : query);
        HttpResponse<String> page =
                http.raw(HttpRequest.newBuilder(URI.create(house.url() + path)).header("Accept-Language", accepted));
        assertThat(page.body()).contains("<html lang=" + language + ">");
        assertThat(page.headers().firstValue("vary").orElse("")).contains("accept-language");
        assertThat(http.get("/api/v1/models/washing_machine-1/report?lang=fr").status())
                .isEqualTo(400);
    }

    @Test
    void wrongRequestsAreSaid() {
        assertThat(http.get("/api/v1/models/nothing-1").status()).isEqualTo(404);
        assertThat(http.get("/api/v1/models?type=nothing").status()).isEqualTo(404);
        assertThat(http.get("/api/v1/models/shadow?type=" + TYPE).status()).isEqualTo(409);
        assertThat(http.post("/api/v1/models/washing_machine-1/promote", "{\"as\": \"king\"}")
                        .detail())
                .contains("king");
        assertThat(http.post("/api/v1/models/washing_machine-1/promote", "{\"force\": true}")
                        .detail())
                .contains("reason");
        assertThat(http.post("/api/v1/model-jobs", "{\"command\": \"dance\"}").detail())
                .contains("dance");
        assertThat(http.post("/api/v1/model-jobs", "{\"command\": \"echo\"}").detail())
                .contains("'word' is missing");
        assertThat(http.post(
                                "/api/v1/model-jobs",
                                "{\"command\": \"echo\", \"arguments\": {\"word\": \"a\", \"x\": 1}}")
                        .detail())
                .contains("'x' is not known");
        assertThat(http.get("/api/v1/model-jobs/x").status()).isEqualTo(404);
    }

    @Test
    @Order(1)
    void jobIsDoneElsewhereAndOneThatWaitsOrRunsCanBeCancelledAndTheQueueHasAnEnd() {
        house.jobs.start();
        String done = submit("hello");
        await().atMost(30, TimeUnit.SECONDS).until(() -> state(done).equals("done"));
        JsonNode job = http.get(done).json();
        assertThat(job.at("/result/word").asText()).isEqualTo("hello");
        assertThat(job.at("/result/who").asText()).isEqualTo("api anna");

        house.gate.drainPermits();
        String running = submit("runs");
        await().atMost(30, TimeUnit.SECONDS).until(() -> state(running).equals("running"));
        String waiting = submit("waits");
        for (int i = 1; i < 20; i++) {
            submit("waits too");
        }
        assertThat(http.post("/api/v1/model-jobs", body("one too many")).status())
                .isEqualTo(429);
        assertThat(delete(waiting).get("state").asText()).isEqualTo("cancelled");
        delete(running);
        await().atMost(30, TimeUnit.SECONDS).until(() -> state(running).equals("cancelled"));
        house.gate.release(1_000);
        await().atMost(30, TimeUnit.SECONDS)
                .until(() -> http.get("/api/v1/model-jobs?limit=1")
                        .json()
                        .at("/jobs/0/state")
                        .asText()
                        .equals("done"));
    }

    @Test
    @Order(2)
    void fileThatAJobLeftIsDownloadedWhole() {
        String job = submitted("{\"command\": \"lines\", \"arguments\": {\"lines\": 400000}}");
        await().atMost(30, TimeUnit.SECONDS).until(() -> state(job).equals("done"));
        JsonNode file = http.get(job).json().get("file");
        HttpResponse<String> answer = http.raw(file.get("href").asText());
        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(answer.headers().firstValue("content-type")).contains("text/csv");
        assertThat(answer.headers().firstValue("content-disposition"))
                .contains("attachment; filename=\"lines__of__it.csv\"");
        assertThat(answer.body().length())
                .as("in more than one part")
                .isEqualTo(file.get("bytes").asInt())
                .isGreaterThan(2 << 20);
        assertThat(answer.body()).startsWith("0\n1\n").endsWith("\n399999\n");
        assertThat(answer.body().lines().count()).isEqualTo(400_000);

        String empty = submitted("{\"command\": \"lines\", \"arguments\": {\"lines\": 0}}");
        await().atMost(30, TimeUnit.SECONDS).until(() -> state(empty).equals("done"));
        assertThat(http.raw(empty + "/file").body()).isEmpty();

        String echo = submit("leaves none");
        await().atMost(30, TimeUnit.SECONDS).until(() -> state(echo).equals("done"));
        assertThat(http.get(echo).json().get("file").isNull()).isTrue();
        assertThat(http.get(echo + "/file").status()).isEqualTo(404);
        assertThat(http.get("/api/v1/model-jobs/999999/file").status()).isEqualTo(404);
    }

    private static String body(String word) {
        return "{\"command\": \"echo\", \"who\": \"anna\", \"arguments\": {\"word\": \"" + word + "\"}}";
    }

    private static String submit(String word) {
        return submitted(body(word));
    }

    private static String submitted(String body) {
        HttpResponse<String> response = http.raw(HttpRequest.newBuilder(URI.create(house.url() + "/api/v1/model-jobs"))
                .header("Content-Type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofString(body)));
        assertThat(response.statusCode()).isEqualTo(202);
        return response.headers().firstValue("location").orElseThrow();
    }

    private static String state(String job) {
        return http.get(job).json().get("state").asText();
    }

    private static JsonNode delete(String job) {
        return http.send(
                        "DELETE",
                        job,
                        HttpRequest.newBuilder(URI.create(house.url() + job))
                                .header("Content-Type", "application/json")
                                .DELETE())
                .json();
    }
}
