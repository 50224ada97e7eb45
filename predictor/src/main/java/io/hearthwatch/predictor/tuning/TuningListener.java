package io.hearthwatch.predictor.tuning;

import io.hearthwatch.predictor.Progress;

/** Told how a tuning goes, by the thread that runs it. */
public interface TuningListener extends Progress {
    /** It is stored under this id, with so many trials judged before. */
    default void begun(String id, int before) {}

    /** A trial was judged and committed. */
    default void judged(NumberedTrial trial) {}
}
