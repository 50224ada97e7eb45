package io.hearthwatch.predictor.evaluation;

import java.util.Locale;

/** What a difference shows. */
public enum Verdict {
    /** Better, beyond chance. */
    BETTER,
    /** Worse, beyond chance. */
    WORSE,
    /** No difference that the data can show. */
    NO_DIFFERENCE,
    /** Nothing can be said: the two do not answer the same question, or there is nothing that neither has seen. */
    NOT_COMPARABLE;

    /** As in JSON. */
    public String id() {
        return name().toLowerCase(Locale.ROOT);
    }
}
