package io.hearthwatch.predictor.features;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;

/**
 * That a metric's daily means have gone one way, steadily, up to now. It is said only where all of this holds:
 *
 * <ul>
 *   <li>from its beginning on the daily mean never went back by more than noise does (two deviations; the noise is told from the differences
 *       of neighbouring days, by their median, so that neither a trend nor a single odd day counts as noise);
 *   <li>it went at least five such deviations in all, over at least four days (half of a week's
 *       season is shorter), and no single step was more than 60 % of that;
 *   <li>days follow each other in that direction beyond chance (Kendall's rank correlation at least 0.6, and Mann and Kendall's test
 *       passed at 5 %);
 *   <li>it has not come to rest: the newer half still goes at half of the whole's pace at least (median of slopes, after Theil and Sen).
 * </ul>
 *
 * @param rising or falling
 * @param days how many days ago it began
 * @param longer whether it had begun already where what is known begins
 */
public record SteadyRun(boolean rising, int days, boolean longer) {
    private static final int LEAST_DAYS = 4;
    private static final int LEAST_KNOWN = 6;
    private static final int LONGEST_GAP = 2;
    private static final double BACK = 2;
    private static final double BEGUN = 1.5;
    private static final double CLEAR = 5;
    private static final double SMALLEST_SHARE = 1e-3;
    private static final double LARGEST_STEP = 0.6;
    private static final double CORRELATION = 0.6;
    private static final double BEYOND_CHANCE = 1.96;

    /** A day with a known mean. */
    private record Day(int ago, double value) {}

    /**
     * Looks for one.
     *
     * @param means daily means, the newest first; NaN where not known
     * @return null where there is none
     */
    static SteadyRun of(double[] means) {
        List<Day> days = known(means);
        if (days.size() < LEAST_KNOWN || days.get(0).ago() > 1) {
            return null;
        }
        double noise = noise(days);
        int up = begin(days, noise);
        if (up > 0) {
            return run(true, days, up);
        }
        List<Day> mirrored =
                days.stream().map(day -> new Day(day.ago(), -day.value())).toList();
        int down = begin(mirrored, noise);
        return down > 0 ? run(false, days, down) : null;
    }

    private static SteadyRun run(boolean rising, List<Day> days, int begin) {
        return new SteadyRun(rising, days.get(begin).ago(), begin == days.size() - 1);
    }

    /** Up to the first long gap. */
    private static List<Day> known(double[] means) {
        List<Day> days = new ArrayList<>();
        for (int ago = 0; ago < means.length; ago++) {
            if (Double.isFinite(means[ago])) {
                if (!days.isEmpty() && ago - days.get(days.size() - 1).ago() > LONGEST_GAP + 1) {
                    break;
                }
                days.add(new Day(ago, means[ago]));
            }
        }
        return days;
    }

    /** Standard deviation of a day's mean, from differences of neighbours. */
    private static double noise(List<Day> days) {
        double[] steps = new double[days.size() - 1];
        for (int i = 0; i < steps.length; i++) {
            steps[i] = days.get(i).value() - days.get(i + 1).value();
        }
        double usual = median(steps);
        double[] off = Arrays.stream(steps).map(step -> Math.abs(step - usual)).toArray();
        return 1.4826 * median(off) / Math.sqrt(2);
    }

    /** Index of the day at which a rise began that lasts until now; 0 where there is none. */
    private static int begin(List<Day> days, double noise) {
        double[] smooth = smooth(days);
        double low = smooth[0];
        int end = 0;
        for (int i = 1; i < smooth.length && smooth[i] <= low + BACK * noise; i++) {
            low = Math.min(low, smooth[i]);
            end = i;
        }
        int begin = 0;
        while (begin < end && smooth[begin] > low + BEGUN * noise) {
            begin++;
        }
        return holds(days.subList(0, begin + 1), smooth, noise) ? begin : 0;
    }

    private static boolean holds(List<Day> run, double[] smooth, double noise) {
        int n = run.size();
        if (n < LEAST_DAYS || run.get(n - 1).ago() - run.get(0).ago() < LEAST_DAYS) {
            return false;
        }
        double rise =
                (run.get(0).value() + run.get(1).value()) / 2 - run.get(n - 1).value();
        double size =
                run.stream().mapToDouble(day -> Math.abs(day.value())).max().orElseThrow();
        if (rise <= 0 || rise < CLEAR * noise || rise < SMALLEST_SHARE * size) {
            return false;
        }
        for (int i = 1; i < n; i++) {
            if (smooth[i - 1] - smooth[i] > LARGEST_STEP * rise) {
                return false;
            }
        }
        double agreeing = agreeing(run);
        double chance = Math.sqrt(n * (n - 1.0) * (2 * n + 5) / 18);
        if (agreeing < CORRELATION * n * (n - 1) / 2 || agreeing < BEYOND_CHANCE * chance) {
            return false;
        }
        return 2 * slope(run.subList(0, Math.max(4, (n + 1) / 2))) >= slope(run);
    }

    /** Pairs of days of which the later is higher, less those of which it is lower. */
    private static double agreeing(List<Day> run) {
        double agreeing = 0;
        for (int i = 0; i < run.size(); i++) {
            for (int j = i + 1; j < run.size(); j++) {
                agreeing += Math.signum(run.get(i).value() - run.get(j).value());
            }
        }
        return agreeing;
    }

    /** Median of the slopes between all pairs of days. */
    private static double slope(List<Day> run) {
        List<Double> slopes = new ArrayList<>();
        for (int i = 0; i < run.size(); i++) {
            for (int j = i + 1; j < run.size(); j++) {
                slopes.add((run.get(i).value() - run.get(j).value())
                        / (run.get(j).ago() - run.get(i).ago()));
            }
        }
        Collections.sort(slopes);
        return slopes.get(slopes.size() / 2);
    }

    /** Each day's median with its neighbours; the newest stands for itself. */
    private static double[] smooth(List<Day> days) {
        double[] smooth = new double[days.size()];
        for (int i = 0; i < smooth.length; i++) {
            smooth[i] = i == 0 || i == smooth.length - 1
                    ? days.get(i).value()
                    : median(new double[] {
                        days.get(i - 1).value(),
                        days.get(i).value(),
                        days.get(i + 1).value()
                    });
        }
        return smooth;
    }

    private static double median(double[] values) {
        double[] sorted = values.clone();
        Arrays.sort(sorted);
        int half = sorted.length / 2;
        return sorted.length % 2 == 1 ? sorted[half] : (sorted[half - 1] + sorted[half]) / 2;
    }
}
