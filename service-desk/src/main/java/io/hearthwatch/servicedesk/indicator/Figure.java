package io.hearthwatch.servicedesk.indicator;

import java.util.Locale;
import java.util.Map;

/**
 * One figure. Figures are added up by their numerators and denominators, never by their values.
 *
 * @param by the values of the dimensions that it is of, by id; null where a case has none
 * @param value numerator ÷ denominator in the indicator's unit; null where there is nothing to divide by
 * @param percentile of durations, in seconds; null for others
 * @param cases how many cases are behind it
 * @param target what is aimed at; null where nothing is
 */
public record Figure(
        Map<String, String> by,
        double numerator,
        double denominator,
        Double value,
        Double percentile,
        long cases,
        Target target,
        Light light) {
    /** How a value stands to its target. */
    public enum Light {
        /** The target is reached. */
        GREEN,
        /** Not reached, but inside the limit. */
        AMBER,
        RED,
        /** No target, or no value. */
        NONE;

        /** As in the API. */
        public String id() {
            return name().toLowerCase(Locale.ROOT);
        }
    }
}
