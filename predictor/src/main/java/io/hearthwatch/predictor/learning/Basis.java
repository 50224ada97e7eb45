package io.hearthwatch.predictor.learning;

import java.util.Locale;

/** What a probability rests on, from the firmest to the weakest. */
public enum Basis {
    /** A model that was learnt from the component's failures. */
    MODEL,
    /** Too few failures to learn from: how often such a component fails, drawn towards how often the type's components do. */
    PRIOR,
    /** Hardly anything of the type has ever failed: there is no number to give. */
    TOO_LITTLE_DATA;

    /** As in the database and in JSON. */
    public String id() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** The weaker of the two. */
    public Basis and(Basis other) {
        return compareTo(other) >= 0 ? this : other;
    }
}
