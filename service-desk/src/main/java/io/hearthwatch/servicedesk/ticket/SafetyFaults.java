package io.hearthwatch.servicedesk.ticket;

import io.hearthwatch.catalog.ApplianceType;
import io.hearthwatch.catalog.Catalog;
import io.hearthwatch.catalog.FaultCode;
import io.hearthwatch.catalog.Severity;
import io.hearthwatch.catalog.Text;
import io.hearthwatch.fleet.Appliance;
import io.hearthwatch.fleet.Fleet;
import io.hearthwatch.servicedesk.Sql;
import io.hearthwatch.servicedesk.TicketSteps;
import io.hearthwatch.servicedesk.centre.Asked;
import io.hearthwatch.servicedesk.centre.CentreChoice;
import io.hearthwatch.servicedesk.centre.Chosen;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Safety-relevant fault codes open a ticket at once, without a model and whatever the policy says; or they make the open ticket about the
 * same component as urgent as the one they would have opened. Each code that was raised does so once, whoever tells of it and however often.
 */
final class SafetyFaults {
    private static final Duration DUE = Duration.ofHours(24);

    private final Catalog catalog;
    private final Fleet fleet;
    private final TicketSteps steps;
    private final PartHolding parts;
    private final MoreUrgent urgent;

    SafetyFaults(Catalog catalog, Fleet fleet, TicketSteps steps, PartHolding parts, MoreUrgent urgent) {
        this.catalog = catalog;
        this.fleet = fleet;
        this.steps = steps;
        this.parts = parts;
        this.urgent = urgent;
    }

    /**
     * @return the ticket, where this call is the one that opened it
     */
    Optional<Long> raised(Connection connection, int applianceNo, String code, Instant raisedAt, Instant now)
            throws SQLException {
        Appliance appliance = fleet.find(applianceNo).orElse(null);
        ApplianceType type =
                appliance == null ? null : catalog.find(appliance.type()).orElse(null);
        FaultCode fault = type == null ? null : type.faults().get(code);
        if (fault == null || fault.severity() != Severity.SAFETY) {
            // The catalog has changed since it was stored.
            return Optional.empty();
        }
        Writing.lockAppliance(connection, applianceNo);
        if (known(connection, applianceNo, code, raisedAt)) {
            return Optional.empty();
        }
        List<String> suspects = fault.suspects().stream()
                .filter(id -> type.component(appliance.model(), id).isPresent())
                .toList();
        String component = suspects.isEmpty() ? TicketRow.UNKNOWN : suspects.get(0);
        Writing.lockPair(connection, applianceNo, component);
        Optional<Long> open = openAbout(connection, applianceNo, component, suspects);
        long ticket =
                open.isPresent() ? open.get() : open(connection, appliance, type, fault, component, raisedAt, now);
        Sql.update(
                connection,
                "insert into service.safety_fault (appliance_no, code, raised_at, ticket, opened) values (?, ?, ?, ?, ?)",
                applianceNo,
                code,
                raisedAt,
                ticket,
                open.isEmpty());
        if (open.isPresent()) {
            join(connection, ticket, fault, raisedAt, now);
        }
        return open.isPresent() ? Optional.empty() : Optional.of(ticket);
    }

    private static boolean known(Connection connection, int applianceNo, String code, Instant raisedAt)
            throws SQLException {
        return Sql.first(
                        connection,
                        "select 1 from service.safety_fault where appliance_no = ? and code = ? and raised_at = ?",
                        row -> true,
                        applianceNo,
                        code,
                        raisedAt)
                .isPresent();
    }

    private static Optional<Long> openAbout(
            Connection connection, int applianceNo, String component, List<String> suspects) throws SQLException {
        return Sql.first(connection, """
                select id from service.ticket where appliance_no = ? and ended_at is null and kind in ('repair', 'part_replacement')
                    and (component = 'unknown' or component = any(?))
                order by component = ? desc, id limit 1
                """, row -> row.getLong("id"), applianceNo, suspects, component);
    }

    private void join(Connection connection, long id, FaultCode fault, Instant raisedAt, Instant now)
            throws SQLException {
        TicketRow ticket = Writing.lock(connection, id);
        Map<String, Object> detail = new LinkedHashMap<>();
        detail.put("code", fault.code());
        detail.put("raised_at", raisedAt.toString());
        detail.putAll(urgent.codes(connection, ticket, List.of(fault), RepairGuarantee.SERVICE, now));
        if (!ticket.faultCodes().contains(fault.code())) {
            steps.safetyCode(connection, id, fault.code(), words(fault), now);
        }
        Writing.note(connection, ticket, now, RepairGuarantee.SERVICE, "safety_code", detail);
    }

    private static Text words(FaultCode fault) {
        return new Text(
                "Safety code " + fault.code() + ": " + fault.label().en(),
                "安全代码 " + fault.code() + "：" + fault.label().zh());
    }

    private long open(
            Connection connection,
            Appliance appliance,
            ApplianceType type,
            FaultCode fault,
            String component,
            Instant raisedAt,
            Instant now)
            throws SQLException {
        Chosen responsible = CentreChoice.of(
                connection, Asked.about(appliance.id(), type.id(), "repair", Opening.faultClass(List.of(fault))), now);
        Instant due = now.plus(DUE);
        long ticket = Sql.first(
                        connection,
                        """
                        insert into service.ticket (appliance_no, type, component, household, centre, source, kind, state, urgency,
                            summary, reasons, check_first, opened_at, due_at, fault_codes)
                        values (?, ?, ?, ?, ?, 'fault_code', 'repair', 'opened', 3, ?::jsonb, '[]', ?::jsonb, ?, ?, ?)
                        returning id
                        """,
                        row -> row.getLong("id"),
                        appliance.no(),
                        type.id(),
                        component,
                        responsible.household(),
                        responsible.centre(),
                        Sql.json(words(fault)),
                        Sql.json(Opening.checkFirst(List.of(fault))),
                        now,
                        due,
                        List.of(fault.code()))
                .orElseThrow();
        List<String> missing = component.equals(TicketRow.UNKNOWN)
                ? List.of()
                : parts.hold(
                        connection,
                        ticket,
                        responsible.centre(),
                        type.component(appliance.model(), component)
                                .orElseThrow()
                                .parts(),
                        due,
                        now);
        steps.opened(
                connection,
                ticket,
                RepairGuarantee.SERVICE,
                Map.of(
                        "code",
                        fault.code(),
                        "raised_at",
                        raisedAt.toString(),
                        "missing_parts",
                        missing,
                        "centre",
                        responsible.detail()),
                now);
        responsible.raise(connection, ticket, now);
        return ticket;
    }
}
