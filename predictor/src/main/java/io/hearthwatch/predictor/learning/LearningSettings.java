package io.hearthwatch.predictor.learning;

/**
 * Everything that decides what training makes of the same history: stored with the model, and enough, with the request, to train it again.
 *
 * @param algorithm what is learnt
 * @param trees for {@code TREES}; {@code rounds} is the most that are grown, early stopping may choose fewer
 * @param logistic for {@code LOGISTIC}
 * @param forest for {@code FOREST}
 * @param mostRows most decisions that are held in memory; further ones are sampled
 * @param seed of all sampling
 */
public record LearningSettings(
        Algorithm algorithm,
        TreeSettings trees,
        LogisticSettings logistic,
        ForestSettings forest,
        int mostRows,
        long seed) {
    /** A hundred thousand rows of three hundred features take some 1.2 GB while trees are grown. */
    private static final int MOST_ROWS = 100_000;

    /** Boosted trees as they did best. */
    public static final LearningSettings DEFAULT = of(Algorithm.TREES);

    /** An algorithm with its usual settings. */
    public static LearningSettings of(Algorithm algorithm) {
        return new LearningSettings(
                algorithm,
                TreeSettings.DEFAULT,
                LogisticSettings.DEFAULT,
                ForestSettings.DEFAULT,
                MOST_ROWS,
                TreeSettings.DEFAULT.seed());
    }

    /** The same with boosted trees of other settings. */
    public LearningSettings with(TreeSettings other) {
        return new LearningSettings(algorithm, other, logistic, forest, mostRows, seed);
    }

    /** The same with another bound of rows. */
    public LearningSettings withMostRows(int other) {
        return new LearningSettings(algorithm, trees, logistic, forest, other, seed);
    }

    /** The same with another seed. */
    public LearningSettings withSeed(long other) {
        TreeSettings t = trees;
        TreeSettings reseeded = new TreeSettings(
                t.rounds(),
                t.depth(),
                t.rate(),
                t.minChildWeight(),
                t.rowShare(),
                t.columnShare(),
                t.lambda(),
                t.bins(),
                other);
        return new LearningSettings(algorithm, reseeded, logistic, forest, mostRows, other);
    }
}
