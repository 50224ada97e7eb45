package io.hearthwatch.servicedesk.ticket;

import io.hearthwatch.catalog.ApplianceType;
import io.hearthwatch.catalog.Catalog;
import io.hearthwatch.servicedesk.Sql;
import io.hearthwatch.servicedesk.WorkHistory;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** What was found: component, cause and part, or nothing. */
final class Findings {
    private static final Set<String> BEFORE_ANYONE_LOOKED =
            Set.of("opened", "reopened", "scheduled", "dispatched", "confirmed");

    private final Catalog catalog;
    private final WorkHistory history;

    Findings(Catalog catalog, WorkHistory history) {
        this.catalog = catalog;
        this.history = history;
    }

    /**
     * A finding.
     *
     * @param component null where nothing was found
     */
    record Finding(String component, boolean nothing, boolean misuse) {
        /** What it says about the component that the ticket is about: failure, no_failure or nothing_found. */
        String about(TicketRow ticket) {
            if (nothing) {
                return "nothing_found";
            }
            return component.equals(ticket.component()) || !ticket.knowsComponent() ? "failure" : "no_failure";
        }
    }

    static Optional<Finding> newest(Connection connection, TicketRow ticket) throws SQLException {
        return Sql.first(
                connection,
                """
                select component, nothing_found, misuse from service.ticket_finding where ticket = ? and round = ?
                order by id desc limit 1
                """,
                row -> new Finding(
                        row.getString("component"), row.getBoolean("nothing_found"), row.getBoolean("misuse")),
                ticket.id(),
                ticket.round());
    }

    Map<String, Object> add(Connection connection, TicketRow ticket, TicketRequest request, Instant at)
            throws SQLException {
        Writing.requireOpen(ticket);
        TicketInput input =
                request.input().allow("component", "cause", "part", "nothing_found", "misuse", "failed", "words");
        if (BEFORE_ANYONE_LOOKED.contains(ticket.state())
                || (ticket.state().equals("triaged") && !"remote".equals(ticket.way()))) {
            throw TicketRefusal.conflict(
                    "nobody has looked at " + ticket.number() + " yet, which is " + ticket.state(),
                    "go there first; what is suspected is told by PATCH with \"component\"");
        }
        boolean nothing = input.flag("nothing_found").orElse(false);
        Optional<String> component = input.text("component");
        if (nothing == component.isPresent()) {
            throw input.wrong(
                    "component",
                    nothing ? "goes with no nothing_found" : "is missing",
                    "say which component it was, or \"nothing_found\": true");
        }
        ApplianceType type =
                ticket.type() == null ? null : catalog.find(ticket.type()).orElse(null);
        if (component.isPresent()
                && (type == null
                        || type.component(ticket.model(), component.get()).isEmpty())) {
            throw input.wrong(
                    "component",
                    "is not one of the appliance: " + TicketInput.shortened(component.get()),
                    type == null
                            ? "leave it out"
                            : "use one of "
                                    + String.join(", ", type.components().keySet()));
        }
        Optional<String> part = input.text("part");
        if (part.isPresent() && (type == null || !type.parts().containsKey(part.get()))) {
            throw input.wrong(
                    "part",
                    "is not one of the appliance: " + TicketInput.shortened(part.get()),
                    "look at /api/v1/types");
        }
        boolean misuse = input.flag("misuse").orElse(false);
        if (misuse && input.text("cause").isEmpty() && input.text("words").isEmpty()) {
            throw input.wrong("cause", "is missing", "say what shows the misuse, as \"cause\" or \"words\"");
        }
        boolean before = Payers.misuseFound(connection, ticket);
        Optional<Boolean> failed = input.flag("failed");
        if (nothing && failed.isPresent()) {
            throw input.wrong(
                    "failed", "goes with no nothing_found", "say which component had failed, or leave it out");
        }
        long id = Sql.first(
                        connection,
                        """
                        insert into service.ticket_finding (ticket, round, component, cause, part, nothing_found, misuse, failed, words,
                            who, at)
                        values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?) returning id
                        """,
                        row -> row.getLong("id"),
                        ticket.id(),
                        ticket.round(),
                        component.orElse(null),
                        input.text("cause").orElse(null),
                        part.orElse(null),
                        nothing,
                        misuse,
                        failed.orElse(null),
                        input.text("words").orElse(null),
                        request.who(),
                        at)
                .orElseThrow();
        if (before != Payers.misuseFound(connection, ticket)) {
            // From now on the customer pays, whatever was thought before; or pays no longer for what was no misuse.
            Payers.settle(connection, ticket, at);
        }
        history.tell(connection, ticket.id(), at);
        Writing.note(
                connection,
                ticket,
                at,
                request.who(),
                "found",
                nothing ? Map.of("nothing_found", true) : Map.of("component", component.orElseThrow()));
        return Map.of("finding", id, "payer", Payers.of(connection, ticket).payer());
    }
}
