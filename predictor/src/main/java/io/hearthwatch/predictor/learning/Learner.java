package io.hearthwatch.predictor.learning;

import java.time.Instant;
import java.util.BitSet;
import java.util.List;

/**
 * Learns one classifier after another with the same settings.
 *
 * @param settings what is learnt and how
 * @param names of the rows' columns
 * @param now for the provenance
 */
record Learner(LearningSettings settings, List<String> names, Instant now) {

    /**
     * Learns from rows; there must be some that fail and some that last.
     *
     * @param weights how many decisions each row stands for
     * @param rounds boosting rounds, for trees
     * @param what what the data is, for the provenance
     */
    Classifier learn(List<float[]> rows, BitSet labels, long[] weights, int rounds, String what) {
        return switch (settings.algorithm()) {
            case TREES ->
                TreeModel.train(names, rows, labels, weights, settings.trees().withRounds(rounds), what, now);
            case FOREST -> TreeModel.train(names, rows, labels, weights, settings.forest(), settings.seed(), what, now);
            case LOGISTIC ->
                LogisticModel.train(names, rows, labels, weights, settings.logistic(), settings.seed(), what, now);
        };
    }
}
