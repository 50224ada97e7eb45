package io.hearthwatch.predictor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.hearthwatch.predictor.life.LifeFigures;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Remaining life the whole way through a real database. */
class RemainingLifeTest {
    private static WearingMotors motors;
    private static LifeModelInfo model;

    @BeforeAll
    static void train() {
        motors = new WearingMotors(40, 20);
        model = motors.life.train(LifeRequest.of(WearingMotors.TYPE, WearingMotors.CAP), "user test", Progress.NONE);
    }

    @AfterAll
    static void close() {
        motors.close();
    }

    private static LifeEvaluation atLast(Map<String, Double> truths) {
        return motors.life.evaluateAtLast(WearingMotors.TYPE, null, "bearing", truths, Progress.NONE);
    }

    @Test
    void estimatesAtTheLastReadingAreCloseToTheTruthAndBeatTheRuleOnAge() {
        LifeEvaluation.Judged judged = atLast(motors.truths).components().get("bearing");

        assertThat(judged.model().n()).isEqualTo(20);
        assertThat(judged.model().rmseHours()).isLessThan(8);
        assertThat(judged.model().rmseHours()).isLessThan(judged.ageRule().rmseHours() / 1.5);
        assertThat(judged.model().coverage()).isBetween(0.6, 1.0);
    }

    @Test
    void anIntervalHoldsItsEstimateAndIsNeverNegativeAndGrowsWithTheUncertainty() {
        assertThat(atLast(motors.truths).components().get("bearing").estimates())
                .allSatisfy(one -> {
                    LifeEstimate estimate = one.estimate();
                    assertThat(estimate.low()).isBetween(0.0, estimate.hours());
                    assertThat(estimate.high()).isBetween(estimate.hours(), 60.0);
                    assertThat(estimate.openEnded()).isEqualTo(estimate.high() == 60.0);
                });
    }

    @Test
    void whatFailedTooSeldomIsNotEstimated() {
        assertThat(model.components())
                .extracting(LifeModelInfo.ComponentInfo::component, LifeModelInfo.ComponentInfo::trained)
                .containsExactly(
                        org.assertj.core.groups.Tuple.tuple("bearing", true),
                        org.assertj.core.groups.Tuple.tuple("case", false));
        assertThat(motors.life.components(model.id())).containsExactly("bearing");
    }

    @Test
    void theSameSeedLearnsTheSame() {
        LifeModelInfo again =
                motors.life.train(LifeRequest.of(WearingMotors.TYPE, WearingMotors.CAP), "user test", Progress.NONE);

        assertThat(again.components().get(0).fingerprint())
                .isNotNull()
                .isEqualTo(model.components().get(0).fingerprint());
        assertThat(again.champion()).isFalse();
        assertThat(model.champion()).isTrue();
    }

    @Test
    void aRemainingLifeModelIsNeverTheOneThatTicketsFollow() {
        // Another test may have trained a model of failures: that one may be followed.
        assertThat(motors.predictor.champion(WearingMotors.TYPE)).isNotEqualTo(Optional.of(model.id()));
        assertThat(newest()).isNotEqualTo(model.id());
    }

    /** The newest model of failures; null if there is none. */
    private static String newest() {
        try {
            return motors.predictor.modelId(null, WearingMotors.TYPE);
        } catch (PredictionException none) {
            return null;
        }
    }

    @Test
    void withoutTruthsItIsJudgedOnAppliancesThatTaughtItNothing() {
        Set<String> some = motors.motors.stream()
                .map(motor -> motor.id())
                .filter(id -> id.startsWith("M-"))
                .limit(25)
                .collect(Collectors.toSet());
        LifeModelInfo part = motors.life.train(
                new LifeRequest(WearingMotors.TYPE, WearingMotors.CAP, null, Duration.ofHours(1), some, 1),
                "user test",
                Progress.NONE);
        LifeFigures figures = motors.life
                .evaluate(new LifeQuestion(WearingMotors.TYPE, part.id(), null, null, null, null), Progress.NONE)
                .total()
                .model();

        // 15 motors that failed; of the 20 that did not, those watched for longer than the cap.
        assertThat(figures.appliances()).isBetween(16, 35);
        assertThat(figures.n()).isGreaterThan(1000);
        assertThat(figures.rmseHours()).isLessThan(10);
        assertThat(figures.coverage()).isCloseTo(part.level(), within(0.15));
    }

    @Test
    void aModelThatHasSeenEverythingIsNotJudgedOnIt() {
        assertThat(motors.life
                        .evaluate(
                                new LifeQuestion(
                                        WearingMotors.TYPE,
                                        model.id(),
                                        null,
                                        null,
                                        null,
                                        motors.motors.stream()
                                                .map(motor -> motor.id())
                                                .filter(id -> id.startsWith("M-"))
                                                .collect(Collectors.toSet())),
                                Progress.NONE)
                        .isEmpty())
                .isTrue();
    }

    @Test
    void appliancesThatAreNotThereOrHaveNoReadingAreNamed() {
        Map<String, Double> truths = new HashMap<>(motors.truths);
        truths.put("X-1", 3.0);

        assertThatThrownBy(() -> atLast(truths))
                .isInstanceOfSatisfying(
                        RemainingLife.UnknownAppliances.class,
                        e -> assertThat(e.unregistered()).containsExactly("X-1"));
    }

    @Test
    void theServiceEstimatesBesideItsScoresWithoutOpeningAnything() {
        Instant at = WearingMotors.START.plus(Duration.ofHours(40));
        ModelInfo failures = motors.predictor.train(
                TrainRequest.of(WearingMotors.TYPE, Duration.ofHours(24), at), "user test", Progress.NONE);
        int motor = motors.motors.get(0).no();
        assertThat(motors.life.estimates(motor)).isEmpty();

        Decided decided = motors.predictor.decideDue(at, Missed.EVERY);

        assertThat(decided.scored()).isEqualTo(motors.motors.size());
        assertThat(motors.predictor.scores(motor))
                .extracting(ComponentScore::modelId)
                .containsOnly(failures.id());
        assertThat(motors.life.estimates(motor)).singleElement().satisfies(estimate -> {
            assertThat(estimate.component()).isEqualTo("bearing");
            assertThat(estimate.modelId()).isEqualTo(model.id());
            assertThat(estimate.asOf()).isBeforeOrEqualTo(at);
        });
        assertThat(motors.predictor.unrelayed(10)).isEmpty();
    }
}
