package io.hearthwatch.predictor.learning;

import io.hearthwatch.catalog.Costs;
import io.hearthwatch.predictor.Progress;
import io.hearthwatch.predictor.features.FeatureExtractor;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;

/**
 * Learns from stored history, component by component: walks the training span once through the {@link FeatureExtractor}, picks the
 * {@code max_f1} threshold on the last fifth of the span with trees that saw nothing of it, then grows the trees on all of it.
 *
 * <p>Decisions are those of the schedule and, if the model is to decide at faults too, those at the arrival of a fault: without them it
 * would never have seen such a moment, and its scores there would be wrong.
 */
public final class Trainer {
    /** Fewer failures than this, or fewer lasting, teach nothing. */
    public static final int MIN_POSITIVES = 5;

    /** A hundred thousand rows of two hundred features take some 400 MB while trees are grown. */
    private static final int MOST_ROWS = 100_000;

    private static final double HELD_OUT = 0.2;
    /** Where the held-out fifth has no failure to choose a threshold on. */
    private static final double USUAL_THRESHOLD = 0.5;

    /**
     * What is to be learnt.
     *
     * @param horizon a failure counts if it comes at most this long after the decision
     * @param lead and later than this after it; less than the horizon
     * @param until nothing later is looked at
     * @param every time between decisions
     * @param onFault whether the model also decides when a fault arrives
     * @param costs by component; decide the threshold that the service uses
     */
    public record Task(
            Duration horizon, Duration lead, Instant until, Duration every, boolean onFault, Map<String, Costs> costs) {
        public Task {
            costs = Map.copyOf(costs);
            if (lead.isNegative() || horizon.compareTo(lead) <= 0) {
                throw new IllegalArgumentException("the horizon must be longer than the lead");
            }
        }

        /** The last decision whose outcome is known. */
        public Instant lastDecision() {
            return until.minus(horizon);
        }
    }

    private final FeatureExtractor extractor;
    private final Task task;
    private final TreeSettings settings;
    private final Instant now;
    private final Progress progress;

    /**
     * Makes one.
     *
     * @param now for the models' provenance
     */
    public Trainer(FeatureExtractor extractor, Task task, TreeSettings settings, Instant now, Progress progress) {
        this.extractor = extractor;
        this.task = task;
        this.settings = settings;
        this.now = now;
        this.progress = progress;
    }

    /** Trains; components that failed too seldom get a model that says so. */
    public TrainedModel train(HistorySource source) {
        TrainingRows rows = read(source);
        int[] scheduled = rows.scheduledWhere(at -> true);
        List<ComponentModel> models = new ArrayList<>();
        List<String> components = extractor.vocabulary().components();
        for (int c = 0; c < components.size(); c++) {
            progress.at("training " + components.get(c), c, components.size());
            models.add(component(rows, c));
        }
        progress.at("training", components.size(), components.size());
        List<float[]> onSchedule = rows.features(scheduled);
        List<BitSet> labels = new ArrayList<>();
        float[][] inUse = new float[components.size()][];
        for (int c = 0; c < components.size(); c++) {
            labels.add(rows.labels(c, scheduled));
            inUse[c] = BaselineInputs.hoursInUse(extractor, onSchedule, c);
        }
        TrainedModel.Span span = new TrainedModel.Span(
                rows.appliances(),
                scheduled.length,
                rows.size() - scheduled.length,
                scheduled.length == 0 ? null : Instant.ofEpochMilli(first(rows, scheduled)),
                scheduled.length == 0 ? null : task.lastDecision());
        return new TrainedModel(
                extractor,
                task.horizon(),
                task.lead(),
                task.until(),
                new Schedule(task.every(), task.lastDecision(), task.onFault()),
                models,
                FaultCodeRule.learn(BaselineInputs.codesOfLastDay(extractor, onSchedule), labels),
                AgeRule.learn(inUse, labels),
                settings,
                span);
    }

    private TrainingRows read(HistorySource source) {
        TrainingRows rows = new TrainingRows(
                extractor, task.lead().toMillis(), task.horizon().toMillis(), MOST_ROWS);
        long last = task.lastDecision().toEpochMilli();
        int[] read = {0};
        source.forEach(HistorySource.BEGINNING, task.until(), history -> {
            rows.add(history, last, task.every().toMillis(), task.onFault());
            progress.at("reading history", ++read[0], 0);
        });
        return rows;
    }

    private static long first(TrainingRows rows, int[] chosen) {
        long first = Long.MAX_VALUE;
        for (int row : chosen) {
            first = Math.min(first, rows.at(row));
        }
        return first;
    }

    private ComponentModel component(TrainingRows rows, int c) {
        String component = extractor.vocabulary().components().get(c);
        int[] all = rows.where(at -> true);
        BitSet labels = rows.labels(c, all);
        int positives = labels.cardinality();
        double baseRate = all.length == 0 ? 0 : positives / (double) all.length;
        if (positives < MIN_POSITIVES || all.length - positives < MIN_POSITIVES) {
            return new ComponentModel(component, Optional.empty(), positives, baseRate, null, null);
        }
        double threshold = maxF1(rows, c).orElse(USUAL_THRESHOLD);
        TreeModel trees = grow(component, rows.features(all), labels);
        Costs costs = task.costs().getOrDefault(component, Costs.DEFAULT);
        return new ComponentModel(component, Optional.of(trees), positives, baseRate, threshold, costs.threshold());
    }

    /** The threshold chosen on the last fifth of the span, by trees trained on what ends one horizon before it. */
    private OptionalDouble maxF1(TrainingRows rows, int c) {
        long first = first(rows, rows.scheduledWhere(at -> true));
        long last = task.lastDecision().toEpochMilli();
        long heldOutAfter = first + (long) ((last - first) * (1 - HELD_OUT));
        int[] fit = rows.where(at -> at + task.horizon().toMillis() <= heldOutAfter);
        int[] heldOut = rows.scheduledWhere(at -> at > heldOutAfter);
        BitSet fitLabels = rows.labels(c, fit);
        int positives = fitLabels.cardinality();
        if (positives == 0 || positives == fit.length) {
            return OptionalDouble.empty();
        }
        TreeModel trees = grow(extractor.vocabulary().components().get(c), rows.features(fit), fitLabels);
        return Thresholds.maxF1(trees.probabilities(rows.features(heldOut)), rows.labels(c, heldOut));
    }

    private TreeModel grow(String component, List<float[]> rows, BitSet labels) {
        List<String> names = extractor.features().stream().map(f -> f.name()).toList();
        String what = extractor.vocabulary().type() + ", " + component + ", decisions up to " + task.lastDecision();
        return TreeModel.train(names, rows, labels, settings, what, now);
    }
}
