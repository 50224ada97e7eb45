package io.hearthwatch.servicedesk.dispatch;

import com.fasterxml.jackson.core.type.TypeReference;
import io.hearthwatch.catalog.Text;
import io.hearthwatch.servicedesk.Refusal;
import io.hearthwatch.servicedesk.Sql;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Reads what is published. */
final class PlanReads {
    private static final TypeReference<List<Text>> TEXTS = new TypeReference<>() {};
    private static final TypeReference<Map<String, Double>> COSTS = new TypeReference<>() {};
    private static final TypeReference<List<Nobody>> NOBODY = new TypeReference<>() {};

    /** As it is stored. */
    record Nobody(long ticket, List<Text> why) {}

    private static final String VISITS = """
            select v.*, lower(v.during) begins, upper(v.during) ends, t.number, t.state, t.urgency,
                p.who pinned_by, p.begin_at is not null pinned_time
            from service.dispatch_visit v join service.ticket t on t.id = v.ticket
            left join service.dispatch_pin p on p.ticket = t.id and p.ended_at is null and v.ended_at is null
            where v.held_until is null and (v.ended_at is null or v.arrived_at is not null)
            """;

    /** @param only this technician's visits; null for all */
    DayPlan day(Connection connection, String centre, LocalDate day, String only) throws SQLException {
        Map<String, String> names = new LinkedHashMap<>();
        Sql.list(
                connection,
                "select id, name from service.technician where centre = ? and active and (?::text is null or id = ?) order by id",
                row -> names.put(row.getString("id"), row.getString("name")),
                centre,
                only,
                only);
        Map<String, List<PlannedVisit>> visits = new LinkedHashMap<>();
        names.keySet().forEach(id -> visits.put(id, new ArrayList<>()));
        Sql.list(
                connection,
                VISITS
                        + " and v.centre = ? and v.day = ? and (?::text is null or v.technician = ?) order by lower(v.during), v.id",
                row -> visits.computeIfAbsent(row.getString("technician"), id -> new ArrayList<>())
                        .add(visit(row)),
                centre,
                day,
                only,
                only);
        List<DayPlan.DayRoute> routes = new ArrayList<>();
        visits.forEach((technician, list) -> routes.add(route(technician, names.get(technician), list)));
        Map<Long, List<Text>> why = new HashMap<>();
        Sql.list(
                connection,
                "select unassigned from service.dispatch_day where centre = ? and day = ?",
                row -> {
                    for (Nobody nobody : Sql.fromJson(row.getString("unassigned"), NOBODY)) {
                        why.put(nobody.ticket(), nobody.why());
                    }
                    return why;
                },
                centre,
                day);
        List<DayPlan.Unassigned> unassigned = only == null ? unassigned(connection, centre, day, why) : List.of();
        List<PlanChange> changes = only == null ? DispatchStore.changes(connection, centre, day, 0) : List.of();
        return Sql.first(
                        connection,
                        """
                        select c.time_zone, d.* from service.centre c
                        left join service.dispatch_day d on d.centre = c.id and d.day = ? where c.id = ?
                        """,
                        row -> new DayPlan(
                                centre,
                                day,
                                row.getString("time_zone"),
                                row.getLong("revision"),
                                Sql.instant(row, "planned_at"),
                                row.getString("planned_by"),
                                Sql.instant(row, "announced_at"),
                                row.getString("announced_by"),
                                row.getObject("solve_millis", Integer.class),
                                row.getString("score"),
                                row.getString("costs") == null ? Map.of() : Sql.fromJson(row.getString("costs"), COSTS),
                                Sql.instant(row, "stale_since"),
                                row.getString("stale_why"),
                                routes,
                                unassigned,
                                changes),
                        day,
                        centre)
                .orElseThrow(() -> Refusal.notFound("service centre", centre, "look at /api/v1/centres"));
    }

    DayPlan.DayRoute route(Connection connection, String technician, LocalDate day) throws SQLException {
        String name = Sql.first(
                        connection,
                        "select name from service.technician where id = ?",
                        row -> row.getString("name"),
                        technician)
                .orElseThrow(() -> Refusal.notFound("technician", technician, "look at /api/v1/technicians"));
        return route(
                technician,
                name,
                Sql.list(
                        connection,
                        VISITS + " and lower(v.technician) = lower(?) and v.day = ? order by lower(v.during), v.id",
                        PlanReads::visit,
                        technician,
                        day));
    }

    private static DayPlan.DayRoute route(String technician, String name, List<PlannedVisit> visits) {
        return new DayPlan.DayRoute(
                technician,
                name,
                visits.stream().mapToInt(PlannedVisit::travelMinutes).sum(),
                visits);
    }

    private static List<DayPlan.Unassigned> unassigned(
            Connection connection, String centre, LocalDate day, Map<Long, List<Text>> why) throws SQLException {
        List<Text> notYet = List.of(new Text("not planned yet", "尚未安排"));
        return Sql.list(
                connection,
                """
                select t.* from service.ticket t join service.centre c on c.id = t.centre
                where t.centre = ? and t.ended_at is null and t.state in ('scheduled', 'dispatched', 'confirmed')
                    and t.window_from < (?::date + 1)::timestamp at time zone c.time_zone
                    and t.window_to > ?::date::timestamp at time zone c.time_zone
                    and not exists (select from service.dispatch_visit v
                        where v.ticket = t.id and v.ended_at is null and v.held_until is null)
                order by t.urgency desc, t.window_from, t.id limit 1000
                """,
                row -> new DayPlan.Unassigned(
                        row.getLong("id"),
                        row.getString("number"),
                        row.getInt("urgency"),
                        Sql.instant(row, "window_from"),
                        Sql.instant(row, "window_to"),
                        why.getOrDefault(row.getLong("id"), notYet)),
                centre,
                day,
                day);
    }

    static PlannedVisit visit(ResultSet row) throws SQLException {
        return new PlannedVisit(
                row.getLong("ticket"),
                row.getString("number"),
                row.getString("state"),
                row.getInt("urgency"),
                row.getString("technician"),
                Sql.instant(row, "begins"),
                Sql.instant(row, "ends"),
                Sql.instant(row, "window_from"),
                Sql.instant(row, "window_to"),
                row.getInt("travel_minutes"),
                row.getString("pinned_by") != null,
                row.getBoolean("pinned_time"),
                row.getString("pinned_by"),
                row.getString("source"),
                Sql.instant(row, "arrived_at"),
                Sql.instant(row, "ended_at"),
                Sql.fromJson(row.getString("reasons"), TEXTS));
    }
}
