package io.hearthwatch.predictor.evaluation;

import io.hearthwatch.predictor.Progress;
import io.hearthwatch.predictor.features.ApplianceHistory;
import io.hearthwatch.predictor.features.Events;
import io.hearthwatch.predictor.features.FeatureExtractor;
import io.hearthwatch.predictor.learning.BaselineInputs;
import io.hearthwatch.predictor.learning.HistorySource;
import io.hearthwatch.predictor.learning.TrainedModel;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;

/**
 * Judges a model on a span that it was not trained on: decisions at from + k · every while the decision's window ends within the span, of
 * every appliance that had been heard of by then. Keeps scores and labels only, never histories. Single use.
 */
public final class Evaluator {
    private static final int BATCH = 2048;
    private static final int[] BUDGETS = {1, 2, 5, 10};

    private final TrainedModel model;
    private final long from;
    private final long to;
    private final long every;
    private final long lead;
    private final long horizon;
    private final Progress progress;

    private final List<float[]> batch = new ArrayList<>();
    private final List<Integer> appliances = new ArrayList<>();
    private final List<Long> instants = new ArrayList<>();
    private final List<BitSet> labels = new ArrayList<>();
    private final List<Decisions.Event> events = new ArrayList<>();
    private final Scores byModel;
    private final Scores byCodes;
    private final Scores byAge;
    private int read;

    public Evaluator(TrainedModel model, Instant from, Instant to, Duration every, Progress progress) {
        this.model = model;
        this.from = from.toEpochMilli();
        this.to = to.toEpochMilli();
        this.every = every.toMillis();
        this.lead = model.lead().toMillis();
        this.horizon = model.horizon().toMillis();
        this.progress = progress;
        int components = model.components().size();
        for (int c = 0; c < components; c++) {
            labels.add(new BitSet());
        }
        byModel = new Scores(components);
        byCodes = new Scores(components);
        byAge = new Scores(components);
    }

    /** Walks the span and counts. */
    public Evaluation evaluate(String modelId, HistorySource source, ThresholdPolicy policy) {
        Instant telemetryAfter = Instant.ofEpochMilli(from).minus(Duration.ofDays(FeatureExtractor.GIVEN_DAYS));
        source.forEach(telemetryAfter, Instant.ofEpochMilli(to), this::add);
        flush();
        Decisions decisions = new Decisions(
                appliances.stream().mapToInt(i -> i).toArray(),
                instants.stream().mapToLong(i -> i).toArray(),
                labels,
                events);
        List<String> names = model.extractor().vocabulary().components();
        Double[] thresholds = model.components().stream().map(policy::of).toArray(Double[]::new);
        Double[] ones = new Double[names.size()];
        for (int c = 0; c < ones.length; c++) {
            ones[c] = model.ageRule().thresholds()[c] == null ? null : (Double) 1.0;
        }
        float[][] scores = byModel.all();
        float[] greatest = Decisions.greatest(scores, decisions.size());
        List<AlertBudget> budgets = new ArrayList<>();
        for (int budget : BUDGETS) {
            budgets.add(AlertBudget.of(
                    budget,
                    decisions,
                    greatest,
                    every / (double) Duration.ofDays(1).toMillis()));
        }
        return new Evaluation(
                modelId,
                model.until(),
                Instant.ofEpochMilli(from),
                Instant.ofEpochMilli(to),
                Duration.ofMillis(every),
                model.horizon(),
                model.lead(),
                decisions.size(),
                policy,
                Scorecard.of(decisions, names, scores, thresholds),
                budgets,
                Scorecard.of(decisions, names, byCodes.all(), model.codeRule().thresholds()),
                Scorecard.of(decisions, names, byAge.all(), ones));
    }

    private void add(ApplianceHistory history) {
        int firstDecision = instants.size();
        for (long at = from; at + horizon <= to; at += every) {
            if (!history.activeAt(at)) {
                continue;
            }
            int row = instants.size();
            instants.add(at);
            appliances.add(read);
            for (int c = 0; c < labels.size(); c++) {
                labels.get(c).set(row, history.fails(c, at, lead, horizon));
            }
            batch.add(model.extractor().extract(history, at));
            if (batch.size() == BATCH) {
                flush();
            }
        }
        addEvents(history, firstDecision);
        progress.at("evaluating", ++read, 0);
    }

    private void addEvents(ApplianceHistory history, int firstDecision) {
        Events failures = history.failures();
        for (int i = 0; i < failures.size(); i++) {
            long at = failures.time(i);
            int first = -1;
            int afterLast = -1;
            for (int d = firstDecision; d < instants.size(); d++) {
                long decided = instants.get(d);
                if (at > decided + lead && at <= decided + horizon) {
                    first = first < 0 ? d : first;
                    afterLast = d + 1;
                }
            }
            if (first >= 0) {
                events.add(new Decisions.Event(failures.what(i), at, first, afterLast));
            }
        }
    }

    private void flush() {
        byModel.add(c -> model.components().get(c).ranking(batch));
        float[][] codes = model.codeRule().scores(BaselineInputs.codesOfLastDay(model.extractor(), batch));
        byCodes.add(c -> codes[c]);
        byAge.add(c -> model.ageRule().scores(c, BaselineInputs.hoursInUse(model.extractor(), batch, c)));
        batch.clear();
    }
}
