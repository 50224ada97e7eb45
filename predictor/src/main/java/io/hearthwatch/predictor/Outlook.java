package io.hearthwatch.predictor;

import io.hearthwatch.predictor.learning.Basis;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;

/**
 * What the newest scoring said of one component of an appliance, with what it rests on.
 *
 * @param applianceNo the registry's number
 * @param component component id
 * @param modelId the model that computed it
 * @param asOf the instant up to which the model knew
 * @param lead failures sooner after that are not counted
 * @param horizon failures later after that are not counted: the model's acting horizon
 * @param probability of failing between the two, 0..1; NaN where there is too little data for a number
 * @param basis what it rests on
 * @param byHorizon the same for each of the model's horizons, nearest first; never falling
 */
public record Outlook(
        int applianceNo,
        String component,
        String modelId,
        Instant asOf,
        Duration lead,
        Duration horizon,
        double probability,
        Basis basis,
        List<ByHorizon> byHorizon) {

    /**
     * One horizon.
     *
     * @param horizon after {@code asOf}
     * @param probability of failing by then; NaN where there is no number
     * @param basis what it rests on
     */
    public record ByHorizon(Duration horizon, double probability, Basis basis) {}

    /** What was learnt first, of that the likeliest to fail; last where there is no number. */
    public static final Comparator<Outlook> WORST_FIRST = Comparator.comparing(Outlook::basis)
            .thenComparing(Comparator.comparingDouble(Outlook::probability).reversed())
            .thenComparing(Outlook::component);

    public Outlook {
        byHorizon = List.copyOf(byHorizon);
    }
}
