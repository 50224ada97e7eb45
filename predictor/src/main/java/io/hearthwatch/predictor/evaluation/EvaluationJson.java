package io.hearthwatch.predictor.evaluation;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Duration;

/** An evaluation as JSON: the contract that others read. Beside a figure {@code x} stands its 95 % interval {@code x_95}, where it has one. */
final class EvaluationJson {
    private static final JsonNodeFactory JSON = new ObjectMapper().getNodeFactory();

    private EvaluationJson() {}

    static ObjectNode of(Evaluation e) {
        ObjectNode json = JSON.objectNode();
        json.put("model", e.model());
        json.put("until", e.until().toString());
        json.put("from", e.from().toString());
        json.put("to", e.to().toString());
        putHours(json, "every_hours", e.every());
        putHours(json, "horizon_hours", e.horizon());
        putHours(json, "lead_hours", e.lead());
        json.put("decisions", e.decisions());
        json.put("threshold_policy", e.policy().id());
        Judged judged = e.judged();
        ObjectNode what = json.putObject("judged");
        what.put("what", judged.kind().id());
        what.put("appliances", judged.appliances());
        what.put("seen_in_training", judged.seen());
        what.put(
                "first_allowed",
                judged.firstAllowed() == null ? null : judged.firstAllowed().toString());
        what.put("folds", judged.folds());
        json.putObject("sampling")
                .put("kept", e.sampling().kept())
                .put("exact", e.sampling().all());
        json.setAll(card(e.scores()));
        ArrayNode alerts = json.putArray("alert_budgets");
        for (AlertBudget budget : e.budgets()) {
            alerts.addObject()
                    .put("per_day_per_100", budget.perDayPer100())
                    .put("precision", budget.precision())
                    .put("recall", budget.recall());
        }
        ObjectNode baselines = json.putObject("baselines");
        baselines.set("fault_code_rule", card(e.faultCodeRule()));
        baselines.set("age_rule", card(e.ageRule()));
        put(json.putObject("gain_over_fault_code_rule"), "average_precision", e.rankingGain());
        json.put("acting_horizon", e.money() != null);
        if (e.money() != null) {
            json.set("money", money(e.money()));
        }
        return json;
    }

    private static void putHours(ObjectNode json, String key, Duration duration) {
        if (duration.toMillis() % 3_600_000 == 0) {
            json.put(key, duration.toHours());
        } else {
            json.put(key, duration.toMillis() / 3_600_000.0);
        }
    }

    private static ObjectNode card(Scorecard card) {
        ObjectNode json = JSON.objectNode();
        ObjectNode micro = json.putObject("micro");
        Figure figures = new Figure(card, micro, "micro");
        figures.put(card.micro());
        figures.put(card.pooled());
        ObjectNode any = json.putObject("any_failure");
        Figure whole = new Figure(card, any, "any_failure");
        any.put("base_rate", card.anyFailure().baseRate());
        whole.put("average_precision", card.anyFailure().averagePrecision());
        any.put("failures", card.anyFailure().failures());
        whole.put("event_recall", card.anyFailure().eventRecall());
        any.put("median_lead_hours", card.anyFailure().medianLeadHours());
        ArrayNode curve = any.putArray("precision_recall");
        card.curve()
                .forEach(point -> curve.addObject()
                        .put("recall", point.recall())
                        .put("precision", point.precision())
                        .put("threshold", point.threshold()));
        ObjectNode components = json.putObject("components");
        card.components().forEach((name, score) -> {
            ObjectNode component = components.putObject(name);
            component.put("positives", score.positives());
            component.put("failures", score.failures());
            Figure own = new Figure(card, component, "components." + name);
            own.put(score.confusion());
            own.put("average_precision", score.averagePrecision());
            own.put("event_recall", score.eventRecall());
            component.put("median_lead_hours", score.medianLeadHours());
            own.put(score.pooled());
        });
        return json;
    }

    /** Writes figures of one part of a scorecard. */
    private record Figure(Scorecard card, ObjectNode json, String prefix) {
        void put(String key, Double value) {
            json.put(key, value);
            EvaluationJson.put(json, key + "_95", card.intervals().get(prefix + "." + key));
        }

        void put(Confusion confusion) {
            json.put("tp", confusion.tp());
            json.put("fp", confusion.fp());
            json.put("fn", confusion.fn());
            put("precision", confusion.precision());
            put("recall", confusion.recall());
            put("f1", confusion.f1());
        }

        void put(Scorecard.Pooled pooled) {
            put("brier", pooled.brier());
            json.put("brier_of_base_rate", pooled.brierOfBaseRate());
            Reliability reliability = pooled.reliability();
            json.put("calibration_error", reliability == null ? null : reliability.error());
            ArrayNode points = json.putArray("reliability");
            if (reliability != null) {
                reliability
                        .points()
                        .forEach(point -> points.addObject()
                                .put("decisions", point.decisions())
                                .put("predicted", point.predicted())
                                .put("observed", point.observed()));
            }
            put("false_alarms_per_100_30d", pooled.falseAlarms());
            json.set("lead_hours", leads(pooled.leads()));
        }
    }

    private static ObjectNode leads(LeadTimes leads) {
        ObjectNode json = JSON.objectNode();
        json.put("failures", leads.count());
        for (int i = 0; i < LeadTimes.SHARES.length; i++) {
            String key = "p" + Math.round(LeadTimes.SHARES[i] * 100);
            json.put(key, leads.count() == 0 ? null : (Double) leads.quantiles()[i]);
        }
        ArrayNode histogram = json.putArray("histogram");
        for (int i = 0; i < leads.histogram().length; i++) {
            histogram
                    .addObject()
                    .put("over", leads.edges()[i])
                    .put("up_to", leads.edges()[i + 1])
                    .put("failures", leads.histogram()[i]);
        }
        return json;
    }

    private static ObjectNode money(Money money) {
        ObjectNode json = JSON.objectNode();
        json.put("per", "100 appliances and 30 days");
        ObjectNode methods = json.putObject("methods");
        money.methods().forEach((id, line) -> methods.set(id, line(line)));
        ObjectNode saves = json.putObject("model_saves");
        money.savings().forEach((id, difference) -> put(saves, "against_" + id, difference));
        json.put("cheapest_alternative", money.cheapest());
        ObjectNode ages = json.putObject("replace_at_hours");
        money.agesHours().forEach(ages::put);
        ObjectNode components = json.putObject("components");
        money.components().forEach((component, lines) -> {
            ObjectNode own = components.putObject(component);
            lines.forEach((id, line) -> own.set(id, line(line)));
        });
        return json;
    }

    private static ObjectNode line(Money.Line line) {
        ObjectNode json = JSON.objectNode();
        json.put("tickets", line.tickets());
        json.put("needless", line.needless());
        json.put("foreseen", line.foreseen());
        json.put("missed", line.missed());
        json.put("cost", line.cost());
        put(json, "cost_95", line.interval());
        return json;
    }

    static void put(ObjectNode json, String key, Difference difference) {
        json.put(key, difference.value());
        put(json, key + "_95", difference.interval());
        json.put(key + "_verdict", difference.verdict().id());
    }

    private static void put(ObjectNode json, String key, Interval interval) {
        if (interval != null) {
            json.putArray(key).add(interval.low()).add(interval.high());
        }
    }
}
