package io.hearthwatch.predictor.learning;

import java.util.Arrays;
import java.util.BitSet;
import java.util.OptionalDouble;

/** Where to draw the line between failing and lasting. */
public final class Thresholds {
    private Thresholds() {}

    /**
     * The threshold with the greatest F1: what scores at least that is flagged. Between the last score above the line and the first
     * below it, it lies (for scores between 0 and 1) midway in log-odds between their middle and what is nearest to a half, so that
     * the line neither hugs the few examples that it was chosen on nor strays far from where an even chance lies.
     *
     * @return empty if nothing fails
     */
    public static OptionalDouble maxF1(float[] scores, BitSet labels) {
        return maxF1(scores, labels, ones(scores.length));
    }

    /** The same where each score stands for as many decisions as its weight says. */
    public static OptionalDouble maxF1(float[] scores, BitSet labels, long[] weights) {
        return best(scores, labels, weights, (hits, flagged, positives) -> 2.0 * hits / (flagged + positives));
    }

    /**
     * The threshold with the greatest difference between the share of failing that is flagged and the share of lasting that is: what
     * tells the two apart best, however rare failing is.
     *
     * @return empty if nothing fails, or nothing lasts
     */
    public static OptionalDouble maxRecallLessFalseAlarms(float[] scores, BitSet labels, long[] weights) {
        long lasting = weigh(weights, labels, scores.length, false);
        if (lasting == 0) {
            return OptionalDouble.empty();
        }
        return best(
                scores,
                labels,
                weights,
                (hits, flagged, positives) -> hits / (double) positives - (flagged - hits) / (double) lasting);
    }

    private interface Merit {
        double of(long hits, long flagged, long positives);
    }

    private static long[] ones(int size) {
        long[] ones = new long[size];
        Arrays.fill(ones, 1);
        return ones;
    }

    private static long weigh(long[] weights, BitSet labels, int size, boolean failing) {
        long sum = 0;
        for (int i = 0; i < size; i++) {
            sum += labels.get(i) == failing ? weights[i] : 0;
        }
        return sum;
    }

    private static OptionalDouble best(float[] scores, BitSet labels, long[] weights, Merit merit) {
        long positives = weigh(weights, labels, scores.length, true);
        if (positives == 0) {
            return OptionalDouble.empty();
        }
        Integer[] order = Ranking.descending(scores);
        double best = Double.NEGATIVE_INFINITY;
        double threshold = 0;
        long hits = 0;
        long flagged = 0;
        for (int i = 0; i < order.length; i++) {
            flagged += weights[order[i]];
            hits += labels.get(order[i]) ? weights[order[i]] : 0;
            float score = scores[order[i]];
            boolean last = i + 1 == order.length;
            if (!last && scores[order[i + 1]] == score) {
                continue;
            }
            double value = merit.of(hits, flagged, positives);
            if (value > best) {
                best = value;
                threshold = last ? score : between(score, scores[order[i + 1]]);
            }
        }
        return OptionalDouble.of(threshold);
    }

    private static double between(double above, double below) {
        if (above >= 1 || below <= 0) {
            return (above + below) / 2;
        }
        double middle = Math.sqrt(odds(above) * odds(below));
        double nearestToHalf = odds(Math.min(above, Math.max(below, 0.5)));
        double odds = Math.sqrt(middle * nearestToHalf);
        double threshold = odds / (1 + odds);
        return threshold > below && threshold <= above ? threshold : above;
    }

    private static double odds(double probability) {
        return probability / (1 - probability);
    }
}
