package io.hearthwatch.predictor;

import io.hearthwatch.fleet.Appliance;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/** Whole appliances dealt into folds of equal size by a hash of their number and a seed. */
final class Folds {
    private Folds() {}

    static List<List<Appliance>> of(List<Appliance> appliances, int folds, long seed) {
        if (appliances.size() < 2 * folds) {
            throw new PredictionException(
                    appliances.size() + " appliances are too few for " + folds + " folds",
                    "there must be at least two in each; choose fewer folds");
        }
        List<Appliance> dealt = new ArrayList<>(appliances);
        dealt.sort(Comparator.<Appliance>comparingLong(a -> mix(seed * 0x9E3779B97F4A7C15L + a.no()))
                .thenComparingInt(Appliance::no));
        List<List<Appliance>> all = new ArrayList<>();
        for (int fold = 0; fold < folds; fold++) {
            all.add(new ArrayList<>());
        }
        for (int i = 0; i < dealt.size(); i++) {
            all.get(i % folds).add(dealt.get(i));
        }
        return all;
    }

    /** The finalizer of SplitMix64. */
    private static long mix(long value) {
        long z = value;
        z = (z ^ (z >>> 30)) * 0xBF58476D1CE4E5B9L;
        z = (z ^ (z >>> 27)) * 0x94D049BB133111EBL;
        return z ^ (z >>> 31);
    }
}
