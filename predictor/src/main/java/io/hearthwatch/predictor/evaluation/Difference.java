package io.hearthwatch.predictor.evaluation;

/**
 * What one method has more than another, both on the same appliances.
 *
 * @param value the difference, positive where it is better; null where it is undefined
 * @param interval where it lies with 95 % confidence, or null where nothing can be said
 */
public record Difference(Double value, Interval interval) {
    /** What it shows. */
    public Verdict verdict() {
        if (interval == null) {
            return Verdict.NO_DIFFERENCE;
        }
        return interval.isAbove(0) ? Verdict.BETTER : interval.isBelow(0) ? Verdict.WORSE : Verdict.NO_DIFFERENCE;
    }
}
