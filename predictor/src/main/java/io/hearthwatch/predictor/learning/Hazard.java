package io.hearthwatch.predictor.learning;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * One window of a component's chain: how likely the component fails in it, if it has not failed in the windows before.
 *
 * @param basis what the probability rests on; {@code MODEL} has a classifier
 * @param classifier what was learnt, if there was enough to learn from
 * @param calibration from its scores to probabilities
 * @param rounds boosting rounds that early stopping chose; 0 where that does not apply
 * @param positives training decisions, by weight, after which the component failed in the window
 * @param failures distinct failures among them
 * @param baseRate their share of the decisions before which it had not failed
 * @param prior the probability where the basis is {@code PRIOR}; NaN where there is no number to give
 */
public record Hazard(
        Basis basis,
        Optional<Classifier> classifier,
        Calibration calibration,
        int rounds,
        long positives,
        int failures,
        double baseRate,
        double prior) {

    static Hazard unlearnt(long positives, int failures, double baseRate, double prior) {
        Basis basis = Double.isNaN(prior) ? Basis.TOO_LITTLE_DATA : Basis.PRIOR;
        return new Hazard(basis, Optional.empty(), Calibration.NONE, 0, positives, failures, baseRate, prior);
    }

    /** The calibrated probability for each row of features; NaN where there is no number to give. */
    public float[] probabilities(List<float[]> rows) {
        if (classifier.isPresent()) {
            return calibration.apply(classifier.get().probabilities(rows));
        }
        float[] result = new float[rows.size()];
        Arrays.fill(result, (float) prior);
        return result;
    }

    /**
     * How much each feature of a row moved the calibrated log-odds, then the base, as in {@link Classifier#contributions}; they still add
     * up. Empty without a classifier.
     */
    public double[] contributions(float[] row) {
        if (classifier.isEmpty()) {
            return new double[0];
        }
        double[] raw = classifier.get().contributions(row);
        int base = raw.length - 1;
        double moved = 0;
        for (int i = 0; i < base; i++) {
            moved += raw[i];
        }
        double from = calibration.logOdds(raw[base]);
        double to = calibration.logOdds(raw[base] + moved);
        // Calibration bends the scale: every contribution takes the same share of the bend.
        double stretch = Math.abs(moved) < 1e-9 ? 1 : (to - from) / moved;
        for (int i = 0; i < base; i++) {
            raw[i] *= stretch;
        }
        raw[base] = from;
        return raw;
    }
}
