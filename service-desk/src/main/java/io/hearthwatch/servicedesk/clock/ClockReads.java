package io.hearthwatch.servicedesk.clock;

import io.hearthwatch.database.Database;
import io.hearthwatch.servicedesk.Sql;
import io.hearthwatch.servicedesk.organisation.Centres;
import io.hearthwatch.servicedesk.organisation.Scope;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;

/** What people see of promises, alarms and what breaches cost. Thread-safe. */
public final class ClockReads {
    private static final String ALARM = """
            select a.*, t.number from service.alarm a join service.ticket t on t.id = a.ticket
            """;

    private final Database database;
    private final InstantSource clock;

    ClockReads(Database database, InstantSource clock) {
        this.database = database;
        this.clock = clock;
    }

    /** All promises of a ticket, in the order in which they were made. */
    public List<ClockView> ofTicket(long ticket) {
        Instant now = clock.instant();
        return database.withConnection(connection -> Sql.list(
                connection,
                "select * from service.clock_promise where ticket = ? order by id",
                row -> view(connection, row, now),
                ticket));
    }

    private static ClockView view(Connection connection, ResultSet row, Instant now) throws SQLException {
        PromiseClock promise = new PromiseClock(
                Duration.ofSeconds(row.getLong("promised_seconds")),
                Duration.ofMillis(row.getLong("used_millis")),
                Sql.instant(row, "runs_since"));
        String centre = row.getString("centre");
        WorkingCalendar calendar = row.getBoolean("round_the_clock") || centre == null || !promise.isRunning()
                ? WorkingCalendar.ROUND_THE_CLOCK
                : Centres.calendar(connection, centre);
        Instant paused = Sql.instant(row, "paused_at");
        Duration waited = Duration.ofMillis(row.getLong("paused_millis"))
                .plus(paused == null || now.isBefore(paused) ? Duration.ZERO : Duration.between(paused, now));
        return new ClockView(
                row.getString("promise"),
                row.getInt("round"),
                state(row, paused),
                promise.promised(),
                promise.usedBy(calendar, now),
                waited,
                row.getBoolean("round_the_clock"),
                Sql.instant(row, "started_at"),
                Sql.instant(row, "due_at"),
                Sql.instant(row, "warn_at"),
                paused,
                Sql.instant(row, "warned_at"),
                Sql.instant(row, "breached_at"),
                Sql.instant(row, "ended_at"));
    }

    private static String state(ResultSet row, Instant paused) throws SQLException {
        String outcome = row.getString("outcome");
        if (outcome != null) {
            return outcome;
        }
        if (Sql.instant(row, "breached_at") != null) {
            return "breached";
        }
        if (paused != null) {
            return "paused";
        }
        return Sql.instant(row, "warned_at") != null ? "warned" : "running";
    }

    /**
     * Alarms inside the scope, the newest first.
     *
     * @param open only those that still need somebody
     * @param role only those for this role; null for all
     * @param ticket only this ticket's; null for all
     */
    public List<Alarm> alarms(Scope scope, boolean open, String role, Long ticket, int limit) {
        return database.withConnection(connection -> Sql.list(
                connection,
                ALARM + " where " + Scope.ofTicket("t") + """
                         and (not ? or a.ended_at is null and a.acknowledged_at is null)
                        and (?::text is null or a.role = ?) and (?::bigint is null or a.ticket = ?)
                        order by a.id desc limit ?
                        """,
                ClockReads::alarm,
                scope.isEverything(),
                scope.ids(),
                scope.technician(),
                open,
                role,
                role,
                ticket,
                ticket,
                limit));
    }

    /** An alarm inside the scope, or nothing. */
    public Optional<Alarm> alarm(Scope scope, long id) {
        return database.withConnection(connection -> Sql.first(
                connection,
                ALARM + " where a.id = ? and " + Scope.ofTicket("t"),
                ClockReads::alarm,
                id,
                scope.isEverything(),
                scope.ids(),
                scope.technician()));
    }

    private static Alarm alarm(ResultSet row) throws SQLException {
        return new Alarm(
                row.getLong("id"),
                Long.toString(row.getLong("ticket")),
                row.getString("number"),
                row.getString("centre"),
                row.getString("subject"),
                row.getString("kind"),
                row.getInt("level"),
                row.getString("role"),
                Sql.instant(row, "raised_at"),
                Sql.instant(row, "acknowledged_at"),
                row.getString("acknowledged_by"),
                Sql.instant(row, "ended_at"));
    }

    /** What broken promises cost, inside the scope, the newest first; {@code state} null for all. */
    public List<BreachCase> breaches(Scope scope, String state, Long id, int limit) {
        return database.withConnection(connection -> Sql.list(
                connection,
                """
                select b.*, coalesce(p.promise, s.promise) name, t.number from service.compensation_case b
                left join service.clock_promise p on p.id = b.clock left join service.ticket_promise s on s.id = b.promise
                join service.ticket t on t.id = b.ticket where\s
                """ + Scope.ofTicket("t") + """
                         and (?::text is null or b.state = ?) and (?::bigint is null or b.id = ?) order by b.id desc limit ?
                        """,
                row -> new BreachCase(
                        row.getLong("id"),
                        Long.toString(row.getLong("ticket")),
                        row.getString("number"),
                        row.getString("centre"),
                        row.getObject("clock") == null ? "person" : "rule",
                        row.getString("name"),
                        row.getBigDecimal("amount"),
                        row.getString("currency"),
                        Sql.instant(row, "opened_at"),
                        row.getString("state"),
                        Sql.instant(row, "ended_at"),
                        row.getString("ended_by"),
                        row.getString("note")),
                scope.isEverything(),
                scope.ids(),
                scope.technician(),
                state,
                state,
                id,
                id,
                limit));
    }
}
