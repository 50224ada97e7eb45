package io.hearthwatch.predictor.learning;

import java.util.BitSet;
import java.util.OptionalDouble;

/** Where to draw the line between failing and lasting. */
public final class Thresholds {
    private Thresholds() {}

    /**
     * The threshold with the greatest F1: what scores at least that is flagged. It lies halfway (in log-odds, for scores between 0 and 1)
     * between the last score above the line and the first below it, so that the line does not hug the examples it was chosen on.
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
        double odds = Math.sqrt(above / (1 - above) * (below / (1 - below)));
        double middle = odds / (1 + odds);
        return middle > below && middle <= above ? middle : above;
    }
}
