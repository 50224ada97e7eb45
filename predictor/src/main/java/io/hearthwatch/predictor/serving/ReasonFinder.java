package io.hearthwatch.predictor.serving;

import io.hearthwatch.catalog.ApplianceType;
import io.hearthwatch.predictor.ScoreReasons;
import io.hearthwatch.predictor.features.ApplianceHistory;
import io.hearthwatch.predictor.learning.ComponentModel;
import io.hearthwatch.predictor.learning.TrainedModel;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.List;

/** Takes one appliance's scores apart as of an instant. Immutable and thread-safe. */
public final class ReasonFinder {
    private final String modelId;
    private final TrainedModel model;
    private final Explainer explainer;

    /**
     * With a model.
     *
     * @param type as the catalog has it now, for its words
     */
    public ReasonFinder(String modelId, TrainedModel model, ApplianceType type) {
        this.modelId = modelId;
        this.model = model;
        this.explainer = new Explainer(type, model.extractor());
    }

    /**
     * Explains components' scores; those that rest on no model are left out.
     *
     * @param most how many reasons at most; what else moved the score stands together
     */
    public List<ScoreReasons> of(ApplianceHistory history, Instant asOf, Collection<String> components, int most) {
        long at = asOf.toEpochMilli();
        float[] row = model.extractor().extract(history, at);
        return model.components().stream()
                .filter(component -> component.trained() && components.contains(component.component()))
                .map(component -> explain(component, history, at, row, most))
                .toList();
    }

    private ScoreReasons explain(ComponentModel component, ApplianceHistory history, long at, float[] row, int most) {
        int window = component.likeliestWindow(row);
        double[] contributions = component.hazards().get(window).contributions(row);
        int base = contributions.length - 1;
        double all = 0;
        for (int i = 0; i < base; i++) {
            all += contributions[i];
        }
        List<ScoreReasons.Reason> reasons = explainer.moved(contributions, history, at, row, most);
        double told =
                reasons.stream().mapToDouble(ScoreReasons.Reason::contribution).sum();
        return new ScoreReasons(
                component.component(),
                modelId,
                Instant.ofEpochMilli(at),
                Duration.ofMillis(model.horizons().from(window)),
                Duration.ofMillis(model.horizons().to(window)),
                component.hazards().get(window).probabilities(List.of(row))[0],
                contributions[base],
                reasons,
                all - told);
    }
}
