package io.hearthwatch.predictor;

import io.hearthwatch.catalog.Costs;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Set;

/**
 * What to train.
 *
 * @param type appliance type
 * @param horizon a failure counts if it comes at most this long after the decision
 * @param lead and later than this after it
 * @param until nothing later is looked at; null for all that is stored
 * @param every time between decisions, at least an hour
 * @param onFault whether the model also decides when a fault arrives
 * @param appliances only these, by the maker's id; null for all
 * @param costs by component, where they differ from the catalog's
 */
public record TrainRequest(
        String type,
        Duration horizon,
        Duration lead,
        Instant until,
        Duration every,
        boolean onFault,
        Set<String> appliances,
        Map<String, Costs> costs) {
    public TrainRequest {
        appliances = appliances == null ? null : Set.copyOf(appliances);
        costs = Map.copyOf(costs);
    }

    /** All that is stored of a type, a decision a day and at each fault. */
    public static TrainRequest of(String type, Duration horizon, Instant until) {
        return new TrainRequest(type, horizon, Duration.ZERO, until, Duration.ofDays(1), true, null, Map.of());
    }
}
