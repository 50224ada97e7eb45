package io.hearthwatch.app.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.hearthwatch.app.TestServer;
import io.hearthwatch.app.workspace.Workspace;
import io.hearthwatch.catalog.Costs;
import io.hearthwatch.fleet.Appliance;
import io.hearthwatch.fleet.ComponentEvent;
import io.hearthwatch.ingest.BulkFault;
import io.hearthwatch.ingest.BulkReading;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;

/** Long work on models that is asked for over HTTP, on models that are really trained. */
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class ModelJobsTest {
    /** Its refrigerant circuit may hurt people: a missed failure weighs twice. */
    private static final String TYPE = "refrigerator";

    private static final String CIRCUIT = "refrigerant_circuit";
    private static final Instant START = Instant.parse("2025-01-01T00:00:00Z");
    private static final int DAYS = 120;
    private static final String TREES =
            "\"settings\": {\"trees\": {\"rounds\": 20, \"depth\": 3}}, \"seed\": 7, \"horizon\": \"PT24H\"";

    private static TestServer server;

    @BeforeAll
    static void fill() {
        server = TestServer.startDriven();
        Workspace workspace = server.workspace();
        Random random = new Random(3);
        int metrics = workspace.catalog().type(TYPE).metrics().size();
        List<BulkReading> readings = new ArrayList<>();
        List<BulkFault> faults = new ArrayList<>();
        List<ComponentEvent> failures = new ArrayList<>();
        for (int i = 0; i < 24; i++) {
            server.register("RF-" + i, TYPE);
            Appliance fridge = workspace.fleet().find("RF-" + i).orElseThrow();
            for (int day = 1; day < DAYS; day++) {
                Instant at = START.plus(Duration.ofDays(day));
                String[] values = new String[metrics];
                values[0] = String.valueOf(3 + random.nextGaussian() / 10);
                readings.add(new BulkReading(0, fridge, at, at, values));
                if (random.nextInt(18) == 0) {
                    Instant code = at.plus(Duration.ofHours(random.nextInt(20)));
                    Instant failed = code.plus(Duration.ofHours(12));
                    faults.add(new BulkFault(0, fridge, code, code, "F09", true));
                    failures.add(new ComponentEvent(fridge.no(), CIRCUIT, failed, failed, null));
                }
            }
        }
        workspace.ingest().bulk().readings(readings);
        workspace.ingest().bulk().faults(faults);
        workspace.fleet().recordFailures(failures);
        workspace.ingest().hours().close(START.plus(Duration.ofDays(DAYS + 1)));
        server.moveClock(START.plus(Duration.ofDays(DAYS + 1)));
    }

    @AfterAll
    static void close() {
        server.close();
    }

    @Test
    @Order(1)
    void trainingTakesSettingsAndWeighsASafetyComponentAsTheServiceDoes() {
        JsonNode model =
                done("train", "{\"type\": \"refrigerator\", " + TREES + ", \"until\": \"2025-03-01T00:00:00Z\"}");
        assertThat(model.get("champion").asBoolean()).isTrue();
        JsonNode shown = json(server.get("/api/v1/models/refrigerator-1"), 200);
        assertThat(shown.at("/settings/trees/depth").asInt()).isEqualTo(3);
        assertThat(shown.at("/settings/seed").asInt()).isEqualTo(7);
        assertThat(model.at("/components/" + CIRCUIT + "/cost_threshold").asDouble())
                .isEqualTo(acting().threshold());
    }

    @Test
    @Order(2)
    void retrainingMakesAChallengerThatWeighsTheSame() {
        JsonNode report = done("retrain", "{\"type\": \"refrigerator\"}");
        assertThat(report.get("champion").asText()).isEqualTo("refrigerator-1");
        assertThat(report.get("challenger").asBoolean()).isTrue();
        assertThat(report.at("/candidate/model").asText()).isEqualTo("refrigerator-2");
        assertThat(report.at("/candidate/components/" + CIRCUIT + "/cost_threshold")
                        .asDouble())
                .isEqualTo(acting().threshold());
        assertThat(server.workspace().models().audit(TYPE, 50))
                .anyMatch(line -> line.entry().action().equals("retrain")
                        && line.entry().who().equals("api anna"));
    }

    private static Costs acting() {
        return server.workspace().serviceDesk().policies().actingCosts(TYPE).get(CIRCUIT);
    }

    @Test
    @Order(3)
    void judgingRunsTheTicketRulesAndSaysWhatNeverSeenLeaves() {
        JsonNode report = done(
                "evaluate",
                "{\"type\": \"refrigerator\", \"model\": \"refrigerator-1\", \"policy\": true, \"threshold\": \"cost\"}");
        assertThat(report.at("/policy/failures").asInt())
                .isEqualTo(report.at("/policy/preempted").asInt()
                        + report.at("/policy/missed").asInt())
                .isPositive();
        assertThat(server.get("/api/v1/models/refrigerator-1/report").body())
                .as("the whole evaluation as a page")
                .contains("<svg", "refrigerator-1");
        JsonNode failed =
                ended("evaluate", "{\"type\": \"refrigerator\", \"model\": \"refrigerator-1\", \"never_seen\": true}");
        assertThat(failed.get("state").asText())
                .as("it was trained on all of them")
                .isEqualTo("failed");
        JsonNode folds = done(
                "evaluate", "{\"type\": \"refrigerator\", \"model\": \"refrigerator-1\", \"unseen\": 2, \"seed\": 3}");
        assertThat(folds.at("/judged/folds").asInt()).isEqualTo(2);
    }

    @Test
    @Order(4)
    void cancelledTuningIsResumedByTheIdThatItsPhaseTells() {
        JsonNode tuned = done(
                "tune",
                "{\"type\": \"refrigerator\", \"trials\": 1, \"train\": false, \"until\": \"2025-03-01T00:00:00Z\", "
                        + TREES + "}");
        String more = "{\"resume\": \"" + tuned.get("tuning").asText() + "\", \"trials\": 2, \"train\": false}";
        assertThat(done("tune", more).get("trials")).hasSize(2);
        assertThat(refused("tune", more.replace("}", ", \"seed\": 2}"))).contains("has its search already");
        assertThat(refused("tune", "{\"resume\": \"nothing-1\"}")).contains("no tuning nothing-1");
    }

    @Test
    @Order(5)
    void modelItselfIsDownloadedAsAZip() throws Exception {
        JsonNode job = ended("export", "{\"model\": \"refrigerator-1\", \"format\": \"tribuo\"}");
        assertThat(job.at("/file/media_type").asText()).isEqualTo("application/zip");
        assertThat(job.at("/file/name").asText()).isEqualTo("refrigerator-1-tribuo.zip");
        assertThat(job.at("/result/files").toString()).contains("model.json");
        assertThat(server.get(job.at("/file/href").asText()).body()).startsWith("PK");
    }

    @Test
    @Order(6)
    void lookNowIsAJob() {
        JsonNode look = done("watch", "{\"type\": \"refrigerator\"}");
        assertThat(look.at("/models/0/model").asText()).isEqualTo("refrigerator-1");
    }

    @Test
    @Order(7)
    void promotingAsChallengerIsAJobAsWell() {
        done("promote", "{\"model\": \"refrigerator-2\", \"as\": \"challenger\", \"reason\": \"because\"}");
        assertThat(refused("promote", "{\"model\": \"refrigerator-2\", \"force\": true}"))
                .contains("needs 'reason'");
    }

    @Test
    void whatMakesNoSenseIsRefusedAtOnce() {
        String life = "{\"type\": \"refrigerator\", \"target\": \"remaining_life\"";
        assertThat(refused("train", life + ", \"horizon\": \"PT24H\"}")).contains("no effect on remaining life");
        assertThat(refused("train", life + ", \"cap\": \"PT1M\"}")).contains("at least an hour");
        assertThat(refused("train", "{\"type\": \"refrigerator\", \"horizon\": \"PT24H\", \"cap\": \"PT9H\"}"))
                .contains("for remaining life only");
        assertThat(
                        refused(
                                "train",
                                "{\"type\": \"refrigerator\", \"horizon\": \"PT24H\", \"settings\": {\"trees\": {\"leaves\": 4}}}"))
                .contains("there is no setting 'trees.leaves'");
        assertThat(refused("evaluate", life + ", \"policy\": true}")).contains("no effect on remaining life");
        assertThat(refused("evaluate", life + ", \"at\": \"last\"}")).contains("go together");
        assertThat(refused("evaluate", life + ", \"at\": \"last\", \"truth\": {\"RF-1\": -1}}"))
                .contains("truth.RF-1");
        assertThat(refused("evaluate", "{\"type\": \"refrigerator\", \"unseen\": 3, \"policy\": true}"))
                .contains("says nothing");
        assertThat(refused("evaluate", "{\"type\": \"refrigerator\", \"until\": \"2025-03-01T00:00:00Z\"}"))
                .contains("with 'unseen' only");
        assertThat(refused("export", "{\"format\": \"onnx\"}")).contains("which model");
        assertThat(refused(
                        "export", "{\"model\": \"refrigerator-1\", \"format\": \"onnx\", \"type\": \"refrigerator\"}"))
                .contains("no effect");
        assertThat(refused("retrain", "{\"type\": \"toaster\"}")).contains("no appliance type 'toaster'");
    }

    private static JsonNode submit(String command, String arguments, int status) {
        return json(
                server.post(
                        "/api/v1/model-jobs",
                        "{\"command\": \"" + command + "\", \"who\": \"anna\", \"arguments\": " + arguments + "}"),
                status);
    }

    private static String refused(String command, String arguments) {
        return submit(command, arguments, 422).get("detail").asText();
    }

    private static JsonNode ended(String command, String arguments) {
        String id = submit(command, arguments, 202).get("id").asText();
        return await().atMost(60, TimeUnit.SECONDS)
                .pollInterval(50, TimeUnit.MILLISECONDS)
                .until(
                        () -> json(server.get("/api/v1/model-jobs/" + id), 200),
                        job -> !job.get("ended_at").isNull());
    }

    private static JsonNode done(String command, String arguments) {
        JsonNode job = ended(command, arguments);
        assertThat(job.get("state").asText()).as(job.toString()).isEqualTo("done");
        return job.get("result");
    }

    private static JsonNode json(HttpResponse<String> answer, int status) {
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(status);
        try {
            return new ObjectMapper().readTree(answer.body());
        } catch (JsonProcessingException e) {
            throw new AssertionError(e);
        }
    }
}
