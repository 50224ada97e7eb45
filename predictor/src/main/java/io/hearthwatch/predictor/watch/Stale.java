package io.hearthwatch.predictor.watch;

import java.time.Instant;
import java.util.List;

/**
 * Whether a model is fed, and asked, as it should be.
 *
 * @param all appliances of the type
 * @param lines by model line, those with the greatest share of stale ones first
 * @param decidedUntil up to when its schedule was run; null where it never was
 * @param missed instants of the schedule since then that should have been run by now
 * @param trainedUntil it learnt nothing later
 * @param ageDays days since then
 */
public record Stale(
        Reporting all, List<Reporting> lines, Instant decidedUntil, long missed, Instant trainedUntil, double ageDays) {
    public Stale {
        lines = List.copyOf(lines);
    }

    /**
     * Who reports.
     *
     * @param line model line; null for all
     * @param appliances those that reported in the last 90 days
     * @param stale those of them that have not for five times their usual interval, and at least a day
     * @param silent others that reported earlier, and not for 90 days: taken out of use, as far as can be told
     * @param never registered and never heard of
     */
    public record Reporting(String line, int appliances, int stale, int silent, int never) {
        /** Stale ones among those in use; 0 where there are none. */
        public double share() {
            return appliances == 0 ? 0 : stale / (double) appliances;
        }
    }
}
