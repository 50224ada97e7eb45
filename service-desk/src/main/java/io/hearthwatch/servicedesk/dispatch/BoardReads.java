package io.hearthwatch.servicedesk.dispatch;

import com.fasterxml.jackson.core.type.TypeReference;
import io.hearthwatch.catalog.Catalog;
import io.hearthwatch.servicedesk.Refusal;
import io.hearthwatch.servicedesk.Sql;
import io.hearthwatch.servicedesk.clock.OpenSpan;
import io.hearthwatch.servicedesk.clock.WeekHours;
import io.hearthwatch.servicedesk.clock.WorkingCalendar;
import io.hearthwatch.servicedesk.customer.Slot;
import io.hearthwatch.servicedesk.dispatch.route.Job;
import io.hearthwatch.servicedesk.dispatch.route.Position;
import io.hearthwatch.servicedesk.dispatch.route.Span;
import io.hearthwatch.servicedesk.dispatch.route.Worker;
import io.hearthwatch.servicedesk.organisation.Centres;
import io.hearthwatch.servicedesk.organisation.LicenceBand;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/** Reads {@link Board}s: technicians with skills, hours, absences, vans; and tickets that are to be visited. For one transaction. */
final class BoardReads {
    private static final TypeReference<Map<String, Object>> HOURS = new TypeReference<>() {};
    private static final Duration ROOM = Duration.ofMinutes(20);

    private final Connection connection;
    private final JobReads jobs;
    private final String centre;
    private final Instant now;
    private final WorkingCalendar calendar;
    private final Position place;

    BoardReads(Connection connection, Catalog catalog, String centre, Instant now) throws SQLException {
        this.connection = connection;
        this.centre = centre;
        this.now = now;
        this.place = Sql.first(
                        connection,
                        "select latitude, longitude from service.centre where id = ?",
                        row -> new Position(row.getDouble("latitude"), row.getDouble("longitude")),
                        centre)
                .orElseThrow(() -> Refusal.notFound("service centre", centre, "look at /api/v1/centres"));
        this.calendar = Centres.calendar(connection, centre);
        this.jobs = new JobReads(connection, catalog, centre, place, now);
    }

    WorkingCalendar calendar() {
        return calendar;
    }

    LocalDate day(Instant at) {
        return at.atZone(calendar.zone()).toLocalDate();
    }

    /** One day. */
    Board board(LocalDate day) throws SQLException {
        return boards(day, 1, null).get(0);
    }

    /**
     * Several days.
     *
     * @param also a ticket that is on every day's board, wherever it is planned now, and without a place; null for none
     */
    List<Board> boards(LocalDate first, int days, Long also) throws SQLException {
        return boards(first, days, also, false);
    }

    /** The same, where the ticket keeps the place that it has until it has another: its technician is taken at that time, also for itself. */
    List<Board> besides(LocalDate first, int days, long ticket) throws SQLException {
        return boards(first, days, ticket, true);
    }

    private List<Board> boards(LocalDate first, int days, Long also, boolean keeps) throws SQLException {
        Instant from = calendar.at(first, 0);
        Instant to = calendar.at(first.plusDays(days), 0);
        List<Technician> technicians = technicians(from, to, also, keeps);
        Map<String, Whereabouts.Seen> seen = new Whereabouts(connection, centre, place, now).of(day(now));
        Map<LocalDate, Long> revisions = new HashMap<>();
        Sql.list(
                connection,
                "select day, revision from service.dispatch_day where centre = ? and day >= ? and day < ?",
                row -> revisions.put(row.getObject("day", LocalDate.class), row.getLong("revision")),
                centre,
                first,
                first.plusDays(days));
        List<JobReads.Row> rows = jobs.rows(from, to, also);
        List<Board> boards = new ArrayList<>();
        for (LocalDate day = first; day.isBefore(first.plusDays(days)); day = day.plusDays(1)) {
            Instant origin = calendar.at(day, 0);
            Instant end = calendar.at(day.plusDays(1), 0);
            List<Job> open = new ArrayList<>();
            List<Job> fixed = new ArrayList<>();
            Map<Long, Slot> windows = new HashMap<>();
            Map<String, Worker.Free> busy = new HashMap<>();
            for (JobReads.Row row : rows) {
                boolean wanted = also != null && also == row.ticket();
                if (row.onSite()) {
                    if (!wanted && day.equals(day(now)) && row.technician() != null) {
                        // Of two tickets in one home the later end counts.
                        busy.merge(
                                row.technician().toLowerCase(Locale.ROOT),
                                row.free(origin, now),
                                (one, other) -> one.minute() >= other.minute() ? one : other);
                    }
                } else if (wanted || row.isOn(day, origin, end)) {
                    Job job = row.job(origin, wanted);
                    // Of a fixed one the technician is taken, as the absences say.
                    (row.fixed() && !wanted ? fixed : open)
                            .add(
                                    day.equals(day(now))
                                            ? job.in(job.window().notBefore(Board.minuteAfter(origin, now)))
                                            : job);
                    if (row.windowFrom() != null) {
                        windows.put(row.ticket(), new Slot(row.windowFrom(), row.windowTo(), 0));
                    }
                }
            }
            List<Worker> workers = new ArrayList<>();
            for (Technician technician : technicians) {
                workers.add(technician.on(day, origin, busy, seen));
            }
            boards.add(new Board(centre, day, origin, revisions.getOrDefault(day, 0L), workers, open, fixed, windows));
        }
        return boards;
    }

    private record Absence(Instant from, Instant to) {}

