package io.hearthwatch.predictor.learning;

import io.hearthwatch.catalog.Costs;
import io.hearthwatch.predictor.Progress;
import io.hearthwatch.predictor.features.FeatureExtractor;
import io.hearthwatch.predictor.features.Horizons;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * Learns from stored history: walks the training span once through the {@link FeatureExtractor}, then, component by component and window by
 * window, chooses rounds, calibration and thresholds on scores of later decisions than were trained on ({@link OutOfTime}) and learns anew
 * from all of the span. Where too little has failed to learn from, the fleet's own rate takes its place ({@link FleetPrior}), and says so.
 *
 * <p>Decisions are those of the schedule and, if the model is to decide at faults too, those at the arrival of a fault: without them it
 * would never have seen such a moment, and its scores there would be wrong.
 */
public final class Trainer {
    /** Fewer distinct failures than this, or fewer decisions without one, teach nothing. */
    public static final int MIN_POSITIVES = 5;

    /** Where nothing fails in the later part of the span that a threshold could be chosen on. */
    private static final double USUAL_THRESHOLD = 0.5;

    /**
     * What is to be learnt.
     *
     * @param until nothing later is looked at
     * @param every time between decisions
     * @param onFault whether the model also decides when a fault arrives
     * @param costs by component; decide the threshold that the service uses
     */
    public record Task(Instant until, Duration every, boolean onFault, Map<String, Costs> costs) {
        public Task {
            costs = Map.copyOf(costs);
        }
    }

    private final FeatureExtractor extractor;
    private final Horizons horizons;
    private final Task task;
    private final LearningSettings settings;
    private final Progress progress;
    private final Learner learner;
    private final List<String> components;
    private Supplier<Reference> reference;

    /**
     * Makes one.
     *
     * @param extractor the features, and the windows that are learnt
     * @param now for the models' provenance
     */
    public Trainer(FeatureExtractor extractor, Task task, LearningSettings settings, Instant now, Progress progress) {
        this.extractor = extractor;
        this.horizons = extractor.horizons();
        this.task = task;
        this.settings = settings;
        this.progress = progress;
        this.learner = new Learner(settings, extractor.names(), now);
        this.components = extractor.vocabulary().components();
    }

    /** The last decision whose outcome in the first window is known. */
    public Instant lastDecision() {
        return task.until().minusMillis(horizons.to(0));
    }

    /** Trains; components that failed too seldom get a model that says so. */
    public TrainedModel train(HistorySource source) {
        return train(read(source));
    }

    /** Trains on what was {@link #read} before, with whatever settings but the seed and the bound of rows. */
    public TrainedModel train(TrainingRows rows) {
        List<ComponentModel> models = components(rows);
        boolean empty = rows.scheduledSeen() == 0;
        // Only whoever keeps the model needs it.
        reference = empty ? null : () -> Reference.of(extractor, rows, models, lastDecision());
        int[] known = Arrays.stream(rows.scheduledWhere(at -> true))
                .filter(row -> rows.isKnown(row, horizons.acting()))
                .toArray();
        List<float[]> features = rows.features(known);
        long[] weights = rows.weights(known);
        List<BitSet> labels = new ArrayList<>();
        float[][] inUse = new float[components.size()][];
        for (int c = 0; c < components.size(); c++) {
            labels.add(rows.labels(c, horizons.acting(), known));
            inUse[c] = BaselineInputs.hoursInUse(extractor, features, c);
        }
        return new TrainedModel(
                extractor,
                task.until(),
                new Schedule(task.every(), lastDecision(), task.onFault()),
                models,
                FaultCodeRule.learn(BaselineInputs.codesOfLastDay(extractor, features), labels, weights),
                AgeRule.learn(inUse, labels, weights),
                anomaly(rows),
                settings,
                new TrainedModel.Span(
                        rows.appliances(),
                        rows.scheduledSeen(),
                        rows.atFaultsSeen(),
                        rows.size(),
                        empty ? null : Instant.ofEpochMilli(rows.first()),
                        empty ? null : lastDecision()));
    }

    /** What the fleet was like where the last training learnt; to be kept with its model. */
    public Optional<Reference> reference() {
        return Optional.ofNullable(reference).map(Supplier::get);
    }

    /** Reads what there is to learn from; it can be learnt from more than once. */
    public TrainingRows read(HistorySource source) {
        TrainingRows rows =
                new TrainingRows(extractor, task.until().toEpochMilli(), settings.mostRows(), settings.seed());
        long last = lastDecision().toEpochMilli();
        int[] read = {0};
        source.forEach(HistorySource.BEGINNING, task.until(), history -> {
            rows.add(history, last, task.every().toMillis(), task.onFault());
            progress.at("reading history", ++read[0], 0);
        });
        return rows;
    }

    private AnomalyRule anomaly(TrainingRows rows) {
        int[] ordinary = Arrays.stream(rows.scheduledWhere(at -> true))
                .filter(rows::isUneventful)
                .toArray();
        return AnomalyRule.learn(extractor, rows.features(ordinary), rows.weights(ordinary));
    }

