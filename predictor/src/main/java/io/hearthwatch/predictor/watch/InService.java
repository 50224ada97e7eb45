package io.hearthwatch.predictor.watch;

import java.time.Instant;
import java.util.List;

/**
 * Whether what the model said came true as often as it said: over scores whose window has passed, no two windows of an appliance overlapping.
 *
 * @param from scores of instants from this one on
 * @param to no window ends later
 * @param total all components together
 * @param components each that was scored
 * @param bins by probability, all components together
 */
public record InService(Instant from, Instant to, Outcome total, List<Outcome> components, List<Bin> bins) {
    public InService {
        components = List.copyOf(components);
        bins = List.copyOf(bins);
    }

    /**
     * Said and come true.
     *
     * @param component null for all together
     * @param scores how many were held against what failed
     * @param notYetKnown how many wait for their window to pass
     * @param expected failures that the scores add up to, each by its weight
     * @param observed failures that came, each by its weight
     * @param failures how many those are without weights
     * @param interval 95 %, of a Poisson count, around the observed
     * @param wide the same, 99 %
     */
    public record Outcome(
            String component,
            long scores,
            long notYetKnown,
            double expected,
            double observed,
            int failures,
            Interval interval,
            Interval wide) {
        /** Observed for each expected; null where nothing was. */
        public Double ratio() {
            return expected <= 0 ? null : observed / expected;
        }
    }

    /**
     * Scores between two limits.
     *
     * @param from exclusive, but for 0
     * @param to inclusive
     * @param scores how many
     * @param said their mean, by weight
     * @param came the share that failed, by weight; null where there are none
     * @param interval 95 %, after Wilson
     */
    public record Bin(double from, double to, long scores, double said, Double came, Interval interval) {}
}
