package io.hearthwatch.predictor.features;

import java.util.Arrays;
import java.util.stream.IntStream;

/**
 * A metric of an appliance day by day, counted back from an instant: day 0 is the 24 hours before it, day 1 the 24 before those. Whole days,
 * so that what repeats every day, such as a warm afternoon, drops out. For words, not for the model.
 */
public final class DailyMeans {
    /** As many as the model itself looks back on. */
    static final int DAYS = FeatureExtractor.TELEMETRY_DAYS - 1;

    private final double[] means = new double[DAYS];
    private final double[] spreads = new double[DAYS];

    private DailyMeans() {}

    /** As of an instant; only hours that ended by then count. */
    public static DailyMeans of(ApplianceHistory history, int metric, long at) {
        DailyMeans days = new DailyMeans();
        int[] hours = new int[DAYS];
        int row = history.hoursUpTo(at) - 1;
        for (int day = 0; day < DAYS; day++) {
            WindowStatistics window = new WindowStatistics();
            double sum = 0;
            long after = at - (day + 1) * FeatureExtractor.DAY;
            for (; row >= 0 && history.hourEnd(row) > after; row--) {
                int count = history.count(metric, row);
                if (count > 0) {
                    float mean = history.mean(metric, row);
                    window.add(
                            count, mean, history.min(metric, row), history.max(metric, row), history.sd(metric, row));
                    sum += mean;
                }
            }
            hours[day] = window.hours();
            days.means[day] = window.hours() == 0 ? Double.NaN : sum / window.hours();
            days.spreads[day] = window.sd();
        }
        days.forgetScanty(hours);
        return days;
    }

    /** A day that was reported for less than half as long as usual is no day's mean. */
    private void forgetScanty(int[] hours) {
        int[] known = Arrays.stream(hours).filter(h -> h > 0).sorted().toArray();
        int usual = known.length == 0 ? 0 : known[known.length / 2];
        for (int day = 0; day < DAYS; day++) {
            if (2 * hours[day] < usual) {
                means[day] = Double.NaN;
            }
        }
    }

    /** Since when the metric has gone one way, or null where it has not. */
    public SteadyRun steadyRun() {
        return SteadyRun.of(means);
    }

    /** How much the readings of one day usually differ among each other, over the days before the last; null where too little is known. */
    public UsualRange usualSpread() {
        double[] known = IntStream.range(1, DAYS)
                .mapToDouble(day -> spreads[day])
                .filter(Double::isFinite)
                .sorted()
                .toArray();
        return known.length < 5 ? null : new UsualRange(known[known.length / 4], known[(3 * known.length) / 4]);
    }
}
