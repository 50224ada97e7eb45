package io.hearthwatch.predictor.evaluation;

import io.hearthwatch.catalog.Costs;
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
        ThresholdPolicy policy,
        Map<String, Costs> costs) {
    public Question {
        components = List.copyOf(components);
        costs = Map.copyOf(costs);
    }

    List<Costs> costsByComponent() {
        return components.stream()
                .map(id -> costs.getOrDefault(id, Costs.DEFAULT))
                .toList();
    }
}
