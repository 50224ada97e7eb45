package io.hearthwatch.predictor.evaluation;

/** Which of a model's thresholds an evaluation judges. */
public enum ThresholdPolicy {
    /** The greatest F1 on held-out training data. */
    MAX_F1("max_f1"),
    /** The least expected cost; what the service uses. */
    COST("cost");

    private final String id;

    ThresholdPolicy(String id) {
        this.id = id;
    }

    /** As on the command line and in JSON. */
    public String id() {
        return id;
    }
}
