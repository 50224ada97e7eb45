package io.hearthwatch.predictor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import io.hearthwatch.predictor.evaluation.Evaluation;
import io.hearthwatch.predictor.evaluation.ThresholdPolicy;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** The whole way through a real database: train and judge. */
class PredictorTest extends TrainedFleet {
    @Test
    void firstModelIsChampionAndLaterOnesOnlyWhenPromoted() {
        assertThat(model.champion()).isTrue();
        assertThat(model.components())
                .extracting(c -> c.component() + " " + c.trained())
                .containsExactly("heater true", "lid false", "pump true");
        ModelInfo second = small.predictor.train(
                new TrainRequest(
                        SmallFleet.TYPE,
                        Duration.ofHours(72),
                        DAY,
                        UNTIL,
                        Duration.ofHours(12),
                        false,
                        Set.of("K-101", "K-102", "K-103", "K-104"),
                        Map.of()),
                Progress.NONE);
        assertThat(second.champion()).isFalse();
        assertThat(small.predictor.champion(SmallFleet.TYPE)).contains(model.id());
        assertThat(small.predictor.modelId(null, SmallFleet.TYPE)).isEqualTo(second.id());
        force(second.id());
        assertThat(small.predictor.champion(SmallFleet.TYPE)).contains(second.id());
        force(model.id());
        assertThat(small.predictor.champion(SmallFleet.TYPE)).contains(model.id());
        assertThat(small.predictor.models(SmallFleet.TYPE).get(0).id()).isEqualTo(second.id());
    }

    @Test
    void evaluationFindsWhatIsThereToFind() {
        Evaluation evaluation = small.predictor.evaluate(
                new EvaluateRequest(
                        SmallFleet.TYPE, model.id(), UNTIL.plus(DAY), null, DAY, null, ThresholdPolicy.MAX_F1),
                Progress.NONE);
        // The last reading is before 100 days are over, so the last window is that which ends at 99 days.
        assertThat(evaluation.decisions()).isEqualTo(30 * 28);
        Double heater = evaluation.scores().components().get("heater").averagePrecision();
        assertThat(heater).isGreaterThan(0.7);
        assertThat(evaluation.scores().components().get("lid").confusion().f1()).isNull();
        JsonNode json = evaluation.toJson();
        assertThat(json.path("model").asText()).isEqualTo(model.id());
        assertThat(json.path("components").path("lid").path("average_precision").isNull())
                .isTrue();
        assertThat(json.path("alert_budgets")).hasSize(4);
        assertThat(json.path("baselines").path("age_rule").has("any_failure")).isTrue();
        assertThat(count("prediction.evaluation")).isPositive();
    }

    @Test
    void onlyTheAppliancesAskedForAreJudged() {
        EvaluateRequest request = new EvaluateRequest(
                SmallFleet.TYPE,
                model.id(),
                UNTIL.plus(DAY),
                UNTIL.plus(DAY.multipliedBy(5)),
                DAY,
                Set.of("K-100", "K-107"),
                ThresholdPolicy.COST);
        assertThat(small.predictor.evaluate(request, Progress.NONE).decisions()).isEqualTo(2 * 4);
        EvaluateRequest wrong = new EvaluateRequest(
                SmallFleet.TYPE, model.id(), UNTIL, null, DAY, Set.of("K-100", "nobody"), ThresholdPolicy.COST);
        assertThatThrownBy(() -> small.predictor.evaluate(wrong, Progress.NONE))
                .isInstanceOf(PredictionException.class)
                .hasMessageContaining("nobody");
    }

    @Test
    void unknownTypesAndModelsAreSaid() {
        assertThatThrownBy(() -> small.predictor.train(TrainRequest.of("toaster", DAY, null), Progress.NONE))
                .isInstanceOf(PredictionException.class)
                .hasMessageContaining("toaster");
        assertThatThrownBy(() -> force("kettle-99")).isInstanceOf(PredictionException.class);
        assertThatThrownBy(() -> small.predictor.train(
                        TrainRequest.of(SmallFleet.TYPE, DAY, SmallFleet.START.minus(DAY)), Progress.NONE))
                .isInstanceOf(PredictionException.class)
                .hasMessageContaining("nothing is stored");
    }
}
