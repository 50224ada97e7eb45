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

    /** This less another, both of the same resample. */
    default Statistic minus(Statistic other) {
        return times -> of(times) - other.of(times);
    }
}
