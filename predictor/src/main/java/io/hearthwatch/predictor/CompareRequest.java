package io.hearthwatch.predictor;

import java.time.Duration;
import java.time.Instant;
import java.util.Set;

/**
 * Two models to compare.
 *
 * @param a the model that is there
 * @param b the model that might take its place
 * @param from first decision; null for the first that neither has seen
 * @param to no window ends later; null for all that is stored
 * @param every time between decisions; null for as often as both decide, or, of models of remaining life, learnt
 * @param appliances only these, by the maker's id; null for all
 */
public record CompareRequest(String a, String b, Instant from, Instant to, Duration every, Set<String> appliances) {
    public CompareRequest {
        appliances = appliances == null ? null : Set.copyOf(appliances);
    }

    /** On all that neither has seen, a decision a day. */
    public static CompareRequest of(String a, String b) {
        return new CompareRequest(a, b, null, null, Duration.ofDays(1), null);
    }
}
