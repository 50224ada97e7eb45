package io.hearthwatch.predictor.learning;

import java.util.Arrays;
import java.util.BitSet;
import java.util.stream.IntStream;

/** How well scores put what fails before what lasts. */
public final class Ranking {
    private Ranking() {}

    /** Indices by score, greatest first; equal scores keep their order. */
    public static Integer[] descending(float[] scores) {
        Integer[] order = IntStream.range(0, scores.length).boxed().toArray(Integer[]::new);
        Arrays.sort(order, (a, b) -> Float.compare(scores[b], scores[a]));
        return order;
    }

    /**
     * Average precision: over the distinct scores from the greatest down, the sum of precision at that score times the recall gained
     * there. Equal scores are taken together, so their order does not matter.
     *
     * @return null if nothing fails
     */
    public static Double averagePrecision(float[] scores, BitSet labels) {
        int positives = labels.cardinality();
        if (positives == 0) {
            return null;
        }
        Integer[] order = descending(scores);
        double sum = 0;
        int hits = 0;
        int i = 0;
        while (i < order.length) {
            float score = scores[order[i]];
            int gained = 0;
            while (i < order.length && scores[order[i]] == score) {
                gained += labels.get(order[i]) ? 1 : 0;
                i++;
            }
            hits += gained;
            sum += (double) gained / positives * hits / i;
        }
        return sum;
    }
}
