package io.hearthwatch.predictor.evaluation;

/**
 * Where a figure lies with 95 % confidence, had other appliances been drawn.
 *
 * @param low the 2.5th percentile of the resampled figures; where all resamples are alike, see {@link Statistic}
 * @param high the 97.5th
 */
public record Interval(double low, double high) {
    /** What is left out at either end. */
    static final double TAIL = 0.025;

    /**
     * The exact interval of a share of independent trials that all turned out the same (Clopper and Pearson, The use of confidence or
     * fiducial limits, Biometrika 26, 1934).
     */
    static Interval ofTrials(long trials, boolean all) {
        double reach = Math.pow(TAIL, 1.0 / trials);
        return all ? new Interval(reach, 1) : new Interval(0, 1 - reach);
    }

    /** Whether all of it is above a value. */
    boolean isAbove(double value) {
        return low > value;
    }

    /** Whether all of it is below a value. */
    boolean isBelow(double value) {
        return high < value;
    }
}
