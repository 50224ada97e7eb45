package io.hearthwatch.predictor.evaluation;

import java.util.Arrays;

/** A figure that can be computed of any resample of appliances. */
@FunctionalInterface
interface Statistic {
    /**
     * The figure.
     *
     * @param times by appliance, how often it was drawn
     * @return NaN where it is undefined
     */
    double of(int[] times);

    /** Of the appliances as they are. */
    default double ofAll(int appliances) {
        int[] once = new int[appliances];
        Arrays.fill(once, 1);
        return of(once);
    }

    /** The same, null where it is undefined. */
    default Double value(int appliances) {
        double value = ofAll(appliances);
        return Double.isNaN(value) ? null : (Double) value;
    }

    /** A sum over appliances divided by another. */
    static Statistic ratio(double[] part, double[] whole, double factor) {
        return times -> {
            double above = 0;
            double below = 0;
            for (int a = 0; a < times.length; a++) {
                if (times[a] != 0) {
                    above += times[a] * part[a];
                    below += times[a] * whole[a];
                }
            }
            return below == 0 ? Double.NaN : factor * above / below;
        };
    }

    /**
     * A share of events. Where all of them or none count, every resample says the same, and the interval is that of so many independent
     * trials instead; each appliance's events count as one trial, since they are not independent.
     */
    static Statistic share(double[] part, double[] whole) {
        Statistic ratio = ratio(part, whole, 1);
        return new Statistic() {
            @Override
            public double of(int[] times) {
                return ratio.of(times);
            }

            @Override
            public Interval ifAlwaysTheSame(double value) {
                long trials = Arrays.stream(whole).filter(n -> n > 0).count();
                return value == 0 || value == 1 ? Interval.ofTrials(trials, value == 1) : null;
            }
        };
    }

    /**
     * A rate of events for exposure. Where there are none, the interval's upper end is that of the Poisson distribution.
     *
     * @param factor by which the rate is multiplied
     */
    static Statistic rate(double[] events, double[] exposure, double factor) {
        Statistic ratio = ratio(events, exposure, factor);
        return new Statistic() {
            @Override
            public double of(int[] times) {
                return ratio.of(times);
            }

            @Override
            public Interval ifAlwaysTheSame(double value) {
                double whole = Arrays.stream(exposure).sum();
                return value == 0 && whole > 0 ? new Interval(0, -Math.log(Interval.TAIL) * factor / whole) : null;
            }
        };
    }

    /**
     * The interval to state where all resamples give the same value.
     *
     * @return null if that value is all there is to say
     */
    default Interval ifAlwaysTheSame(double value) {
        return null;
    }

    /** This less another, both of the same resample. */
    default Statistic minus(Statistic other) {
        return times -> of(times) - other.of(times);
    }
}
