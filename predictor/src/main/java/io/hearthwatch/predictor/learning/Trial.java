package io.hearthwatch.predictor.learning;

import java.util.List;

/**
 * What one trial of a tuning found.
 *
 * @param state whether it was judged on all folds
 * @param folds by fold, as far as judged
 * @param loss mean log-loss of the probabilities over decisions, components and windows: the figure to be made small; of the folds judged
 * @param averagePrecision by the acting horizon, mean over the folds; null where nothing fails or nothing was learnt
 * @param costPerThousand what a thousand decisions by the acting horizon cost if the service's threshold is followed, in the maker's
 *     currency: needless visits, parts held and failures missed
 * @param gain by how much the loss is less than the first trial's, as a share of that; negative is worse. 0 for the first
 * @param noise how far a gain may lie from 0 by chance: a standard error, the greater of that over folds and that over appliances; null
 *     where it cannot be told
 */
public record Trial(
        State state,
        List<Fold> folds,
        double loss,
        Double averagePrecision,
        Double costPerThousand,
        double gain,
        Double noise) {
    /** How a trial ended. */
    public enum State {
        FINISHED,
        /** Clearly behind on the first fold, and given up. */
        STOPPED
    }

    /**
     * One fold.
     *
     * @param loss as above, of this fold
     */
    public record Fold(double loss, Double averagePrecision, double costPerThousand) {}

    public Trial {
        folds = List.copyOf(folds);
    }

    /** Whether all folds were judged. */
    public boolean isFinished() {
        return state == State.FINISHED;
    }
}
