package io.hearthwatch.predictor.serving;

import io.hearthwatch.catalog.ApplianceType;
import io.hearthwatch.predictor.LifeEstimate;
import io.hearthwatch.predictor.features.ApplianceHistory;
import io.hearthwatch.predictor.features.Feature;
import io.hearthwatch.predictor.life.LifeComponent;
import io.hearthwatch.predictor.life.LifeModel;
import io.hearthwatch.predictor.life.LifeRun;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Opens up a remaining-life model: why it says what it says of one appliance. Immutable and thread-safe. */
public final class LifeInsight {
    private final String modelId;
    private final LifeModel model;
    private final FeatureNames names;
    private final FeatureUnits units;

    public LifeInsight(String modelId, LifeModel model, ApplianceType type) {
        this.modelId = modelId;
        this.model = model;
        this.names = new FeatureNames(type, model.extractor());
        this.units = new FeatureUnits(type, model.extractor().vocabulary());
    }

    /**
     * Explains what is said of an appliance.
     *
     * @param componentOrNull only this one, or null for all
     */
    public LifeExplanation explain(ApplianceHistory history, long at, String componentOrNull) {
        float[] row = model.extractor().extract(history, at);
        Map<String, LifeEstimate> estimates = new HashMap<>();
        LifeRun run = new LifeRun(modelId, model, estimate -> estimates.put(estimate.component(), estimate));
        run.add(history, at);
        run.finish();
        List<LifeExplanation.Part> parts = new ArrayList<>();
        List<String> unlearnt = new ArrayList<>();
        for (LifeComponent component : model.components()) {
            if (componentOrNull != null && !componentOrNull.equals(component.component())) {
                continue;
            }
            if (component.trees().isPresent()) {
                double[] moved = component.trees().get().contributions(List.of(row))[0];
                parts.add(part(estimates.get(component.component()), moved, row));
            } else {
                unlearnt.add(component.component());
            }
        }
        return new LifeExplanation(modelId, history.id(), Instant.ofEpochMilli(at), parts, unlearnt);
    }

    private LifeExplanation.Part part(LifeEstimate estimate, double[] moved, float[] row) {
        List<LifeExplanation.Contribution> contributions = new ArrayList<>();
        double base = moved[row.length];
        double sum = base;
        for (int i = 0; i < row.length; i++) {
            sum += moved[i];
            if (moved[i] != 0) {
                Feature feature = model.extractor().features().get(i);
                contributions.add(new LifeExplanation.Contribution(
                        feature.name(),
                        names.of(feature),
                        Float.isNaN(row[i]) ? null : (double) row[i],
                        units.of(feature),
                        moved[i]));
            }
        }
        contributions.sort(Comparator.comparingDouble(c -> -Math.abs(c.hours())));
        return new LifeExplanation.Part(
                estimate.component(),
                estimate.hours(),
                estimate.low(),
                estimate.high(),
                estimate.openEnded(),
                base,
                contributions,
                sum);
    }
}
