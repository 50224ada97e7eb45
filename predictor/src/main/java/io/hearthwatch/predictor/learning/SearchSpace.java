package io.hearthwatch.predictor.learning;

import java.math.BigDecimal;
import java.math.MathContext;
import java.util.List;
import java.util.SplittableRandom;

/**
 * Which settings a tuning tries. The first trial of each algorithm has its usual settings; the others are drawn at random, each from the
 * seed and its number alone, so that a sequence can go on where it stopped.
 *
 * <p>Boosted trees: depth 2 to 6; rate .01 to .1; as many rounds at most as make rate · rounds 3 to 10, 50 to 600; least weight of a leaf 1 to
 * 30; .5 to 1 of the rows and .3 to 1 of the features; L2 .5 to 50. Forest: 100 to 300 trees, depth 5 to 14, least weight of a leaf 1 to
 * 10, .4 to .9 of the rows, .05 to .5 of the features. Logistic regression: 5 to 40 passes, rate .01 to .5, 8 to 64 rows a step. Rates,
 * weights and L2 are drawn evenly in their logarithm.
 *
 * @param algorithms what is tried, in this order; where there are several, half of the draws are of the first
 * @param first settings of the first trial, and what all trials have in common
 */
public record SearchSpace(List<Algorithm> algorithms, LearningSettings first) {
    private static final int MIN_ROUNDS = 50;
    private static final int MAX_ROUNDS = 600;

    public SearchSpace {
        algorithms = List.copyOf(algorithms);
        if (algorithms.isEmpty() || first.algorithm() != algorithms.get(0)) {
            throw new IllegalArgumentException("the first trial is of the first algorithm");
        }
    }

    /** The settings of a trial, from 1. */
    public LearningSettings settings(int trial) {
        if (trial == 1) {
            return first;
        }
        if (trial <= algorithms.size()) {
            return with(algorithms.get(trial - 1));
        }
        Draw draw = new Draw(new SplittableRandom(first.seed() * 0x9E3779B97F4A7C15L + trial));
        int n = algorithms.size();
        int which = n == 1 || draw.random.nextBoolean() ? 0 : 1 + draw.random.nextInt(n - 1);
        LearningSettings some = with(algorithms.get(which));
        return switch (some.algorithm()) {
            case TREES -> some.with(draw.trees(some.trees().bins(), some.trees().seed()));
            case FOREST ->
                new LearningSettings(
                        some.algorithm(), some.trees(), some.logistic(), draw.forest(), some.mostRows(), some.seed());
            case LOGISTIC ->
                new LearningSettings(
                        some.algorithm(), some.trees(), draw.logistic(), some.forest(), some.mostRows(), some.seed());
        };
    }

    private LearningSettings with(Algorithm algorithm) {
        return new LearningSettings(
                algorithm, first.trees(), first.logistic(), first.forest(), first.mostRows(), first.seed());
    }

    private record Draw(SplittableRandom random) {
        TreeSettings trees(int bins, long seed) {
            double rate = even(0.01, 0.1);
            double rounds = even(3, 10) / rate;
            return new TreeSettings(
                    (int) Math.min(MAX_ROUNDS, Math.max(MIN_ROUNDS, Math.round(rounds / 25) * 25)),
                    2 + random.nextInt(5),
                    rate,
                    even(1, 30),
                    rounded(0.5 + random.nextDouble() * 0.5),
                    rounded(0.3 + random.nextDouble() * 0.7),
                    even(0.5, 50),
                    bins,
                    seed);
        }

        ForestSettings forest() {
            return new ForestSettings(
                    100 * (1 + random.nextInt(3)),
                    5 + random.nextInt(10),
                    even(1, 10),
                    rounded(0.4 + random.nextDouble() * 0.5),
                    even(0.05, 0.5));
        }

        LogisticSettings logistic() {
            return new LogisticSettings((int) Math.round(even(5, 40)), even(0.01, 0.5), 8 << random.nextInt(4));
        }

        /** Evenly in the logarithm, and short enough to be read. */
        double even(double from, double to) {
            return rounded(from * Math.pow(to / from, random.nextDouble()));
        }

        private static double rounded(double value) {
            return new BigDecimal(value).round(new MathContext(2)).doubleValue();
        }
    }
}
