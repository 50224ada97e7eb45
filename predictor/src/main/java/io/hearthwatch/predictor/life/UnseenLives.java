package io.hearthwatch.predictor.life;

import io.hearthwatch.predictor.LifeEstimate;
import io.hearthwatch.predictor.features.ApplianceHistory;
import io.hearthwatch.predictor.learning.HistorySource;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.ToLongFunction;

/**
 * A model's estimates at decisions whose outcome is known, beside the truths. Streams histories; holds one appliance's decisions.
 *
 * @param modelId for the estimates
 * @param cap truths are taken for no longer; null for none
 */
record UnseenLives(String modelId, LifeModel model, Duration cap) {
    /** Told each estimate beside its truth. */
    interface Heard {
        /** The component's place in the vocabulary, the features that were looked at, and what they made the model say. */
        void of(int component, float[] features, LifeEstimate estimate, float truth);
    }

    /**
     * Walks through all decisions that step back from the end.
     *
     * @param source histories, read with the model's vocabulary
     * @param after no decision of an appliance is as early or earlier, epoch milliseconds
     * @param to nothing later is looked at
     */
    void walk(HistorySource source, ToLongFunction<ApplianceHistory> after, Instant to, Duration every, Heard heard) {
        Lifetimes lifetimes = new Lifetimes(to.toEpochMilli(), cap);
        source.forEach(HistorySource.BEGINNING, to, history -> {
            LifeRows rows = new LifeRows(model.extractor(), lifetimes, Integer.MAX_VALUE, 0);
            rows.add(history, after.applyAsLong(history), to.toEpochMilli(), every.toMillis());
            // Estimates come component by component for each batch, so each component counts its rows by itself.
            Map<String, int[]> places = new TreeMap<>();
            LifeRun run = new LifeRun(modelId, model, estimate -> {
                int place = places.computeIfAbsent(estimate.component(), id -> new int[1])[0]++;
                int component = model.extractor().vocabulary().components().indexOf(estimate.component());
                LifeRows.Row row = rows.row(place);
                float truth = row.hours()[component];
                if (!Float.isNaN(truth)) {
                    heard.of(component, row.features(), estimate, truth);
                }
            });
            for (int i = 0; i < rows.size(); i++) {
                LifeRows.Row row = rows.row(i);
                run.add(row.applianceNo(), row.at(), row.features());
            }
            run.finish();
        });
    }

    /** After what a model may be judged on an appliance: where it learnt from it, the end of its training span. */
    static long after(LifeModel model, ApplianceHistory history) {
        return model.appliances().contains(history.applianceNo())
                ? model.until().toEpochMilli()
                : Long.MIN_VALUE;
    }
}
