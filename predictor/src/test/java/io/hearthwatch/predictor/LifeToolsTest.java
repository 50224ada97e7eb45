package io.hearthwatch.predictor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.hearthwatch.fleet.ComponentEvent;
import io.hearthwatch.predictor.evaluation.Verdict;
import io.hearthwatch.predictor.serving.LifeExplanation;
import io.hearthwatch.predictor.watch.LifeReport;
import io.hearthwatch.predictor.watch.Sign;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;

/** A type that has models of remaining life and none of failures. What adds data comes last. */
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class LifeToolsTest {
    private static final Duration HOUR = Duration.ofHours(1);

    private static WearingMotors motors;
    private static LifeTools tools;
    /** Learnt from 25 motors. */
    private static LifeModelInfo model;

    @BeforeAll
    static void train() {
        motors = new WearingMotors(50, 5);
        tools = new LifeTools(motors.database, motors.catalog, motors.fleet, motors.ingest.stored(), motors.clock);
        model = train(0, 25, WearingMotors.CAP);
    }

    @AfterAll
    static void close() {
        motors.close();
    }

    private static Set<String> some(int from, int to) {
        return IntStream.range(from, to)
                .mapToObj(i -> motors.motors.get(i).id())
                .collect(Collectors.toSet());
    }

    private static LifeModelInfo train(int from, int to, Duration cap) {
        return motors.life.train(
                new LifeRequest(WearingMotors.TYPE, cap, null, HOUR, some(from, to), 1), "user test", Progress.NONE);
    }

    private static LifeComparison compare(String a, String b) {
        return tools.compare(new CompareRequest(a, b, null, null, null, null), Progress.NONE);
    }

    @Test
    @Order(1)
    void typeWithoutAModelOfFailuresIsEstimatedByItsOwnSchedule() {
        Instant at = WearingMotors.START.plus(Duration.ofHours(40)).plusSeconds(1800);
        assertThat(motors.predictor.champion(WearingMotors.TYPE)).isEmpty();
        assertThat(motors.predictor.nextDue(at))
                .hasValueSatisfying(next -> assertThat(next).isAfter(at).isBeforeOrEqualTo(at.plus(HOUR)));

        Decided first = motors.predictor.decideDue(at, Missed.EVERY);
        Decided nothing = motors.predictor.decideDue(at.plusMillis(1), Missed.EVERY);
        Decided two = motors.predictor.decideDue(at.plus(HOUR.multipliedBy(2)), Missed.EVERY);

        assertThat(first.scored()).isIn(0, motors.motors.size());
        assertThat(nothing).isEqualTo(Decided.NOTHING);
        assertThat(two.scored()).isEqualTo(2 * motors.motors.size());
        assertThat(two.decisions()).isZero();
        assertThat(motors.life.estimates(motors.motors.get(0).no()))
                .singleElement()
                .satisfies(estimate -> assertThat(estimate.asOf()).isAfter(at));
        assertThat(motors.predictor.scores(motors.motors.get(0).no())).isEmpty();
    }

    @Test
    @Order(2)
    void lookSaysThatItIsFedAndHowFarOffItWas() {
        execute("update prediction.alias set since = '" + WearingMotors.START + "'");
        LifeReport report =
                tools.look(WearingMotors.TYPE, motors.clock.instant()).orElseThrow();
        assertThat(report.model()).isEqualTo(model.id());
        assertThat(report.signs())
                .extracting(Sign::kind)
                .containsExactly(Sign.Kind.STALE_DATA, Sign.Kind.SCHEDULE, Sign.Kind.LIFE_ERROR);
        LifeReport.SoFar bearing = report.components().get(0);
        assertThat(bearing.came().appliances()).isGreaterThanOrEqualTo(25);
        assertThat(bearing.came().rmseHours()).isBetween(1.0, 12.0);
        assertThat(report.signs().get(2).state()).isEqualTo(Sign.State.GOOD);
        assertThat(report.toJson().at("/components/0/came/rmse_hours").asDouble())
                .isCloseTo(bearing.came().rmseHours(), within(1e-12));
        assertThat(tools.look("toaster", motors.clock.instant())).isEmpty();
    }

    private static void execute(String sql) {
        motors.database.inTransaction(connection -> {
            try (Statement statement = connection.createStatement()) {
                return statement.execute(sql);
            }
        });
    }

    @Test
    void trainingAgainGivesTheSame() {
        Reproduction again = tools.reproduce(model.id(), Progress.NONE);
        assertThat(again.windows()).hasSize(2);
        assertThat(again.others()).isEmpty();
        assertThat(again.same()).isTrue();
    }

    @Test
    void modelThatLearntFromFewMotorsIsWorseAndIsNotPromoted() {
        LifeModelInfo poor = train(0, 6, WearingMotors.CAP);
        LifeComparison worse = compare(model.id(), poor.id());
        assertThat(worse.total().a().appliances()).isBetween(20, 30);
        assertThat(worse.total().a().n()).isEqualTo(worse.total().b().n());
        assertThat(worse.total().rmse().value())
                .isCloseTo(worse.total().a().rmseHours() - worse.total().b().rmseHours(), within(1e-9));
        assertThat(worse.verdict()).isEqualTo(Verdict.WORSE);
        LifeComparison better = compare(poor.id(), model.id());
        assertThat(better.verdict()).isEqualTo(Verdict.BETTER);
        assertThat(better.toJson()
                        .at("/components/bearing/rmse_hours/b_less_by")
                        .asDouble())
                .isPositive();
        assertThat(better.toTable()).contains("NASA score, mean").contains("beyond chance");
        assertThat(compare(model.id(), model.id()).verdict()).isEqualTo(Verdict.NO_DIFFERENCE);

        ModelRegistry registry =
                new ModelRegistry(motors.database, motors.predictor, motors.clock, motors.predictor.judging());
        assertThatThrownBy(() -> registry.promote(poor.id(), "user test", null, false, Progress.NONE))
                .isInstanceOf(PromotionRefusedException.class)
                .hasMessageContaining("is worse than " + model.id());
    }

    @Test
    void modelsWithDifferentCapsAreComparedUpToTheShorterOne() {
        LifeModelInfo shorter = train(0, 25, Duration.ofHours(30));
        assertThat(compare(model.id(), shorter.id()).cap()).isEqualTo(Duration.ofHours(30));
    }

    @Test
    void modelsThatHaveSeenEverythingCannotBeCompared() {
        LifeModelInfo all = train(0, 55, WearingMotors.CAP);
        LifeComparison nothing = compare(model.id(), all.id());
        assertThat(nothing.verdict()).isEqualTo(Verdict.NOT_COMPARABLE);
        assertThat(nothing.toTable()).contains("leave some out");
    }

    @Test
    void whatFeaturesAddIsTheEstimate() {
        Instant at = WearingMotors.START.plus(Duration.ofHours(50));
        LifeExplanation explanation =
                tools.explain(model.id(), motors.motors.get(30).id(), at, null);
        assertThat(explanation.unlearnt()).containsExactly("case");
        assertThat(explanation.components()).singleElement().satisfies(part -> {
            double together = part.base()
                    + part.contributions().stream()
                            .mapToDouble(LifeExplanation.Contribution::hours)
                            .sum();
            assertThat(part.sum()).isCloseTo(together, within(1e-9));
            assertThat(Math.max(0, Math.min(60, together))).isCloseTo(part.hours(), within(1e-3));
            assertThat(part.contributions().subList(0, 3))
                    .extracting(LifeExplanation.Contribution::feature)
                    .anyMatch(name -> name.startsWith("hum"));
        });
        LifeExplanation last = tools.explain(model.id(), motors.motors.get(30).id(), null, null);
        assertThat(last.at()).isAfter(at);
        assertThat(last.components().get(0).hours())
                .as("it failed with its last reading")
                .isLessThan(20);
        assertThat(last.components().get(0).contributions())
                .as("what was read then is known")
                .anyMatch(one -> one.feature().startsWith("hum") && one.value() != null);
        assertThatThrownBy(() -> tools.explain(model.id(), "X-1", at, null)).hasMessageContaining("no appliance X-1");
        assertThatThrownBy(() ->
                        tools.explain(model.id(), motors.motors.get(0).id(), WearingMotors.START.minus(HOUR), null))
                .hasMessageContaining("nothing had been heard of");
    }

    @Test
    void toolsForModelsOfFailuresSayThatTheyAreNotForThis() {
        Workbench workbench =
                new Workbench(motors.database, motors.catalog, motors.fleet, motors.ingest.stored(), motors.clock);
        assertThat(workbench.reproduce(model.id(), Progress.NONE).same()).isTrue();
        assertThatThrownBy(() -> workbench.importance(model.id(), null, 100, Progress.NONE))
                .isInstanceOf(PredictionException.class)
                .hasMessageContaining("estimates remaining life");
        assertThatThrownBy(() ->
                        motors.predictor.judging().compare(CompareRequest.of(model.id(), model.id()), Progress.NONE))
                .hasMessageContaining("estimates remaining life");
    }

    @Test
    @Order(Integer.MAX_VALUE)
    void failuresThatWereStoredSinceAreNamedAsTheCause() {
        Instant failed = WearingMotors.START.plus(Duration.ofHours(20));
        motors.fleet.recordFailures(
                List.of(new ComponentEvent(motors.motors.get(3).no(), "bearing", failed, failed, null)));
        Reproduction again = tools.reproduce(model.id(), Progress.NONE);
        assertThat(again.same()).isFalse();
        assertThat(again.causes()).singleElement().asString().contains("failures are stored");
    }
}
