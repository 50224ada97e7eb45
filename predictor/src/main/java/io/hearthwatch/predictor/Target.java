package io.hearthwatch.predictor;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/** What a model says. A type has a champion, and may have a challenger, for each. */
public enum Target {
    /** The probability of failing within horizons. */
    FAILURE,
    /** How long something still lasts. */
    REMAINING_LIFE;

    /** As the database, the command line and the API write it, such as {@code remaining_life}. */
    public String id() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** The target of that id. */
    public static Optional<Target> of(String id) {
        return Arrays.stream(values()).filter(target -> target.id().equals(id)).findFirst();
    }
}
