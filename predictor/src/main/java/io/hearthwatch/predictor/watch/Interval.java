package io.hearthwatch.predictor.watch;

/**
 * Between what a figure lies when chance is taken into account.
 *
 * @param low not above {@code high}
 */
public record Interval(double low, double high) {
    /** Both ends times a factor. */
    Interval times(double factor) {
        return new Interval(low * factor, high * factor);
    }
}
