package io.hearthwatch.predictor.learning;

import java.util.List;

/**
 * Tells failing from lasting: a model of Tribuo's, over rows of features in which NaN is "not known". Its probabilities are not calibrated
 * yet ({@link Calibration}). Thread-safe.
 */
public sealed interface Classifier permits TreeModel, LogisticModel {

    /** The probability of failing for each row. */
    float[] probabilities(List<float[]> rows);

    /**
     * How much each feature of a row moved its score towards failing, in log-odds: by the row's columns, then one last entry for the base.
     * Exact: they add up to the row's log-odds.
     */
    double[] contributions(float[] row);

    /** The same for many rows at once, which is much faster. */
    double[][] contributions(List<float[]> rows);

    /** Where the model comes from, as Tribuo tells it. */
    String provenance();

    /** The model in Tribuo's protocol buffer format, with what is needed beside it. */
    byte[] toBytes();

    /** The Tribuo model alone, in its protocol buffer format, for other tools. */
    byte[] tribuo();

    /** SHA-256, in hex, of what was learnt, without when: training again on the same gives the same. */
    String fingerprint();

    /**
     * Reads what {@link #toBytes} gave.
     *
     * @param algorithm what it was learnt with
     * @param names names of the rows' columns
     * @throws IllegalArgumentException if it is not such a model, or was trained on features that are not among the names
     */
    static Classifier fromBytes(Algorithm algorithm, byte[] bytes, List<String> names) {
        return algorithm == Algorithm.LOGISTIC
                ? LogisticModel.fromBytes(bytes, names)
                : TreeModel.fromBytes(bytes, names);
    }
}
