package io.hearthwatch.benchmarks.load;

import java.util.Map;

/** Figures rounded to what they are worth, and printed. */
final class Figures {
    private Figures() {}

    static long whole(double value) {
        return Math.round(value);
    }

    static double two(double value) {
        return Math.round(value * 100) / 100.0;
    }

    static double three(double value) {
        return Math.round(value * 1000) / 1000.0;
    }

    static double megabytes(long bytes) {
        return Math.round(bytes / 1e5) / 10.0;
    }

    /** A part of the report, a line for each figure. */
    static String table(String title, Map<String, Object> figures) {
        StringBuilder text = new StringBuilder("\n").append(title).append('\n');
        figures.forEach((name, value) -> text.append(String.format("  %-50s %s%n", name, shown(value))));
        return text.toString();
    }

    private static String shown(Object value) {
        if (value instanceof Long number) {
            return String.format("%,d", number);
        }
        return String.valueOf(value);
    }
}
