package io.hearthwatch.predictor.evaluation;

/** What is judged side by side: the model, and what it has to beat. */
public enum Method {
    /** The model. */
    MODEL("model", 0),
    /** Acts on sets of fault codes of the last 24 hours. */
    FAULT_CODE_RULE("fault_code_rule", 1),
    /** Acts on hours since the last replacement. */
    AGE_RULE("age_rule", 2);

    private final String id;
    private final int place;

    Method(String id, int place) {
        this.id = id;
        this.place = place;
    }

    /** As in JSON. */
    public String id() {
        return id;
    }

    /** Its place in arrays by method. */
    int place() {
        return place;
    }

    /** Whether its scores are meant as probabilities, so that they can be held against what came. */
    boolean isProbability() {
        return this != AGE_RULE;
    }
}
