package io.hearthwatch.predictor.evaluation;

/**
 * Where a figure lies with 95 % confidence, had other appliances been drawn.
 *
 * @param low the 2.5th percentile of the resampled figures
 * @param high the 97.5th
 */
public record Interval(double low, double high) {
    /** Whether all of it is above a value. */
    boolean isAbove(double value) {
        return low > value;
    }

    /** Whether all of it is below a value. */
    boolean isBelow(double value) {
        return high < value;
    }
}
