package io.hearthwatch.servicedesk.clock;

import java.time.DayOfWeek;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.zone.ZoneOffsetTransition;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * When a service centre works: spans of hours by day of the week in its time zone, and days that differ (holidays have no span, special
 * days other ones). Everything counts real time that passes while the centre is open, so a clock put forward at night takes nothing from
 * a promise, and an hour that the wall clock shows twice counts twice. Immutable.
 */
public final class WorkingCalendar {
    /** Never closed: for intake and for what concerns safety. */
    public static final WorkingCalendar ROUND_THE_CLOCK = new WorkingCalendar(ZoneOffset.UTC, Map.of(), Map.of(), true);

    /** How far ahead an opening is looked for. A calendar that opens in no week and on no special day of these never opens. */
    private static final int DAYS_AHEAD = 3 * 366;

    private final ZoneId zone;
    private final Map<DayOfWeek, List<OpenSpan>> week;
    private final Map<LocalDate, List<OpenSpan>> days;
    private final boolean always;

    private WorkingCalendar(
            ZoneId zone, Map<DayOfWeek, List<OpenSpan>> week, Map<LocalDate, List<OpenSpan>> days, boolean always) {
        this.zone = zone;
        this.week = week;
        this.days = days;
        this.always = always;
    }

    /**
     * @param zone whose wall clock the hours are told by
     * @param week spans by day, each day's in order and without overlap; a day left out is closed
     * @param days days that differ from their week's day; without spans for a holiday
     * @throws IllegalArgumentException if the week has no opening at all
     */
    public static WorkingCalendar of(
            ZoneId zone, Map<DayOfWeek, List<OpenSpan>> week, Map<LocalDate, List<OpenSpan>> days) {
        if (week.values().stream().allMatch(List::isEmpty)) {
            throw new IllegalArgumentException("a working week needs at least one span of hours");
        }
        return new WorkingCalendar(zone, new EnumMap<>(week), Map.copyOf(days), false);
    }

    /** Whose wall clock the hours are told by. */
    public ZoneId zone() {
        return zone;
    }

    /** Whether the centre works at that instant; at the instant of closing it does not. */
    public boolean isOpen(Instant at) {
        return nextOpening(at).filter(at::equals).isPresent();
    }

    /** The instant itself if the centre is open then, otherwise the next opening; nothing if there is none within three years. */
    public Optional<Instant> nextOpening(Instant from) {
        if (always) {
            return Optional.of(from);
        }
        LocalDate day = day(from);
        for (int i = 0; i < DAYS_AHEAD; i++, day = day.plusDays(1)) {
            for (OpenSpan span : spans(day)) {
                Instant opens = at(day, span.from());
                Instant closes = at(day, span.to());
                if (closes.isAfter(from) && opens.isBefore(closes)) {
                    return Optional.of(opens.isAfter(from) ? opens : from);
                }
            }
        }
        return Optional.empty();
    }

    /**
     * The first instant by which that much working time has passed since {@code from}; {@code from} itself for none. Work that ends
     * with the day is due at closing time, not at the next opening.
     *
     * @throws IllegalArgumentException if {@code working} is negative
     * @throws IllegalStateException if the calendar has too few hours within three years
     */
    public Instant due(Instant from, Duration working) {
        if (working.isNegative()) {
            throw new IllegalArgumentException("working time is not negative: " + working);
        }
        if (always || working.isZero()) {
            return from.plus(working);
        }
        Duration left = working;
        LocalDate day = day(from);
        for (int i = 0; i < DAYS_AHEAD; i++, day = day.plusDays(1)) {
            for (OpenSpan span : spans(day)) {
                Instant opens = later(at(day, span.from()), from);
                Duration open = Duration.between(opens, at(day, span.to()));
                if (open.compareTo(left) >= 0) {
                    return opens.plus(left);
                }
                if (!open.isNegative()) {
                    left = left.minus(open);
                }
            }
        }
        throw new IllegalStateException("no " + working + " of working time within three years after " + from);
    }

    /** Working time that passes from one instant to the other; zero if {@code to} is not later. */
    public Duration elapsed(Instant from, Instant to) {
        if (!to.isAfter(from)) {
            return Duration.ZERO;
        }
        if (always) {
            return Duration.between(from, to);
        }
        Duration sum = Duration.ZERO;
        LocalDate last = day(to);
        for (LocalDate day = day(from); !day.isAfter(last); day = day.plusDays(1)) {
            for (OpenSpan span : spans(day)) {
                Instant opens = later(at(day, span.from()), from);
                Instant closes = at(day, span.to());
                Duration open = Duration.between(opens, closes.isAfter(to) ? to : closes);
                if (!open.isNegative()) {
                    sum = sum.plus(open);
                }
            }
        }
        return sum;
    }

    /** Spans of a day, in order. */
    public List<OpenSpan> spans(LocalDate day) {
        if (always) {
            return List.of(new OpenSpan(0, 24 * 60));
        }
        List<OpenSpan> special = days.get(day);
        return special != null ? special : week.getOrDefault(day.getDayOfWeek(), List.of());
    }

    private LocalDate day(Instant at) {
        return at.atZone(zone).toLocalDate();
    }

    /** A minute of the day as an instant: where the wall clock skips it, when it skips; where it shows it twice, the first time. */
    public Instant at(LocalDate day, int minute) {
        LocalDateTime wall = day.atTime(LocalTime.MIN).plusMinutes(minute);
        ZoneOffsetTransition change = zone.getRules().getTransition(wall);
        return change != null && change.isGap()
                ? change.getInstant()
                : wall.atZone(zone).toInstant();
    }

    private static Instant later(Instant a, Instant b) {
        return a.isAfter(b) ? a : b;
    }
}
