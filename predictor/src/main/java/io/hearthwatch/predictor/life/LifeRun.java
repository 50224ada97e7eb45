package io.hearthwatch.predictor.life;

import io.hearthwatch.predictor.LifeEstimate;
import io.hearthwatch.predictor.features.ApplianceHistory;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/** Estimates remaining life in bulk with one model. Holds one batch; call {@link #finish} at the end. For one thread. */
public final class LifeRun {
    private static final int BATCH = 1024;

    private final String modelId;
    private final LifeModel model;
    private final Consumer<LifeEstimate> estimates;
    private final List<Row> batch = new ArrayList<>();

    @SuppressWarnings("ArrayRecordComponent") // nobody compares them
    private record Row(int applianceNo, long at, float[] features) {}

    /**
     * Gets ready.
     *
     * @param estimates told every estimate: instant by instant in the order of {@link #add} for each component
     */
    public LifeRun(String modelId, LifeModel model, Consumer<LifeEstimate> estimates) {
        this.modelId = modelId;
        this.model = model;
        this.estimates = estimates;
    }

    /** Estimates for an appliance as of an instant, unless it had not been heard of by then. */
    public void add(ApplianceHistory history, long at) {
        if (history.activeAt(at)) {
            add(history.applianceNo(), at, model.extractor().extract(history, at));
        }
    }

    void add(int applianceNo, long at, float[] features) {
        batch.add(new Row(applianceNo, at, features));
        if (batch.size() == BATCH) {
            finish();
        }
    }

    /** Estimates for what has come together. */
    public void finish() {
        List<float[]> rows = batch.stream().map(Row::features).toList();
        float cap = model.capHours();
        for (LifeComponent component : model.components()) {
            if (component.trees().isEmpty()) {
                continue;
            }
            float[] hours = component.estimates(rows, cap);
            for (int i = 0; i < hours.length; i++) {
                Row row = batch.get(i);
                double high = component.margins().high(hours[i]);
                estimates.accept(new LifeEstimate(
                        row.applianceNo(),
                        component.component(),
                        modelId,
                        Instant.ofEpochMilli(row.at()),
                        hours[i],
                        component.margins().low(hours[i]),
                        Math.min(cap, high),
                        high >= cap));
            }
        }
        batch.clear();
    }
}
