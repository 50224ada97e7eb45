package io.hearthwatch.predictor.learning;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Scores that flatter nobody: of scheduled decisions in the later part of the training span, by classifiers that were trained only on
 * decisions whose windows had ended before. There are two such folds: three fifths of the span judged on the next fifth, and four fifths
 * on the last. On these scores the rounds are chosen, probabilities calibrated and thresholds set.
 *
 * <p>Rounds and calibration are chosen once for all components of a window: each alone has too few failures to choose by, and what differs
 * between components by chance would spoil the order of their scores among each other.
 */
final class OutOfTime {
    private static final double[] CUTS = {0.6, 0.8};
    /** Rounds are tried in steps of this many. */
    private static final int STEP = 25;
    /** With fewer failing decisions to judge by, all rounds are taken. */
    private static final int MIN_TO_STOP_EARLY = 20;

    private final TrainingRows rows;
    private final Learner learner;
    private final long last;
    private final int window;
    private final long windowEnd;
    private final int[] rounds;
    private final Map<Integer, List<Judged>> byComponent = new TreeMap<>();

    /** One fold: what a classifier says, at each number of rounds, of rows that it has not seen. */
    @SuppressWarnings("ArrayRecordComponent") // nobody compares them
    private record Judged(int[] judged, List<float[]> byRounds) {}

    /**
     * Makes one.
     *
     * @param last the last decision of the span
     * @param windowEnd milliseconds from a decision to the end of the window
     */
    OutOfTime(TrainingRows rows, Learner learner, long last, int window, long windowEnd) {
        this.rows = rows;
        this.learner = learner;
        this.last = last;
        this.window = window;
        this.windowEnd = windowEnd;
        this.rounds = rounds(learner.settings());
    }

    /** The numbers of rounds that are tried. */
    static int[] rounds(LearningSettings settings) {
        int most = settings.trees().rounds();
        if (settings.algorithm() != Algorithm.TREES || most <= STEP) {
            return new int[] {most};
        }
        int[] rounds = new int[(most + STEP - 1) / STEP];
        for (int i = 0; i < rounds.length; i++) {
            rounds[i] = Math.min(most, (i + 1) * STEP);
        }
        return rounds;
    }

    /** Judges a component. */
    void judge(int component, String what) {
        List<Judged> folds = new ArrayList<>();
        for (int fold = 0; fold < CUTS.length; fold++) {
            long after = cut(fold);
            long upTo = fold + 1 < CUTS.length ? cut(fold + 1) : last;
            int[] fit = rows.atRisk(rows.where(at -> at + windowEnd <= after), component, window);
            int[] judged = rows.scheduledWhere(at -> at > after && at <= upTo);
            BitSet labels = rows.labels(component, window, fit);
            int positives = labels.cardinality();
            if (positives >= Trainer.MIN_POSITIVES
                    && fit.length - positives >= Trainer.MIN_POSITIVES
                    && judged.length > 0) {
                Classifier classifier =
                        learner.learn(rows.features(fit), labels, rows.weights(fit), rounds[rounds.length - 1], what);
                folds.add(new Judged(judged, scores(classifier, rows.features(judged), rounds)));
            }
        }
        byComponent.put(component, folds);
    }

    private long cut(int fold) {
        return rows.first() + (long) ((last - rows.first()) * CUTS[fold]);
    }

    /** What a classifier says at each number of rounds. */
    static List<float[]> scores(Classifier classifier, List<float[]> features, int[] rounds) {
        if (classifier instanceof TreeModel trees && rounds.length > 1) {
            return Arrays.stream(rounds)
                    .mapToObj(r -> trees.probabilities(features, r))
                    .toList();
        }
        return List.of(classifier.probabilities(features));
    }

    /** How many boosting rounds foresee best, by log-loss. */
    int rounds() {
        return rounds[best()];
    }

    private int best() {
        double[] losses = new double[rounds.length];
        int[] positives = {0};
        byComponent.forEach((component, folds) -> folds.forEach(fold -> {
            for (int i = 0; i < fold.judged().length; i++) {
                int row = fold.judged()[i];
                if (rows.isAtRisk(row, component, window)) {
                    boolean fails = rows.failsBy(row, component, window);
                    positives[0] += fails ? 1 : 0;
                    for (int r = 0; r < rounds.length; r++) {
                        double p = fold.byRounds().get(r)[i];
                        losses[r] -= rows.weight(row) * Math.log(Math.max(1e-7, fails ? p : 1 - p));
                    }
                }
            }
        }));
        int best = rounds.length - 1;
        if (positives[0] >= MIN_TO_STOP_EARLY) {
            for (int r = rounds.length - 1; r >= 0; r--) {
                best = losses[r] <= losses[best] ? r : best;
            }
        }
        return best;
    }

    /** A component's scores at the best number of rounds, by row, not calibrated; NaN for rows that were not judged. */
    float[] scores(int component) {
        int best = best();
        float[] scores = new float[rows.size()];
        Arrays.fill(scores, Float.NaN);
        for (Judged fold : byComponent.getOrDefault(component, List.of())) {
            for (int i = 0; i < fold.judged().length; i++) {
                scores[fold.judged()[i]] = fold.byRounds().get(best)[i];
            }
        }
        return scores;
    }

    /** What turns the window's scores into probabilities. */
    Calibration calibration() {
        int size = 0;
        List<int[]> chosen = new ArrayList<>();
        List<float[]> scores = new ArrayList<>();
        int[] all = rows.where(at -> true);
        for (int component : byComponent.keySet()) {
            float[] byRow = scores(component);
            int[] judged = Arrays.stream(rows.atRisk(all, component, window))
                    .filter(row -> !Float.isNaN(byRow[row]))
                    .toArray();
            chosen.add(judged);
            scores.add(byRow);
            size += judged.length;
        }
        float[] joined = new float[size];
        long[] weights = new long[size];
        BitSet failed = new BitSet();
        int at = 0;
        int c = 0;
        for (int component : byComponent.keySet()) {
            for (int row : chosen.get(c)) {
                joined[at] = scores.get(c)[row];
                weights[at] = rows.weight(row);
                failed.set(at++, rows.failsBy(row, component, window));
            }
            c++;
        }
        return Calibration.learn(joined, failed, weights);
    }
}
