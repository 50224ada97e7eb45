package io.hearthwatch.predictor.evaluation;

import io.hearthwatch.predictor.learning.Ranking;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * How well one method did on the decisions of a test span. What is undefined is null.
 *
 * @param micro over all components together
 * @param anyFailure over appliances, whatever fails
 * @param components by component id
 */
public record Scorecard(Confusion micro, AnyFailure anyFailure, Map<String, ComponentScore> components) {

    /**
     * How well failures of any component were foreseen.
     *
     * @param baseRate share of decisions followed by any failure
     * @param averagePrecision of the greatest score over components
     * @param eventRecall share of failures whose own component was flagged in time
     * @param medianLeadHours over those, hours from the first such flag to the failure
     */
    public record AnyFailure(Double baseRate, Double averagePrecision, Double eventRecall, Double medianLeadHours) {}

    /**
     * How well one component did.
     *
     * @param positives decisions followed by a failure of the component
     * @param averagePrecision of its scores
     */
    public record ComponentScore(
            long positives, Confusion confusion, Double averagePrecision, Double eventRecall, Double medianLeadHours) {}

    /**
     * Makes one.
     *
     * @param scores by component, then decision
     * @param thresholds by component: flagged from this score on; null flags nothing
     */
    static Scorecard of(Decisions decisions, List<String> names, float[][] scores, Double[] thresholds) {
        List<BitSet> flagged = new ArrayList<>();
        Map<String, ComponentScore> components = new LinkedHashMap<>();
        Confusion micro = new Confusion(0, 0, 0);
        for (int c = 0; c < names.size(); c++) {
            BitSet flags = flags(scores[c], thresholds[c]);
            flagged.add(flags);
            BitSet failed = decisions.labels().get(c);
            Confusion confusion = Confusion.of(flags, failed);
            micro = micro.plus(confusion);
            Foreseen foreseen = Foreseen.of(decisions, flagged, c);
            components.put(
                    names.get(c),
                    new ComponentScore(
                            failed.cardinality(),
                            confusion,
                            Ranking.averagePrecision(scores[c], failed),
                            foreseen.recall(),
                            foreseen.medianLeadHours()));
        }
        BitSet any = decisions.anyFailure();
        Foreseen foreseen = Foreseen.of(decisions, flagged, -1);
        return new Scorecard(
                micro,
                new AnyFailure(
                        Confusion.ratio(any.cardinality(), decisions.size()),
                        Ranking.averagePrecision(Decisions.greatest(scores, decisions.size()), any),
                        foreseen.recall(),
                        foreseen.medianLeadHours()),
                components);
    }

    private static BitSet flags(float[] scores, Double threshold) {
        BitSet flags = new BitSet();
        for (int i = 0; i < scores.length; i++) {
            flags.set(i, threshold != null && scores[i] >= threshold);
        }
        return flags;
    }

    /** Failures of which warning was given, and how long before; of one component, or of all (-1). */
    private record Foreseen(int events, List<Double> leads) {
        static Foreseen of(Decisions decisions, List<BitSet> flagged, int component) {
            int events = 0;
            List<Double> leads = new ArrayList<>();
            for (Decisions.Event event : decisions.events()) {
                if (component >= 0 && event.component() != component) {
                    continue;
                }
                events++;
                int flag = flagged.get(event.component()).nextSetBit(event.first());
                if (flag >= 0 && flag < event.afterLast()) {
                    leads.add((event.at() - decisions.instants()[flag]) / 3_600_000.0);
                }
            }
            leads.sort(null);
            return new Foreseen(events, leads);
        }

        Double recall() {
            return Confusion.ratio(leads.size(), events);
        }

        Double medianLeadHours() {
            int n = leads.size();
            return n == 0 ? null : (Double) ((leads.get((n - 1) / 2) + leads.get(n / 2)) / 2);
        }
    }
}
