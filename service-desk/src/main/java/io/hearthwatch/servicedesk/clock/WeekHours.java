package io.hearthwatch.servicedesk.clock;

import com.fasterxml.jackson.core.type.TypeReference;
import io.hearthwatch.servicedesk.Sql;
import java.time.DateTimeException;
import java.time.DayOfWeek;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.BiConsumer;

/**
 * Working hours as people write them and the database keeps them: {@code mon-fri: ["08:00-12:00", "13:00-18:00"]}, and
 * {@code 2026-10-01: []} for a holiday.
 *
 * @param week spans by day of the week
 * @param days spans of days that differ
 */
public record WeekHours(Map<DayOfWeek, List<OpenSpan>> week, Map<LocalDate, List<OpenSpan>> days) {
    /** Of a centre for which nobody said when it works. */
    public static final WeekHours OFFICE = office();

    private static final TypeReference<Map<String, List<String>>> TEXTS = new TypeReference<>() {};
    private static final List<String> NAMES = List.of("mon", "tue", "wed", "thu", "fri", "sat", "sun");

    private static WeekHours office() {
        Map<DayOfWeek, List<OpenSpan>> week = new EnumMap<>(DayOfWeek.class);
        for (int day = 1; day <= 5; day++) {
            week.put(DayOfWeek.of(day), List.of(new OpenSpan(8 * 60, 18 * 60)));
        }
        return new WeekHours(week, Map.of());
    }

    /**
     * Reads hours.
     *
     * @param problem told the key and what is wrong with its value
     */
    public static WeekHours read(
            Map<String, List<String>> week, Map<String, List<String>> days, BiConsumer<String, String> problem) {
        Map<DayOfWeek, List<OpenSpan>> hours = new EnumMap<>(DayOfWeek.class);
        week.forEach((key, spans) -> {
            try {
                List<OpenSpan> read = OpenSpan.day(spans);
                for (DayOfWeek day : daysOfWeek(key)) {
                    if (hours.put(day, read) != null) {
                        problem.accept(key, "names " + day.name().toLowerCase(Locale.ROOT) + " a second time");
                    }
                }
            } catch (IllegalArgumentException e) {
                problem.accept(key, e.getMessage());
            }
        });
        Map<LocalDate, List<OpenSpan>> special = new TreeMap<>();
        days.forEach((key, spans) -> {
            try {
                special.put(LocalDate.parse(key), OpenSpan.day(spans));
            } catch (DateTimeException e) {
                problem.accept(key, "is not a date such as 2026-10-01");
            } catch (IllegalArgumentException e) {
                problem.accept(key, e.getMessage());
            }
        });
        if (hours.values().stream().allMatch(List::isEmpty)) {
            problem.accept("hours", "has no opening in the week");
        }
        return new WeekHours(hours, special);
    }

    private static List<DayOfWeek> daysOfWeek(String key) {
        String[] ends = key.toLowerCase(Locale.ROOT).split("-", -1);
        int first = NAMES.indexOf(ends[0]);
        int last = NAMES.indexOf(ends[ends.length - 1]);
        if (ends.length > 2 || first < 0 || last < first) {
            throw new IllegalArgumentException("is not a day such as mon, or days such as mon-fri");
        }
        List<DayOfWeek> days = new ArrayList<>();
        for (int day = first; day <= last; day++) {
            days.add(DayOfWeek.of(day + 1));
        }
        return days;
    }

    /** What the database keeps of hours that were read without a problem. */
    public static WeekHours stored(String week, String days) {
        return read(Sql.fromJson(week, TEXTS), Sql.fromJson(days, TEXTS), (key, what) -> {
            throw new IllegalStateException("stored hours are wrong: " + key + " " + what);
        });
    }

    /** The week as JSON. */
    public String weekJson() {
        return Sql.json(weekTexts());
    }

    /** The days that differ as JSON. */
    public String daysJson() {
        return Sql.json(dayTexts());
    }

    /** The week as people write it. */
    public Map<String, List<String>> weekTexts() {
        Map<String, List<String>> texts = new LinkedHashMap<>();
        for (DayOfWeek day : DayOfWeek.values()) {
            List<OpenSpan> spans = week.get(day);
            if (spans != null) {
                texts.put(
                        NAMES.get(day.getValue() - 1),
                        spans.stream().map(OpenSpan::toString).toList());
            }
        }
        return texts;
    }

    /** The days that differ as people write them. */
    public Map<String, List<String>> dayTexts() {
        Map<String, List<String>> texts = new TreeMap<>();
        days.forEach((day, spans) ->
                texts.put(day.toString(), spans.stream().map(OpenSpan::toString).toList()));
        return texts;
    }

    /** As a calendar of a place. */
    public WorkingCalendar in(ZoneId zone) {
        return WorkingCalendar.of(zone, week, days);
    }
}
