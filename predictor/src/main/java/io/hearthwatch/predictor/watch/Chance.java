package io.hearthwatch.predictor.watch;

/** What chance alone makes of counts: the few formulas that the watch rests on. */
final class Chance {
    /** Of two sides, 95 %. */
    static final double Z95 = 1.959964;

    private Chance() {}

    /**
     * The standard normal's upper quantile.
     *
     * <p>Abramowitz and Stegun, Handbook of Mathematical Functions, 26.2.23; the error is below 0.00045.
     *
     * @param tail probability above it, in (0, 0.5]
     */
    static double z(double tail) {
        double t = Math.sqrt(-2 * Math.log(tail));
        return t
                - (2.515517 + 0.802853 * t + 0.010328 * t * t)
                        / (1 + 1.432788 * t + 0.189269 * t * t + 0.001308 * t * t * t);
    }

    /** The upper quantile of chi-square, by Wilson and Hilferty (1931). */
    static double chiSquare(double tail, int degrees) {
        double a = 2.0 / (9 * degrees);
        return degrees * Math.pow(Math.max(0, 1 - a + z(tail) * Math.sqrt(a)), 3);
    }

    /**
     * Wilson's score interval (1927) for a share.
     *
     * @param hits of {@code n}; need not be whole, where what is counted has weights
     */
    static Interval wilson(double hits, double n, double z) {
        if (n <= 0) {
            return null;
        }
        double p = hits / n;
        double middle = (p + z * z / (2 * n)) / (1 + z * z / n);
        double half = z / (1 + z * z / n) * Math.sqrt(p * (1 - p) / n + z * z / (4 * n * n));
        return new Interval(Math.max(0, middle - half), Math.min(1, middle + half));
    }

    /**
     * An interval for the mean of a Poisson count: Byar's approximation to the exact one (Breslow and Day, Statistical Methods in Cancer
     * Research II, 1987, p. 69).
     */
    static Interval poisson(double count, double z) {
        double low =
                count <= 0 ? 0 : count * Math.pow(Math.max(0, 1 - 1 / (9 * count) - z / (3 * Math.sqrt(count))), 3);
        double more = count + 1;
        double high = more * Math.pow(1 - 1 / (9 * more) + z / (3 * Math.sqrt(more)), 3);
        return new Interval(low, high);
    }
}
