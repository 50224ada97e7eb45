package io.hearthwatch.servicedesk.dispatch;

import io.hearthwatch.servicedesk.Sql;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;

/** Visits that a technician still has to make, for those who say that the technician cannot. Stateless; for a transaction under way. */
public final class TechnicianVisits {
    private TechnicianVisits() {}

    /**
     * A visit to come, or under way.
     *
     * @param ticket the ticket's number
     * @param state the ticket's
     * @param day on whose plan it is; null where a person sent the technician without a place on a plan
     * @param from when it begins as planned, or null
     */
    public record Visit(String ticket, String state, String centre, LocalDate day, Instant from) {
        /** Whether another plan of the day can give it to somebody else. */
        public boolean canBePlannedAnew() {
            return day != null && !state.equals("on_site");
        }
    }

    /** What a technician still has to do, the earliest first. */
    public static List<Visit> of(Connection connection, String technician) throws SQLException {
        return Sql.list(
                connection,
                """
                select t.number, t.state, t.centre, v.day, lower(v.during) from_at
                from service.ticket t
                left join service.dispatch_visit v on v.ticket = t.id and v.ended_at is null and v.held_until is null
                where t.ended_at is null and t.state in ('scheduled', 'dispatched', 'confirmed', 'on_site')
                    and lower(coalesce(v.technician, t.technician)) = lower(?)
                order by lower(v.during) nulls first, t.id
                """,
                row -> new Visit(
                        row.getString("number"),
                        row.getString("state"),
                        row.getString("centre"),
                        row.getObject("day", LocalDate.class),
                        Sql.instant(row, "from_at")),
                technician);
    }

    /** The days of a technician's visits no longer fit: they are planned anew, without the technician. */
    public static void planAnew(Connection connection, String technician, String why, Instant now) throws SQLException {
        record Day(String centre, LocalDate day) {}
        for (Day day : Sql.list(
                connection,
                """
                select distinct centre, day from service.dispatch_visit
                where lower(technician) = lower(?) and ended_at is null and arrived_at is null order by centre, day
                """,
                row -> new Day(row.getString("centre"), row.getObject("day", LocalDate.class)),
                technician)) {
            new DispatchStore(connection, day.centre(), now).stale(day.day(), why);
        }
    }
}
