package io.hearthwatch.predictor.evaluation;

import java.time.Instant;
import java.util.Locale;

/**
 * What a model was judged on, so that nobody takes a figure for more than it is.
 *
 * @param kind how far from what it was trained on
 * @param appliances judged
 * @param seen how many of them it was trained on
 * @param firstAllowed the first instant at which appliances that it was trained on may be judged; null where that does not matter
 * @param folds models that were trained, each on other appliances than it was judged on; 0 for a stored model
 */
public record Judged(Kind kind, int appliances, int seen, Instant firstAllowed, int folds) {

    /** How far what is judged is from what was trained on. */
    public enum Kind {
        /** After the training span and a gap, of appliances that were trained on. */
        LATER_SAME_APPLIANCES,
        /** After it, of appliances some of which were trained on. */
        LATER_SOME_APPLIANCES_UNSEEN,
        /** After it, of appliances that were never trained on. */
        LATER_UNSEEN_APPLIANCES,
        /** Also within it, of appliances that were never trained on. */
        ANY_TIME_UNSEEN_APPLIANCES;

        /** As in JSON. */
        public String id() {
            return name().toLowerCase(Locale.ROOT);
        }

        /** In words. */
        public String words() {
            return switch (this) {
                case LATER_SAME_APPLIANCES -> "later, same appliances";
                case LATER_SOME_APPLIANCES_UNSEEN -> "later, some appliances never seen";
                case LATER_UNSEEN_APPLIANCES -> "later, appliances never seen";
                case ANY_TIME_UNSEEN_APPLIANCES -> "at times it was trained on, appliances never seen";
            };
        }
    }

    /** Of what was judged. */
    public static Judged of(int appliances, int seen, boolean later, Instant firstAllowed, int folds) {
        Kind kind;
        if (seen > 0) {
            kind = seen == appliances ? Kind.LATER_SAME_APPLIANCES : Kind.LATER_SOME_APPLIANCES_UNSEEN;
        } else {
            kind = later ? Kind.LATER_UNSEEN_APPLIANCES : Kind.ANY_TIME_UNSEEN_APPLIANCES;
        }
        return new Judged(kind, appliances, seen, firstAllowed, folds);
    }
}
