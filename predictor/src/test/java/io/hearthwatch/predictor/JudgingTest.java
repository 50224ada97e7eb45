package io.hearthwatch.predictor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.hearthwatch.predictor.evaluation.Comparison;
import io.hearthwatch.predictor.evaluation.Evaluation;
import io.hearthwatch.predictor.evaluation.Judged;
import io.hearthwatch.predictor.evaluation.ThresholdPolicy;
import io.hearthwatch.predictor.evaluation.Verdict;
import io.hearthwatch.predictor.features.Horizons;
import io.hearthwatch.predictor.learning.Algorithm;
import io.hearthwatch.predictor.learning.LearningSettings;
import io.hearthwatch.predictor.storage.ModelFacts;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** One small fleet; a model of twenty of its thirty kettles, and one of the others that knows next to nothing. */
class JudgingTest {
    private static final Duration DAY = Duration.ofDays(1);
    private static final Instant UNTIL = SmallFleet.START.plus(Duration.ofDays(70));

    private static SmallFleet small;
    private static Set<String> twenty;
    private static Set<String> ten;
    private static String good;
    private static String poor;

    @BeforeAll
    static void train() {
        small = new SmallFleet(30);
        twenty = small.kettles.stream().limit(20).map(k -> k.id()).collect(Collectors.toSet());
        ten = small.kettles.stream().skip(20).map(k -> k.id()).collect(Collectors.toSet());
        good = small.predictor
                .train(request(UNTIL, twenty, LearningSettings.of(Algorithm.LOGISTIC)), Progress.NONE)
                .id();
        // Too short a span to learn anything but the fleet's rate.
        poor = small.predictor
                .train(
                        request(
                                SmallFleet.START.plus(Duration.ofDays(9)),
                                ten,
                                LearningSettings.of(Algorithm.LOGISTIC)),
                        Progress.NONE)
                .id();
    }

    private static TrainRequest request(Instant until, Set<String> appliances, LearningSettings settings) {
        return new TrainRequest(
                SmallFleet.TYPE, Horizons.of(Duration.ZERO, DAY), until, DAY, false, appliances, Map.of(), settings);
    }

    @AfterAll
    static void close() {
        small.close();
    }

    private static EvaluateRequest of(Instant from, Set<String> appliances, boolean neverSeen) {
        return new EvaluateRequest(
                SmallFleet.TYPE, good, from, null, DAY, appliances, neverSeen, ThresholdPolicy.MAX_F1);
    }

    private static Evaluation evaluate(EvaluateRequest request) {
        return small.predictor.judging().evaluate(request, Progress.NONE);
    }

    @Test
    void earlierDecisionsOfAppliancesTrainedOnAreRefused() {
        assertThatThrownBy(() -> evaluate(of(UNTIL.minusMillis(1), null, false)))
                .isInstanceOfSatisfying(
                        PredictionException.class,
                        refused -> assertThat(refused.remedy()).contains("--from " + UNTIL, "--never-seen"))
                .hasMessageContaining("refused")
                .hasMessageContaining("20 of the 30 appliances");
    }

    @Test
    void firstInstantAllowedIsTheDefaultAndWhatWasJudgedIsSaid() {
        Evaluation evaluation = evaluate(of(null, twenty, false));
        assertThat(evaluation.from()).isEqualTo(UNTIL);
        assertThat(evaluation.judged().kind()).isEqualTo(Judged.Kind.LATER_SAME_APPLIANCES);
        assertThat(evaluation.judged().seen()).isEqualTo(20);
        assertThat(evaluate(of(null, null, false)).judged().kind()).isEqualTo(Judged.Kind.LATER_SOME_APPLIANCES_UNSEEN);
    }

    @Test
    void appliancesNeverSeenMayBeJudgedAtAnyTimeAndItIsSaid() {
        Instant early = SmallFleet.START.plus(Duration.ofDays(40));
        Evaluation evaluation = evaluate(of(early, null, true));
        assertThat(evaluation.judged().appliances()).isEqualTo(10);
        assertThat(evaluation.judged().kind()).isEqualTo(Judged.Kind.ANY_TIME_UNSEEN_APPLIANCES);
        assertThat(evaluate(of(null, ten, false)).judged().kind()).isEqualTo(Judged.Kind.LATER_UNSEEN_APPLIANCES);
        assertThatThrownBy(() -> evaluate(of(null, twenty, true))).hasMessageContaining("every appliance asked for");
    }

    @Test
    void whereNothingLaterIsStoredItSaysWhatToDo() {
        assertThatThrownBy(() -> evaluate(of(SmallFleet.END, null, false)))
                .isInstanceOfSatisfying(
                        PredictionException.class,
                        nothing -> assertThat(nothing.remedy()).contains("earlier --from"));
    }

