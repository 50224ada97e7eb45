package io.hearthwatch.servicedesk.dispatch;

import io.hearthwatch.catalog.Catalog;
import io.hearthwatch.catalog.Component;
import io.hearthwatch.servicedesk.Sql;
import io.hearthwatch.servicedesk.dispatch.route.Job;
import io.hearthwatch.servicedesk.dispatch.route.Position;
import io.hearthwatch.servicedesk.dispatch.route.Worker;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Reads tickets as jobs. For one transaction. */
final class JobReads {
    /** More than a centre visits in a day. */
    private static final int MOST_PER_DAY = 5_000;

    private final Connection connection;
    private final Catalog catalog;
    private final String centre;
    private final Position place;
    private final Instant now;

    JobReads(Connection connection, Catalog catalog, String centre, Position place, Instant now) {
        this.connection = connection;
        this.catalog = catalog;
        this.centre = centre;
        this.place = place;
        this.now = now;
    }

    /**
     * A ticket that is to be visited, or is being visited.
     *
     * @param technician who has it now, or null
     * @param plannedDay null where it has no place
     * @param pinned who has to go; null for anybody
     */
    record Row(
            long ticket,
            String number,
            String state,
            Job.Need need,
            Position place,
            int urgency,
            Instant windowFrom,
            Instant windowTo,
            Instant dueAt,
            String technician,
            String engineer,
            LocalDate plannedDay,
            Instant begin,
            Instant end,
            Instant arrivedAt,
            String pinned,
            Instant pinnedBegin,
            boolean fixed) {

        boolean onSite() {
            return state.equals("on_site");
        }

        /** Whether it belongs to a day: where it is planned, or else where its window begins, or what is left of it. */
        boolean isOn(LocalDate day, Instant origin, Instant end) {
            if (plannedDay != null) {
                return plannedDay.equals(day);
            }
            return windowFrom != null && windowFrom.isBefore(end) && windowTo.isAfter(origin);
        }

        /** When and where the technician is free again. */
        Worker.Free free(Instant origin, Instant now) {
            Instant over = arrivedAt == null
                    ? now.plus(Duration.ofMinutes(need.minutes()))
                    : arrivedAt.plus(Duration.ofMinutes(need.minutes()));
            if (end != null && end.isAfter(over)) {
                over = end;
            }
            return new Worker.Free(place, Board.minuteAfter(origin, over.isAfter(now) ? over : now));
        }

        /** @param anew without the place that it has, and whatever was pinned */
        Job job(Instant origin, boolean anew) {
            Job.Window window = windowFrom == null
                    ? new Job.Window(0, 24 * 60, Integer.MAX_VALUE)
                    : new Job.Window(Board.minute(origin, windowFrom), Board.minute(origin, windowTo), due(origin));
            boolean placed = begin != null && !anew;
            Integer at = pinnedBegin == null || anew ? null : Integer.valueOf(Board.minute(origin, pinnedBegin));
            if (at != null && at > window.from()) {
                // Not earlier: the customer counts on it.
                window = new Job.Window(Math.min(at, window.to()), window.to(), window.due());
            } else if (placed && state.equals("confirmed")) {
                // The customer was told when: not earlier, at least.
                int told = Math.min(Board.minute(origin, begin), window.to());
                window = new Job.Window(Math.max(told, window.from()), window.to(), window.due());
            }
            return new Job(
                    ticket,
                    number,
                    need,
                    place,
                    window,
                    urgency,
                    new Job.Wish(anew ? null : pinned, engineer, at),
                    placed
                            ? new Job.Published(
                                    technician,
                                    Board.minute(origin, begin),
                                    state.equals("dispatched") || state.equals("confirmed"))
                            : null);
        }

        /** A place that somebody is booking at this moment: that technician's, at that time. */
        private Row held() {
            return new Row(
                    -ticket,
                    number,
                    "scheduled",
                    need,
                    place,
                    urgency,
                    begin,
                    begin,
                    dueAt,
                    technician,
                    null,
                    plannedDay,
                    begin,
                    end,
                    null,
                    technician,
                    null,
                    false);
        }

        /** A promise that had run out before the customer's window is not one about this visit. */
        private int due(Instant origin) {
            return dueAt == null || dueAt.isBefore(windowFrom) ? Integer.MAX_VALUE : Board.minute(origin, dueAt);
        }
    }

