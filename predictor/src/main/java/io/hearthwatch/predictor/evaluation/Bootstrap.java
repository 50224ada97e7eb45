package io.hearthwatch.predictor.evaluation;

import io.hearthwatch.predictor.Progress;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.SplittableRandom;

/**
 * How far figures would differ by chance: as many appliances as there are, drawn with replacement a thousand times, whole appliances at a
 * time, since the decisions of one are not independent (percentile bootstrap; Efron and Tibshirani, An Introduction to the Bootstrap, 1993).
 * All figures are computed of the same draws, so differences between methods are paired. The same seed gives the same draws.
 */
final class Bootstrap {
    static final int RESAMPLES = 1000;
    static final long SEED = 1;

    /** Of a figure that is undefined in more of the draws than this nothing is said. */
    private static final double MOST_UNDEFINED = 0.5;

    private final Map<String, Statistic> statistics = new LinkedHashMap<>();

    void add(String name, Statistic statistic) {
        statistics.put(name, statistic);
    }

    /** The interval of each figure that has one; with fewer than two appliances there is none. */
    Map<String, Interval> run(int appliances, Progress progress) {
        Map<String, Interval> intervals = new LinkedHashMap<>();
        if (appliances < 2) {
            return intervals;
        }
        double[][] drawn = new double[statistics.size()][RESAMPLES];
        SplittableRandom random = new SplittableRandom(SEED);
        int[] times = new int[appliances];
        for (int r = 0; r < RESAMPLES; r++) {
            Arrays.fill(times, 0);
            for (int i = 0; i < appliances; i++) {
                times[random.nextInt(appliances)]++;
            }
            int s = 0;
            for (Statistic statistic : statistics.values()) {
                drawn[s++][r] = statistic.of(times);
            }
            progress.at("drawing appliances anew", r, RESAMPLES);
        }
        int s = 0;
        for (String name : statistics.keySet()) {
            Interval interval = interval(drawn[s++], statistics.get(name));
            if (interval != null) {
                intervals.put(name, interval);
            }
        }
        return intervals;
    }

    private static Interval interval(double[] values, Statistic statistic) {
        double[] defined =
                Arrays.stream(values).filter(v -> !Double.isNaN(v)).sorted().toArray();
        if (defined.length < values.length * (1 - MOST_UNDEFINED)) {
            return null;
        }
        if (defined[0] == defined[defined.length - 1]) {
            Interval known = statistic.ifAlwaysTheSame(defined[0]);
            if (known != null) {
                return known;
            }
        }
        return new Interval(Quantiles.of(defined, Interval.TAIL), Quantiles.of(defined, 1 - Interval.TAIL));
    }
}
