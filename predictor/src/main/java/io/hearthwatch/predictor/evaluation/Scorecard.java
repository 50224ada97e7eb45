package io.hearthwatch.predictor.evaluation;

import java.util.List;
import java.util.Map;

/**
 * How well one method did on the decisions of a test span. What is undefined is null.
 *
 * @param micro over all components together
 * @param pooled further figures of all components together
 * @param anyFailure over appliances, whatever fails
 * @param components by component id
 * @param curve precision and recall of any failure, from the greatest score down
 * @param intervals 95 % intervals by the figure's name, such as {@code micro.f1} or {@code components.pump.recall}
 */
public record Scorecard(
        Confusion micro,
        Pooled pooled,
        AnyFailure anyFailure,
        Map<String, ComponentScore> components,
        List<Curve.Point> curve,
        Map<String, Interval> intervals) {

    /**
     * Over (decision, component) pairs.
     *
     * @param brier mean squared distance between score and outcome; null where scores are no probabilities
     * @param brierOfBaseRate what always saying each component's base rate, known in hindsight, would have had
     * @param reliability whether probabilities come true; null where scores are none
     * @param falseAlarms tickets that no failure followed, per hundred appliances and 30 days
     * @param leads how long before failures warning was given
     */
    public record Pooled(
            Double brier, Double brierOfBaseRate, Reliability reliability, Double falseAlarms, LeadTimes leads) {}

    /**
     * How well failures of any component were foreseen.
     *
     * @param baseRate share of decisions followed by any failure
     * @param averagePrecision of the greatest score over components
     * @param failures how many there were
     * @param eventRecall share of them whose own component was flagged in time
     * @param medianLeadHours over those, hours from the first such flag to the failure
     */
    public record AnyFailure(
            Double baseRate, Double averagePrecision, long failures, Double eventRecall, Double medianLeadHours) {}

    /**
     * How well one component did.
     *
     * @param positives decisions followed by a failure of the component
     * @param failures distinct failures
     * @param averagePrecision of its scores
     * @param pooled further figures, of this component
     */
    public record ComponentScore(
            long positives,
            long failures,
            Confusion confusion,
            Double averagePrecision,
            Double eventRecall,
            Double medianLeadHours,
            Pooled pooled) {}

    public Scorecard {
        curve = List.copyOf(curve);
        intervals = Map.copyOf(intervals);
    }
}
