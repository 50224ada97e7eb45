package io.hearthwatch.servicedesk.register;

import io.hearthwatch.servicedesk.Refusal;
import io.hearthwatch.servicedesk.Sql;
import io.hearthwatch.servicedesk.dispatch.TechnicianVisits;
import io.hearthwatch.servicedesk.dispatch.TechnicianVisits.Visit;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/** Technicians who leave or change the centre, and centres that close: nothing that they still have to do is left behind. */
final class Leaving {
    private final Connection connection;
    private final Asker asker;
    private final Instant at;

    Leaving(Connection connection, Asker asker, Instant at) {
        this.connection = connection;
        this.asker = asker;
        this.at = at;
    }

    /**
     * Refuses what would leave something behind.
     *
     * @return visits that are planned anew
     */
    List<Visit> check(RegisterRecord before, Map<String, Object> after, boolean active, boolean replan)
            throws SQLException {
        boolean leaves = before.active() && !active;
        if (before.kind() == RecordKind.CENTRE && leaves) {
            centre(before.id());
        }
        boolean moves = !Objects.equals(before.values().get("centre"), after.get("centre"));
        if (before.kind() != RecordKind.TECHNICIAN || !(leaves || moves)) {
            return List.of();
        }
        List<Visit> visits = TechnicianVisits.of(connection, before.id());
        List<Visit> stuck =
                visits.stream().filter(visit -> !visit.canBePlannedAnew()).toList();
        if (!stuck.isEmpty()) {
            throw Refusal.conflict(
                            before.id() + " is at work or was sent by hand: "
                                    + String.join(
                                            ", ",
                                            stuck.stream().map(Visit::ticket).toList()),
                            "finish these visits, or assign them to somebody else, first")
                    .with("visits", stuck.stream().map(Leaving::shown).toList());
        }
        if (!visits.isEmpty() && !replan) {
            throw Refusal.conflict(
                            before.id() + " still has " + visits.size() + " visits to make: "
                                    + String.join(
                                            ", ",
                                            visits.stream()
                                                    .map(Visit::ticket)
                                                    .limit(10)
                                                    .toList()),
                            "assign them to others, or send \"replan\": true to have their days planned anew")
                    .with("visits", visits.stream().map(Leaving::shown).toList());
        }
        return visits;
    }

    static Map<String, Object> shown(Visit visit) {
        Map<String, Object> shown = new LinkedHashMap<>();
        shown.put("ticket", visit.ticket());
        shown.put("state", visit.state());
        shown.put("day", Objects.toString(visit.day(), null));
        shown.put("from", Objects.toString(visit.from(), null));
        return shown;
    }

    private void centre(String id) throws SQLException {
        Map<String, Object> left = new LinkedHashMap<>();
        count(left, "open tickets", "select count(*) from service.ticket where centre = ? and ended_at is null", id);
        count(left, "technicians", "select count(*) from service.technician where centre = ? and active", id);
        count(left, "households", "select count(*) from service.household where centre = ? and erased_at is null", id);
        count(left, "appliance types", "select count(*) from service.default_centre where centre = ?", id);
        if (!left.isEmpty()) {
            String list = left.entrySet().stream()
                    .map(each -> each.getValue() + " " + each.getKey())
                    .reduce((a, b) -> a + ", " + b)
                    .orElseThrow();
            throw Refusal.conflict("service centre " + id + " still has " + list, "hand them to other centres first")
                    .with("left", left);
        }
    }

    private void count(Map<String, Object> left, String what, String sql, String id) throws SQLException {
        int count = Sql.first(connection, sql, row -> row.getInt(1), id).orElseThrow();
        if (count > 0) {
            left.put(what, count);
        }
    }

    /** Takes a record out of use, or back into it; what else that changed. */
    Map<String, Object> turn(RegisterRecord record, boolean active) throws SQLException {
        Sql.update(
                connection,
                "update service." + record.kind().table() + " set active = ? where id = ?",
                active,
                record.id());
        if (record.kind() != RecordKind.TECHNICIAN || active) {
            return Map.of();
        }
        Map<String, Object> others = new LinkedHashMap<>();
        // Whoever has left signs in no more, and is nobody's own engineer.
        others.put(
                "people",
                Sql.list(
                        connection,
                        "update service.person set active = false where technician = ? and active returning id",
                        row -> row.getString("id"),
                        record.id()));
        others.put(
                "households_without_engineer",
                Sql.update(connection, "update service.household set engineer = null where engineer = ?", record.id()));
        return others;
    }

    void planAnew(RegisterRecord technician, List<Visit> visits) throws SQLException {
        if (!visits.isEmpty()) {
            TechnicianVisits.planAnew(
                    connection,
                    technician.id(),
                    technician.id() + " does not work here any more (" + asker.who() + ")",
                    at);
        }
    }
}
