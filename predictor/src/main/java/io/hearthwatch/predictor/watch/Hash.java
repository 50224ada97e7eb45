package io.hearthwatch.predictor.watch;

/** Chooses without chance: the same appliance and key always give the same number. */
final class Hash {
    private Hash() {}

    /** In [0, 1), evenly. */
    static double uniform(int applianceNo, long key) {
        return (mix(mix(applianceNo * 0x9E3779B97F4A7C15L) + key) >>> 11) * 0x1p-53;
    }

    /** The finalizer of SplitMix64. */
    private static long mix(long value) {
        long z = value + 0x9E3779B97F4A7C15L;
        z = (z ^ (z >>> 30)) * 0xBF58476D1CE4E5B9L;
        z = (z ^ (z >>> 27)) * 0x94D049BB133111EBL;
        return z ^ (z >>> 31);
    }
}
