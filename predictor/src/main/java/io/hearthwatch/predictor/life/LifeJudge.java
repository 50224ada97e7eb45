package io.hearthwatch.predictor.life;

import io.hearthwatch.predictor.LifeEstimate;
import io.hearthwatch.predictor.LifeEvaluation;
import io.hearthwatch.predictor.features.ApplianceHistory;
import io.hearthwatch.predictor.features.Feature;
import io.hearthwatch.predictor.learning.HistorySource;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Judges a remaining-life model: at each appliance's last reading against truths that are given, or on stored failures that it has not
 * seen. Streams histories; keeps sums by appliance. For one thread.
 */
public final class LifeJudge {
    private final String modelId;
    private final LifeModel model;
    private final Map<String, Component> components = new TreeMap<>();
    private final LifeErrors errors = new LifeErrors();
    private final LifeErrors byAge = new LifeErrors();

    /** One component under judgement. */
    private static final class Component {
        private final LifeComponent learnt;
        private final int index;
        private final LifeErrors errors = new LifeErrors();
        private final LifeErrors byAge = new LifeErrors();
        private final List<LifeEvaluation.Compared> compared = new ArrayList<>();

        Component(LifeComponent learnt, int index) {
            this.learnt = learnt;
            this.index = index;
        }
    }

    /** Judges a model. */
    public LifeJudge(String modelId, LifeModel model) {
        this.modelId = modelId;
        this.model = model;
        for (int c = 0; c < model.components().size(); c++) {
            LifeComponent component = model.components().get(c);
            if (component.trees().isPresent()) {
                components.put(component.component(), new Component(component, c));
            }
        }
    }

    /**
     * Compares the estimate of one component at an appliance's last reading with the truth.
     *
     * @param truth hours
     * @return false if the appliance has no reading
     */
    public boolean compareLast(ApplianceHistory history, String component, double truth) {
        long at = history.lastHour();
        if (at == ApplianceHistory.UNKNOWN) {
            return false;
        }
        Component judged = components.get(component);
        float[] features = model.extractor().extract(history, at);
        estimate(history.applianceNo(), at, features, (id, estimate) -> {
            if (id.equals(component)) {
                add(judged, features, estimate, truth);
                judged.compared.add(new LifeEvaluation.Compared(history.id(), estimate, truth));
            }
        });
        return true;
    }

    private interface Told {
        void of(String component, LifeEstimate estimate);
    }

    private void estimate(int applianceNo, long at, float[] features, Told told) {
        LifeRun run = new LifeRun(modelId, model, estimate -> told.of(estimate.component(), estimate));
        run.add(applianceNo, at, features);
        run.finish();
    }

    private void add(Component judged, float[] features, LifeEstimate estimate, double truth) {
        for (LifeErrors sums : List.of(errors, judged.errors)) {
            sums.add(estimate.applianceNo(), estimate.hours(), truth, estimate.holds(truth), 1);
        }
        double age =
                judged.learnt.ages().estimate(features[model.extractor().column(Feature.Kind.IN_USE, judged.index)]);
        if (!Double.isNaN(age)) {
            byAge.add(estimate.applianceNo(), age, truth, false, 1);
            judged.byAge.add(estimate.applianceNo(), age, truth, false, 1);
        }
    }

    /**
     * Compares estimates at all decisions that the model has not seen and whose outcome is known: after the end of its training span, and,
     * on appliances that taught it nothing, at any time. Truths are capped as the model's are.
     *
     * @param from first decision, or null
     * @param to nothing later is looked at
     */
    public void compareUnseen(HistorySource source, Instant from, Instant to, Duration every) {
        compareUnseen(source, from, to, to, every);
    }

    /**
     * The same with decisions up to an instant alone: where that is as long ago as the cap, every outcome is known, and not only the early
     * failures.
     */
    public void compareUnseen(HistorySource source, Instant from, Instant last, Instant to, Duration every) {
        new UnseenLives(modelId, model, model.cap())
                .walk(
                        source,
                        history -> from == null
                                ? UnseenLives.after(model, history)
                                : Math.max(UnseenLives.after(model, history), from.toEpochMilli() - 1),
                        to,
                        every,
                        (component, features, estimate, truth) -> {
                            if (!estimate.asOf().isAfter(last)) {
                                add(components.get(estimate.component()), features, estimate, truth);
                            }
                        });
    }

    /** What came of it. */
    public LifeEvaluation evaluation() {
        Map<String, LifeEvaluation.Judged> judged = new TreeMap<>();
        components.forEach((id, component) -> judged.put(
                id,
                new LifeEvaluation.Judged(component.errors.figures(), component.byAge.figures(), component.compared)));
        LifeEvaluation.Judged total = new LifeEvaluation.Judged(errors.figures(), byAge.figures(), List.of());
        return new LifeEvaluation(modelId, model.cap(), LifeTrainer.LEVEL, total, judged);
    }
}
