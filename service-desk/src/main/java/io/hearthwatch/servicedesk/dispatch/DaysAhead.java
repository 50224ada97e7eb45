package io.hearthwatch.servicedesk.dispatch;

import io.hearthwatch.servicedesk.Sql;
import io.hearthwatch.servicedesk.clock.WeekHours;
import io.hearthwatch.servicedesk.clock.WorkingCalendar;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.ZoneId;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/**
 * Days that announce themselves: on the working day before, at the hour that their centre says. One that was missed, because nothing ran
 * then or because its first visit was booked later, is announced as soon as can be while it is not over.
 */
final class DaysAhead {
    /** As long as a centre may be closed before a day: that far a day is looked for that is due by now. */
    private static final int FAR = 31;

    private static final int AT_ONCE = 20;

    /** Days from today on with a visit that nobody was sent to, and which were not announced. */
    private static final String OPEN = """
            from service.ticket t join service.centre c on c.id = t.centre and c.announce_at is not null
            left join service.dispatch_visit v on v.ticket = t.id and v.ended_at is null and v.held_until is null
            cross join lateral (select (?::timestamptz at time zone c.time_zone)::date as today) n
            cross join lateral (
                select coalesce(v.day, greatest((t.window_from at time zone c.time_zone)::date, n.today)) as day) o
            where t.ended_at is null and t.state = 'scheduled' and t.window_to > ? and o.day >= n.today
                and not exists (select from service.dispatch_day d
                    where d.centre = c.id and d.day = o.day and d.announced_at is not null)
            """;

    private static final String HOURS = """
            select c.id, c.announce_at, c.time_zone, k.week, k.days, o.day
            from service.centre c left join service.centre_calendar k on k.centre = c.id
            """;

    private DaysAhead() {}

    /**
     * A day that is to be announced.
     *
     * @param at when
     */
    record Day(String centre, LocalDate day, Instant at) {
        private static Day read(ResultSet row) throws SQLException {
            WeekHours hours = row.getString("week") == null
                    ? WeekHours.OFFICE
                    : WeekHours.stored(row.getString("week"), row.getString("days"));
            LocalDate day = row.getObject("day", LocalDate.class);
            LocalTime hour = row.getObject("announce_at", LocalTime.class);
            return new Day(
                    row.getString("id"), day, DaysAhead.at(hours.in(ZoneId.of(row.getString("time_zone"))), day, hour));
        }
    }

    /** That hour of the last working day before a day; of the day before, where the centre has not worked for long. */
    static Instant at(WorkingCalendar calendar, LocalDate day, LocalTime hour) {
        LocalDate before = day.minusDays(1);
        while (calendar.spans(before).isEmpty() && before.isAfter(day.minusDays(FAR))) {
            before = before.minusDays(1);
        }
        return calendar.at(calendar.spans(before).isEmpty() ? day.minusDays(1) : before, hour.toSecondOfDay() / 60);
    }

    /** When the next day is to be announced; an instant that is over where one waits for it. */
    static Optional<Instant> nextDue(Connection connection, Instant now) throws SQLException {
        // A later day of a centre is not announced earlier.
        return Sql.list(
                        connection,
                        HOURS + " join (select c.id, min(o.day) as day " + OPEN + " group by c.id) o on o.id = c.id",
                        Day::read,
                        now,
                        now)
                .stream()
                .map(Day::at)
                .min(Comparator.naturalOrder());
    }

    /** The days that are to be announced by now, the nearest first. */
    static List<Day> due(Connection connection, Instant now) throws SQLException {
        return Sql.list(
                        connection,
                        HOURS + " join (select distinct c.id, o.day " + OPEN + " and o.day < n.today + " + FAR
                                + ") o on o.id = c.id order by o.day, c.id",
                        Day::read,
                        now,
                        now)
                .stream()
                .filter(day -> !day.at().isAfter(now))
                .limit(AT_ONCE)
                .toList();
    }

    /** What is left to do of a day, as it is stored. */
    record Stand(boolean announced, boolean fits) {}

    static Stand stand(Connection connection, String centre, LocalDate day) throws SQLException {
        return Sql.first(
                        connection,
                        """
                        select announced_at is not null announced, planned_at is not null and stale_since is null fits
                        from service.dispatch_day where centre = ? and day = ?
                        """,
                        row -> new Stand(row.getBoolean("announced"), row.getBoolean("fits")),
                        centre,
                        day)
                .orElse(new Stand(false, false));
    }
}
