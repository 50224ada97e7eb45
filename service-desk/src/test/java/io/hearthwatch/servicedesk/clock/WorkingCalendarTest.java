package io.hearthwatch.servicedesk.clock;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.DayOfWeek;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class WorkingCalendarTest {
    private static final ZoneId SHANGHAI = ZoneId.of("Asia/Shanghai");
    private static final ZoneId BERLIN = ZoneId.of("Europe/Berlin");
    private static final WorkingCalendar OFFICE = office(SHANGHAI, Map.of(), "08:00-18:00");

    private static WorkingCalendar office(ZoneId zone, Map<LocalDate, List<OpenSpan>> days, String... spans) {
        Map<DayOfWeek, List<OpenSpan>> week = new EnumMap<>(DayOfWeek.class);
        for (DayOfWeek day : DayOfWeek.values()) {
            week.put(day, day.getValue() <= 5 ? OpenSpan.day(List.of(spans)) : List.of());
        }
        return WorkingCalendar.of(zone, week, days);
    }

    /** 2026-11-23 is a Monday. */
    private static Instant shanghai(String wall) {
        return java.time.LocalDateTime.parse(wall).atZone(SHANGHAI).toInstant();
    }

    private static Instant berlin(String wall) {
        return java.time.LocalDateTime.parse(wall).atZone(BERLIN).toInstant();
    }

    private static Duration hours(double hours) {
        return Duration.ofSeconds((long) (hours * 3600));
    }

    @Test
    void fourHoursPromisedOnMondayAtFiveAreDueOnTuesdayAtEleven() {
        PromiseClock promise = PromiseClock.start(hours(4), shanghai("2026-11-23T17:00"));
        assertThat(promise.due(OFFICE)).isEqualTo(shanghai("2026-11-24T11:00"));
        assertThat(promise.warn(OFFICE, hours(1))).isEqualTo(shanghai("2026-11-24T10:00"));
    }

    @Test
    void pausedTimeStaysCountedWhenThePromiseChanges() {
        PromiseClock promise = PromiseClock.start(hours(4), shanghai("2026-11-23T09:00"))
                .pause(OFFICE, shanghai("2026-11-23T10:00"))
                .resume(shanghai("2026-11-23T13:00"))
                .promise(hours(8));
        // One hour used, three waited: seven hours from 13:00 on.
        assertThat(promise.due(OFFICE)).isEqualTo(shanghai("2026-11-24T10:00"));
        PromiseClock changedWhilePaused = PromiseClock.start(hours(4), shanghai("2026-11-23T09:00"))
                .pause(OFFICE, shanghai("2026-11-23T10:00"))
                .promise(hours(2))
                .resume(shanghai("2026-11-23T13:00"));
        assertThat(changedWhilePaused.due(OFFICE)).isEqualTo(shanghai("2026-11-23T14:00"));
    }

    @Test
    void aWeekendWhilePendingAddsNothing() {
        PromiseClock promise =
                PromiseClock.start(hours(4), shanghai("2026-11-27T16:00")).pause(OFFICE, shanghai("2026-11-27T17:00"));
        assertThat(promise.due(OFFICE)).isNull();
        PromiseClock resumed = promise.resume(shanghai("2026-11-29T12:00"));
        assertThat(resumed.usedBy(OFFICE, shanghai("2026-11-30T08:00"))).isEqualTo(hours(1));
        assertThat(resumed.due(OFFICE)).isEqualTo(shanghai("2026-11-30T11:00"));
        assertThat(PromiseClock.start(hours(4), shanghai("2026-11-27T16:00")).due(OFFICE))
                .isEqualTo(shanghai("2026-11-30T10:00"));
    }

    @Test
    void whatIsOpenedOutsideWorkingHoursStartsAtTheNextOpening() {
        assertThat(OFFICE.due(shanghai("2026-11-28T03:00"), hours(4))).isEqualTo(shanghai("2026-11-30T12:00"));
        assertThat(OFFICE.due(shanghai("2026-11-23T06:00"), hours(1))).isEqualTo(shanghai("2026-11-23T09:00"));
        assertThat(OFFICE.nextOpening(shanghai("2026-11-27T18:00"))).contains(shanghai("2026-11-30T08:00"));
        assertThat(OFFICE.isOpen(shanghai("2026-11-27T18:00"))).isFalse();
        assertThat(OFFICE.isOpen(shanghai("2026-11-27T08:00"))).isTrue();
    }

    @Test
    void aLunchBreakPauses() {
        WorkingCalendar lunch = office(SHANGHAI, Map.of(), "13:00-18:00", "08:00-12:00");
        assertThat(lunch.due(shanghai("2026-11-23T11:00"), hours(2))).isEqualTo(shanghai("2026-11-23T14:00"));
        assertThat(lunch.due(shanghai("2026-11-23T11:00"), hours(1))).isEqualTo(shanghai("2026-11-23T12:00"));
        assertThat(lunch.elapsed(shanghai("2026-11-23T11:30"), shanghai("2026-11-23T13:30")))
                .isEqualTo(hours(1));
    }

    @Test
    void holidaysAreClosedAndSpecialDaysHaveTheirOwnHours() {
        // A holiday on Tuesday, and the Saturday worked instead.
        WorkingCalendar calendar = office(
                SHANGHAI,
                Map.of(
                        LocalDate.parse("2026-11-24"),
                        List.of(),
                        LocalDate.parse("2026-11-28"),
                        OpenSpan.day(List.of("09:00-12:00"))),
                "08:00-18:00");
        assertThat(calendar.due(shanghai("2026-11-23T17:00"), hours(4))).isEqualTo(shanghai("2026-11-25T11:00"));
        assertThat(calendar.due(shanghai("2026-11-27T17:00"), hours(2))).isEqualTo(shanghai("2026-11-28T10:00"));
    }

    @Test
    void aNightOfTheClockChangeLosesAndGainsNoWork() {
        WorkingCalendar night = WorkingCalendar.of(
                BERLIN,
                Map.of(
                        DayOfWeek.SATURDAY, OpenSpan.day(List.of("22:00-24:00")),
                        DayOfWeek.SUNDAY, OpenSpan.day(List.of("00:00-06:00"))),
                Map.of());
        // 2026-03-29: 02:00 becomes 03:00, so the night has seven hours; 2026-10-25: nine.
        assertThat(night.elapsed(berlin("2026-03-28T20:00"), berlin("2026-03-29T12:00")))
                .isEqualTo(hours(7));
        assertThat(night.elapsed(berlin("2026-10-24T20:00"), berlin("2026-10-25T12:00")))
                .isEqualTo(hours(9));
        assertThat(night.due(berlin("2026-03-28T22:00"), hours(6))).isEqualTo(berlin("2026-03-29T05:00"));
        assertThat(night.due(berlin("2026-10-24T22:00"), hours(9))).isEqualTo(berlin("2026-10-25T06:00"));
        WorkingCalendar office = office(BERLIN, Map.of(), "08:00-18:00");
        assertThat(office.due(berlin("2026-03-27T17:00"), hours(2))).isEqualTo(berlin("2026-03-30T09:00"));
    }

    @Test
    void roundTheClockNeverCloses() {
        Instant at = shanghai("2026-11-28T03:00");
        assertThat(WorkingCalendar.ROUND_THE_CLOCK.due(at, hours(4))).isEqualTo(at.plus(hours(4)));
        assertThat(WorkingCalendar.ROUND_THE_CLOCK.elapsed(at, at.plus(hours(50))))
                .isEqualTo(hours(50));
        assertThat(WorkingCalendar.ROUND_THE_CLOCK.isOpen(at)).isTrue();
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
    void workingTimeAddsUpAndNeverRunsBackwards(long seed) {
        Random random = new Random(seed);
        ZoneId zone = List.of(SHANGHAI, BERLIN, ZoneId.of("America/Chicago"), ZoneId.of("Australia/Lord_Howe"))
                .get(random.nextInt(4));
        WorkingCalendar calendar = any(random, zone);
        Instant base = LocalDate.parse("2026-01-01").atStartOfDay(zone).toInstant();
        for (int i = 0; i < 300; i++) {
            Instant from = base.plusSeconds(random.nextInt(365 * 86_400));
            Instant middle = from.plusSeconds(random.nextInt(20 * 86_400));
            Instant to = middle.plusSeconds(random.nextInt(20 * 86_400));
            assertThat(calendar.elapsed(from, middle).plus(calendar.elapsed(middle, to)))
                    .as("elapsed is additive")
                    .isEqualTo(calendar.elapsed(from, to));
            Duration first = Duration.ofSeconds(1 + random.nextInt(200_000));
            Duration second = Duration.ofSeconds(1 + random.nextInt(200_000));
            Instant due = calendar.due(from, first);
            assertThat(calendar.due(due, second))
                    .as("due is additive")
                    .isEqualTo(calendar.due(from, first.plus(second)));
            assertThat(calendar.elapsed(from, due))
                    .as("due is the inverse of elapsed")
                    .isEqualTo(first);
            assertThat(calendar.elapsed(from, due.minusSeconds(1))).isLessThan(first);
            assertThat(calendar.due(middle, first))
                    .as("later work is not due earlier")
                    .isAfterOrEqualTo(due);
            assertThat(due).isAfterOrEqualTo(from.plus(first));
        }
    }

    private static WorkingCalendar any(Random random, ZoneId zone) {
        Map<DayOfWeek, List<OpenSpan>> week = new EnumMap<>(DayOfWeek.class);
        week.put(DayOfWeek.WEDNESDAY, OpenSpan.day(List.of("01:30-09:15")));
        for (DayOfWeek day : DayOfWeek.values()) {
            if (random.nextBoolean()) {
                week.put(day, spans(random));
            }
        }
        Map<LocalDate, List<OpenSpan>> days = new HashMap<>();
        for (int i = 0; i < 20; i++) {
            days.put(
                    LocalDate.parse("2026-01-01").plusDays(random.nextInt(400)),
                    random.nextBoolean() ? spans(random) : List.of());
        }
        return WorkingCalendar.of(zone, week, days);
    }

    private static List<OpenSpan> spans(Random random) {
        List<OpenSpan> spans = new ArrayList<>();
        for (int at = random.nextInt(300); at < 1440; ) {
            int end = Math.min(1440, at + 1 + random.nextInt(500));
            spans.add(new OpenSpan(at, end));
            at = end + random.nextInt(400);
        }
        return spans;
    }

    @Test
    void hoursThatMakeNoSenseAreRefusedWithTheReason() {
        assertThatThrownBy(() -> OpenSpan.parse("8-12")).hasMessageContaining("such as 08:00-12:00");
        assertThatThrownBy(() -> OpenSpan.parse("22:00-06:00")).hasMessageContaining("as two");
        assertThatThrownBy(() -> OpenSpan.parse("08:00-25:00")).hasMessageContaining("24:00");
        assertThatThrownBy(() -> OpenSpan.day(List.of("08:00-12:00", "11:00-13:00")))
                .hasMessageContaining("overlap");
        assertThatThrownBy(() -> WorkingCalendar.of(SHANGHAI, Map.of(), Map.of()))
                .hasMessageContaining("at least one span");
    }
}
