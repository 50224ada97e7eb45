package io.hearthwatch.predictor.serving;

import io.hearthwatch.catalog.ApplianceType;
import io.hearthwatch.catalog.Text;
import io.hearthwatch.predictor.Decision;
import io.hearthwatch.predictor.Strangeness;
import io.hearthwatch.predictor.features.ApplianceHistory;
import io.hearthwatch.predictor.features.Events;
import io.hearthwatch.predictor.features.Presence;
import io.hearthwatch.predictor.learning.AnomalyRule;
import io.hearthwatch.predictor.learning.Basis;
import io.hearthwatch.predictor.learning.ComponentModel;
import io.hearthwatch.predictor.learning.TrainedModel;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.ToDoubleFunction;

/**
 * Scores appliances in bulk with one model and says which scores are decisions: the same for live service and for playing a policy
 * through stored data. Holds one batch; call {@link #finish} at the end. For one thread.
 */
final class ModelRun {
    private static final int BATCH = 1024;
    private static final Text NOTHING = new Text("", "");
    private static final long RECENT_FAULTS = Duration.ofDays(14).toMillis();

    /**
     * One component's probability at one instant.
     *
     * @param probability by the acting horizon; NaN where there is no number to give
     * @param basis what it rests on
     * @param byHorizon the probability by each of the model's horizons
     */
    @SuppressWarnings("ArrayRecordComponent") // nobody compares them
    record Score(int applianceNo, String component, Instant asOf, float probability, Basis basis, float[] byHorizon) {}

    @SuppressWarnings("ArrayRecordComponent") // nobody compares them
    private record Row(ApplianceHistory history, long at, float[] features) {}

    private final String modelId;
    private final TrainedModel model;
    private final Explainer explainer;
    private final boolean explained;
    private final ToDoubleFunction<ComponentModel> thresholds;
    private final Consumer<Score> scores;
    private final Consumer<Decision> decisions;
    private final Consumer<Strangeness> strangeness;
    private final List<Row> batch = new ArrayList<>();
    private int heldBack;

    /**
     * Gets ready to score.
     *
     * @param explained whether decisions say why
     * @param thresholds from which probability each component's score is a decision; NaN for never
     * @param scores told every score
     * @param decisions told every decision
     * @param strangeness told how strange each appliance is
     */
    ModelRun(
            String modelId,
            TrainedModel model,
            ApplianceType type,
            boolean explained,
            ToDoubleFunction<ComponentModel> thresholds,
            Consumer<Score> scores,
            Consumer<Decision> decisions,
            Consumer<Strangeness> strangeness) {
        this.modelId = modelId;
        this.model = model;
        this.explainer = new Explainer(type, model.extractor());
        this.explained = explained;
        this.thresholds = thresholds;
        this.scores = scores;
        this.decisions = decisions;
        this.strangeness = strangeness;
    }

    /** Scores an appliance as of an instant, unless it was not in service then. */
    void add(ApplianceHistory history, long at) {
        if (!Presence.inService(history, at)) {
            return;
        }
        batch.add(new Row(history, at, model.extractor().extract(history, at)));
        if (batch.size() == BATCH) {
            finish();
        }
    }

    /** How many scores would have been decisions, had their appliances not fallen silent ({@link Presence#hasFallenSilent}). */
    int heldBack() {
        return heldBack;
    }

    /** Scores what has come together. */
    void finish() {
        List<float[]> rows = batch.stream().map(Row::features).toList();
        for (ComponentModel component : model.components()) {
            float[][] cumulative = component.cumulative(rows);
            float[] probabilities = cumulative[component.acting()];
            double threshold = thresholds.applyAsDouble(component);
            for (int i = 0; i < probabilities.length; i++) {
                Row row = batch.get(i);
                scores.accept(new Score(
                        row.history().applianceNo(),
                        component.component(),
                        Instant.ofEpochMilli(row.at()),
                        probabilities[i],
                        component.basis(),
                        column(cumulative, i)));
                if (probabilities[i] >= threshold) {
                    if (Presence.hasFallenSilent(row.history(), row.at())) {
                        heldBack++;
                    } else {
                        decisions.accept(decision(component, row, probabilities[i]));
                    }
                }
            }
        }
        batch.forEach(this::judgeStrangeness);
        batch.clear();
    }

    private void judgeStrangeness(Row row) {
        AnomalyRule.Sign sign = model.anomaly().of(model.extractor(), row.features());
        if (sign != null) {
            strangeness.accept(new Strangeness(
                    row.history().applianceNo(),
                    modelId,
                    Instant.ofEpochMilli(row.at()),
                    sign.score(),
                    explained && sign.isStrange()
                            ? explainer.strange(sign.metric(), row.history(), row.at(), row.features())
                            : NOTHING));
        }
    }

    private static float[] column(float[][] byHorizon, int row) {
        float[] column = new float[byHorizon.length];
        for (int w = 0; w < column.length; w++) {
            column[w] = byHorizon[w][row];
        }
        return column;
    }

    private Decision decision(ComponentModel component, Row row, float probability) {
        Instant asOf = Instant.ofEpochMilli(row.at());
        int no = row.history().applianceNo();
        return new Decision(
                Decision.idOf(modelId, no, component.component(), asOf),
                modelId,
                no,
                component.component(),
                asOf,
                probability,
                model.lead(),
                model.horizon(),
                explained ? reasons(component, row, probability) : List.of(),
                faults(row));
    }

    private List<Text> reasons(ComponentModel component, Row row, float probability) {
        List<Text> reasons = new ArrayList<>();
        Text name = explainer.component(row.history().line(), component.component());
        reasons.add(Headlines.likely(name, probability, model.lead(), model.horizon()));
        reasons.addAll(
                explainer.reasons(component.contributions(row.features()), row.history(), row.at(), row.features()));
        return reasons;
    }

    private List<Decision.RaisedFault> faults(Row row) {
        Events faults = row.history().faults();
        Map<Integer, Long> newest = new HashMap<>();
        for (int i = faults.upTo(row.at()) - 1; i >= 0 && faults.time(i) > row.at() - RECENT_FAULTS; i--) {
            if (faults.receivedAt(i) <= row.at()) {
                newest.putIfAbsent(faults.what(i), faults.time(i));
            }
        }
        List<String> codes = model.extractor().vocabulary().codes();
        return newest.entrySet().stream()
                .map(e -> new Decision.RaisedFault(codes.get(e.getKey()), Instant.ofEpochMilli(e.getValue())))
                .sorted(Comparator.comparing(Decision.RaisedFault::at).thenComparing(Decision.RaisedFault::code))
                .toList();
    }
}
