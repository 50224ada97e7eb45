package io.hearthwatch.predictor.evaluation;

import java.util.Arrays;
import java.util.BitSet;
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
     * @param scores by decision
     * @param everyDays days between decision instants
     */
    static AlertBudget of(int perDayPer100, Decisions decisions, float[] scores, double everyDays) {
        BitSet failed = decisions.anyFailure();
        long[] instants = decisions.instants();
        Integer[] order = IntStream.range(0, decisions.size()).boxed().toArray(Integer[]::new);
        // Stable: among equal scores the appliance with the lower number comes first.
        Arrays.sort(order, (a, b) -> {
            int byTime = Long.compare(instants[a], instants[b]);
            return byTime != 0 ? byTime : Float.compare(scores[b], scores[a]);
        });
        double allowance = 0;
        long alerts = 0;
        long hits = 0;
        int start = 0;
        while (start < order.length) {
            int end = start;
            while (end < order.length && instants[order[end]] == instants[order[start]]) {
                end++;
            }
            allowance += perDayPer100 / 100.0 * everyDays * (end - start);
            // Thousandths of an alert are rounding, not budget.
            int allowed = (int) Math.min(end - start, Math.floor(allowance + 1e-9));
            for (int i = start; i < start + allowed; i++) {
                hits += failed.get(order[i]) ? 1 : 0;
            }
            alerts += allowed;
            allowance -= allowed;
            start = end;
        }
        return new AlertBudget(
                perDayPer100, Confusion.ratio(hits, alerts), Confusion.ratio(hits, failed.cardinality()));
    }
}
