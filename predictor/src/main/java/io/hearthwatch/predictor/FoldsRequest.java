package io.hearthwatch.predictor;

import io.hearthwatch.predictor.evaluation.ThresholdPolicy;
import java.time.Duration;
import java.time.Instant;
import java.util.Set;

/**
 * What to judge by appliances never seen: as a model was trained, so often anew, each time without one fold of whole appliances, which it
 * is then judged on; and later than it was trained on, besides.
 *
 * @param type appliance type
 * @param modelId the model whose training is repeated, or null for the newest trained of the type
 * @param folds how many, at least 2
 * @param until the trainings look at nothing later; null for what the model looked at
 * @param from first decision; null for the first allowed
 * @param to no window ends later; null for all that is stored
 * @param every time between decisions; null for as often as the model decides
 * @param appliances only these, for training and judging, by the maker's id; null for all
 * @param policy whose thresholds are judged
 * @param seed of the folds
 */
public record FoldsRequest(
        String type,
        String modelId,
        int folds,
        Instant until,
        Instant from,
        Instant to,
        Duration every,
        Set<String> appliances,
        ThresholdPolicy policy,
        long seed) {
    public FoldsRequest {
        appliances = appliances == null ? null : Set.copyOf(appliances);
        if (folds < 2) {
            throw new IllegalArgumentException("there are at least 2 folds");
        }
    }
}
