package io.hearthwatch.servicedesk.parts;

/**
 * How many units will be needed within a time, as a distribution of counts with a mean and a variance: negative binomial where the variance
 * is above the mean, else Poisson, of which the former is the limit.
 *
 * <p>Consumption is Poisson with a rate that is not known: its gamma prior with mean m and weight w days becomes, after k units in t days,
 * a gamma with shape m·w + k and rate w + t (Gelman et al., Bayesian Data Analysis, 3rd ed., section 2.6); the need of h days then has the
 * mean h·shape/rate and the variance mean · (1 + h/rate).
 */
record Need(double mean, double variance) {
    private static final int MOST = 1_000_000;

    /** Consumption over some days, from a prior rate a day with a weight in days, and what was used in the past. */
    static Need consumption(double priorRate, double priorDays, int used, double pastDays, double days) {
        double shape = priorRate * priorDays + used;
        double rate = priorDays + pastDays;
        double mean = days * shape / rate;
        return new Need(mean, mean * (1 + days / rate));
    }

    /** With another need that does not depend on this one. */
    Need plus(Need other) {
        return new Need(mean + other.mean, variance + other.variance);
    }

    /** Something that is needed with a probability, once. */
    static Need chance(double probability) {
        return new Need(probability, probability * (1 - probability));
    }

    /**
     * With a lead time that is itself not certain: the variance grows by the square of the daily mean × the variance of the days (Silver,
     * Pyke and Thomas, Inventory and Production Management in Supply Chains, 4th ed., section 6.10).
     */
    Need withLeadDeviation(double daily, double deviation) {
        return new Need(mean, variance + daily * daily * deviation * deviation);
    }

    /** The smallest number of units that suffices with at least this probability. */
    int quantile(double probability) {
        double sum = 0;
        double term = first();
        for (int k = 0; k < MOST; k++) {
            sum += term;
            if (sum >= probability - 1e-12) {
                return k;
            }
            term = next(term, k);
        }
        return MOST;
    }

    /** Probability that more than that many units are needed. */
    double above(int units) {
        double sum = 0;
        double term = first();
        for (int k = 0; k <= units; k++) {
            sum += term;
            term = next(term, k);
        }
        return Math.max(0, Math.min(1, 1 - sum));
    }

    private boolean spread() {
        return variance > mean * (1 + 1e-9);
    }

    private double size() {
        return mean * mean / (variance - mean);
    }

    private double first() {
        return spread() ? Math.pow(mean / variance, size()) : Math.exp(-mean);
    }

    private double next(double term, int k) {
        return spread() ? term * (k + size()) / (k + 1) * (1 - mean / variance) : term * mean / (k + 1);
    }
}
