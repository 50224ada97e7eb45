package io.hearthwatch.predictor;

/** What was asked for cannot be done; the message says why, and {@link #remedy} what would help. */
public final class PredictionException extends RuntimeException {
    private final String remedy;

    /** Says what is wrong, and what would help. */
    public PredictionException(String what, String remedy) {
        super(what);
        this.remedy = remedy;
    }

    /** What would help, as an instruction. */
    public String remedy() {
        return remedy;
    }
}
