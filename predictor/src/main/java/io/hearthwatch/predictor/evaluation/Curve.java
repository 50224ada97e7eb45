package io.hearthwatch.predictor.evaluation;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Decisions in order of a score, greatest first: average precision, of all appliances or of a resample, and the precision–recall curve.
 * Equal scores are taken together, so their order does not matter.
 */
final class Curve implements Statistic {
    /**
     * One point of the precision–recall curve.
     *
     * @param threshold flagged from this score on
     */
    record Point(double recall, double precision, double threshold) {}

    private final int[] appliances;
    private final double[] weights;
    private final boolean[] failed;
    /** Whether a decision is the last with its score. */
    private final boolean[] last;

    private final float[] scores;
    private final double positives;

    /** Of a method's scores of a component, or, for −1, the greatest over components. */
    static Curve of(Kept kept, Method method, int component) {
        float[] scores = kept.scores(method, component);
        int[] appliances = new int[scores.length];
        double[] weights = new double[scores.length];
        boolean[] failed = new boolean[scores.length];
        for (int i = 0; i < scores.length; i++) {
            appliances[i] = kept.row(i).appliance();
            weights[i] = kept.weight(i);
            failed[i] = kept.row(i).fails(component);
        }
        return new Curve(scores, appliances, weights, failed);
    }

    Curve(float[] unsorted, int[] appliances, double[] weights, boolean[] failed) {
        int[] order = descending(unsorted);
        int size = 0;
        double sum = 0;
        for (int i = 0; i < order.length; i++) {
            if (failed[order[i]]) {
                sum += weights[order[i]];
                size = i + 1;
            }
        }
        // What comes after the last failing decision changes no figure; its equals do.
        while (size > 0 && size < order.length && unsorted[order[size]] == unsorted[order[size - 1]]) {
            size++;
        }
        this.positives = sum;
        this.scores = new float[size];
        this.appliances = new int[size];
        this.weights = new double[size];
        this.failed = new boolean[size];
        this.last = new boolean[size];
        for (int i = 0; i < size; i++) {
            this.scores[i] = unsorted[order[i]];
            this.appliances[i] = appliances[order[i]];
            this.weights[i] = weights[order[i]];
            this.failed[i] = failed[order[i]];
            this.last[i] = i + 1 == size || unsorted[order[i + 1]] != this.scores[i];
        }
    }

    /** Indices by score, greatest first; equal scores in their own order. */
    static int[] descending(float[] scores) {
        long[] keys = new long[scores.length];
        for (int i = 0; i < keys.length; i++) {
            int bits = Float.floatToIntBits(scores[i] + 0f);
            int ascending = bits < 0 ? ~bits : bits | Integer.MIN_VALUE;
            keys[i] = ((long) ~ascending & 0xFFFFFFFFL) << 32 | i;
        }
        // Compared as unsigned.
        for (int i = 0; i < keys.length; i++) {
            keys[i] ^= Long.MIN_VALUE;
        }
        Arrays.sort(keys);
        int[] order = new int[keys.length];
        for (int i = 0; i < order.length; i++) {
            order[i] = (int) keys[i];
        }
        return order;
    }

    /**
     * Average precision: over the distinct scores from the greatest down, the sum of precision at that score times the recall gained there.
     */
    @Override
    public double of(int[] times) {
        double sum = 0;
        double hits = 0;
        double seen = 0;
        double gained = 0;
        for (int i = 0; i < last.length; i++) {
            double weight = weights[i] * times[appliances[i]];
            seen += weight;
            gained += failed[i] ? weight : 0;
            if (last[i]) {
                if (gained > 0) {
                    hits += gained;
                    sum += gained * hits / seen;
                }
                gained = 0;
            }
        }
        return hits == 0 ? Double.NaN : sum / hits;
    }

    /** The precision–recall curve, at most about so many points. */
    List<Point> points(int most) {
        List<Point> points = new ArrayList<>();
        double hits = 0;
        double seen = 0;
        double told = -1;
        for (int i = 0; i < last.length; i++) {
            seen += weights[i];
            hits += failed[i] ? weights[i] : 0;
            double recall = positives == 0 ? 0 : hits / positives;
            boolean end = i + 1 == last.length;
            if (last[i] && hits > 0 && (end || recall - told >= 1.0 / most)) {
                points.add(new Point(recall, hits / seen, scores[i]));
                told = recall;
            }
        }
        return points;
    }
}
