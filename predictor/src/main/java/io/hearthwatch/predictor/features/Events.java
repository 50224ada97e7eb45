package io.hearthwatch.predictor.features;

import java.util.Arrays;

/**
 * Dated events of one appliance, in order of time: what happened (an index into the vocabulary), when, and when we heard of it. Grows
 * while it is filled; not thread-safe.
 */
public final class Events {
    private long[] times = new long[8];
    private long[] received = new long[8];
    private int[] whats = new int[8];
    private int size;

    /**
     * Adds an event that is not earlier than the last one.
     *
     * @param time when it happened, epoch milliseconds
     * @param receivedAt when we were told, epoch milliseconds
     * @param what index into the vocabulary's codes or components
     */
    public void add(long time, long receivedAt, int what) {
        if (size > 0 && time < times[size - 1]) {
            throw new IllegalArgumentException("events must come in order of time");
        }
        if (size == times.length) {
            times = Arrays.copyOf(times, 2 * size);
            received = Arrays.copyOf(received, 2 * size);
            whats = Arrays.copyOf(whats, 2 * size);
        }
        times[size] = time;
        received[size] = receivedAt;
        whats[size++] = what;
    }

    /** Adds those that happened at or before an instant to others. */
    void copyTo(Events others, long upTo) {
        for (int i = 0; i < upTo(upTo); i++) {
            others.add(times[i], received[i], whats[i]);
        }
    }

    public int size() {
        return size;
    }

    public long time(int i) {
        return times[i];
    }

    public long receivedAt(int i) {
        return received[i];
    }

    public int what(int i) {
        return whats[i];
    }

    /** Number of events that happened at or before the instant: the index after the last of them. */
    public int upTo(long instant) {
        int low = 0;
        int high = size;
        while (low < high) {
            int middle = (low + high) >>> 1;
            if (times[middle] <= instant) {
                low = middle + 1;
            } else {
                high = middle;
            }
        }
        return low;
    }

    /** Whether an event of that kind happened in (after, upTo]. */
    public boolean anyWithin(int what, long after, long upTo) {
        for (int i = upTo(upTo) - 1; i >= 0 && times[i] > after; i--) {
            if (whats[i] == what) {
                return true;
            }
        }
        return false;
    }
}
