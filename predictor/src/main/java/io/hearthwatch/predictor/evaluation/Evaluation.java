package io.hearthwatch.predictor.evaluation;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
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
        Scorecard ageRule) {
    private static final JsonNodeFactory JSON = new ObjectMapper().getNodeFactory();

    public Evaluation {
        budgets = List.copyOf(budgets);
    }

    /** The evaluation as JSON; ratios are 0 to 1, what is undefined is null. The caller may add to it. */
    public ObjectNode toJson() {
        ObjectNode json = JSON.objectNode();
        json.put("model", model);
        json.put("until", until.toString());
        json.put("from", from.toString());
        json.put("to", to.toString());
        putHours(json, "every_hours", every);
        putHours(json, "horizon_hours", horizon);
        putHours(json, "lead_hours", lead);
        json.put("decisions", decisions);
        json.put("threshold_policy", policy.id());
        json.setAll(toJson(scores));
        ArrayNode alerts = json.putArray("alert_budgets");
        for (AlertBudget budget : budgets) {
            alerts.addObject()
                    .put("per_day_per_100", budget.perDayPer100())
                    .put("precision", budget.precision())
                    .put("recall", budget.recall());
        }
        ObjectNode baselines = json.putObject("baselines");
        baselines.set("fault_code_rule", toJson(faultCodeRule));
        baselines.set("age_rule", toJson(ageRule));
        return json;
    }

    private static void putHours(ObjectNode json, String key, Duration duration) {
        if (duration.toMillis() % 3_600_000 == 0) {
            json.put(key, duration.toHours());
        } else {
            json.put(key, duration.toMillis() / 3_600_000.0);
        }
    }

    private static ObjectNode toJson(Scorecard card) {
        ObjectNode json = JSON.objectNode();
        ObjectNode micro = json.putObject("micro");
        micro.put("tp", card.micro().tp());
        micro.put("fp", card.micro().fp());
        micro.put("fn", card.micro().fn());
        putRatios(micro, card.micro());
        json.putObject("any_failure")
                .put("base_rate", card.anyFailure().baseRate())
                .put("average_precision", card.anyFailure().averagePrecision())
                .put("event_recall", card.anyFailure().eventRecall())
                .put("median_lead_hours", card.anyFailure().medianLeadHours());
        ObjectNode components = json.putObject("components");
        card.components().forEach((name, score) -> {
            ObjectNode component = components.putObject(name);
            component.put("positives", score.positives());
            putRatios(component, score.confusion());
            component.put("average_precision", score.averagePrecision());
            component.put("event_recall", score.eventRecall());
            component.put("median_lead_hours", score.medianLeadHours());
        });
        return json;
    }

    private static void putRatios(ObjectNode json, Confusion confusion) {
        json.put("precision", confusion.precision());
        json.put("recall", confusion.recall());
        json.put("f1", confusion.f1());
    }

    /** The evaluation as a table of text. */
    public String toTable() {
        return EvaluationTable.of(this);
    }
}
