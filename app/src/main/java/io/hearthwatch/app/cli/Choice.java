package io.hearthwatch.app.cli;

import java.util.List;

/** One of the words that an option knows. */
public final class Choice {
    private Choice() {}

    /** The word, or {@code null} where none was said; refused where it is another one. */
    public static String of(String option, String value, String... known) {
        return value == null ? null : required(option, value, known);
    }

    /** The same for a word that has to be said. */
    public static String required(String option, String value, String... known) {
        if (!List.of(known).contains(value)) {
            throw CommandFailure.usage(
                    option + " " + (value.isBlank() ? "is empty" : "'" + value + "' is not known"),
                    "use one of " + String.join(", ", known));
        }
        return value;
    }
}
