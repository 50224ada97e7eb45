package io.hearthwatch.servicedesk.dispatch;

import io.hearthwatch.servicedesk.Sql;
import io.hearthwatch.servicedesk.TicketSteps;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Announces days: every visit that has a place is sent, its technician told by the event of the step. For one transaction. */
final class Announcing {
    private static final int MOST = 2_000;

    /** Visits that have a place and are not announced yet; with whether their technician can be sent. */
    private static final String OPEN = """
            from service.dispatch_visit v join service.ticket t on t.id = v.ticket
            where v.ended_at is null and v.held_until is null and v.arrived_at is null and t.state = 'scheduled'
            """;

    private static final String CAN = """
            not exists (select from service.technician w where lower(w.id) = lower(v.technician)
                and (w.revoked_at is not null or not w.active))
            """;

    private Announcing() {}

    private record Open(Announcement.Job job, boolean can) {}

    static Announcement announce(
            Connection connection, TicketSteps steps, String centre, LocalDate day, String who, Instant now)
            throws SQLException {
        // Tickets before places, as everybody locks them who takes a step. What comes in between is announced next.
        Set<Long> locked = new HashSet<>(Sql.list(
                connection,
                "select t.id " + OPEN + " and v.centre = ? and v.day = ? order by t.id limit " + MOST
                        + " for no key update of t",
                row -> row.getLong("id"),
                centre,
                day));
        DispatchStore store = new DispatchStore(connection, centre, now);
        Sending sending = new Sending(connection, steps, now, who, "announced");
        List<Announcement.Job> sent = new ArrayList<>();
        List<Announcement.Job> left = new ArrayList<>();
        for (Open open : open(connection, centre, day)) {
            Announcement.Job job = open.job();
            if (!open.can()) {
                left.add(job);
            } else if (locked.contains(job.ticket())) {
                sending.send(job.ticket(), job.technician(), job.arrival());
                sent.add(job);
            }
        }
        store.touch(day);
        Sql.update(
                connection,
                "update service.dispatch_day set announced_at = ?, announced_by = ? where centre = ? and day = ? and announced_at is null",
                now,
                who,
                centre,
                day);
        return Sql.first(
                        connection,
                        "select announced_at, announced_by from service.dispatch_day where centre = ? and day = ?",
                        row -> new Announcement(
                                centre,
                                day,
                                Sql.instant(row, "announced_at"),
                                row.getString("announced_by"),
                                List.copyOf(sent),
                                List.copyOf(left)),
                        centre,
                        day)
                .orElseThrow();
    }

    private static List<Open> open(Connection connection, String centre, LocalDate day) throws SQLException {
        return Sql.list(
                connection,
                "select t.id, t.number, v.technician, lower(v.during) begins, " + CAN + " can " + OPEN
                        + " and v.centre = ? and v.day = ? order by t.id limit " + MOST,
                row -> new Open(
                        new Announcement.Job(
                                row.getLong("id"),
                                row.getString("number"),
                                row.getString("technician"),
                                Sql.instant(row, "begins")),
                        row.getBoolean("can")),
                centre,
                day);
    }

    static boolean isAnnounced(Connection connection, String centre, LocalDate day) throws SQLException {
        return Sql.first(
                        connection,
                        "select 1 from service.dispatch_day where centre = ? and day = ? and announced_at is not null",
                        row -> true,
                        centre,
                        day)
                .isPresent();
    }

    /** A day that was announced, and has got a visit since. */
    record Due(String centre, LocalDate day) {}

    private static final String DUE = " from (select v.* " + OPEN + " and " + CAN + """
            ) v join service.dispatch_day d on d.centre = v.centre and d.day = v.day and d.announced_at is not null
            where d.stale_since is null and d.day >= ?::date - 1
            """;

    static Optional<Instant> nextDue(Connection connection, Instant now) throws SQLException {
        return Sql.list(
                        connection,
                        "select min(v.made_at) due" + DUE,
                        row -> Optional.ofNullable(Sql.instant(row, "due")),
                        now.toString())
                .get(0);
    }

    static List<Due> due(Connection connection, Instant now) throws SQLException {
        return Sql.list(
                connection,
                "select distinct v.centre, v.day" + DUE + " limit 20",
                row -> new Due(row.getString("centre"), row.getObject("day", LocalDate.class)),
                now.toString());
    }
}
