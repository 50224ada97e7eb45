package io.hearthwatch.predictor.learning;

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
        return best(scores, labels, (hits, flagged, positives) -> 2.0 * hits / (flagged + positives));
    }

    /**
     * The threshold with the greatest difference between the share of failing that is flagged and the share of lasting that is: what
     * tells the two apart best, however rare failing is.
     *
     * @return empty if nothing fails, or nothing lasts
     */
    public static OptionalDouble maxRecallLessFalseAlarms(float[] scores, BitSet labels) {
        int lasting = scores.length - labels.cardinality();
        if (lasting == 0) {
            return OptionalDouble.empty();
        }
        return best(
                scores,
                labels,
                (hits, flagged, positives) -> hits / (double) positives - (flagged - hits) / (double) lasting);
    }

    private interface Merit {
        double of(int hits, int flagged, int positives);
    }

    private static OptionalDouble best(float[] scores, BitSet labels, Merit merit) {
        int positives = labels.cardinality();
        if (positives == 0) {
            return OptionalDouble.empty();
        }
        Integer[] order = Ranking.descending(scores);
        double best = Double.NEGATIVE_INFINITY;
        double threshold = 0;
        int hits = 0;
        for (int i = 0; i < order.length; i++) {
            hits += labels.get(order[i]) ? 1 : 0;
            float score = scores[order[i]];
            boolean last = i + 1 == order.length;
            if (!last && scores[order[i + 1]] == score) {
                continue;
            }
            double value = merit.of(hits, i + 1, positives);
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
