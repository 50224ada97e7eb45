package io.hearthwatch.ingest;

import java.time.Instant;

/**
 * One appliance's statistics of one closed hour (h−1, h]. The arrays are in the order of the type's metrics in the catalog; where a
 * metric had no reading its count is 0 and the rest is NaN. The arrays belong to the receiver.
 *
 * @param applianceNo the registry's number
 * @param hour the hour's end, by which it is named
 * @param count readings that had the metric
 * @param mean arithmetic mean; of a state with two values the share of the second one
 * @param min lowest value; of a state the lowest index
 * @param max highest value; of a state the highest index
 * @param sd standard deviation of the population, so 0 for a single reading
 * @param last value of the latest reading that had the metric
 * @param increase of a counter, how much it grew from reading to reading inside the hour, a fall being a restart from zero; NaN for
 *     other kinds
 */
@SuppressWarnings("ArrayRecordComponent") // millions of these are streamed; nobody compares them
public record HourRow(
        int applianceNo,
        Instant hour,
        float[] count,
        float[] mean,
        float[] min,
        float[] max,
        float[] sd,
        float[] last,
        float[] increase) {}
