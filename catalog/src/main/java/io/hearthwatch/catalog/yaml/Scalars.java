package io.hearthwatch.catalog.yaml;

import java.math.BigInteger;
import java.util.Locale;
import java.util.Optional;

/** Numbers as YAML's core schema writes them, and as people read them. */
final class Scalars {
    private Scalars() {}

    /** The value of a scalar that was resolved as a number, unless it is infinite or not a number. */
    static Optional<Double> number(String written) {
        String text = written.toLowerCase(Locale.ROOT);
        try {
            double value;
            if (text.startsWith("0x")) {
                value = new BigInteger(text.substring(2), 16).doubleValue();
            } else if (text.startsWith("0o")) {
                value = new BigInteger(text.substring(2), 8).doubleValue();
            } else {
                value = Double.parseDouble(text);
            }
            return Double.isFinite(value) ? Optional.of(value) : Optional.empty();
        } catch (NumberFormatException e) {
            return Optional.empty(); // .inf and .nan
        }
    }

    /** Without a needless {@code .0}. */
    static String plain(double value) {
        return value == Math.rint(value) && Math.abs(value) < 1e15
                ? Long.toString((long) value)
                : Double.toString(value);
    }

    static String rangeHint(double low, double high) {
        if (high == Double.POSITIVE_INFINITY) {
            return "write a number of at least " + plain(low);
        }
        if (low == Double.NEGATIVE_INFINITY) {
            return "write a number of at most " + plain(high);
        }
        return "write a number from " + plain(low) + " to " + plain(high);
    }
}
