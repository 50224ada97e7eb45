package io.hearthwatch.predictor.life;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;

/**
 * The rule that a model must beat: how long components of that age lasted on average, by hours in use alone.
 *
 * @param from hours in use from which each step holds, ascending
 * @param remaining mean hours that remained
 */
public record AgeLife(List<Double> from, List<Double> remaining) {
    private static final int MOST_STEPS = 20;
    private static final int LEAST_DECISIONS = 50;

    public AgeLife {
        from = List.copyOf(from);
        remaining = List.copyOf(remaining);
    }

    /** Learns it; where hours in use are not known (NaN) a row says nothing. */
    static AgeLife learn(float[] inUse, float[] hours, long[] weights) {
        int[] known = IntStream.range(0, inUse.length)
                .filter(i -> !Float.isNaN(inUse[i]))
                .boxed()
                .sorted(Comparator.comparing(i -> inUse[i]))
                .mapToInt(i -> i)
                .toArray();
        int steps = Math.max(1, Math.min(MOST_STEPS, known.length / LEAST_DECISIONS));
        List<Double> from = new ArrayList<>();
        List<Double> remaining = new ArrayList<>();
        for (int s = 0; s < steps; s++) {
            int[] step = Arrays.copyOfRange(
                    known, (int) ((long) known.length * s / steps), (int) ((long) known.length * (s + 1) / steps));
            if (step.length == 0) {
                continue;
            }
            double sum = 0;
            double all = 0;
            for (int i : step) {
                sum += (double) hours[i] * weights[i];
                all += weights[i];
            }
            from.add((double) inUse[step[0]]);
            remaining.add(sum / all);
        }
        return new AgeLife(from, remaining);
    }

    /** The hours that remain at an age; NaN where it was learnt from nothing. */
    double estimate(float inUse) {
        double estimate = remaining.isEmpty() ? Double.NaN : remaining.get(0);
        for (int s = 0; s < from.size() && from.get(s) <= inUse; s++) {
            estimate = remaining.get(s);
        }
        return estimate;
    }
}
