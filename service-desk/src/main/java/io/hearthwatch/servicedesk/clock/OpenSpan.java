package io.hearthwatch.servicedesk.clock;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Part of a day during which a centre works, by the clock on its wall.
 *
 * @param from minute of the day at which it begins, 0..1439
 * @param to minute at which it ends, later than {@code from}, at most 1440 for midnight
 */
public record OpenSpan(int from, int to) {
    private static final int DAY = 24 * 60;
    private static final Pattern TEXT = Pattern.compile("(\\d{1,2}):(\\d{2})\\s*[-–]\\s*(\\d{1,2}):(\\d{2})");

    public OpenSpan {
        if (from < 0 || to > DAY || from >= to) {
            throw new IllegalArgumentException("a span must begin before it ends, within one day");
        }
    }

    /**
     * Reads a span such as {@code 08:00-12:00}.
     *
     * @throws IllegalArgumentException says what is wrong with it
     */
    public static OpenSpan parse(String text) {
        Matcher matcher = TEXT.matcher(text.strip());
        if (!matcher.matches()) {
            throw new IllegalArgumentException("'" + text + "' is not a span of hours such as 08:00-12:00");
        }
        int from = minute(text, matcher.group(1), matcher.group(2));
        int to = minute(text, matcher.group(3), matcher.group(4));
        if (from >= to) {
            throw new IllegalArgumentException("'" + text
                    + "' ends before it begins; write hours past midnight as two, such as 22:00-24:00 and the next day"
                    + " 00:00-06:00");
        }
        return new OpenSpan(from, to);
    }

    private static int minute(String text, String hours, String minutes) {
        int minute = Integer.parseInt(hours) * 60 + Integer.parseInt(minutes);
        if (minute > DAY || Integer.parseInt(minutes) > 59) {
            throw new IllegalArgumentException("'" + text + "' has a time that is not between 00:00 and 24:00");
        }
        return minute;
    }

    /**
     * Reads a day's spans and puts them in order.
     *
     * @throws IllegalArgumentException if one cannot be read, or two overlap
     */
    public static List<OpenSpan> day(List<String> texts) {
        List<OpenSpan> spans =
                new ArrayList<>(texts.stream().map(OpenSpan::parse).toList());
        spans.sort((a, b) -> Integer.compare(a.from, b.from));
        for (int i = 1; i < spans.size(); i++) {
            if (spans.get(i).from < spans.get(i - 1).to) {
                throw new IllegalArgumentException(spans.get(i - 1) + " and " + spans.get(i) + " overlap");
            }
        }
        return List.copyOf(spans);
    }

    @Override
    public String toString() {
        return "%02d:%02d-%02d:%02d".formatted(from / 60, from % 60, to / 60, to % 60);
    }
}
