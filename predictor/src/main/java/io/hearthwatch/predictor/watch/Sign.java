package io.hearthwatch.predictor.watch;

import io.hearthwatch.catalog.Text;
import java.util.Locale;

/**
 * One respect in which a model holds or does not, as it looks now.
 *
 * @param kind the respect
 * @param state what it looks like
 * @param words the figure behind it, for people
 */
public record Sign(Kind kind, State state, Text words) {

    /** In which respect. */
    public enum Kind {
        /** Features are distributed otherwise than where the model learnt. */
        FEATURES,
        /** Scores are. */
        SCORES,
        /** Failures come more often, or more seldom, than the scores say. */
        CALIBRATION,
        /** Tickets are right much more seldom than they promise. */
        PRECISION,
        /** Many appliances have stopped reporting. */
        STALE_DATA,
        /** The model was not asked when its schedule says. */
        SCHEDULE,
        /** Remaining life turns out otherwise than was estimated; of such models alone. */
        LIFE_ERROR;

        /** As stored and in JSON. */
        public String id() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /** What it looks like. */
    public enum State {
        /** Nothing can be said yet. */
        UNKNOWN,
        /** It holds; a warning that stands comes to its end. */
        GOOD,
        /** Between the limits: no warning begins or ends. */
        BETWEEN,
        /** It does not hold; a warning comes nearer. */
        BAD;

        /** As in JSON. */
        public String id() {
            return name().toLowerCase(Locale.ROOT);
        }
    }
}
