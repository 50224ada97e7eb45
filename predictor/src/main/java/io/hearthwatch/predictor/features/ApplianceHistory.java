package io.hearthwatch.predictor.features;

import java.util.Arrays;
import java.util.List;

/**
 * What is stored about one appliance, in order of time: hourly statistics, raised faults, repairs, failures, and who it is. It holds the
 * past and the future alike; {@link FeatureExtractor} looks only at what was known as of an instant. Filled by one thread, read-only after.
 */
public final class ApplianceHistory {
    /** An unknown instant. */
    public static final long UNKNOWN = Long.MIN_VALUE;

    private final int applianceNo;
    private final String id;
    private final String line;
    private final long bornAt;
    private final int metrics;
    private final Events faults = new Events();
    private final Events repairs = new Events();
    private final Events failures = new Events();
    private final Events cutOffs = new Events();
    private long firstSeen = UNKNOWN;
    private FleetDays fleet = FleetDays.NONE;
    private int hours;
    private long[] hourEnds = new long[64];
    private int[][] counts;
    private float[][] means;
    private float[][] minima;
    private float[][] maxima;
    private float[][] deviations;

    /**
     * Makes one.
     *
     * @param applianceNo the registry's number
     * @param id the maker's id
     * @param line model number, or null
     * @param bornAt production or purchase, epoch milliseconds, or {@link #UNKNOWN}
     * @param metrics number of metrics of the type
     */
    public ApplianceHistory(int applianceNo, String id, String line, long bornAt, int metrics) {
        this.applianceNo = applianceNo;
        this.id = id;
        this.line = line;
        this.bornAt = bornAt;
        this.metrics = metrics;
        this.counts = new int[metrics][64];
        this.means = new float[metrics][64];
        this.minima = new float[metrics][64];
        this.maxima = new float[metrics][64];
        this.deviations = new float[metrics][64];
    }

    /**
     * Adds the statistics of one hour; hours come in order. Arrays are by metric and are copied.
     *
     * @param hourEnd end of the hour, epoch milliseconds
     * @param count readings with a value; where it is 0 the others mean nothing
     */
    public void addHour(long hourEnd, int[] count, float[] mean, float[] min, float[] max, float[] sd) {
        if (hours > 0 && hourEnd <= hourEnds[hours - 1]) {
            throw new IllegalArgumentException("hours must come in order of time");
        }
        if (hours == hourEnds.length) {
            grow(2 * hours);
        }
        hourEnds[hours] = hourEnd;
        for (int m = 0; m < metrics; m++) {
            counts[m][hours] = count[m];
            means[m][hours] = mean[m];
            minima[m][hours] = min[m];
            maxima[m][hours] = max[m];
            deviations[m][hours] = sd[m];
        }
        hours++;
        seenAt(hourEnd);
    }

    /** Says that the appliance was first heard of at this instant, if that is earlier than what is known. */
    public void seenAt(long instant) {
        if (firstSeen == UNKNOWN || instant < firstSeen) {
            firstSeen = instant;
        }
    }

    private void grow(int capacity) {
        hourEnds = Arrays.copyOf(hourEnds, capacity);
        for (int m = 0; m < metrics; m++) {
            counts[m] = Arrays.copyOf(counts[m], capacity);
            means[m] = Arrays.copyOf(means[m], capacity);
            minima[m] = Arrays.copyOf(minima[m], capacity);
            maxima[m] = Arrays.copyOf(maxima[m], capacity);
            deviations[m] = Arrays.copyOf(deviations[m], capacity);
        }
    }

    /** Says what its likes did. */
    public void setFleet(FleetDays days) {
        this.fleet = days;
    }

    /** Adds its daily means of gauges to those of its likes; appliances must come in order of their numbers. */
    public void addTo(FleetDayTable table, List<String> metricNames) {
        for (int m = 0; m < metricNames.size(); m++) {
            int row = 0;
            while (row < hours) {
                long day = -Math.floorDiv(-hourEnds[row], FeatureExtractor.DAY) * FeatureExtractor.DAY;
                long sum = 0;
                int known = 0;
                for (; row < hours && hourEnds[row] <= day; row++) {
                    double mean = (double) means[m][row] * FleetDayTable.FIXED_POINT;
                    sum += counts[m][row] > 0 ? (long) Math.rint(mean) : 0;
                    known += counts[m][row] > 0 ? 1 : 0;
                }
                if (known > 0) {
                    table.add(line == null ? "" : line, day, metricNames.get(m), (double) sum, known);
                }
            }
        }
    }

    /** What its likes did, day by day. */
    FleetDays fleet() {
        return fleet;
    }

    /** Number of metrics. */
    int metrics() {
        return metrics;
    }

