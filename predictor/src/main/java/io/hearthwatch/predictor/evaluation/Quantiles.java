package io.hearthwatch.predictor.evaluation;

/** Quantiles of sorted values, straight lines between neighbours (type 7 of Hyndman and Fan, 1996). */
final class Quantiles {
    private Quantiles() {}

    static double of(double[] sorted, double share) {
        double place = share * (sorted.length - 1);
        int below = (int) Math.floor(place);
        int above = Math.min(sorted.length - 1, below + 1);
        return sorted[below] + (place - below) * (sorted[above] - sorted[below]);
    }
}
