package io.hearthwatch.predictor.learning;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.List;

/**
 * From a score to a probability that holds what it says: of what gets 30 %, three in ten fail. Learnt on scores of decisions later than
 * those that the scoring model was trained on. Strictly rising, so the order of scores never changes. Immutable.
 *
 * @param method how it was learnt
 * @param x of {@code ISOTONIC}: log-odds of scores, ascending; of {@code PLATT}: the slope
 * @param y of {@code ISOTONIC}: log-odds of the probabilities at {@code x}; of {@code PLATT}: the intercept
 */
@SuppressWarnings("ArrayRecordComponent") // nobody compares them
public record Calibration(Method method, double[] x, double[] y) {
    /** How scores are turned into probabilities. */
    public enum Method {
        /** As they are: there was too little to learn from. */
        NONE,
        /** A straight line in log-odds. */
        PLATT,
        /** The best rising steps, joined by straight lines in log-odds. */
        ISOTONIC
    }

    /** Changes nothing. */
    public static final Calibration NONE = new Calibration(Method.NONE, new double[0], new double[0]);

    /** Fewer failing than this, and the scores are left as they are. */
    static final int MIN_FOR_PLATT = 10;
    /** Steps need many more examples than a line, above all since neighbouring decisions foresee the same failure. */
    static final int MIN_FOR_ISOTONIC = 400;

    /** A stretch of scores ends with this share of what failed, or of all. */
    private static final int STEPS = 50;

    private static final int STRETCHES = 200;
    private static final double LEAST = 1e-7;

    /**
     * Learns from scores and what came of them.
     *
     * @param failed which of them failed
     * @param weights how many decisions each stands for
     */
    static Calibration learn(float[] scores, BitSet failed, long[] weights) {
        int positives = failed.cardinality();
        if (positives < MIN_FOR_PLATT || scores.length - positives < MIN_FOR_PLATT) {
            return NONE;
        }
        return positives < MIN_FOR_ISOTONIC ? platt(scores, failed, weights) : isotonic(scores, failed, weights);
    }

    /** The probability that a score stands for. */
    public float apply(float score) {
        return method == Method.NONE || Float.isNaN(score) ? score : (float) probability(logOdds(logit(score)));
    }

    /** The same for many, in place. */
    public float[] apply(float[] scores) {
        for (int i = 0; i < scores.length; i++) {
            scores[i] = apply(scores[i]);
        }
        return scores;
    }

    /** The log-odds of the probability, for the log-odds of a score. */
    public double logOdds(double score) {
        return switch (method) {
            case NONE -> score;
            case PLATT -> x[0] * score + y[0];
            case ISOTONIC -> between(score);
        };
    }

    private double between(double score) {
        int last = x.length - 1;
        if (score <= x[0]) {
            return y[0] + score - x[0];
        }
        if (score >= x[last]) {
            return y[last] + score - x[last];
        }
        int at = Arrays.binarySearch(x, score);
        int right = at >= 0 ? Math.max(1, at) : -at - 1;
        double share = (score - x[right - 1]) / (x[right] - x[right - 1]);
        return y[right - 1] + share * (y[right] - y[right - 1]);
    }

    static double logit(double p) {
        double bounded = Math.min(1 - LEAST, Math.max(LEAST, p));
        return Math.log(bounded / (1 - bounded));
    }

    static double probability(double logOdds) {
        return 1 / (1 + Math.exp(-logOdds));
    }

    /** Platt's sigmoid with his smoothed targets, by Newton's method. */
    static Calibration platt(float[] scores, BitSet failed, long[] weights) {
        double failing = 0;
        double lasting = 0;
        for (int i = 0; i < scores.length; i++) {
            failing += failed.get(i) ? weights[i] : 0;
            lasting += failed.get(i) ? 0 : weights[i];
        }
        double high = (failing + 1) / (failing + 2);
        double low = 1 / (lasting + 2);
        double slope = 1;
        double base = 0;
        for (int step = 0; step < 100; step++) {
            // A little ridge keeps the slope near 1 where the examples say little.
            double gs = slope - 1;
            double gb = 0;
            double hss = 1;
            double hsb = 0;
            double hbb = 1e-9;
            for (int i = 0; i < scores.length; i++) {
                double s = logit(scores[i]);
                double p = probability(slope * s + base);
                double error = weights[i] * (p - (failed.get(i) ? high : low));
                double h = weights[i] * Math.max(p * (1 - p), 1e-12);
                gs += error * s;
                gb += error;
                hss += h * s * s;
                hsb += h * s;
                hbb += h;
            }
            double determinant = hss * hbb - hsb * hsb;
            double ds = (hbb * gs - hsb * gb) / determinant;
            double db = (hss * gb - hsb * gs) / determinant;
            double length = Math.max(Math.abs(ds), Math.abs(db));
            double pace = length > 1 ? 1 / length : 1;
            slope = Math.max(0.05, slope - pace * ds);
            base -= pace * db;
            if (length < 1e-9) {
                break;
            }
        }
        return new Calibration(Method.PLATT, new double[] {slope}, new double[] {base});
    }

    /** A stretch of scores with one probability. */
    private record Block(double scores, double failing, double weight) {
        double probability() {
            // Half an example away from certainty.
            return Math.min((weight - 0.5) / weight, Math.max(0.5 / weight, failing / weight));
        }

        Block and(Block next) {
            return new Block(scores + next.scores, failing + next.failing, weight + next.weight);
        }

        boolean before(Block next) {
            return scores / weight < next.scores / next.weight && probability() < next.probability();
        }
    }

    /** Pool adjacent violators, over stretches of scores. */
    static Calibration isotonic(float[] scores, BitSet failed, long[] weights) {
        Integer[] order = Ranking.descending(scores);
        int each = Math.max(1, failed.cardinality() / STEPS);
        List<Block> blocks = new ArrayList<>();
        Block open = null;
        int failing = 0;
        int size = 0;
        for (int i = order.length - 1; i >= 0; i--) {
            int row = order[i];
            boolean fails = failed.get(row);
            Block one = new Block(logit(scores[row]) * weights[row], fails ? weights[row] : 0, weights[row]);
            open = open == null ? one : open.and(one);
            failing += fails ? 1 : 0;
            size++;
            boolean tied = i > 0 && scores[order[i - 1]] == scores[row];
            if (i == 0 || ((failing >= each || size >= order.length / STRETCHES) && !tied)) {
                push(blocks, open);
                open = null;
                failing = 0;
                size = 0;
            }
        }
        double[] x = blocks.stream().mapToDouble(b -> b.scores() / b.weight()).toArray();
        double[] y = blocks.stream().mapToDouble(b -> logit(b.probability())).toArray();
        return new Calibration(Method.ISOTONIC, x, y);
    }

    private static void push(List<Block> blocks, Block block) {
        Block last = block;
        while (!blocks.isEmpty() && !blocks.get(blocks.size() - 1).before(last)) {
            last = blocks.remove(blocks.size() - 1).and(last);
        }
        blocks.add(last);
    }
}
