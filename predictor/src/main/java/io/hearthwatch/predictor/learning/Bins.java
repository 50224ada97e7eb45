package io.hearthwatch.predictor.learning;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;

/**
 * Where a number lies among those seen while a model learnt: between which of their deciles, or not known.
 *
 * @param edges ascending; the k-th bin is (edge k−1, edge k], the one after the last edge is open, and after it comes "not known"
 */
@SuppressWarnings("ArrayRecordComponent") // nobody compares them
public record Bins(float[] edges) {
    private static final int DECILES = 10;

    /** Number of bins. */
    public int size() {
        return edges.length + 2;
    }

    /** The bin that a value belongs in. */
    public int of(float value) {
        if (Float.isNaN(value)) {
            return edges.length + 1;
        }
        int at = Arrays.binarySearch(edges, value);
        return at >= 0 ? at : -at - 1;
    }

    /** The share of each bin in what is given. */
    public float[] shares(float[] values, double[] weights) {
        double[] sums = new double[size()];
        double all = 0;
        for (int i = 0; i < values.length; i++) {
            sums[of(values[i])] += weights[i];
            all += weights[i];
        }
        float[] shares = new float[sums.length];
        for (int b = 0; b < shares.length; b++) {
            shares[b] = all == 0 ? 0 : (float) (sums[b] / all);
        }
        return shares;
    }

    /** Bins between the deciles of the known values; values that are many of a kind give fewer. */
    static Bins deciles(float[] values, double[] weights) {
        int[] order = ascending(values);
        double all = Arrays.stream(order).mapToDouble(i -> weights[i]).sum();
        List<Float> edges = new ArrayList<>();
        double seen = 0;
        int next = 1;
        for (int i : order) {
            seen += weights[i];
            // A little less than the decile, lest rounding decides.
            while (next < DECILES && seen >= all * next / DECILES - 1e-9 * all) {
                if (edges.isEmpty() || values[i] > edges.get(edges.size() - 1)) {
                    // Without the sign of zero, which binary search tells apart.
                    edges.add(values[i] + 0f);
                }
                next++;
            }
        }
        float[] array = new float[edges.size()];
        for (int i = 0; i < array.length; i++) {
            array[i] = edges.get(i);
        }
        return new Bins(array);
    }

    /** The places of the known values, least first; packed into numbers, since sorting objects takes ten times as long. */
    private static int[] ascending(float[] values) {
        long[] packed = IntStream.range(0, values.length)
                .filter(i -> !Float.isNaN(values[i]))
                .mapToLong(i -> ((long) sortable(values[i]) << 32) | i)
                .sorted()
                .toArray();
        return Arrays.stream(packed).mapToInt(each -> (int) each).toArray();
    }

    /** A whole number that is in order as the value is. */
    private static int sortable(float value) {
        int bits = Float.floatToIntBits(value + 0f);
        return bits ^ ((bits >> 31) & Integer.MAX_VALUE);
    }
}
