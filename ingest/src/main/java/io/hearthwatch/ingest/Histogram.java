package io.hearthwatch.ingest;

import java.util.Arrays;
import java.util.concurrent.atomic.LongAdder;

/**
 * How often a value fell between fixed bounds: cheap enough for every message, read without stopping anyone. Safe for use by several
 * threads; a reader may see a value in its bucket a moment before it is in the sum.
 */
public final class Histogram {
    /** Bounds for times from half a millisecond to half a minute, in nanoseconds. */
    private static final long[] TIMES = {
        500_000,
        1_000_000,
        2_000_000,
        5_000_000,
        10_000_000,
        20_000_000,
        50_000_000,
        100_000_000,
        200_000_000,
        500_000_000,
        1_000_000_000L,
        2_000_000_000L,
        5_000_000_000L,
        10_000_000_000L,
        30_000_000_000L
    };

    private final long[] bounds;
    private final double unit;
    private final LongAdder[] counts;
    private final LongAdder sum = new LongAdder();

    private Histogram(double unit, long... bounds) {
        this.unit = unit;
        this.bounds = bounds;
        this.counts = new LongAdder[bounds.length + 1];
        Arrays.setAll(counts, i -> new LongAdder());
    }

    /** For durations recorded in nanoseconds and read in seconds. */
    public static Histogram ofSeconds() {
        return new Histogram(1e9, TIMES);
    }

    /** For sizes: powers of four from 1 to {@code highest}. */
    public static Histogram ofSizes(long highest) {
        return new Histogram(
                1,
                java.util.stream.LongStream.iterate(1, n -> n <= highest, n -> n * 4)
                        .toArray());
    }

    /** Counts one value; a negative one as 0. */
    public void record(long value) {
        int low = 0;
        int high = bounds.length;
        while (low < high) { // the first bound that is not below the value
            int middle = (low + high) >>> 1;
            if (bounds[middle] < value) {
                low = middle + 1;
            } else {
                high = middle;
            }
        }
        counts[low].increment();
        sum.add(Math.max(0, value));
    }

    /** What was counted until now. */
    public Look look() {
        double[] upper = new double[bounds.length];
        long[] inBucket = new long[counts.length];
        for (int i = 0; i < bounds.length; i++) {
            upper[i] = bounds[i] / unit;
        }
        for (int i = 0; i < counts.length; i++) {
            inBucket[i] = counts[i].sum();
        }
        return new Look(upper, inBucket, sum.sum() / unit);
    }

    /**
     * One look.
     *
     * @param bounds upper bounds, included, in the histogram's unit
     * @param counts values per bucket, one more than there are bounds: the last is for what lies above all
     * @param sum of all values, in the histogram's unit
     */
    @SuppressWarnings("ArrayRecordComponent") // read once, compared by nobody
    public record Look(double[] bounds, long[] counts, double sum) {
        /** How many values. */
        public long count() {
            return Arrays.stream(counts).sum();
        }

        /**
         * The upper bound of the bucket in which a share of all values is reached.
         *
         * @param share such as 0.99
         * @return 0 where nothing was counted, infinity where it lies above all bounds
         */
        public double quantile(double share) {
            long wanted = (long) Math.ceil(share * count());
            if (wanted == 0) {
                return 0;
            }
            long seen = 0;
            for (int i = 0; i < bounds.length; i++) {
                seen += counts[i];
                if (seen >= wanted) {
                    return bounds[i];
                }
            }
            return Double.POSITIVE_INFINITY;
        }
    }
}
