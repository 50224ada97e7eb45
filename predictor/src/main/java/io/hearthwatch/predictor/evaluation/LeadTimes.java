package io.hearthwatch.predictor.evaluation;

import java.util.Arrays;

/**
 * How long before a failure warning was given, over the failures that were flagged in time.
 *
 * @param count how many those are
 * @param quantiles hours at 5, 25, 50, 75 and 95 %; empty without any
 * @param edges of the histogram's bins, hours, one more than bins
 * @param histogram how many fall into (edge, next edge]
 */
@SuppressWarnings("ArrayRecordComponent") // nobody compares them
public record LeadTimes(int count, double[] quantiles, double[] edges, int[] histogram) {
    /** Which quantiles are given. */
    static final double[] SHARES = {0.05, 0.25, 0.5, 0.75, 0.95};

    private static final int BINS = 8;

    /** Of hours, ascending, that lie in (lead, horizon]. */
    static LeadTimes of(double[] hours, double lead, double horizon) {
        double[] edges = new double[BINS + 1];
        int[] histogram = new int[BINS];
        for (int i = 0; i <= BINS; i++) {
            edges[i] = lead + i * (horizon - lead) / BINS;
        }
        for (double hour : hours) {
            int bin = (int) Math.ceil((hour - lead) / (horizon - lead) * BINS) - 1;
            histogram[Math.max(0, Math.min(BINS - 1, bin))]++;
        }
        double[] quantiles = hours.length == 0
                ? new double[0]
                : Arrays.stream(SHARES).map(share -> Quantiles.of(hours, share)).toArray();
        return new LeadTimes(hours.length, quantiles, edges, histogram);
    }

    /** The median, or null without any. */
    public Double median() {
        return count == 0 ? null : (Double) quantiles[2];
    }
}
