package io.hearthwatch.predictor.features;

import java.util.HexFormat;

/**
 * A fast hash of a sequence of numbers, to tell whether two sequences are equal; not against somebody who means to deceive. Each step is
 * the finalizer of SplitMix64. For one thread.
 */
public final class RunningHash {
    private long hash = 0x9E3779B97F4A7C15L;

    /** Adds a whole number. */
    public void add(long value) {
        long z = hash * 31 + value;
        z = (z ^ (z >>> 30)) * 0xBF58476D1CE4E5B9L;
        z = (z ^ (z >>> 27)) * 0x94D049BB133111EBL;
        hash = z ^ (z >>> 31);
    }

    /** Adds a number bit by bit; all that is not a number is alike. */
    public void add(float value) {
        add((long) Float.floatToIntBits(value));
    }

    /** Adds a text. */
    public void add(String text) {
        add((long) text.length());
        for (int i = 0; i < text.length(); i++) {
            add((long) text.charAt(i));
        }
    }

    /** Sixteen hexadecimal digits. */
    public String hex() {
        return HexFormat.of().toHexDigits(hash);
    }
}
