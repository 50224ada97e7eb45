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
        int positives = labels.cardinality();
        if (positives == 0) {
            return OptionalDouble.empty();
        }
        Integer[] order = Ranking.descending(scores);
        double best = -1;
        double threshold = 0;
        int hits = 0;
        for (int i = 0; i < order.length; i++) {
            hits += labels.get(order[i]) ? 1 : 0;
            float score = scores[order[i]];
            boolean last = i + 1 == order.length;
            if (!last && scores[order[i + 1]] == score) {
                continue;
            }
            double f1 = 2.0 * hits / (i + 1 + positives);
            if (f1 > best) {
                best = f1;
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
