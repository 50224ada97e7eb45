package io.hearthwatch.predictor.evaluation;

import java.util.ArrayList;
import java.util.List;

/**
 * Whether what is said with p % comes to pass p times in a hundred.
 *
 * @param error the expected calibration error: over bins of equally many decisions in order of the score, the mean distance between what
 *     was said and what came, weighted by the decisions in each (Naeini, Cooper, Hauskrecht, 2015; with bins of equal mass); null without
 *     decisions
 * @param points for a diagram: bins in each of which as many failures were expected, since failures are few and most decisions lie near 0
 */
public record Reliability(Double error, List<Point> points) {
    private static final int ERROR_BINS = 15;
    private static final int DIAGRAM_BINS = 10;
    /** A point in a diagram stands for at least so many expected failures. */
    private static final double LEAST_EXPECTED = 3;

    /**
     * A bin.
     *
     * @param decisions how many are in it
     * @param predicted mean of what was said
     * @param observed share after which it failed
     */
    public record Point(double decisions, double predicted, double observed) {}

    public Reliability {
        points = List.copyOf(points);
    }

    /** Of scores that are meant as probabilities. */
    static Reliability of(float[] scores, boolean[] failed, double[] weights) {
        int[] order = Curve.descending(scores);
        double all = 0;
        double expected = 0;
        for (int i = 0; i < order.length; i++) {
            all += weights[i];
            expected += weights[i] * scores[i];
        }
        double error = 0;
        for (Point bin : bins(order, scores, failed, weights, all / ERROR_BINS, false)) {
            error += bin.decisions() / all * Math.abs(bin.predicted() - bin.observed());
        }
        double each = Math.max(LEAST_EXPECTED, expected / DIAGRAM_BINS);
        return new Reliability(all == 0 ? null : (Double) error, bins(order, scores, failed, weights, each, true));
    }

    private static List<Point> bins(
            int[] order, float[] scores, boolean[] failed, double[] weights, double each, boolean byExpected) {
        List<Point> bins = new ArrayList<>();
        double weight = 0;
        double said = 0;
        double came = 0;
        double total = 0;
        for (int place = 0; place < order.length; place++) {
            int i = order[place];
            weight += weights[i];
            said += weights[i] * scores[i];
            came += failed[i] ? weights[i] : 0;
            total += byExpected ? weights[i] * scores[i] : weights[i];
            boolean end = place + 1 == order.length;
            // Equal scores stay together; thousandths are rounding.
            if (end || (total >= each * (bins.size() + 1) - 1e-9 && scores[order[place + 1]] != scores[i])) {
                bins.add(new Point(weight, said / weight, came / weight));
                weight = 0;
                said = 0;
                came = 0;
            }
        }
        return bins;
    }
}