    /** A technician, of whom each day makes a worker. */
    private final class Technician {
        private final String id;
        private final String name;
        private final String grade;
        private final LicenceBand band;
        private final WorkingCalendar hours;
        private final Set<Worker.Skill> skills;
        private final List<Absence> absences;
        private final Worker.Van van;
        private final Position home;

        Technician(
                ResultSet row,
                Map<String, Set<Worker.Skill>> skills,
                Map<String, List<Absence>> absences,
                Map<String, Set<String>> stock)
                throws SQLException {
            this.id = row.getString("id");
            this.name = row.getString("name");
            this.grade = row.getString("grade");
            this.band = LicenceBand.of(row.getInt("points"), row.getObject("revoked_at") != null);
            this.hours = row.getString("hours") == null ? calendar : own(row.getString("hours"));
            this.skills = skills.getOrDefault(id, Set.of());
            this.absences = absences.getOrDefault(id, List.of());
            String warehouse = row.getString("warehouse");
            this.van = warehouse == null
                    ? Worker.Van.NONE
                    : new Worker.Van(warehouse, stock.getOrDefault(warehouse, Set.of()));
            // What the service file says is where the day begins; what was reported since is where they are.
            this.home = row.getObject("latitude") != null && row.getObject("position_at") == null
                    ? new Position(row.getDouble("latitude"), row.getDouble("longitude"))
                    : place;
        }

        private WorkingCalendar own(String json) {
            Map<String, Object> all = Sql.fromJson(json, HOURS);
            return WeekHours.stored(Sql.json(all.get("week")), Sql.json(all.getOrDefault("days", Map.of())))
                    .in(calendar.zone());
        }

        Worker on(LocalDate day, Instant origin, Map<String, Worker.Free> busy, Map<String, Whereabouts.Seen> seen) {
            List<Span> spans = new ArrayList<>();
            for (OpenSpan span : hours.spans(day)) {
                spans.add(new Span(
                        Board.minute(origin, hours.at(day, span.from())),
                        Board.minute(origin, hours.at(day, span.to()))));
            }
            for (Absence absence : absences) {
                spans = without(spans, Board.minute(origin, absence.from()), Board.minute(origin, absence.to()));
            }
            String known = id.toLowerCase(Locale.ROOT);
            Worker.Free free = busy.get(known);
            if (free == null) {
                free = day.equals(day(now))
                        ? seen.getOrDefault(known, Whereabouts.Seen.NOWHERE).free(home, origin, now)
                        : new Worker.Free(home, 0);
            }
            return new Worker(id, name, grade, band, skills, spans, home, free, van);
        }
    }

    private static List<Span> without(List<Span> spans, int from, int to) {
        List<Span> left = new ArrayList<>();
        for (Span span : spans) {
            if (span.from() < Math.min(span.to(), from)) {
                left.add(new Span(span.from(), Math.min(span.to(), from)));
            }
            if (Math.max(span.from(), to) < span.to()) {
                left.add(new Span(Math.max(span.from(), to), span.to()));
            }
        }
        return left;
    }

    private List<Technician> technicians(Instant from, Instant to, Long also, boolean keeps) throws SQLException {
        Map<String, Set<Worker.Skill>> skills = new HashMap<>();
        Sql.list(
                connection,
                """
                select s.* from service.technician_skill s join service.technician t on t.id = s.technician
                where t.centre = ? and t.active
                """,
                row -> skills.computeIfAbsent(row.getString("technician"), id -> new HashSet<>())
                        .add(new Worker.Skill(row.getString("type"), row.getString("fault_class"))),
                centre);
        Map<String, List<Absence>> absences = new HashMap<>();
        Sql.list(
                connection,
                """
                select a.* from service.technician_absence a join service.technician t on t.id = a.technician
                where t.centre = ? and a.ended_at is null and a.from_at < ? and a.to_at > ?
                """,
                row -> absences.computeIfAbsent(row.getString("technician"), id -> new ArrayList<>())
                        .add(new Absence(Sql.instant(row, "from_at"), Sql.instant(row, "to_at"))),
                centre,
                to,
                from);
        // Places that somebody chose against the rules, and those at a centre that they worked for before; with room to
        // get there and away.
        Sql.list(
                connection,
                """
                select v.technician, lower(v.during) - r.room from_at, upper(v.during) + r.room to_at from service.dispatch_visit v
                cross join lateral (select case when v.ticket = ? then interval '0' else ?::interval end room) r
                where v.ended_at is null and v.during && tstzrange(?, ?)
                    and case when v.centre <> ? then v.arrived_at is null
                            and lower(v.technician) in (select lower(id) from service.technician where centre = ? and active)
                        when v.ticket = ? then ? and v.held_until is null
                        else v.fixed and v.held_until is null and v.arrived_at is null end
                """,
                row -> absences.computeIfAbsent(row.getString("technician"), id -> new ArrayList<>())
                        .add(new Absence(Sql.instant(row, "from_at"), Sql.instant(row, "to_at"))),
                also,
                ROOM.toString(),
                from,
                to,
                centre,
                centre,
                also,
                keeps);
        Map<String, Set<String>> stock = new HashMap<>();
        Sql.list(
                connection,
                """
                select s.warehouse, s.part from service.stock s
                where s.on_hand > s.reserved + s.quarantined
                    and s.warehouse in (select warehouse from service.technician where centre = ? and active)
                """,
                row -> stock.computeIfAbsent(row.getString("warehouse"), id -> new HashSet<>())
                        .add(row.getString("part")),
                centre);
        return Sql.list(
                connection,
                "select * from service.technician where centre = ? and active order by id limit 500",
                row -> new Technician(row, skills, absences, stock),
                centre);
    }
}
