package io.hearthwatch.predictor;

import java.time.Instant;

/**
 * How long a component still lasts, by the clock.
 *
 * @param applianceNo the registry's number
 * @param component component id
 * @param modelId the model that estimated it
 * @param asOf the instant up to which the model knew
 * @param hours until its next failure, from then on
 * @param low the interval's low end, hours; at least 0 and at most {@code hours}
 * @param high its high end, hours; at least {@code hours}
 * @param openEnded whether the high end is the model's cap: it may last longer than that
 */
public record LifeEstimate(
        int applianceNo,
        String component,
        String modelId,
        Instant asOf,
        double hours,
        double low,
        double high,
        boolean openEnded) {

    /** Whether the interval holds a truth, in hours; an open end holds all that is longer. */
    public boolean holds(double truth) {
        return low <= truth && (openEnded || truth <= high);
    }
}
