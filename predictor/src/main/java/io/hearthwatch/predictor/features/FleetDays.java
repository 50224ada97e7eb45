package io.hearthwatch.predictor.features;

/**
 * What the appliances of each model line did, day by day (UTC), so that an appliance can be told from its likes. Computed once a day is well
 * over and never again, so training and serving look at the very same numbers.
 */
@FunctionalInterface
public interface FleetDays {
    /** Nothing is known of any fleet. */
    FleetDays NONE = (line, dayEnd, metric) -> null;

    /** How many days are looked at. */
    int DAYS = 7;
    /** A day counts from this long after its end, when what was sent late has arrived. */
    long SETTLED = FeatureExtractor.DAY;

    /**
     * One metric of one line on one day.
     *
     * @param appliances how many sent it
     * @param mean of their daily means
     * @param sd standard deviation of their daily means
     */
    record Day(int appliances, double mean, double sd) {}

    /**
     * The day of a line, or null where nothing is known.
     *
     * @param line model number, or empty for appliances without one
     * @param dayEnd midnight at its end, epoch milliseconds
     * @param metric name of a gauge
     */
    Day day(String line, long dayEnd, String metric);
}
