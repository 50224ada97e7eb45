package io.hearthwatch.ingest;

import io.hearthwatch.catalog.MetricKind;
import java.util.regex.Pattern;

/** Values of metrics as they stand in recorded files. */
final class TextValues {
    /** What a decimal number looks like; Java's own parser takes more, such as {@code 1f}. */
    private static final Pattern NUMBER = Pattern.compile("[+-]?(\\d+\\.?\\d*|\\.\\d+)([eE][+-]?\\d{1,4})?");

    private TextValues() {}

    /** The value that is stored for a text, or null if the metric cannot be written so. */
    static Double parse(TypeTable table, int metric, String text) {
        if (table.kind(metric) == MetricKind.STATE) {
            int named = table.state(metric, text);
            if (named >= 0) {
                return (double) named;
            }
            if (table.metrics().get(metric).values().size() == 2) {
                if (text.equalsIgnoreCase("true")) {
                    return 1.0;
                }
                if (text.equalsIgnoreCase("false")) {
                    return 0.0;
                }
            }
        }
        if (text.length() <= 100 && NUMBER.matcher(text).matches()) {
            return Double.valueOf(text);
        }
        return text.equalsIgnoreCase("nan") ? Double.NaN : null;
    }
}
