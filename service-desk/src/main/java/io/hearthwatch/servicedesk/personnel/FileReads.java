package io.hearthwatch.servicedesk.personnel;

import io.hearthwatch.servicedesk.Sql;
import java.math.BigDecimal;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.YearMonth;
import java.util.List;

/** What there is of one technician. Every list is bounded. */
final class FileReads {
    private static final int MOST = 200;

    private final Connection connection;
    private final String technician;

    FileReads(Connection connection, String technician) {
        this.connection = connection;
        this.technician = technician;
    }

    /** Months since then, the newest first. Who came first answers for what took two visits, who came last for what came back. */
    List<PersonnelFile.Month> months(Instant since, int most) throws SQLException {
        return Sql.list(
                connection,
                """
                with me as (
                    select k.id, lower(k.id) name, c.time_zone zone from service.technician k join service.centre c on c.id = k.centre
                    where k.id = ?),
                visited as (
                    select date_trunc('month', v.arrived_at at time zone me.zone)::date "month", count(*) visits, count(v.window_from) agreed,
                        count(*) filter (where v.arrived_at between v.window_from and v.window_to) on_time
                    from me join service.ticket_visit v on lower(v.technician) = me.name
                    where v.arrived_at >= ? group by 1),
                closed as (
                    select date_trunc('month', f.at at time zone me.zone)::date "month", w.reason, w.came_back,
                        lower(service.technician_there(f.ticket, f.at)) = me.name is true last,
                        w.ticket is not null and me.name = (
                            select lower(v.technician) from service.ticket_visit v where v.ticket = f.ticket order by v.number limit 1) first,
                        (select count(*) from service.ticket_visit v where v.ticket = f.ticket and v.arrived_at <= f.at) visits
                    from me
                    join lateral (select distinct v.ticket from service.ticket_visit v where lower(v.technician) = me.name) mine on true
                    join service.first_closing f on f.ticket = mine.ticket
                    left join service.closed_work w on w.ticket = f.ticket
                    where f.at >= ?),
                counted as (
                    select "month", count(*) filter (where last) finished, count(*) filter (where first) begun,
                        count(*) filter (where first and visits = 1 and not came_back) fixed,
                        count(*) filter (where last and reason = 'repaired') repaired,
                        count(*) filter (where last and reason = 'repaired' and came_back) repeats
                    from closed group by 1)
                select "month", coalesce(visits, 0) visits, coalesce(agreed, 0) agreed, coalesce(on_time, 0) on_time,
                    coalesce(finished, 0) finished, coalesce(begun, 0) begun, coalesce(fixed, 0) fixed, coalesce(repaired, 0) repaired,
                    coalesce(repeats, 0) repeats
                from visited full join counted using ("month") order by "month" desc limit ?
                """,
                row -> new PersonnelFile.Month(
                        YearMonth.from(row.getObject("month", LocalDate.class)).toString(),
                        row.getInt("visits"),
                        row.getInt("agreed"),
                        row.getInt("on_time"),
                        row.getInt("finished"),
                        row.getInt("begun"),
                        row.getInt("fixed"),
                        row.getInt("repaired"),
                        row.getInt("repeats")),
                technician,
                since,
                since,
                most);
    }

    /** Marks given since then for work that this technician was at last. */
    List<PersonnelFile.Rating> ratings(Instant since) throws SQLException {
        return Sql.list(
                connection,
                """
                with mine as (select distinct ticket from service.ticket_visit where lower(technician) = lower(?)),
                given as (
                    select 'record_sheet' source, s.ticket, s.signed_at at, r.key dimension, r.value::numeric mark
                    from mine join service.record_sheet s using (ticket) cross join lateral jsonb_each_text(s.ratings) r
                    union all
                    select 'survey', s.ticket, s.at, r.dimension, r.mark
                    from mine join service.survey s using (ticket)
                    cross join lateral (values ('attitude', s.attitude), ('efficiency', s.efficiency), ('quality', s.quality),
                        ('product', s.product)) r (dimension, mark))
                select source, dimension, round(avg(mark), 2) average, count(*) marks from given
                where at >= ? and lower(service.technician_there(ticket, at)) = lower(?)
                group by source, dimension order by source, dimension
                """,
                row -> new PersonnelFile.Rating(
                        row.getString("source"),
                        row.getString("dimension"),
                        row.getBigDecimal("average"),
                        row.getInt("marks")),
                technician,
                since,
                technician);
    }

    /** Topics whose last exam was failed. A training without an exam that says nothing leaves it due. */
    List<PersonnelFile.TrainingDue> trainingDue() throws SQLException {
        return Sql.list(
                connection,
                """
                select * from (
                    select distinct on (lower(topic)) topic, held_on, score, plan, passed from service.training
                    where technician = ? and passed is not null order by lower(topic), held_on desc, id desc) last
                where not passed order by held_on, topic limit ?
                """,
                row -> new PersonnelFile.TrainingDue(
                        row.getString("topic"),
                        row.getObject("held_on", LocalDate.class),
                        row.getBigDecimal("score"),
                        row.getString("plan")),
                technician,
                MOST);
    }

    List<PersonnelFile.Appraisal> appraisals() throws SQLException {
        return Sql.list(
                connection,
                """
                select a.*, a.version = max(a.version) over (partition by a.period) current from service.appraisal a
                where a.technician = ? order by a.id desc limit ?
                """,
                row -> new PersonnelFile.Appraisal(
                        row.getString("period"),
                        row.getInt("version"),
                        row.getBoolean("current"),
                        row.getInt("attitude"),
                        row.getInt("skill"),
                        row.getInt("efficiency"),
                        row.getInt("satisfaction"),
                        row.getString("remarks"),
                        row.getString("who"),
                        Sql.instant(row, "at")),
                technician,
                MOST);
    }

    /** Grades given, and what the register changed of the grade. */
    List<PersonnelFile.Grade> grades() throws SQLException {
        return Sql.list(
                connection,
                """
                select version, at, who, before, grade, exam_score, reason from service.technician_grade where technician = ?
                union all
                select version, at, who, detail -> 'grade' ->> 'from', detail -> 'grade' ->> 'to', null, null from service.register_change
                where kind = 'technician' and subject = ? and detail -> 'grade' ->> 'to' is not null
                order by version desc limit ?
                """,
                row -> new PersonnelFile.Grade(
                        Sql.instant(row, "at"),
                        row.getString("who"),
                        row.getString("before"),
                        row.getString("grade"),
                        row.getBigDecimal("exam_score"),
                        row.getString("reason")),
                technician,
                technician,
                MOST);
    }

    /** The newest version of an appraisal, 0 if there is none. */
    int version(String period) throws SQLException {
        return Sql.first(
                        connection,
                        "select coalesce(max(version), 0) version from service.appraisal where technician = ? and period = ?",
                        row -> row.getInt("version"),
                        technician,
                        period)
                .orElse(0);
    }

    static boolean passes(BigDecimal score) {
        return score != null && score.compareTo(BigDecimal.valueOf(PersonnelFiles.PASSED_FROM)) >= 0;
    }
}
