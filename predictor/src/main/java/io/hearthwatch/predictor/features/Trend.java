package io.hearthwatch.predictor.features;

/** The slope of a straight line through points. Not thread-safe. */
final class Trend {
    private static final int LEAST = 5;

    private int n;
    private double x;
    private double y;
    private double xx;
    private double xy;

    void add(double at, double value) {
        n++;
        x += at;
        y += value;
        xx += at * at;
        xy += at * value;
    }

    /** Rise per unit of what the points are at; NaN for few points, or points all at one place. */
    double slope() {
        double spread = n * xx - x * x;
        return n < LEAST || spread <= 1e-9 ? Double.NaN : (n * xy - x * y) / spread;
    }
}
