package io.hearthwatch.app.model;

import io.hearthwatch.app.workspace.Workspace;
import io.hearthwatch.predictor.LifeEstimate;
import io.hearthwatch.predictor.LifeEvaluation;
import io.hearthwatch.predictor.LifeQuestion;
import io.hearthwatch.predictor.PredictionException;
import io.hearthwatch.predictor.Progress;
import io.hearthwatch.predictor.RemainingLife;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** {@code model evaluate --target remaining_life}, whoever asks for it. */
final class LifeJudging {
    private static final double HOUR_MILLIS = 3_600_000.0;

    private final Workspace workspace;
    private final Progress progress;

    LifeJudging(Workspace workspace, Progress progress) {
        this.workspace = workspace;
        this.progress = progress;
    }

    /**
     * What came of it.
     *
     * @param capped how many truths were longer than they were taken for
     * @param report as JSON
     */
    record Judged(LifeEvaluation evaluation, long capped, Map<String, Object> report) {}

    /** At every decision that the model has not seen. */
    Judged unseen(LifeQuestion question) {
        LifeEvaluation evaluation = workspace.remainingLife().evaluate(question, progress);
        if (evaluation.isEmpty()) {
            throw new PredictionException(
                    "there is nothing to judge model " + evaluation.model()
                            + " on: every stored failure was there when it was trained",
                    "train with --until or --appliances and leave some out, or give --at last with --truth");
        }
        Map<String, Object> report = new LinkedHashMap<>();
        report.put("at", "every decision that the model has not seen");
        report.putAll(evaluation.figures());
        return new Judged(evaluation, 0, report);
    }

    /**
     * At the last reading of each appliance, beside truths.
     *
     * @param truths hours, by the maker's id
     * @param cap longer truths count as this; null for none
     * @param component whose truths they are; null where the model estimates one only
     * @throws RemainingLife.UnknownAppliances where there is nothing to compare of some
     */
    Judged atLast(LifeQuestion question, Map<String, Double> truths, Duration cap, String component) {
        RemainingLife life = workspace.remainingLife();
        String model = life.modelId(question.modelId(), question.type());
        double most = cap == null ? Double.POSITIVE_INFINITY : cap.toMillis() / HOUR_MILLIS;
        Map<String, Double> compared = new LinkedHashMap<>();
        truths.forEach((id, hours) -> compared.put(id, Math.min(most, hours)));
        long capped = truths.values().stream().filter(hours -> hours > most).count();
        LifeEvaluation evaluation = life.evaluateAtLast(
                question.type(), model, component(life.components(model), component), compared, progress);
        Map<String, Object> report = new LinkedHashMap<>();
        report.put("at", "last");
        report.put("truth_cap_hours", cap == null ? null : most);
        report.put("truths_capped", capped);
        report.putAll(evaluation.figures());
        List<Map<String, Object>> estimates = new ArrayList<>();
        evaluation.components().values().stream()
                .flatMap(judged -> judged.estimates().stream())
                .forEach(one -> estimates.add(estimate(one)));
        report.put("estimates", estimates);
        return new Judged(evaluation, capped, report);
    }

    private static String component(List<String> known, String asked) {
        if (asked != null && !known.contains(asked)) {
            throw new PredictionException(
                    "the model does not estimate '" + asked + "'", "choose one of " + String.join(", ", known));
        }
        if (asked == null && known.size() > 1) {
            throw new PredictionException(
                    "the model estimates several components: " + String.join(", ", known),
                    "say which the truths are of, with --component");
        }
        return asked == null ? known.get(0) : asked;
    }

    private static Map<String, Object> estimate(LifeEvaluation.Compared one) {
        LifeEstimate estimate = one.estimate();
        Map<String, Object> map = new LinkedHashMap<>();
        map.put("appliance", one.appliance());
        map.put("as_of", estimate.asOf().toString());
        map.put("hours", estimate.hours());
        map.put("low_hours", estimate.low());
        map.put("high_hours", estimate.high());
        map.put("open_ended", estimate.openEnded());
        map.put("truth_hours", one.truth());
        return map;
    }
}
