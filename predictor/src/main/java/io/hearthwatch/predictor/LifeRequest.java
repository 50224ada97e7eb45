package io.hearthwatch.predictor;

import java.time.Duration;
import java.time.Instant;
import java.util.Set;

/**
 * What to train remaining life on.
 *
 * @param type appliance type
 * @param cap the longest life that is told apart; null for none
 * @param until nothing later is looked at; null for all that is stored
 * @param every time between decisions, at least an hour; null to have it chosen by how long components last
 * @param appliances only these, by the maker's id; null for all
 * @param seed of all sampling
 */
public record LifeRequest(String type, Duration cap, Instant until, Duration every, Set<String> appliances, long seed) {
    public LifeRequest {
        appliances = appliances == null ? null : Set.copyOf(appliances);
    }

    /** All that is stored of a type. */
    public static LifeRequest of(String type, Duration cap) {
        return new LifeRequest(type, cap, null, null, null, 1);
    }
}
