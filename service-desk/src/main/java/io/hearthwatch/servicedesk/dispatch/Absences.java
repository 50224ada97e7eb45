package io.hearthwatch.servicedesk.dispatch;

import io.hearthwatch.servicedesk.Refusal;
import io.hearthwatch.servicedesk.Sql;
import io.hearthwatch.servicedesk.organisation.Scope;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Optional;

/** Technicians who are away, visits that overrun, and the days whose plans no longer fit by that. */
final class Absences {
    /** How much longer a visit is taken to last that should be over. */
    private static final Duration LONGER = Duration.ofMinutes(15);

    private Absences() {}

    record Absence(String technician, Instant from, Instant to, String reason) {}

    static long add(Connection connection, Scope scope, Absence absence, String who, Instant now) throws SQLException {
        String centre = centre(connection, scope, absence.technician());
        long id = Sql.first(
                        connection,
                        """
                        insert into service.technician_absence (technician, from_at, to_at, reason, at, who)
                        values (?, ?, ?, ?, ?, ?) returning id
                        """,
                        row -> row.getLong("id"),
                        absence.technician(),
                        absence.from(),
                        absence.to(),
                        absence.reason(),
                        now,
                        who)
                .orElseThrow();
        DispatchStore store = new DispatchStore(connection, centre, now);
        for (LocalDate day : Sql.list(
                connection,
                """
                select distinct day from service.dispatch_visit
                where lower(technician) = lower(?) and ended_at is null and during && tstzrange(?, ?)
                """,
                row -> row.getObject("day", LocalDate.class),
                absence.technician(),
                absence.from(),
                absence.to())) {
            store.stale(day, absence.technician() + " is away: " + absence.reason());
        }
        return id;
    }

    /** Those of a technician, the newest first. */
    static List<TechnicianAbsence> of(Connection connection, Scope scope, String technician) throws SQLException {
        centre(connection, scope, technician);
        return Sql.list(
                connection,
                "select * from service.technician_absence where technician = ? order by id desc limit 100",
                row -> new TechnicianAbsence(
                        row.getLong("id"),
                        Sql.instant(row, "from_at"),
                        Sql.instant(row, "to_at"),
                        row.getString("reason"),
                        Sql.instant(row, "at"),
                        row.getString("who"),
                        Sql.instant(row, "ended_at"),
                        row.getString("ended_by")),
                technician);
    }

    /** Somebody is back, or does not go: the planned days that it touched may come out better now. */
    static void end(Connection connection, Scope scope, String technician, long id, String who, Instant now)
            throws SQLException {
        String centre = centre(connection, scope, technician);
        record Ended(Instant from, Instant to, boolean before) {}
        Ended absence = Sql.first(
                        connection,
                        "select * from service.technician_absence where id = ? and technician = ? for update",
                        row -> new Ended(
                                Sql.instant(row, "from_at"),
                                Sql.instant(row, "to_at"),
                                row.getObject("ended_at") != null
                                        || !Sql.instant(row, "to_at").isAfter(now)),
                        id,
                        technician)
                .orElseThrow(() -> Refusal.notFound(
                        "absence of " + technician,
                        Long.toString(id),
                        "look at /api/v1/technicians/" + technician + "/absences"));
        if (absence.before()) {
            throw Refusal.conflict("absence " + id + " has ended before", "nothing is to be done");
        }
        Sql.update(
                connection,
                "update service.technician_absence set ended_at = ?, ended_by = ? where id = ?",
                now,
                who,
                id);
        DispatchStore store = new DispatchStore(connection, centre, now);
        for (LocalDate day : Sql.list(
                connection,
                """
                select d.day from service.dispatch_day d join service.centre c on c.id = d.centre
                where d.centre = ? and d.planned_at is not null and d.day between
                    (greatest(?::timestamptz, ?::timestamptz) at time zone c.time_zone)::date
                    and (?::timestamptz at time zone c.time_zone)::date
                order by d.day
                """,
                row -> row.getObject("day", LocalDate.class),
                centre,
                absence.from(),
                now,
                absence.to())) {
            store.stale(day, technician + " is back");
        }
    }

    private static String centre(Connection connection, Scope scope, String technician) throws SQLException {
        return Sql.first(
                        connection,
                        "select centre from service.technician where id = ?",
                        row -> row.getString("centre"),
                        technician)
                .filter(scope::contains)
                .filter(known ->
                        scope.technician() == null || scope.technician().equals(technician))
                .orElseThrow(() -> Refusal.notFound("technician", technician, "look at /api/v1/technicians"));
    }

    record Stale(String centre, LocalDate day, String why) {}

    static Optional<Instant> nextDue(Connection connection, Instant now) throws SQLException {
        return Sql.list(connection, """
                        select min(at) due from (
                            select min(stale_since) at from service.dispatch_day
                            where stale_since is not null and planned_at is not null and day >= ?::date - 1
                            union all
                            select min(greatest(upper(during), late_until)) from service.dispatch_visit
                            where arrived_at is not null and ended_at is null) d
                        """, row -> Optional.ofNullable(Sql.instant(row, "due")), now.toString())
                .get(0);
    }

    private static final String OVERDUE =
            "from service.dispatch_visit where arrived_at is not null and ended_at is null and greatest(upper(during), late_until) <= ?";

    /** Centres with visits under way that should be over. */
    static List<String> overdue(Connection connection, Instant now) throws SQLException {
        return Sql.list(
                connection,
                "select distinct centre " + OVERDUE + " order by centre",
                row -> row.getString("centre"),
                now);
    }

    /** Those of a centre last longer than planned; how many. */
    static int lasting(Connection connection, String centre, Instant now) throws SQLException {
        List<Long> tickets = Sql.list(
                connection,
                "select ticket " + OVERDUE + " and centre = ? order by ticket limit 100",
                row -> row.getLong("ticket"),
                now,
                centre);
        for (long ticket : tickets) {
            Decisions.lasts(connection, ticket, now.plus(LONGER), now);
        }
        return tickets.size();
    }

    /** The planned days, from yesterday on for the sake of time zones, that no longer fit. */
    static List<Stale> stale(Connection connection, Instant now) throws SQLException {
        return Sql.list(
                connection,
                """
                select * from service.dispatch_day
                where stale_since is not null and planned_at is not null and day >= ?::date - 1 order by stale_since limit 20
                """,
                row -> new Stale(
                        row.getString("centre"), row.getObject("day", LocalDate.class), row.getString("stale_why")),
                now.toString());
    }
}
