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
        String centre = Sql.first(
                        connection,
                        "select centre from service.technician where id = ?",
                        row -> row.getString("centre"),
                        absence.technician())
                .filter(scope::contains)
                .orElseThrow(() -> Refusal.notFound("technician", absence.technician(), "look at /api/v1/technicians"));
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

    /** Visits that should be over last longer; then the planned days, from yesterday on for the sake of time zones, that no longer fit. */
    static List<Stale> stale(Connection connection, Instant now) throws SQLException {
        for (long ticket : Sql.list(connection, """
                select ticket from service.dispatch_visit
                where arrived_at is not null and ended_at is null and greatest(upper(during), late_until) <= ? order by ticket limit 100
                """, row -> row.getLong("ticket"), now)) {
            Decisions.lasts(connection, ticket, now.plus(LONGER), now);
        }
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
