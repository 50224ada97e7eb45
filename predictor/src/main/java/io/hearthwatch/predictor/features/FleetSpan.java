package io.hearthwatch.predictor.features;

/**
 * Where a metric of a model line lay over the last days that are well over.
 *
 * @param mean over appliances and days
 * @param sd of the daily means of single appliances
 */
record FleetSpan(double mean, double sd) {
    /** Fewer daily means than this say nothing of what is usual. */
    private static final int LEAST = 20;
    /** Of fewer appliances nobody can say that one is unlike the others. */
    private static final int LEAST_APPLIANCES = 4;

    /** As of an instant; null where too little is known. */
    static FleetSpan asOf(FleetDays fleet, String line, String metric, long at) {
        long last = Math.floorDiv(at - FleetDays.SETTLED, FeatureExtractor.DAY) * FeatureExtractor.DAY;
        long count = 0;
        double sum = 0;
        double squares = 0;
        int most = 0;
        for (int d = 0; d < FleetDays.DAYS; d++) {
            FleetDays.Day day = fleet.day(line == null ? "" : line, last - d * FeatureExtractor.DAY, metric);
            if (day != null) {
                count += day.appliances();
                most = Math.max(most, day.appliances());
                sum += day.appliances() * day.mean();
                squares += day.appliances() * (day.sd() * day.sd() + day.mean() * day.mean());
            }
        }
        if (count < LEAST || most < LEAST_APPLIANCES) {
            return null;
        }
        double mean = sum / count;
        double sd = Math.sqrt(Math.max(0, squares / count - mean * mean));
        return sd > 1e-9 * Math.abs(mean) ? new FleetSpan(mean, sd) : null;
    }
}
