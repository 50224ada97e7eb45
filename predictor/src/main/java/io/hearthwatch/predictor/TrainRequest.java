package io.hearthwatch.predictor;

import io.hearthwatch.catalog.Costs;
import io.hearthwatch.predictor.features.Horizons;
import io.hearthwatch.predictor.learning.LearningSettings;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Set;

/**
 * What to train.
 *
 * @param type appliance type
 * @param horizons the windows after a decision in which a failure counts
 * @param until nothing later is looked at; null for all that is stored
 * @param every time between decisions, at least an hour
 * @param onFault whether the model also decides when a fault arrives
 * @param appliances only these, by the maker's id; null for all
 * @param costs by component, where they differ from the catalog's
 * @param settings what is learnt and how
 */
public record TrainRequest(
        String type,
        Horizons horizons,
        Instant until,
        Duration every,
        boolean onFault,
        Set<String> appliances,
        Map<String, Costs> costs,
        LearningSettings settings) {
    public TrainRequest {
        appliances = appliances == null ? null : Set.copyOf(appliances);
        costs = Map.copyOf(costs);
    }

    /** Boosted trees for one window, (T + lead, T + horizon]. */
    public TrainRequest(
            String type,
            Duration horizon,
            Duration lead,
            Instant until,
            Duration every,
            boolean onFault,
            Set<String> appliances,
            Map<String, Costs> costs) {
        this(type, Horizons.of(lead, horizon), until, every, onFault, appliances, costs, LearningSettings.DEFAULT);
    }

    /** All that is stored of a type, a decision a day and at each fault. */
    public static TrainRequest of(String type, Duration horizon, Instant until) {
        return new TrainRequest(type, horizon, Duration.ZERO, until, Duration.ofDays(1), true, null, Map.of());
    }
}
