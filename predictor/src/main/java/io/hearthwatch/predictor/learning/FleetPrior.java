package io.hearthwatch.predictor.learning;

/**
 * How often components fail that have hardly failed yet: a constant rate with a Gamma prior, which is fitted to how often the components
 * of the type fail (empirical Bayes). A component without a failure gets a rate below the type's, and the lower the longer it has been
 * seen to last; it is never zero.
 *
 * @param shape of the Gamma distribution: how many failures the prior is worth
 * @param hours of the Gamma distribution: how many hours of service the prior is worth
 * @param known whether enough has failed, of whatever component, to say anything
 */
record FleetPrior(double shape, double hours, boolean known) {
    /** With fewer failures in the whole type there is no number to give. */
    static final int MIN_FAILURES = 3;

    private static final double WEAKEST = 0.5;
    private static final double STRONGEST = 5;

    /**
     * Fits the prior.
     *
     * @param failures by component
     * @param exposureHours hours that each of them was seen for, all appliances together
     */
    static FleetPrior fit(int[] failures, double exposureHours) {
        int components = failures.length;
        double all = 0;
        for (int count : failures) {
            all += count;
        }
        if (all < MIN_FAILURES || exposureHours <= 0) {
            return new FleetPrior(0, 0, false);
        }
        double mean = all / components / exposureHours;
        double spread = 0;
        for (int count : failures) {
            double off = count / exposureHours - mean;
            spread += off * off;
        }
        // What the rates differ by beyond what chance alone would make them.
        double variance = components < 2 ? 0 : spread / (components - 1) - mean / exposureHours;
        double shape = variance <= 0 ? STRONGEST : Math.min(STRONGEST, Math.max(WEAKEST, mean * mean / variance));
        return new FleetPrior(shape, shape / mean, true);
    }

    /** The probability that a component fails within some hours; NaN where nothing can be said. */
    double probability(int failures, double exposureHours, double windowHours) {
        double rate = (shape + failures) / (hours + exposureHours);
        return known ? -Math.expm1(-rate * windowHours) : Double.NaN;
    }
}
