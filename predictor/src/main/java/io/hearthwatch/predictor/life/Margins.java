package io.hearthwatch.predictor.life;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;

/**
 * How far below and above an estimate the truth lies in most cases: split conformal prediction, from estimates for appliances that the
 * model which made them had not seen, separately for estimates of each size, between which margins are drawn in straight lines. As many
 * appliances as there are in a group, not as many decisions, count as observations where the quantile is taken a little wider for their number
 * (⌈(n+1)q⌉/n), because an appliance's decisions err together.
 *
 * @param level the share of truths that an interval is to hold, half of the rest on either side
 * @param estimates the groups' mean estimates, hours, ascending
 * @param below by group, hours that the low end lies below the estimate, at least 0
 * @param above by group, hours that the high end lies above it, at least 0
 */
public record Margins(double level, List<Double> estimates, List<Double> below, List<Double> above) {
    /** Fewer decisions or appliances than this make no group of their own. */
    private static final int LEAST_DECISIONS = 100;

    private static final int LEAST_APPLIANCES = 15;
    private static final int MOST_GROUPS = 12;

    public Margins {
        estimates = List.copyOf(estimates);
        below = List.copyOf(below);
        above = List.copyOf(above);
    }

    /**
     * Learns margins.
     *
     * @param estimates hours, by models that had not seen the appliance
     * @param truths hours
     * @param weights how many decisions each stands for
     * @param appliances which appliance each is of
     */
    static Margins learn(double level, float[] estimates, float[] truths, long[] weights, int[] appliances) {
        Integer[] order = IntStream.range(0, estimates.length).boxed().toArray(Integer[]::new);
        Arrays.sort(order, Comparator.comparing(i -> estimates[i]));
        int groups = Math.max(1, Math.min(MOST_GROUPS, estimates.length / LEAST_DECISIONS));
        List<Double> centres = new ArrayList<>();
        List<Double> below = new ArrayList<>();
        List<Double> above = new ArrayList<>();
        int from = 0;
        for (int g = 1; g <= groups; g++) {
            int to = (int) ((long) order.length * g / groups);
            Set<Integer> distinct = new HashSet<>();
            for (int i = from; i < to; i++) {
                distinct.add(appliances[order[i]]);
            }
            boolean last = g == groups;
            if (to == from || (!last && distinct.size() < LEAST_APPLIANCES)) {
                continue;
            }
            List<Integer> group = List.of(order).subList(from, to);
            double wider = (distinct.size() + 1.0) / distinct.size();
            double tail = Math.min(1, (1 + level) / 2 * wider);
            double sum = 0;
            double all = 0;
            for (int i : group) {
                sum += estimates[i] * weights[i];
                all += weights[i];
            }
            centres.add(sum / all);
            below.add(Math.max(0, quantile(group, i -> estimates[i] - truths[i], weights, tail)));
            above.add(Math.max(0, quantile(group, i -> truths[i] - estimates[i], weights, tail)));
            from = to;
        }
        return new Margins(level, centres, below, above);
    }

    private interface Miss {
        double of(int row);
    }

    private static double quantile(List<Integer> rows, Miss error, long[] weights, double q) {
        List<Integer> sorted = new ArrayList<>(rows);
        sorted.sort(Comparator.comparingDouble(error::of));
        long all = sorted.stream().mapToLong(i -> weights[i]).sum();
        long sum = 0;
        for (int i : sorted) {
            sum += weights[i];
            if (sum >= q * all) {
                return error.of(i);
            }
        }
        return error.of(sorted.get(sorted.size() - 1));
    }

    /** The low end for an estimate, hours: not below 0, not above the estimate. */
    double low(double estimate) {
        return Math.max(0, estimate - at(below, estimate));
    }

    /** The high end for an estimate, hours: not below the estimate. */
    double high(double estimate) {
        return estimate + at(above, estimate);
    }

    private double at(List<Double> margins, double estimate) {
        int size = estimates.size();
        if (size == 0) {
            return 0;
        }
        if (estimate <= estimates.get(0)) {
            return margins.get(0);
        }
        for (int i = 1; i < size; i++) {
            double left = estimates.get(i - 1);
            double right = estimates.get(i);
            if (estimate <= right && right > left) {
                double share = (estimate - left) / (right - left);
                return margins.get(i - 1) * (1 - share) + margins.get(i) * share;
            }
        }
        return margins.get(size - 1);
    }
}