    public int applianceNo() {
        return applianceNo;
    }

    public String id() {
        return id;
    }

    /** Model number, or null. */
    public String line() {
        return line;
    }

    /** Production or purchase, epoch milliseconds, or {@link #UNKNOWN}. */
    public long bornAt() {
        return bornAt;
    }

    /** End of the first hour with telemetry (or the first event, for types without telemetry), or {@link #UNKNOWN}. */
    public long firstSeen() {
        return firstSeen;
    }

    /** End of the last hour with telemetry, or {@link #UNKNOWN}. */
    public long lastHour() {
        return hours == 0 ? UNKNOWN : hourEnds[hours - 1];
    }

    /** Whether the appliance had been heard of by an instant; {@link Presence} says whether it still was there. */
    public boolean activeAt(long instant) {
        return firstSeen != UNKNOWN && firstSeen <= instant;
    }

    /** Raised faults; what = index of the code. */
    public Events faults() {
        return faults;
    }

    /** Replacements; what = index of the component. */
    public Events repairs() {
        return repairs;
    }

    /** Failures; what = index of the component. */
    public Events failures() {
        return failures;
    }

    /**
     * Repairs after which nobody can know how long the old component would have lasted; what = index of the component. They are among the
     * repairs, too.
     */
    public Events cutOffs() {
        return cutOffs;
    }

    /** When the component was first replaced in (T, T + horizon] so that it is not known whether it would have failed, or {@link #UNKNOWN}. */
    public long firstCutOff(int component, long at, long horizon) {
        for (int i = cutOffs.upTo(at); i < cutOffs.size() && cutOffs.time(i) <= at + horizon; i++) {
            if (cutOffs.what(i) == component) {
                return cutOffs.time(i);
            }
        }
        return UNKNOWN;
    }

    /**
     * Whether nobody can know if the component would have failed by T + horizon, all in milliseconds: before that it was replaced while it
     * worked, because it was worn, or broken by wrong use, and had not failed until then.
     */
    public boolean isCutOff(int component, long at, long lead, long horizon) {
        long cut = firstCutOff(component, at, horizon);
        if (cut == UNKNOWN) {
            return false;
        }
        long failure = firstFailure(component, at, lead, horizon);
        return failure == UNKNOWN || failure > cut;
    }

    /** Whether the component fails in (T + lead, T + horizon], all in milliseconds: the label. */
    public boolean fails(int component, long at, long lead, long horizon) {
        return failures.anyWithin(component, at + lead, at + horizon);
    }

    /** When the component first fails in (T + from, T + to], all in milliseconds, or {@link #UNKNOWN}. */
    public long firstFailure(int component, long at, long from, long to) {
        for (int i = failures.upTo(at + from); i < failures.size() && failures.time(i) <= at + to; i++) {
            if (failures.what(i) == component) {
                return failures.time(i);
            }
        }
        return UNKNOWN;
    }

    /** The part of it that the service reads to decide at an instant: nothing later, and no telemetry that is too old to matter. */
    public ApplianceHistory asReadFor(long at) {
        ApplianceHistory part = new ApplianceHistory(applianceNo, id, line, bornAt, metrics);
        part.fleet = fleet;
        part.firstSeen = firstSeen;
        for (int row = hoursUpTo(at - FeatureExtractor.GIVEN_DAYS * FeatureExtractor.DAY); row < hoursUpTo(at); row++) {
            int[] count = new int[metrics];
            float[][] values = new float[4][metrics];
            for (int m = 0; m < metrics; m++) {
                count[m] = counts[m][row];
                values[0][m] = means[m][row];
                values[1][m] = minima[m][row];
                values[2][m] = maxima[m][row];
                values[3][m] = deviations[m][row];
            }
            part.addHour(hourEnds[row], count, values[0], values[1], values[2], values[3]);
        }
        faults.copyTo(part.faults, at);
        repairs.copyTo(part.repairs, at);
        failures.copyTo(part.failures, at);
        cutOffs.copyTo(part.cutOffs, at);
        return part;
    }

    /** Number of hours that end at or before the instant. */
    int hoursUpTo(long instant) {
        int at = Arrays.binarySearch(hourEnds, 0, hours, instant);
        return at >= 0 ? at + 1 : -at - 1;
    }

    long hourEnd(int row) {
        return hourEnds[row];
    }

    int count(int metric, int row) {
        return counts[metric][row];
    }

    float mean(int metric, int row) {
        return means[metric][row];
    }

    float min(int metric, int row) {
        return minima[metric][row];
    }

    float max(int metric, int row) {
        return maxima[metric][row];
    }

    float sd(int metric, int row) {
        return deviations[metric][row];
    }
}
