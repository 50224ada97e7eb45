package io.hearthwatch.predictor.evaluation;

import io.hearthwatch.catalog.Costs;
import io.hearthwatch.predictor.features.Horizons;
import io.hearthwatch.predictor.learning.TrainedModel;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;

/**
 * What is asked of a model: of which components, at which decisions, with which lines and costs.
 *
 * @param components ids; what else the model knows is not judged
 * @param from first decision
 * @param to no window ends later
 * @param every time between decisions
 * @param lead failures that come sooner do not count
 * @param horizon nor later than this
 * @param acting whether that is what the model decides for; else there is no money to count, and the rules, which know no other horizon, only
 *     rank
 * @param policy whose thresholds are judged
 * @param costs by component; the usual ones where it is missing
 */
public record Question(
        List<String> components,
        Instant from,
        Instant to,
        Duration every,
        Duration lead,
        Duration horizon,
        boolean acting,
        ThresholdPolicy policy,
        Map<String, Costs> costs) {
    public Question {
        components = List.copyOf(components);
        costs = Map.copyOf(costs);
    }

    /** What the model decides for. */
    public Question(
            List<String> components,
            Instant from,
            Instant to,
            Duration every,
            Duration lead,
            Duration horizon,
            ThresholdPolicy policy,
            Map<String, Costs> costs) {
        this(components, from, to, every, lead, horizon, true, policy, costs);
    }

    /** Whether a method's scores are probabilities of what is asked. */
    boolean isProbability(Method method) {
        return method.isProbability() && (acting || method == Method.MODEL);
    }

    /** Which of a model's windows ends with the horizon. */
    int window(TrainedModel model) {
        Horizons horizons = model.extractor().horizons();
        return acting ? horizons.acting() : horizons.ends().indexOf(horizon);
    }

    List<Costs> costsByComponent() {
        return components.stream()
                .map(id -> costs.getOrDefault(id, Costs.DEFAULT))
                .toList();
    }
}
