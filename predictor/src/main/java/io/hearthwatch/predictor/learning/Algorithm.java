package io.hearthwatch.predictor.learning;

import java.util.Locale;

/** What a model's probabilities are learnt with. */
public enum Algorithm {
    /** Gradient boosted trees. */
    TREES,
    /** Logistic regression: a straight line in log-odds, to compare with. */
    LOGISTIC,
    /** Many deep trees grown side by side on samples, to compare with. */
    FOREST;

    /** As on the command line and in JSON. */
    public String id() {
        return name().toLowerCase(Locale.ROOT);
    }
}
