package io.hearthwatch.predictor.storage;

import io.hearthwatch.ingest.HourRow;
import java.util.Arrays;

/**
 * What matters of a counter is how fast it grows, not where it stands: its growth from one hour with readings to the next, as a rate. For
 * hours of one appliance after another, each in order of time; one thread.
 */
final class CounterGrowth {
    /** After a longer silence nothing is said of what happened in it. */
    private static final long LONGEST_GAP = 48 * 3_600_000L;

    private final long[] hours;
    private final float[] values;
    private int applianceNo = -1;

    CounterGrowth(int metrics) {
        hours = new long[metrics];
        values = new float[metrics];
    }

    /** Growth per hour up to this row since the last one with that metric, a fall being a restart from zero; NaN where not known. */
    float rate(HourRow row, int metric) {
        if (row.applianceNo() != applianceNo) {
            applianceNo = row.applianceNo();
            Arrays.fill(hours, Long.MIN_VALUE);
        }
        long hour = row.hour().toEpochMilli();
        float value = row.last()[metric];
        long since = hours[metric];
        float before = values[metric];
        hours[metric] = hour;
        values[metric] = value;
        if (since == Long.MIN_VALUE || hour - since > LONGEST_GAP) {
            return Float.NaN;
        }
        double grown = value >= before ? (double) value - before : value;
        return (float) (grown / ((hour - since) / 3_600_000.0));
    }
}
