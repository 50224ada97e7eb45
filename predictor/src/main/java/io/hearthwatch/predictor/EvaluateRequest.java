package io.hearthwatch.predictor;

import io.hearthwatch.predictor.evaluation.ThresholdPolicy;
import java.time.Duration;
import java.time.Instant;
import java.util.Set;

/**
 * What to evaluate.
 *
 * @param type appliance type
 * @param modelId the model, or null for the newest trained of the type
 * @param from first decision; null for the first at which appliances that the model was trained on may be judged
 * @param to no window ends later; null for all that is stored
 * @param every time between decisions; null for as often as the model decides
 * @param appliances only these, by the maker's id; null for all
 * @param neverSeen only appliances that the model was not trained on
 * @param policy whose thresholds are judged
 * @param horizon by the end of which of the model's windows a failure counts; null for the one that it decides for
 */
public record EvaluateRequest(
        String type,
        String modelId,
        Instant from,
        Instant to,
        Duration every,
        Set<String> appliances,
        boolean neverSeen,
        ThresholdPolicy policy,
        Duration horizon) {
    public EvaluateRequest {
        appliances = appliances == null ? null : Set.copyOf(appliances);
    }

    /** Of appliances, whether the model was trained on them or not. */
    public EvaluateRequest(
            String type,
            String modelId,
            Instant from,
            Instant to,
            Duration every,
            Set<String> appliances,
            ThresholdPolicy policy) {
        this(type, modelId, from, to, every, appliances, false, policy, null);
    }

    /** By the horizon that the model decides for. */
    public EvaluateRequest(
            String type,
            String modelId,
            Instant from,
            Instant to,
            Duration every,
            Set<String> appliances,
            boolean neverSeen,
            ThresholdPolicy policy) {
        this(type, modelId, from, to, every, appliances, neverSeen, policy, null);
    }

    /** The newest model of a type on all that is stored from an instant on, a decision a day. */
    public static EvaluateRequest of(String type, Instant from) {
        return new EvaluateRequest(type, null, from, null, Duration.ofDays(1), null, ThresholdPolicy.MAX_F1);
    }
}
