package io.hearthwatch.predictor.features;

import io.hearthwatch.catalog.MetricKind;
import io.hearthwatch.predictor.features.Feature.Kind;

/** What a model sees of one metric: levels, spreads, trends, and changes against the appliance's past and against its likes. */
final class MetricFeatures {
    private static final int MIN_BASELINE_HOURS = 5;
    /** After a longer silence nothing is said of what a counter did in it. */
    private static final long LONGEST_GAP = 2 * FeatureExtractor.DAY;

    private final FeatureExtractor extractor;
    private final ApplianceHistory history;
    private final long at;
    private final float[] row;
    private final int end;

    MetricFeatures(FeatureExtractor extractor, ApplianceHistory history, long at, float[] row) {
        this.extractor = extractor;
        this.history = history;
        this.at = at;
        this.row = row;
        this.end = history.hoursUpTo(at);
    }

    void put(int m, Vocabulary.MetricName metric) {
        levels(m, metric);
        trends(m);
        if (metric.kind() == MetricKind.COUNTER) {
            usage(m);
        }
    }

    private void put(Kind kind, int m, double value) {
        row[extractor.column(kind, m)] = (float) value;
    }

    /** Walks back over the metric's hours once, reading off each window's statistics where it ends. */
    private void levels(int m, Vocabulary.MetricName metric) {
        WindowStatistics window = new WindowStatistics();
        WindowStatistics baseline = new WindowStatistics();
        int i = end - 1;
        for (; i >= 0 && history.hourEnd(i) > at - 30 * FeatureExtractor.DAY; i--) {
            if (history.count(m, i) > 0) {
                put(Kind.LATEST, m, history.mean(m, i));
                break;
            }
        }
        i = addBack(window, history, m, i, at - 6 * FeatureExtractor.HOUR);
        put(Kind.MEAN_6H, m, window.mean());
        i = addBack(window, history, m, i, at - FeatureExtractor.DAY);
        double mean24 = window.mean();
        put(Kind.MEAN_24H, m, mean24);
        put(Kind.SD_24H, m, window.sd());
        put(Kind.MIN_24H, m, window.min());
        put(Kind.MAX_24H, m, window.max());
        int beforeDay = i;
        i = addBack(window, history, m, i, at - 3 * FeatureExtractor.DAY);
        put(Kind.MEAN_3D, m, window.mean());
        i = addBack(window, history, m, i, at - 7 * FeatureExtractor.DAY);
        double mean7 = window.mean();
        put(Kind.MEAN_7D, m, mean7);
        put(Kind.SD_7D, m, window.sd());
        put(Kind.MIN_7D, m, window.min());
        put(Kind.MAX_7D, m, window.max());
        WindowStatistics weekBefore = new WindowStatistics();
        addBack(weekBefore, history, m, i, at - 14 * FeatureExtractor.DAY);
        addBack(window, history, m, i, at - 28 * FeatureExtractor.DAY);
        put(Kind.MEAN_28D, m, window.mean());
        addBack(baseline, history, m, beforeDay, at - FeatureExtractor.TELEMETRY_DAYS * FeatureExtractor.DAY);
        if (baseline.hours() >= MIN_BASELINE_HOURS && baseline.sdOfHours() > 0) {
            put(Kind.CHANGE_24H, m, (mean24 - baseline.mean()) / baseline.sdOfHours());
            put(Kind.CHANGE_7D, m, (mean7 - baseline.mean()) / baseline.sdOfHours());
            put(Kind.CHANGE_WEEK, m, (mean7 - weekBefore.mean()) / baseline.sdOfHours());
        }
        if (metric.isReportedGauge()) {
            FleetSpan fleet = FleetSpan.asOf(history.fleet(), history.line(), metric.name(), at);
            if (fleet != null) {
                put(Kind.FLEET_24H, m, (mean24 - fleet.mean()) / fleet.sd());
                put(Kind.FLEET_7D, m, (mean7 - fleet.mean()) / fleet.sd());
            }
        }
    }

    private void trends(int m) {
        Trend trend = new Trend();
        int i = end - 1;
        i = addBack(trend, m, i, at - 7 * FeatureExtractor.DAY);
        put(Kind.TREND_7D, m, trend.slope());
        addBack(trend, m, i, at - 28 * FeatureExtractor.DAY);
        put(Kind.TREND_28D, m, trend.slope());
    }

    private int addBack(Trend trend, int m, int from, long after) {
        int i = from;
        for (; i >= 0 && history.hourEnd(i) > after; i--) {
            if (history.count(m, i) > 0) {
                trend.add((history.hourEnd(i) - at) / (double) FeatureExtractor.DAY, history.mean(m, i));
            }
        }
        return i;
    }

    /** How far a counter went: its rate of growth in each hour with readings, times how long it had that rate. */
    private void usage(int m) {
        double day = 0;
        double week = 0;
        double month = 0;
        boolean any = false;
        for (int i = end - 1; i >= 0 && history.hourEnd(i) > at - 28 * FeatureExtractor.DAY; i--) {
            if (history.count(m, i) == 0) {
                continue;
            }
            long hour = history.hourEnd(i);
            double grown = history.mean(m, i) * hoursSinceBefore(m, i);
            any = true;
            day += hour > at - FeatureExtractor.DAY ? grown : 0;
            week += hour > at - 7 * FeatureExtractor.DAY ? grown : 0;
            month += grown;
        }
        if (any) {
            put(Kind.USAGE_24H, m, day);
            put(Kind.USAGE_7D, m, week);
            put(Kind.USAGE_28D, m, month);
        }
    }

    /** How long a row's rate held: since the row before it with one, or, where that is long ago or not known, an hour. */
    private double hoursSinceBefore(int m, int row) {
        long hour = history.hourEnd(row);
        for (int j = row - 1; j >= 0 && hour - history.hourEnd(j) <= LONGEST_GAP; j--) {
            if (history.count(m, j) > 0) {
                return (hour - history.hourEnd(j)) / (double) FeatureExtractor.HOUR;
            }
        }
        return 1;
    }

    /** Where a metric was in the 30 days before the last one, or null where too little is known. */
    static UsualRange usual(ApplianceHistory history, int metric, long at) {
        WindowStatistics baseline = new WindowStatistics();
        long from = at - FeatureExtractor.DAY;
        long after = at - FeatureExtractor.TELEMETRY_DAYS * FeatureExtractor.DAY;
        addBack(baseline, history, metric, history.hoursUpTo(from) - 1, after);
        if (baseline.hours() < MIN_BASELINE_HOURS) {
            return null;
        }
        return new UsualRange(baseline.mean() - baseline.sdOfHours(), baseline.mean() + baseline.sdOfHours());
    }

    private static int addBack(WindowStatistics window, ApplianceHistory history, int m, int from, long after) {
        int i = from;
        for (; i >= 0 && history.hourEnd(i) > after; i--) {
            int count = history.count(m, i);
            if (count > 0) {
                window.add(count, history.mean(m, i), history.min(m, i), history.max(m, i), history.sd(m, i));
            }
        }
        return i;
    }
}
