package io.hearthwatch.predictor;

import java.time.Duration;
import java.time.Instant;
import java.util.Set;

/**
 * What to judge a remaining-life model on.
 *
 * @param type appliance type
 * @param modelId the model, or null for the newest trained of the type
 * @param from decisions from here on; null for all that the model has not seen
 * @param to nothing later is looked at; null for all that is stored
 * @param every time between decisions; null for the model's own
 * @param appliances only these, by the maker's id; null for all
 */
public record LifeQuestion(
        String type, String modelId, Instant from, Instant to, Duration every, Set<String> appliances) {
    public LifeQuestion {
        appliances = appliances == null ? null : Set.copyOf(appliances);
    }

    /** The newest model of a type, on all that it has not seen. */
    public static LifeQuestion of(String type) {
        return new LifeQuestion(type, null, null, null, null, null);
    }
}
