package io.hearthwatch.predictor;

import io.hearthwatch.predictor.learning.Basis;
import java.time.Duration;
import java.time.Instant;
import java.util.List;

/**
 * The latest probability of one component of an appliance.
 *
 * @param applianceNo the registry's number
 * @param component component id
 * @param modelId the model that computed it
 * @param asOf the instant up to which the model knew
 * @param probability that the component fails by the model's acting horizon, 0..1; NaN where there is too little data for a number
 * @param basis what it rests on
 * @param outlooks the probability by each of the model's horizons, nearest first; never falling
 */
public record ComponentScore(
        int applianceNo,
        String component,
        String modelId,
        Instant asOf,
        double probability,
        Basis basis,
        List<Outlook> outlooks) {

    /**
     * One horizon's probability.
     *
     * @param horizon after {@code asOf}
     * @param probability that the component fails by then; NaN where there is no number
     */
    public record Outlook(Duration horizon, double probability) {}

    public ComponentScore {
        outlooks = List.copyOf(outlooks);
    }

    /** Whether a model was learnt; otherwise the probability is the fleet's rate, or there is none. */
    public boolean trained() {
        return basis == Basis.MODEL;
    }
}
