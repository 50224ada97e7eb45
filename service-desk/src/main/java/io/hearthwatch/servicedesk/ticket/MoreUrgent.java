package io.hearthwatch.servicedesk.ticket;

import io.hearthwatch.catalog.ApplianceType;
import io.hearthwatch.catalog.Catalog;
import io.hearthwatch.catalog.FaultCode;
import io.hearthwatch.catalog.Severity;
import io.hearthwatch.servicedesk.Sql;
import io.hearthwatch.servicedesk.TicketSteps;
import io.hearthwatch.servicedesk.Urgency;
import io.hearthwatch.servicedesk.clock.UrgencyClocks;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * The one place where an open ticket becomes more urgent: it is due, and what is promised is promised, as for a ticket that is opened as urgent
 * now; never later than before. A safety code also names the component where nobody knew, and holds its parts. For a transaction that has
 * locked the ticket.
 */
final class MoreUrgent {
    /** Before somebody stands in front of the appliance; after that they see by themselves what it needs. */
    private static final Set<String> BEFORE_THE_VISIT =
            Set.of("opened", "triaged", "information", "scheduled", "dispatched", "confirmed", "reopened");

    private final Catalog catalog;
    private final PartHolding parts;

    MoreUrgent(Catalog catalog, PartHolding parts) {
        this.catalog = catalog;
        this.parts = parts;
    }

    /**
     * Raises the urgency; nothing happens where it is as urgent already.
     *
     * @param urgency 0 to 3
     * @return whether it has become more urgent
     */
    static boolean raise(Connection connection, long ticket, int urgency, String who, Instant at) throws SQLException {
        record Raised(int from, Instant due) {}
        Optional<Raised> raised = Sql.first(
                connection,
                """
                update service.ticket t set urgency = ?, due_at = case when ? < 3 then t.due_at
                    else least(t.due_at, ?::timestamptz + least(24, k.due_hours) * interval '1 hour') end
                from service.ticket_kind k, service.ticket before
                where k.kind = t.kind and before.id = t.id and t.id = ? and t.urgency < ? and t.ended_at is null
                returning before.urgency, t.due_at
                """,
                row -> new Raised(row.getInt("urgency"), Sql.instant(row, "due_at")),
                urgency,
                urgency,
                at,
                ticket,
                urgency);
        if (raised.isEmpty()) {
            return false;
        }
        UrgencyClocks.moreUrgent(connection, ticket, at);
        Map<String, Object> detail = new LinkedHashMap<>();
        detail.put("from", name(raised.get().from()));
        detail.put("to", name(urgency));
        detail.put("due_at", raised.get().due().toString());
        TicketSteps.event(connection, ticket, at, who, "more_urgent", detail);
        return true;
    }

    private static String name(int urgency) {
        return Urgency.ofLevel(urgency).name().toLowerCase(Locale.ROOT);
    }

    /**
     * Fault codes that an open ticket did not have are kept with it; one of severity safety makes it critical. Locks stock, so the outbox comes
     * after it.
     *
     * @return what came of a safety code, for the history: the component that was named, the parts that nobody has
     */
    Map<String, Object> codes(Connection connection, TicketRow ticket, List<FaultCode> codes, String who, Instant at)
            throws SQLException {
        List<FaultCode> added = codes.stream()
                .filter(code -> !ticket.faultCodes().contains(code.code()))
                .toList();
        if (!added.isEmpty()) {
            List<String> all = new ArrayList<>(ticket.faultCodes());
            added.forEach(code -> all.add(code.code()));
            Sql.update(
                    connection,
                    "update service.ticket set fault_codes = ?, check_first = check_first || ?::jsonb where id = ?",
                    all,
                    Sql.json(Opening.checkFirst(added)),
                    ticket.id());
        }
        List<FaultCode> safety = codes.stream()
                .filter(code -> code.severity() == Severity.SAFETY)
                .toList();
        if (safety.isEmpty()) {
            return Map.of();
        }
        Sql.update(connection, "update service.ticket set expires_at = null where id = ?", ticket.id());
        raise(connection, ticket.id(), Urgency.CRITICAL.level(), who, at);
        return prepare(connection, ticket, safety, at);
    }

    private Map<String, Object> prepare(Connection connection, TicketRow ticket, List<FaultCode> codes, Instant at)
            throws SQLException {
        Map<String, Object> detail = new LinkedHashMap<>();
        ApplianceType type =
                ticket.type() == null ? null : catalog.find(ticket.type()).orElse(null);
        if (type == null || !BEFORE_THE_VISIT.contains(ticket.state())) {
            return detail;
        }
        List<String> suspects = codes.stream()
                .flatMap(code -> code.suspects().stream())
                .filter(id -> type.component(ticket.model(), id).isPresent())
                .distinct()
                .toList();
        TicketRow now = ticket;
        if (!ticket.knowsComponent() && !suspects.isEmpty()) {
            boolean named = Components.nameIfFree(connection, ticket, suspects.get(0));
            if (named) {
                detail.put("component", suspects.get(0));
                now = TicketRow.find(connection, ticket.id()).orElseThrow();
            }
        }
        if (Components.isAbout(now) && suspects.contains(now.component())) {
            Instant due = Sql.first(
                            connection,
                            "select due_at from service.ticket where id = ?",
                            row -> Sql.instant(row, "due_at"),
                            now.id())
                    .orElseThrow();
            List<String> needed =
                    type.component(now.model(), now.component()).orElseThrow().parts();
            detail.put("missing_parts", parts.hold(connection, now.id(), now.centre(), needed, due, at));
        }
        return detail;
    }
}
