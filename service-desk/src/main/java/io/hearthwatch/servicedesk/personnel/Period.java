package io.hearthwatch.servicedesk.personnel;

import io.hearthwatch.servicedesk.Refusal;
import java.time.LocalDate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What an appraisal is about: a year, or a half, a quarter or a month of it. Stateless. */
final class Period {
    private static final Pattern WORDS =
            Pattern.compile("(2\\d{3})(?:-(?:H(?<half>[12])|Q(?<quarter>[1-4])|(?<month>0[1-9]|1[0-2])))?");

    private Period() {}

    /** Its first day. */
    static LocalDate begin(String period) {
        Matcher words = WORDS.matcher(period);
        if (!words.matches()) {
            throw Refusal.invalid("the period is not known", "write it as 2026, 2026-H1, 2026-Q3 or 2026-09");
        }
        int month = 1;
        if (words.group("half") != null) {
            month = 6 * Integer.parseInt(words.group("half")) - 5;
        } else if (words.group("quarter") != null) {
            month = 3 * Integer.parseInt(words.group("quarter")) - 2;
        } else if (words.group("month") != null) {
            month = Integer.parseInt(words.group("month"));
        }
        return LocalDate.of(Integer.parseInt(words.group(1)), month, 1);
    }
}