    @Test
    void foldsJudgeEveryApplianceByAModelThatNeverSawIt() {
        Evaluation evaluation = small.predictor
                .judging()
                .evaluateUnseen(
                        new FoldsRequest(
                                SmallFleet.TYPE, good, 2, UNTIL, null, null, DAY, null, ThresholdPolicy.MAX_F1, 1),
                        Progress.NONE);
        assertThat(evaluation.judged().folds()).isEqualTo(2);
        assertThat(new ModelFacts(small.database).summaries(SmallFleet.TYPE, List.of()))
                .as("figures of models trained like it are not its own")
                .filteredOn(summary -> summary.evaluation() != null)
                .allSatisfy(summary -> assertThat(ModelDocument.brief(summary.evaluation())
                                .path("folds")
                                .asInt())
                        .isZero());
        // As the model was trained: on twenty of the kettles.
        assertThat(evaluation.judged().appliances()).isEqualTo(20);
        assertThat(evaluation.judged().kind()).isEqualTo(Judged.Kind.LATER_UNSEEN_APPLIANCES);
        assertThat(evaluation.decisions()).isEqualTo(20 * 29);
        assertThat(evaluation.scores().components().get("heater").averagePrecision())
                .isGreaterThan(0.5);
        assertThatThrownBy(() -> small.predictor
                        .judging()
                        .evaluateUnseen(
                                new FoldsRequest(
                                        SmallFleet.TYPE,
                                        good,
                                        2,
                                        UNTIL,
                                        UNTIL.minus(DAY),
                                        null,
                                        DAY,
                                        null,
                                        ThresholdPolicy.MAX_F1,
                                        1),
                                Progress.NONE))
                .hasMessageContaining("refused");
    }

    @Test
    void everyHorizonOfAChainCanBeJudged() {
        Duration threeDays = Duration.ofDays(3);
        String chain = small.predictor
                .train(
                        new TrainRequest(
                                SmallFleet.TYPE,
                                new Horizons(Duration.ZERO, List.of(DAY, threeDays), 0),
                                UNTIL,
                                DAY,
                                false,
                                twenty,
                                Map.of(),
                                LearningSettings.of(Algorithm.LOGISTIC)),
                        Progress.NONE)
                .id();
        Evaluation acting = evaluate(ofHorizon(chain, null));
        Evaluation later = evaluate(ofHorizon(chain, threeDays));
        assertThat(later.horizon()).isEqualTo(threeDays);
        assertThat(later.scores().components().get("heater").positives())
                .isGreaterThan(acting.scores().components().get("heater").positives());
        assertThat(later.scores().components().get("heater").averagePrecision()).isGreaterThan(0.5);
        assertThat(later.scores().pooled().brier())
                .isLessThan(later.scores().pooled().brierOfBaseRate());
        // The rule's frequencies are of the acting horizon.
        assertThat(acting.faultCodeRule().pooled().brier()).isNotNull();
        assertThat(later.faultCodeRule().pooled().brier()).isNull();
        assertThat(later.money()).isNull();
        assertThat(later.toTable()).contains("not the horizon that the model decides for");
        assertThat(later.toJson().path("acting_horizon").asBoolean(true)).isFalse();
        assertThatThrownBy(() -> evaluate(ofHorizon(chain, Duration.ofDays(2))))
                .isInstanceOfSatisfying(
                        PredictionException.class,
                        unknown -> assertThat(unknown.remedy()).contains("24h, 72h"));
    }

    private static EvaluateRequest ofHorizon(String model, Duration horizon) {
        return new EvaluateRequest(
                SmallFleet.TYPE, model, null, null, DAY, twenty, false, ThresholdPolicy.MAX_F1, horizon);
    }

    @Test
    void modelThatKnowsNothingIsWorseByTheMoneyItCosts() {
        Comparison comparison = small.predictor.judging().compare(CompareRequest.of(good, poor), Progress.NONE);
        assertThat(comparison.verdict()).isEqualTo(Verdict.WORSE);
        assertThat(comparison.from()).isEqualTo(UNTIL);
        assertThat(comparison.saved().value()).isNegative();
        assertThat(comparison.words().en()).startsWith(poor + " is worse: it costs about ");
        assertThat(comparison.words().zh()).startsWith(poor + " 更差");
        Comparison back = small.predictor.judging().compare(CompareRequest.of(poor, good), Progress.NONE);
        assertThat(back.verdict()).isEqualTo(Verdict.BETTER);
        assertThat(back.saved().value()).isEqualTo(-comparison.saved().value());
        assertThat(small.predictor.judging().judge(good, poor, Progress.NONE).kind())
                .isEqualTo(PromotionJudge.Kind.WORSE);
    }

    @Test
    void modelIsNoBetterThanItself() {
        Comparison comparison = small.predictor.judging().compare(CompareRequest.of(good, good), Progress.NONE);
        assertThat(comparison.verdict()).isEqualTo(Verdict.NO_DIFFERENCE);
        assertThat(comparison.saved().value()).isZero();
        assertThat(comparison.toTable()).contains("no difference that these data can show");
    }

    @Test
    void decisionsThatEitherHasSeenAreRefusedToBoth() {
        CompareRequest early = new CompareRequest(poor, good, UNTIL.minus(DAY), null, DAY, null);
        assertThatThrownBy(() -> small.predictor.judging().compare(early, Progress.NONE))
                .hasMessageContaining("refused")
                .hasMessageContaining(good);
    }
}
