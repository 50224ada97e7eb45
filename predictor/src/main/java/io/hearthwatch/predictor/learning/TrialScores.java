package io.hearthwatch.predictor.learning;

import io.hearthwatch.predictor.features.FeatureExtractor;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.List;

/**
 * What a trial's classifiers say of decisions that they have not seen, fold by fold. Boosting rounds and calibration of a fold are chosen,
 * for all components of a window together, on the folds before it. For one thread.
 */
final class TrialScores {
    /** With fewer failing decisions to choose by, all rounds are taken. */
    private static final int MIN_TO_STOP_EARLY = 20;

    private final TrainingRows rows;
    private final int components;
    private final int windows;
    private final int[] rounds;
    private final List<Staged> all = new ArrayList<>();

    /** One component's scores in one window and fold, at each number of rounds. */
    @SuppressWarnings("ArrayRecordComponent") // nobody compares them
    private record Staged(int fold, int component, int window, int[] judged, List<float[]> byRounds) {}

    /**
     * A fold's calibrated hazards.
     *
     * @param judged its rows
     * @param hazards by component, window and place among the rows; null where there was too little to learn from
     */
    @SuppressWarnings("ArrayRecordComponent") // nobody compares them
    record Fold(int[] judged, float[][][] hazards) {}

    TrialScores(TrainingRows rows, FeatureExtractor extractor, LearningSettings settings) {
        this.rows = rows;
        this.components = extractor.vocabulary().components().size();
        this.windows = extractor.horizons().size();
        this.rounds = OutOfTime.rounds(settings);
    }

    /** Learns one component and window, if there is enough to learn from, and scores what is to be judged. */
    void learn(int fold, int component, int window, Learner learner, int[] fit, int[] judged, List<float[]> features) {
        BitSet labels = rows.labels(component, window, fit);
        int positives = labels.cardinality();
        if (judged.length == 0 || positives < Trainer.MIN_POSITIVES || fit.length - positives < Trainer.MIN_POSITIVES) {
            return;
        }
        Classifier classifier = learner.learn(
                rows.features(fit), labels, rows.weights(fit), rounds[rounds.length - 1], "a fold of a tuning");
        all.add(new Staged(fold, component, window, judged, OutOfTime.scores(classifier, features, rounds)));
    }

    /** The probabilities of a fold. */
    Fold judge(int fold) {
        float[][][] hazards = new float[components][windows][];
        int[] judged = new int[0];
        for (int w = 0; w < windows; w++) {
            int window = w;
            List<Staged> before = all.stream()
                    .filter(s -> s.window() == window && s.fold() < fold)
                    .toList();
            int stage = stage(before);
            Calibration calibration = calibration(before, stage);
            for (Staged staged : all) {
                if (staged.fold() == fold && staged.window() == window) {
                    judged = staged.judged();
                    hazards[staged.component()][window] =
                            calibration.apply(staged.byRounds().get(stage).clone());
                }
            }
        }
        return new Fold(judged, hazards);
    }

    /** Which number of rounds foresaw best, by log-loss. */
    private int stage(List<Staged> before) {
        double[] losses = new double[rounds.length];
        int positives = 0;
        for (Staged staged : before) {
            for (int i = 0; i < staged.judged().length; i++) {
                int row = staged.judged()[i];
                if (rows.isAtRisk(row, staged.component(), staged.window())) {
                    boolean fails = rows.failsBy(row, staged.component(), staged.window());
                    positives += fails ? 1 : 0;
                    for (int r = 0; r < rounds.length; r++) {
                        double p = staged.byRounds().get(r)[i];
                        losses[r] -= rows.weight(row) * Math.log(Math.max(1e-7, fails ? p : 1 - p));
                    }
                }
            }
        }
        int best = rounds.length - 1;
        for (int r = rounds.length - 1; r >= 0 && positives >= MIN_TO_STOP_EARLY; r--) {
            best = losses[r] <= losses[best] ? r : best;
        }
        return best;
    }

    private Calibration calibration(List<Staged> before, int stage) {
        int size = before.stream().mapToInt(s -> s.judged().length).sum();
        float[] scores = new float[size];
        long[] weights = new long[size];
        BitSet failed = new BitSet();
        int at = 0;
        for (Staged staged : before) {
            for (int i = 0; i < staged.judged().length; i++) {
                int row = staged.judged()[i];
                if (rows.isAtRisk(row, staged.component(), staged.window())) {
                    scores[at] = staged.byRounds().get(stage)[i];
                    weights[at] = rows.weight(row);
                    failed.set(at++, rows.failsBy(row, staged.component(), staged.window()));
                }
            }
        }
        return Calibration.learn(Arrays.copyOf(scores, at), failed, Arrays.copyOf(weights, at));
    }
}
