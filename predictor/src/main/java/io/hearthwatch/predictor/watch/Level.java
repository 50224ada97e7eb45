package io.hearthwatch.predictor.watch;

import java.util.Locale;

/** How far something has moved. */
public enum Level {
    /** As it was, as far as the number of appliances lets see. */
    STEADY,
    /** Some: an index of 0.1 and more. */
    MODERATE,
    /** Much: 0.25 and more. */
    DRIFT,
    /** Too few appliances, then or now, to say. */
    TOO_FEW,
    /** A model line that the model has never seen. */
    NEVER_SEEN;

    /** As in JSON. */
    public String id() {
        return name().toLowerCase(Locale.ROOT);
    }
}
