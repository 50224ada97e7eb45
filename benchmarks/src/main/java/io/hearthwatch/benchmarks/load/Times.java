package io.hearthwatch.benchmarks.load;

/** Durations, counted in classes that are at most a 256th wide of what they hold. Owned by one thread. */
final class Times {
    private static final int BITS = 8;
    private static final int STEPS = 1 << BITS;

    private final long[] counts = new long[STEPS * (64 - BITS)];
    private long total;

    /** Counts a duration, given in nanoseconds. */
    void add(long nanos) {
        counts[index(Math.max(0, nanos / 1000))]++;
        total++;
    }

    /** Counts all of another's. */
    void add(Times other) {
        for (int i = 0; i < counts.length; i++) {
            counts[i] += other.counts[i];
        }
        total += other.total;
    }

    /** The duration in milliseconds that a part of all (0 to 1) does not exceed; 0 where there are none. */
    double millis(double part) {
        long rank = Math.max(1, (long) Math.ceil(total * part));
        for (int i = 0; i < counts.length; i++) {
            rank -= counts[i];
            if (rank <= 0) {
                return highest(i) / 1000.0;
            }
        }
        return 0;
    }

    private static int index(long micros) {
        int shift = Math.max(0, 64 - Long.numberOfLeadingZeros(micros) - BITS - 1);
        // Above the first class each octave has its upper half of steps only.
        return shift * STEPS + (int) (micros >>> shift);
    }

    private static long highest(int index) {
        int shift = Math.max(0, index / STEPS - 1);
        return ((long) (index - shift * STEPS) << shift) + (1L << shift) - 1;
    }
}
