package io.hearthwatch.predictor.evaluation;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Duration;
import java.time.Instant;
import java.util.List;

/**
 * How well a model did on a test span, beside two baselines. {@link #toJson} is the contract that others read; {@link #toTable} is for
 * people.
 *
 * @param model id of the model
 * @param until the model saw nothing later
 * @param from first decision
 * @param to end of the last window looked at, at most
 * @param every time between decisions
 * @param decisions (appliance, instant) judged
 * @param policy whose thresholds were used
 * @param scores the model's
 * @param budgets the model's alerts within a budget
 * @param faultCodeRule baseline: sets of fault codes of the last 24 hours
 * @param ageRule baseline: hours since the last replacement
 * @param judged how far what was judged is from what was trained on
 * @param sampling whether some figures rest on a sample
 * @param money what acting cost; null for a horizon that nobody acts on
 * @param rankingGain average precision of any failure, more than the fault-code rule's
 */
public record Evaluation(
        String model,
        Instant until,
        Instant from,
        Instant to,
        Duration every,
        Duration horizon,
        Duration lead,
        long decisions,
        ThresholdPolicy policy,
        Scorecard scores,
        List<AlertBudget> budgets,
        Scorecard faultCodeRule,
        Scorecard ageRule,
        Judged judged,
        Sampling sampling,
        Money money,
        Difference rankingGain) {
    /**
     * Whether every decision was kept for the figures that need scores side by side: average precision, calibration, alert budgets.
     * Everything else is counted of all decisions.
     *
     * @param kept decisions kept
     * @param all whether those are all
     */
    public record Sampling(long kept, boolean all) {}

    public Evaluation {
        budgets = List.copyOf(budgets);
    }

    /** The evaluation as JSON; ratios are 0 to 1, what is undefined is null. The caller may add to it. */
    public ObjectNode toJson() {
        return EvaluationJson.of(this);
    }

    /** The evaluation as a table of text. */
    public String toTable() {
        return EvaluationTable.of(this);
    }
}