    private FleetPrior prior(TrainingRows rows) {
        int[] failures = new int[components.size()];
        Arrays.setAll(failures, rows::everFailed);
        return FleetPrior.fit(failures, rows.exposureHours());
    }

    private List<ComponentModel> components(TrainingRows rows) {
        List<List<Hazard>> hazards = new ArrayList<>();
        // By component, then window: calibrated scores of rows that were not trained on.
        float[][][] judged = new float[components.size()][horizons.size()][];
        components.forEach(component -> hazards.add(new ArrayList<>()));
        for (int w = 0; w < horizons.size(); w++) {
            window(rows, w, hazards, judged);
        }
        progress.at("training", 1, 1);
        List<ComponentModel> models = new ArrayList<>();
        for (int c = 0; c < components.size(); c++) {
            String id = components.get(c);
            ComponentModel untold = new ComponentModel(id, hazards.get(c), horizons.acting(), null, null);
            models.add(
                    untold.trained()
                            ? new ComponentModel(
                                    id,
                                    hazards.get(c),
                                    horizons.acting(),
                                    maxF1(rows, c, judged[c]),
                                    task.costs().getOrDefault(id, Costs.DEFAULT).threshold())
                            : untold);
        }
        return models;
    }

    /** Learns all components' hazards in one window. */
    private void window(TrainingRows rows, int w, List<List<Hazard>> hazards, float[][][] judged) {
        FleetPrior prior = prior(rows);
        OutOfTime outOfTime = new OutOfTime(rows, learner, lastDecision().toEpochMilli(), w, horizons.to(w));
        for (int c = 0; c < components.size(); c++) {
            if (teaches(rows, c, w)) {
                said("judging", w, c);
                outOfTime.judge(c, what(c, w));
            }
        }
        int rounds = outOfTime.rounds();
        Calibration calibration = outOfTime.calibration();
        for (int c = 0; c < components.size(); c++) {
            int[] known = rows.atRisk(rows.where(at -> true), c, w);
            BitSet labels = rows.labels(c, w, known);
            long[] weights = rows.weights(known);
            long positives = labels.stream().mapToLong(i -> weights[i]).sum();
            long all = Arrays.stream(weights).sum();
            double baseRate = all == 0 ? 0 : positives / (double) all;
            int failures = rows.failures(c, w);
            if (!teaches(rows, c, w)) {
                double hours = (horizons.to(w) - horizons.from(w)) / 3_600_000.0;
                double p = prior.probability(rows.everFailed(c), rows.exposureHours(), hours);
                hazards.get(c).add(Hazard.unlearnt(positives, failures, baseRate, p));
                continue;
            }
            said("training", w, c);
            judged[c][w] = calibration.apply(outOfTime.scores(c));
            Classifier classifier = learner.learn(rows.features(known), labels, weights, rounds, what(c, w));
            hazards.get(c)
                    .add(new Hazard(
                            Basis.MODEL,
                            Optional.of(classifier),
                            calibration,
                            settings.algorithm() == Algorithm.TREES ? rounds : 0,
                            positives,
                            failures,
                            baseRate,
                            Double.NaN));
        }
    }

    /** Whether enough failed in a window, and enough lasted, to learn from. */
    private static boolean teaches(TrainingRows rows, int component, int window) {
        int[] known = rows.atRisk(rows.where(at -> true), component, window);
        int failing = rows.labels(component, window, known).cardinality();
        return rows.failures(component, window) >= MIN_POSITIVES
                && failing >= MIN_POSITIVES
                && known.length - failing >= MIN_POSITIVES;
    }

    private void said(String doing, int window, int component) {
        int each = components.size();
        int steps = 2 * window + (doing.equals("training") ? 1 : 0);
        String where = horizons.size() == 1 ? "" : ", window " + (window + 1);
        progress.at(
                doing + " " + components.get(component) + where,
                (long) steps * each + component,
                2L * each * horizons.size());
    }

    private String what(int component, int window) {
        return extractor.vocabulary().type() + ", " + components.get(component) + ", window " + (window + 1)
                + ", decisions up to " + lastDecision();
    }

    /** The threshold on the probability by the acting horizon, chosen on scores of decisions that were not trained on. */
    private double maxF1(TrainingRows rows, int component, float[][] judged) {
        int acting = horizons.acting();
        float[] scores = ComponentModel.chain(Arrays.copyOf(judged, acting + 1))[acting];
        int[] chosen = Arrays.stream(rows.scheduledWhere(at -> true))
                .filter(row -> !Float.isNaN(scores[row]) && rows.isKnown(row, acting))
                .toArray();
        return Thresholds.maxF1(pick(scores, chosen), rows.labels(component, acting, chosen), rows.weights(chosen))
                .orElse(USUAL_THRESHOLD);
    }

    private static float[] pick(float[] values, int[] chosen) {
        float[] picked = new float[chosen.length];
        for (int i = 0; i < picked.length; i++) {
            picked[i] = values[chosen[i]];
        }
        return picked;
    }
}
