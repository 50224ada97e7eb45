package io.hearthwatch.predictor.evaluation;

import java.util.Arrays;
import java.util.stream.IntStream;

/**
 * How good the alerts are that a budget allows: at each decision instant the appliances with the greatest scores, as many as the
 * allowance that has come together by then.
 *
 * @param perDayPer100 alerts a day for every hundred appliances
 * @param precision share of alerts followed by a failure; null if there was no alert
 * @param recall share of decisions followed by a failure that had an alert; null if there was none
 */
public record AlertBudget(int perDayPer100, Double precision, Double recall) {

    /**
     * Makes one.
     *
     * @param scores by decision kept
     * @param everyDays days between decision instants
     */
    static AlertBudget of(int perDayPer100, Kept kept, float[] scores, double everyDays) {
        Integer[] order = IntStream.range(0, kept.size()).boxed().toArray(Integer[]::new);
        // Stable: among equal scores the appliance with the lower number comes first.
        Arrays.sort(order, (a, b) -> {
            int byTime = Long.compare(kept.row(a).at(), kept.row(b).at());
            return byTime != 0 ? byTime : Float.compare(scores[b], scores[a]);
        });
        double failing = 0;
        double allowance = 0;
        double alerts = 0;
        double hits = 0;
        int start = 0;
        while (start < order.length) {
            int end = start;
            double there = 0;
            while (end < order.length
                    && kept.row(order[end]).at() == kept.row(order[start]).at()) {
                there += kept.weight(order[end]);
                failing += kept.row(order[end]).fails(-1) ? kept.weight(order[end]) : 0;
                end++;
            }
            allowance += perDayPer100 / 100.0 * everyDays * there;
            // Thousandths of an alert are rounding, not budget.
            double left = Math.min(there, Math.floor(allowance + 1e-9));
            allowance -= left;
            alerts += left;
            for (int i = start; i < end && left > 0; i++) {
                double taken = Math.min(left, kept.weight(order[i]));
                hits += kept.row(order[i]).fails(-1) ? taken : 0;
                left -= taken;
            }
            start = end;
        }
        return new AlertBudget(
                perDayPer100,
                alerts == 0 ? null : (Double) (hits / alerts),
                failing == 0 ? null : (Double) (hits / failing));
    }
}
