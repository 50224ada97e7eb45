package io.hearthwatch.predictor.learning;

/**
 * How a random forest is grown.
 *
 * @param trees number of trees
 * @param depth greatest depth of a tree
 * @param minChildWeight least weight of examples in a leaf
 * @param rowShare share of the rows that each tree sees
 * @param columnShare share of the features that each split chooses from
 */
public record ForestSettings(int trees, int depth, double minChildWeight, double rowShare, double columnShare) {
    /** Deep trees on two thirds of the rows, as forests usually are. */
    public static final ForestSettings DEFAULT = new ForestSettings(200, 10, 2, 0.63, 0.2);
}
