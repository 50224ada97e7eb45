package io.hearthwatch.predictor.report;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Locale;

/** Figures of a document as people read them; what is undefined is a dash. */
final class Numbers {
    static final String NONE = "–";

    private Numbers() {}

    static boolean known(JsonNode node) {
        return node.isNumber();
    }

    /** A share with three digits, such as 0.993. */
    static String share(JsonNode node) {
        return known(node) ? format("%.3f", node.asDouble()) : NONE;
    }

    /** A share as a percentage. */
    static String percent(JsonNode node) {
        return known(node) ? percent(node.asDouble()) : NONE;
    }

    static String percent(double share) {
        double hundredth = share * 100;
        boolean whole = Math.abs(hundredth - Math.rint(hundredth)) < 1e-6;
        return format(whole || hundredth >= 99.95 ? "%.0f %%" : "%.1f %%", hundredth);
    }

    /** An amount of money, or another great number. */
    static String amount(JsonNode node) {
        return known(node) ? amount(node.asDouble()) : NONE;
    }

    static String amount(double value) {
        return format(Math.abs(value) < 10 ? "%,.1f" : "%,.0f", value).replace('-', '−');
    }

    static String small(JsonNode node) {
        return known(node) ? format("%.4f", node.asDouble()) : NONE;
    }

    static String hours(JsonNode node) {
        return known(node) ? format("%.0f", node.asDouble()) : NONE;
    }

    static String count(JsonNode node) {
        return known(node) ? format("%,.0f", node.asDouble()) : NONE;
    }

    /** A 95 % interval of shares in brackets, or nothing. */
    static String shares(JsonNode interval) {
        return interval.size() != 2
                ? ""
                : format("%.3f", interval.get(0).asDouble()) + "–"
                        + format("%.3f", interval.get(1).asDouble());
    }

    /** A 95 % interval of shares as percentages, such as {@code 98.1–100 %}, or nothing. */
    static String percents(JsonNode interval) {
        return interval.size() != 2
                ? ""
                : percent(interval.get(0).asDouble()).replace(" %", "") + "–"
                        + percent(interval.get(1).asDouble());
    }

    /** A 95 % interval of amounts, or nothing. */
    static String amounts(JsonNode interval, String between) {
        return interval.size() != 2
                ? ""
                : amount(interval.get(0).asDouble())
                        + between
                        + amount(interval.get(1).asDouble());
    }

    private static String format(String format, double value) {
        return String.format(Locale.ROOT, format, value);
    }
}
