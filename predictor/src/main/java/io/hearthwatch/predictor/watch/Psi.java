package io.hearthwatch.predictor.watch;

/**
 * How far a distribution has moved: the population stability index, Σ (q − p) · ln(q ÷ p) over bins (Siddiqi, Credit Risk Scorecards, 2006,
 * whose limits 0.1 and 0.25 are the usual ones).
 *
 * <p>Few appliances give a large index by chance: where nothing has moved, it is about (1/n + 1/m) times chi-square with one degree of freedom
 * less than there are bins (Yurdakul and Naranjo, Statistical properties of the population stability index, Journal of Risk Model Validation 14,
 * 2020). So the mean of that is taken off, and what chance reaches once in many looks is never called drift.
 *
 * @param value the index less what chance makes on average; not below 0
 * @param beyondChance whether the whole index is more than chance reaches
 */
record Psi(double value, boolean beyondChance) {
    static final double MODERATE = 0.1;
    static final double DRIFT = 0.25;
    /** Half an appliance in each bin, so that an empty one does not make the index infinite. */
    private static final double HALF = 0.5;

    /**
     * Compares.
     *
     * @param then shares of the bins
     * @param m how many appliances they come from
     * @param now shares of the bins
     * @param n how many appliances they come from
     * @param tail how often chance alone may be called drift
     */
    static Psi of(float[] then, double m, double[] now, double n, double tail) {
        int bins = 0;
        for (int b = 0; b < then.length; b++) {
            bins += then[b] > 0 || now[b] > 0 ? 1 : 0;
        }
        if (bins < 2) {
            return new Psi(0, false);
        }
        double index = 0;
        for (int b = 0; b < then.length; b++) {
            if (then[b] > 0 || now[b] > 0) {
                double p = (then[b] * m + HALF) / (m + HALF * bins);
                double q = (now[b] * n + HALF) / (n + HALF * bins);
                index += (q - p) * Math.log(q / p);
            }
        }
        double chance = 1 / n + 1 / m;
        return new Psi(Math.max(0, index - (bins - 1) * chance), index > Chance.chiSquare(tail, bins - 1) * chance);
    }

    Level level() {
        if (value >= DRIFT && beyondChance) {
            return Level.DRIFT;
        }
        return value >= MODERATE && beyondChance ? Level.MODERATE : Level.STEADY;
    }
}
