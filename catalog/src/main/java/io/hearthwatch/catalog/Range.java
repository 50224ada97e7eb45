package io.hearthwatch.catalog;

/**
 * A closed range of values.
 *
 * @param low lowest value inside
 * @param high highest value inside; never below {@code low}
 */
public record Range(double low, double high) {
    public boolean contains(double value) {
        return value >= low && value <= high;
    }
}