    /**
     * Tickets whose window or place is between two instants, in the order of their ids; then, with numbers below none, places that
     * somebody is booking at this moment.
     */
    List<Row> rows(Instant from, Instant to, Long also) throws SQLException {
        Map<Long, Map<String, String>> held = new HashMap<>();
        Sql.list(
                connection,
                """
                select r.ticket, r.part, r.warehouse from service.reservation r join service.ticket t on t.id = r.ticket
                where t.centre = ? and t.ended_at is null and r.state in ('held', 'picked', 'in_transit')
                """,
                row -> held.computeIfAbsent(row.getLong("ticket"), id -> new HashMap<>())
                        .put(row.getString("part"), row.getString("warehouse")),
                centre);
        List<Row> rows = Sql.list(
                connection,
                """
                select t.*, a.model, h.latitude, h.longitude, h.engineer, v.technician planned, v.day, lower(v.during) begins,
                    greatest(upper(v.during), v.late_until) ends, v.arrived_at, p.technician pinned, p.begin_at pinned_begin,
                    coalesce(v.fixed and not exists (select from service.technician_absence gone
                        where lower(gone.technician) = lower(v.technician) and gone.ended_at is null and gone.at > v.made_at
                            and tstzrange(gone.from_at, gone.to_at) && v.during), false) fixed
                from service.ticket t
                left join service.dispatch_visit v on v.ticket = t.id and v.ended_at is null and v.held_until is null
                left join service.dispatch_pin p on p.ticket = t.id and p.ended_at is null
                left join service.household h on h.id = t.household
                left join fleet.appliance a on a.appliance_no = t.appliance_no
                where t.centre = ? and t.ended_at is null and (t.id = ?
                    or t.state in ('scheduled', 'dispatched', 'confirmed', 'on_site') and t.window_from < ? and t.window_to > ?)
                order by t.id is not distinct from ?::bigint desc, t.id limit ?
                """,
                row -> row(row, held.getOrDefault(row.getLong("id"), Map.of())),
                centre,
                also,
                to,
                from,
                also,
                MOST_PER_DAY * Math.max(1, Duration.between(from, to).toDays()));
        rows.sort(Comparator.comparingLong(Row::ticket));
        rows.addAll(Sql.list(
                connection,
                """
                select t.*, a.model, h.latitude, h.longitude, null engineer, v.technician planned, v.day, lower(v.during) begins,
                    upper(v.during) ends, v.arrived_at, null pinned, null::timestamptz pinned_begin, false fixed
                from service.dispatch_visit v join service.ticket t on t.id = v.ticket
                left join service.household h on h.id = t.household
                left join fleet.appliance a on a.appliance_no = t.appliance_no
                where v.centre = ? and v.ended_at is null and v.held_until > ? and v.during && tstzrange(?, ?)
                    and v.ticket is distinct from ?
                order by v.id limit ?
                """,
                row -> row(row, held.getOrDefault(row.getLong("id"), Map.of())).held(),
                centre,
                now,
                from,
                to,
                also,
                MOST_PER_DAY));
        return rows;
    }

    private Row row(ResultSet row, Map<String, String> held) throws SQLException {
        String planned = row.getString("planned");
        return new Row(
                row.getLong("id"),
                row.getString("number"),
                row.getString("state"),
                need(row, held),
                row.getObject("latitude") == null
                        ? place
                        : new Position(row.getDouble("latitude"), row.getDouble("longitude")),
                row.getInt("urgency"),
                Sql.instant(row, "window_from"),
                Sql.instant(row, "window_to"),
                Sql.instant(row, "due_at"),
                planned == null ? row.getString("technician") : planned,
                row.getString("engineer"),
                row.getObject("day", LocalDate.class),
                Sql.instant(row, "begins"),
                Sql.instant(row, "ends"),
                Sql.instant(row, "arrived_at"),
                row.getString("pinned"),
                Sql.instant(row, "pinned_begin"),
                row.getBoolean("fixed"));
    }

    private Job.Need need(ResultSet row, Map<String, String> held) throws SQLException {
        String type = row.getString("type");
        String model = row.getString("model");
        String named = row.getString("component");
        Component component = type == null
                ? null
                : catalog.find(type)
                        .flatMap(each -> each.component(model, named))
                        .orElse(null);
        List<String> parts = new ArrayList<>(held.keySet());
        if (parts.isEmpty() && component != null) {
            parts.addAll(component.parts());
        }
        parts.sort(null);
        return new Job.Need(
                type,
                row.getString("fault_class"),
                component == null ? usually(row.getString("kind")) : Math.max(5, component.minutes()),
                parts,
                held);
    }

    /** How long work takes of which no component is known. */
    private static int usually(String kind) {
        return switch (kind) {
            case "installation" -> 90;
            case "usage_guidance", "site_survey" -> 45;
            default -> 60;
        };
    }
}
