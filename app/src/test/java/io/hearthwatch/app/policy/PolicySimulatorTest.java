package io.hearthwatch.app.policy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.hearthwatch.app.TestServer;
import io.hearthwatch.app.cli.CommandFailure;
import io.hearthwatch.app.workspace.Workspace;
import io.hearthwatch.catalog.Catalog;
import io.hearthwatch.catalog.Costs;
import io.hearthwatch.fleet.Appliance;
import io.hearthwatch.fleet.ComponentEvent;
import io.hearthwatch.ingest.BulkFault;
import io.hearthwatch.ingest.BulkReading;
import io.hearthwatch.predictor.Decision;
import io.hearthwatch.predictor.Progress;
import io.hearthwatch.predictor.TrainRequest;
import io.hearthwatch.predictor.features.Horizons;
import io.hearthwatch.predictor.learning.LearningSettings;
import io.hearthwatch.servicedesk.Author;
import io.hearthwatch.servicedesk.PolicyTrials;
import io.hearthwatch.servicedesk.Proposal;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;

/** Costs, thresholds and trials of a policy, from the HTTP API down to a model that was really trained. */
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class PolicySimulatorTest {
    private static final String TYPE = "washing_machine";
    private static final String PUMP = "drain_pump";
    private static final Author ANNA = new Author("anna", null);
    private static final Duration DAY = Duration.ofDays(1);
    private static final Instant START = Instant.parse("2025-01-01T00:00:00Z");
    private static final int DAYS = 90;
    /** A stretch after all that was learnt from, of which every score and failure is made up below. */
    private static final Instant QUARTER = START.plus(Duration.ofDays(200));

    private static TestServer server;
    private static Workspace workspace;
    private static String model;
    private static final List<Appliance> machines = new ArrayList<>();

    @BeforeAll
    static void train() {
        server = TestServer.startDriven();
        workspace = server.workspace();
        for (int i = 0; i < 24; i++) {
            server.register("WM-" + i, TYPE);
            machines.add(workspace.fleet().find("WM-" + i).orElseThrow());
        }
        fill();
        model = workspace
                .predictor()
                .train(
                        new TrainRequest(
                                TYPE,
                                Horizons.of(Duration.ZERO, DAY),
                                START.plus(Duration.ofDays(DAYS)),
                                DAY,
                                true,
                                null,
                                Map.of(),
                                LearningSettings.DEFAULT.with(
                                        LearningSettings.DEFAULT.trees().withRounds(20))),
                        Progress.NONE)
                .id();
    }

    @AfterAll
    static void close() {
        server.close();
    }

    /** A reading a day, and E18 the day before the pump fails. */
    private static void fill() {
        Random random = new Random(3);
        int metrics = Catalog.load(List.of()).type(TYPE).metrics().size();
        List<BulkReading> readings = new ArrayList<>();
        List<BulkFault> faults = new ArrayList<>();
        List<ComponentEvent> failures = new ArrayList<>();
        for (Appliance machine : machines) {
            for (int day = 1; day < DAYS; day++) {
                Instant at = START.plus(Duration.ofDays(day));
                String[] values = new String[metrics];
                values[0] = String.valueOf(3 + random.nextGaussian() / 10);
                readings.add(new BulkReading(0, machine, at, at, values));
                if (random.nextInt(18) == 0) {
                    Instant code = at.plus(Duration.ofHours(random.nextInt(20)));
                    Instant failed = code.plus(Duration.ofHours(12));
                    faults.add(new BulkFault(0, machine, code, code, "E18", true));
                    failures.add(new ComponentEvent(machine.no(), PUMP, failed, failed, null));
                }
            }
        }
        workspace.ingest().bulk().readings(readings);
        workspace.ingest().bulk().faults(faults);
        workspace.fleet().recordFailures(failures);
        workspace.ingest().hours().close(START.plus(Duration.ofDays(DAYS + 1)));
    }

    private static JsonNode json(HttpResponse<String> answer, int status) throws Exception {
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(status);
        return new ObjectMapper().readTree(answer.body());
    }

    private static JsonNode post(String path, String body, int status) throws Exception {
        return json(server.post("/api/v1/policy/" + path, body), status);
    }

    private static JsonNode component(JsonNode policy, String component) {
        for (JsonNode type : policy.path("types")) {
            for (JsonNode each : type.path("components")) {
                if (type.path("type").asText().equals(TYPE)
                        && each.path("id").asText().equals(component)) {
                    return each;
                }
            }
        }
        throw new AssertionError(policy);
    }

    private static void costs(double missed, double needless, double held) {
        workspace.serviceDesk().policies().setCosts(TYPE, PUMP, new Costs(missed, needless, held), ANNA);
    }

    private static long decided() {
        List<Decision> decisions = new ArrayList<>();
        workspace
                .predictor()
                .decisions(model, START.plus(Duration.ofDays(20)), START.plus(Duration.ofDays(80)), null, decision -> {
                    if (decision.component().equals(PUMP)) {
                        decisions.add(decision);
                    }
                });
        return decisions.size();
    }

    @Test
    @Order(1)
    void thresholdMovesWithTheCostAndWithItWhatIsDecided() throws Exception {
        post("costs", costs("missed_failure", 100, 20, 10), 200);
        assertThat(component(json(server.get("/api/v1/policy"), 200), PUMP)
                        .path("threshold")
                        .asDouble())
                .as("(10 + 20) / (100 + 20), of a component that weighs 1")
                .isCloseTo(0.25, within(1e-9));
        long usual = decided();
        JsonNode changed = post("costs", costs("missed_failure", 1_000_000, 20, 10), 200);
        assertThat(changed.path("changed").asBoolean()).isTrue();
        assertThat(component(json(server.get("/api/v1/policy"), 200), PUMP)
                        .path("threshold")
                        .asDouble())
                .isCloseTo(30 / 1_000_020.0, within(1e-9));
        long anxious = decided();
        post("costs", costs("missed_failure", 100, 1_000_000, 10), 200);
        long calm = decided();
        assertThat(usual).isPositive();
        assertThat(anxious).isGreaterThan(usual);
        assertThat(calm).isLessThan(usual);
        assertThat(json(server.get("/api/v1/policy/changes"), 200).path("changes"))
                .hasSizeGreaterThanOrEqualTo(3)
                .first()
                .satisfies(change -> {
                    assertThat(change.path("who").asText()).isEqualTo("anna");
                    assertThat(change.at("/new/needless_visit").asDouble()).isEqualTo(1_000_000);
                });
    }

    private static String costs(String first, double missed, double needless, double held) {
        return "{\"type\": \"" + TYPE + "\", \"component\": \"" + PUMP + "\", \"" + first + "\": " + missed
                + ", \"needless_visit\": " + needless + ", \"held_part\": " + held + ", \"who\": \"anna\"}";
    }

    private static Proposal scored(int machine, int day, double probability) {
        return new Proposal(
                UUID.nameUUIDFromBytes(new byte[] {(byte) machine, (byte) day}),
                machines.get(machine).no(),
                PUMP,
                probability,
                QUARTER.plus(Duration.ofDays(day)),
                DAY,
                model,
                List.of(),
                List.of());
    }

    private static void failed(int machine, String component, int day, int hour) {
        Instant at = QUARTER.plus(Duration.ofDays(day)).plus(Duration.ofHours(hour));
        workspace
                .fleet()
                .recordFailures(List.of(new ComponentEvent(machines.get(machine).no(), component, at, at, null)));
    }

    /**
     * Four scores of pumps: 0.9 before a failure, 0.3 before none, 0.2 before a failure, 0.1 before none. A ticket that nothing comes of ends
     * after 7 days.
     */
    private static void madeUp() {
        failed(0, PUMP, 1, 12);
        failed(2, PUMP, 3, 10);
        failed(5, "door_lock", 30, 0);
        workspace
                .serviceDesk()
                .trials()
                .keep(
                        TYPE,
                        model,
                        new PolicyTrials.Kept(QUARTER.minus(Duration.ofDays(60)), QUARTER.plus(Duration.ofDays(31)), 0),
                        true,
                        consumer -> {
                            consumer.accept(scored(0, 1, 0.9));
                            consumer.accept(scored(1, 2, 0.3));
                            consumer.accept(scored(2, 3, 0.2));
                            consumer.accept(scored(3, 4, 0.1));
                        });
    }

    @Test
    @Order(2)
    void changedCostDoesToThePastWhatOneWorksOutByHand() throws Exception {
        madeUp();
        costs(100, 20, 10);
        // Now: from 30/120 = 0.25 on. Two tickets, one failure missed, one visit needless.
        // With a missed failure at 400: from 30/420 = 0.071 on. All four tickets, none missed, two needless.
        JsonNode report = post(
                "simulate",
                "{\"type\": \"" + TYPE + "\", \"costs\": {\"" + PUMP
                        + "\": {\"missed_failure\": 400, \"needless_visit\": 20, \"held_part\": 10}}, \"from\": \""
                        + QUARTER
                        + "\"}",
                200);
        assertThat(report.path("model").asText()).isEqualTo(model);
        JsonNode now = report.at("/components/" + PUMP + "/present");
        JsonNode then = report.at("/components/" + PUMP + "/changed");
        assertThat(now.path("threshold").asDouble()).isCloseTo(0.25, within(1e-9));
        assertThat(then.path("threshold").asDouble()).isCloseTo(30 / 420.0, within(1e-9));
        assertThat(counts(now)).containsExactly(2, 1, 1, 2, 1);
        assertThat(counts(then)).containsExactly(2, 2, 0, 4, 2);
        double lock = workspace.serviceDesk().costs(TYPE, "door_lock").missedFailure();
        assertThat(report.at("/present/money").asDouble())
                .as("one missed at 400, one needless at 20, two parts held at 10, and the lock that nobody foresaw")
                .isEqualTo(440 + lock);
        assertThat(report.at("/changed/money").asDouble())
                .as("two needless at 20, four parts held at 10, and the lock")
                .isEqualTo(80 + lock);
        assertThat(report.at("/present/money_at_present_costs").asDouble())
                .as("the same with a missed failure at 100")
                .isEqualTo(140 + lock);
        assertThat(report.path("new_tickets").asInt()).isEqualTo(2);
        assertThat(report.path("new").findValuesAsText("appliance")).containsExactly("WM-2", "WM-3");
        assertThat(report.path("gone_tickets").asInt()).isZero();
        assertThat(component(json(server.get("/api/v1/policy"), 200), PUMP)
                        .path("missed_failure")
                        .asDouble())
                .as("a trial changes nothing")
                .isEqualTo(100);
    }

    private static List<Integer> counts(JsonNode outcome) {
        return List.of(
                outcome.path("failures").asInt(),
                outcome.path("preempted").asInt(),
                outcome.path("missed").asInt(),
                outcome.path("tickets").asInt(),
                outcome.path("needless").asInt());
    }

    @Test
    @Order(3)
    void wrongRequestsAreSaid() throws Exception {
        for (String wrong : List.of(
                "{}",
                "{\"type\": \"toaster\"}",
                "{\"type\": \"" + TYPE + "\", \"cost\": {}}",
                "{\"type\": \"" + TYPE
                        + "\", \"costs\": {\"wheel\": {\"missed_failure\": 4, \"needless_visit\": 2, \"held_part\": 1}}}",
                "{\"type\": \"" + TYPE + "\", \"costs\": {\"" + PUMP + "\": {\"missed_failure\": -4}}}",
                "{\"type\": \"" + TYPE + "\", \"costs\": {\"" + PUMP
                        + "\": {\"missed_failure\": 1, \"needless_visit\": 2, \"held_part\": 9}}}",
                "{\"type\": \"" + TYPE + "\", \"capacity\": {\"nowhere\": 3}}",
                "{\"type\": \"" + TYPE + "\", \"last\": \"a quarter\"}",
                "{\"type\": \"" + TYPE + "\", \"from\": \"2030-01-01T00:00:00Z\"}")) {
            JsonNode problem = post("simulate", wrong, wrong.contains("toaster") ? 404 : 400);
            assertThat(problem.path("detail").asText()).as(wrong).isNotEmpty();
        }
        for (String path : List.of("enable", "disable", "stop", "resume", "costs", "capacity")) {
            post(path, "{\"type\": \"" + TYPE + "\"}", 400);
            post(path, "[]", 400);
        }
        post("costs", costs("missed_failure", 5, 20, 10), 400);
        post("costs", costs("missed", 500, 20, 10), 400);
    }

    @Test
    @Order(4)
    void modesAndTheEmergencySwitchAreTurnedOverHttpAndWrittenDown() throws Exception {
        assertThat(mode()).isEqualTo("shadow");
        String who = "{\"type\": \"" + TYPE + "\", \"who\": \"anna\", \"reason\": \"a try\"}";
        assertThat(post("enable", who, 200).path("changed").asBoolean()).isTrue();
        assertThat(mode()).isEqualTo("enabled");
        assertThat(post("stop", "{\"who\": \"anna\", \"reason\": \"too many\"}", 200)
                        .path("changed")
                        .asBoolean())
                .isTrue();
        assertThat(json(server.get("/api/v1/policy"), 200).path("stopped")).hasSize(1);
        assertThat(post("stop", "{\"who\": \"anna\", \"reason\": \"again\"}", 200)
                        .path("changed")
                        .asBoolean())
                .as("it is on already")
                .isFalse();
        post("stop", "{\"who\": \"anna\"}", 400);
        assertThat(post("resume", "{\"who\": \"anna\"}", 200).path("changed").asBoolean())
                .isTrue();
        post("disable", who, 200);
        assertThat(mode()).isEqualTo("shadow");
        assertThat(json(server.get("/api/v1/policy/changes?limit=4"), 200)
                        .path("changes")
                        .findValuesAsText("what"))
                .hasSize(4);
        assertThat(json(server.get("/api/v1/policy/shadow-tickets?type=" + TYPE), 200)
                        .path("tickets"))
                .isEmpty();
    }

    private static String mode() throws Exception {
        for (JsonNode type : json(server.get("/api/v1/policy"), 200).path("types")) {
            if (type.path("type").asText().equals(TYPE)) {
                return type.path("mode").asText();
            }
        }
        throw new AssertionError("no " + TYPE);
    }

    @Test
    @Order(6)
    void quarterThatWasGotReadyIsNotScoredAgain() {
        workspace.serviceDesk().trials().forget();
        PolicySimulator simulator = new PolicySimulator(workspace);
        assertThat(simulator.warm(TYPE)).isTrue();
        PolicyTrials.Kept ready = workspace.serviceDesk().trials().kept(model).orElseThrow();
        assertThat(simulator.warm(TYPE)).isFalse();
        // The threshold goes from .25 to .15: scores are kept from half of the first on.
        simulator.run(new PolicySimulator.Request(
                TYPE, null, Map.of(PUMP, new Costs(180, 20, 10)), Map.of(), null, null, Duration.ofDays(90), false));
        assertThat(workspace.serviceDesk().trials().kept(model)).contains(ready);
        assertThat(simulator.warm("refrigerator")).as("it has no model").isFalse();
    }

    @Test
    @Order(5)
    void spanAndComponentMustBeThere() {
        PolicySimulator simulator = new PolicySimulator(workspace);
        assertThatThrownBy(() -> simulator.run(new PolicySimulator.Request(
                        TYPE, null, Map.of("wheel", Costs.DEFAULT), Map.of(), null, null, DAY, false)))
                .isInstanceOf(CommandFailure.class)
                .hasMessageContaining("has no component wheel");
        assertThatThrownBy(() -> simulator.run(new PolicySimulator.Request(
                        TYPE, null, Map.of(), Map.of(), QUARTER.plus(DAY), QUARTER, DAY, false)))
                .hasMessageContaining("is empty");
    }

    @Test
    @Order(6)
    void whatTheModelHasLearntFromIsNotPlayed() throws Exception {
        Instant learnt = START.plus(Duration.ofDays(DAYS));
        String span = "{\"type\": \"" + TYPE + "\", \"model\": \"" + model + "\", \"from\": \"%s\", \"to\": \"%s\"}";

        JsonNode cut = post("simulate", span.formatted(learnt.minus(DAY.multipliedBy(20)), learnt.plus(DAY)), 200);
        assertThat(cut.path("asked_from").asText())
                .isEqualTo(learnt.minus(DAY.multipliedBy(20)).toString());
        assertThat(cut.path("from").asText()).isEqualTo(learnt.toString());
        assertThat(cut.at("/note/en").asText()).contains(model, "has learnt from what happened up to " + learnt);
        assertThat(cut.at("/note/zh").asText()).contains(model, "已学习过");

        JsonNode whole = post("simulate", span.formatted(learnt, learnt.plus(DAY)), 200);
        assertThat(whole.path("note").isNull()).isTrue();
        assertThat(cut.path("present"))
                .as("none of the failures that were learnt")
                .isEqualTo(whole.path("present"));

        JsonNode refused = post("simulate", span.formatted(learnt.minus(DAY.multipliedBy(20)), learnt.minus(DAY)), 400);
        assertThat(refused.path("detail").asText())
                .contains("has learnt from what happened up to " + learnt, "name a model");
    }
}
