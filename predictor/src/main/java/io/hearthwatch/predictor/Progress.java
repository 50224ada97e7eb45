package io.hearthwatch.predictor;

/** Told how long work goes on; called often, so it must be quick. */
@FunctionalInterface
public interface Progress {
    /** Nobody is told. */
    Progress NONE = (phase, done, total) -> {};

    /**
     * Says how far it is.
     *
     * @param phase what is being done, in words
     * @param done how much of it is done
     * @param total of how much; 0 where that is not known
     */
    void at(String phase, long done, long total);
}
