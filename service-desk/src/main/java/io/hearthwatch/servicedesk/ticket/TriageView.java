package io.hearthwatch.servicedesk.ticket;

import io.hearthwatch.catalog.ApplianceType;
import io.hearthwatch.catalog.Catalog;
import io.hearthwatch.catalog.Component;
import io.hearthwatch.catalog.FaultClass;
import io.hearthwatch.catalog.FaultCode;
import io.hearthwatch.servicedesk.Sql;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;

/**
 * What is known before anyone drives: the suspects, with what speaks for each; earlier repairs of the same fault and model; articles; and
 * whether it can be repaired at home.
 *
 * <p>A suspect's weight is the sum of what speaks for it, so that its share of all weights orders the suspects: a prediction weighs its
 * probability; a fault code 1 for its first suspect, and half as much for each one after; an earlier repair a tenth, at most five of them.
 * It is an order to look in, not a probability.
 */
final class TriageView {
    private static final double REPAIR = .1;
    private static final int MOST_REPAIRS = 5;

    private final Catalog catalog;

    TriageView(Catalog catalog) {
        this.catalog = catalog;
    }

    private static final class Suspect {
        private double weight;
        private final List<Map<String, Object>> because = new ArrayList<>();

        void add(double more, String source, Object about) {
            weight += more;
            because.add(Map.of("source", source, "about", about));
        }
    }

    Map<String, Object> of(Connection connection, TicketRow ticket) throws SQLException {
        ApplianceType type =
                ticket.type() == null ? null : catalog.find(ticket.type()).orElse(null);
        Map<String, Object> shown = new LinkedHashMap<>();
        Map<String, Suspect> suspects = type == null ? Map.of() : suspects(connection, ticket, type);
        double all = suspects.values().stream().mapToDouble(s -> s.weight).sum();
        shown.put(
                "suspects",
                suspects.entrySet().stream()
                        .sorted(Comparator.comparingDouble(s -> -s.getValue().weight))
                        .map(suspect -> shown(type, ticket, suspect.getKey(), suspect.getValue(), all))
                        .toList());
        shown.put("earlier_tickets", earlier(connection, ticket));
        shown.put("knowledge", ticket.type() == null ? List.of() : Support.articles(connection, ticket));
        shown.put("fault_classes", type == null ? List.of() : classes(ticket, type));
        boolean home = suspects.entrySet().stream()
                .max(Comparator.comparingDouble(s -> s.getValue().weight))
                .map(s -> type.component(ticket.model(), s.getKey())
                        .map(Component::homeRepair)
                        .orElse(true))
                .orElse(true);
        shown.put("suggested_way", suggested(ticket, type, home));
        shown.put("loaner_needed", !home);
        return shown;
    }

    private static Map<String, Object> shown(
            ApplianceType type, TicketRow ticket, String id, Suspect suspect, double all) {
        Component component = type.component(ticket.model(), id).orElseThrow();
        Map<String, Object> shown = new LinkedHashMap<>();
        shown.put("component", id);
        shown.put(
                "name",
                Map.of("en", component.label().en(), "zh", component.label().zh()));
        shown.put("share", Math.round(1000 * suspect.weight / all) / 1000.0);
        shown.put("because", suspect.because);
        shown.put("parts", component.parts());
        shown.put("home_repair", component.homeRepair());
        shown.put("minutes", component.minutes());
        shown.put("skill", component.skill());
        return shown;
    }

    private Map<String, Suspect> suspects(Connection connection, TicketRow ticket, ApplianceType type)
            throws SQLException {
        Map<String, Suspect> suspects = new TreeMap<>();
        if (ticket.knowsComponent()) {
            double probability = Sql.first(
                            connection,
                            "select coalesce(probability, 1) p from service.ticket where id = ?",
                            row -> row.getDouble("p"),
                            ticket.id())
                    .orElse(1.0);
            suspects.computeIfAbsent(ticket.component(), c -> new Suspect())
                    .add(
                            probability,
                            ticket.source().equals("prediction") ? "prediction" : "ticket",
                            ticket.component());
        }
        for (FaultCode code : codes(ticket, type)) {
            double weight = 1;
            for (String component : code.suspects()) {
                suspects.computeIfAbsent(component, c -> new Suspect()).add(weight, "fault_code", code.code());
                weight /= 2;
            }
        }
        Map<String, Integer> repairs = new HashMap<>();
        Sql.list(
                connection,
                """
                select t.component, count(*) n from service.ticket t left join fleet.appliance a using (appliance_no)
                where t.type = ? and a.model is not distinct from ? and t.end_reason = 'repaired' and t.component <> 'unknown'
                    and t.finding is distinct from 'no_failure' and (t.fault_codes && ?::text[] or t.component = ?)
                group by t.component
                """,
                row -> repairs.put(row.getString("component"), row.getInt("n")),
                ticket.type(),
                ticket.model(),
                ticket.faultCodes(),
                ticket.component());
        repairs.forEach((component, n) -> suspects.computeIfAbsent(component, c -> new Suspect())
                .add(REPAIR * Math.min(n, MOST_REPAIRS), "earlier_repairs", n));
        suspects.keySet().removeIf(id -> type.component(ticket.model(), id).isEmpty());
        return suspects;
    }

    private static List<FaultCode> codes(TicketRow ticket, ApplianceType type) {
        return ticket.faultCodes().stream()
                .map(type.faults()::get)
                .filter(Objects::nonNull)
                .toList();
    }

    private static List<String> classes(TicketRow ticket, ApplianceType type) {
        return codes(ticket, type).stream()
                .map(code -> code.faultClass().name().toLowerCase(Locale.ROOT))
                .distinct()
                .toList();
    }

    /** What only needs a restart, a setting or an explanation is tried from afar first. */
    private static String suggested(TicketRow ticket, ApplianceType type, boolean home) {
        List<FaultCode> codes = type == null ? List.of() : codes(ticket, type);
        boolean soft = !codes.isEmpty() && codes.stream().noneMatch(code -> code.faultClass() == FaultClass.HARDWARE);
        if (soft || ticket.kind().equals("usage_guidance")) {
            return "remote";
        }
        return home ? "home" : "workshop";
    }

    /** Ended tickets of the same model with the same component or code, the newest first. */
    private static List<Map<String, Object>> earlier(Connection connection, TicketRow ticket) throws SQLException {
        return Rows.of(
                connection, """
                select t.number, t.component, t.end_reason, t.finding, t.ended_at, t.times_reopened, f.cause, f.component found
                from service.ticket t left join fleet.appliance a using (appliance_no)
                left join lateral (select cause, component from service.ticket_finding where ticket = t.id order by id desc limit 1) f on true
                where t.type = ? and a.model is not distinct from ? and t.ended_at is not null and t.id <> ?
                    and t.kind in ('repair', 'part_replacement')
                    and ((t.component = ? and t.component <> 'unknown') or t.fault_codes && ?::text[])
                order by t.ended_at desc, t.id desc limit 10
                """, ticket.type(), ticket.model(), ticket.id(), ticket.component(), ticket.faultCodes());
    }
}
