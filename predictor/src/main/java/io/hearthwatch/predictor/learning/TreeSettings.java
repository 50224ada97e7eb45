package io.hearthwatch.predictor.learning;

/**
 * How boosted trees are grown. Shallow, slow and sampled on purpose: failures are rare, so what is to be avoided is learning the few by
 * heart.
 *
 * @param rounds boosting rounds
 * @param depth greatest depth of a tree
 * @param rate learning rate
 * @param minChildWeight least weight of examples in a leaf
 * @param rowShare share of the rows that each round sees
 * @param columnShare share of the features that each tree sees
 * @param lambda L2 regularisation
 * @param bins into how many bins each feature's values are sorted before a tree looks for a split; with few rows and many features most of
 *     the time goes into trying them
 * @param seed seed of the sampling
 */
public record TreeSettings(
        int rounds,
        int depth,
        double rate,
        double minChildWeight,
        double rowShare,
        double columnShare,
        double lambda,
        int bins,
        long seed) {
    /** What models were trained with before it could be set. */
    private static final int BINS_BEFORE = 256;

    public TreeSettings {
        bins = bins == 0 ? BINS_BEFORE : bins;
    }

    /** What did best across folds of machines and spans; see {@code docs/prediction.md}. */
    public static final TreeSettings DEFAULT = new TreeSettings(200, 3, 0.025, 5, 0.7, 0.7, 5, 64, 1);

    /** The same with another number of rounds. */
    public TreeSettings withRounds(int other) {
        return new TreeSettings(other, depth, rate, minChildWeight, rowShare, columnShare, lambda, bins, seed);
    }

    /** The same with another learning rate. */
    public TreeSettings withRate(double other) {
        return new TreeSettings(rounds, depth, other, minChildWeight, rowShare, columnShare, lambda, bins, seed);
    }
}
