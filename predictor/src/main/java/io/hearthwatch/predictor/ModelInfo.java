package io.hearthwatch.predictor;

import java.time.Duration;
import java.time.Instant;
import java.util.List;

/**
 * What the registry knows of a model.
 *
 * @param id the model's id
 * @param type appliance type
 * @param champion whether the service follows it
 * @param createdAt when it was trained, by the service's clock
 * @param until it saw nothing later
 * @param horizon how far it looks ahead
 * @param lead how long from the decision it does not look at
 * @param every time between its decisions
 * @param onFault whether it decides when a fault arrives, too
 * @param components by component, in the catalog's order
 */
public record ModelInfo(
        String id,
        String type,
        boolean champion,
        Instant createdAt,
        Instant until,
        Duration horizon,
        Duration lead,
        Duration every,
        boolean onFault,
        List<ComponentInfo> components) {

    /**
     * One component of a model.
     *
     * @param trained false where there was too little data
     * @param positives training decisions followed by a failure of it
     * @param baseRate their share
     * @param maxF1Threshold null where it flags nothing
     * @param costThreshold what the service acts from; null where it never does
     */
    public record ComponentInfo(
            String component,
            boolean trained,
            int positives,
            double baseRate,
            Double maxF1Threshold,
            Double costThreshold) {}

    public ModelInfo {
        components = List.copyOf(components);
    }
}
