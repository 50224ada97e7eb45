package io.hearthwatch.servicedesk.customer;

import io.hearthwatch.servicedesk.Refusal;
import java.time.LocalTime;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Hours of every day in which a household wants to be left alone; over midnight where they end before they begin. What that is at an instant,
 * by the clocks of the household's centre, says {@code service.quiet_until}.
 */
record QuietHours(LocalTime from, LocalTime to) {
    private static final Pattern SPAN = Pattern.compile("(([01]\\d|2[0-3]):[0-5]\\d)-(([01]\\d|2[0-3]):[0-5]\\d)");

    /** @throws Refusal if it is no span of hours, or one of a whole day */
    static QuietHours parse(String said) {
        Matcher span = SPAN.matcher(said.strip());
        if (!span.matches() || span.group(1).equals(span.group(3))) {
            throw Refusal.invalid(
                    "'quiet_hours': '" + (said.length() > 40 ? said.substring(0, 40) + "…" : said) + "' are none",
                    "write them as 21:00-08:00, or none");
        }
        return new QuietHours(LocalTime.parse(span.group(1)), LocalTime.parse(span.group(3)));
    }

    @Override
    public String toString() {
        return from + "-" + to;
    }
}
