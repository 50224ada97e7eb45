package io.hearthwatch.servicedesk.ticket;

import io.hearthwatch.catalog.Text;
import io.hearthwatch.servicedesk.Sql;
import io.hearthwatch.servicedesk.TicketSteps;
import io.hearthwatch.servicedesk.centre.Asked;
import io.hearthwatch.servicedesk.centre.Candidates;
import io.hearthwatch.servicedesk.centre.CentreChoice;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * A ticket goes to another service centre, with its parts, its window and what the customer was promised. Where it goes because no time
 * fits, the customer was asked for another time before and did not take it.
 */
final class HandOver {
    private static final Set<String> MAY =
            Set.of("opened", "triaged", "scheduled", "dispatched", "confirmed", "information", "reopened");
    private static final Set<String> PLANNED = Set.of("scheduled", "dispatched", "confirmed");
    private static final String[] CAUSES = {"time", "load", "competence", "territory", "other"};

    private final TicketSteps steps;
    private final PartHolding parts;

    HandOver(TicketSteps steps, PartHolding parts) {
        this.steps = steps;
        this.parts = parts;
    }

    /** What a centre is looked for. */
    static Asked asked(TicketRow ticket) {
        return new Asked(
                ticket.appliance(), ticket.type(), ticket.kind(), ticket.faultClass(), ticket.household(), null);
    }

    Map<String, Object> give(Connection connection, TicketRow ticket, TicketRequest request, Instant at)
            throws SQLException {
        TicketInput input = request.input().allow("centre", "cause", "reason", "override");
        String centre =
                input.required("centre", "say which; GET /api/v1/tickets/" + ticket.number() + "/centres lists them");
        String cause = input.requiredOneOf("cause", CAUSES);
        String reason = input.required("reason", "say why it is handed over");
        Optional<String> override = input.text("override");
        requireMovable(ticket);
        Optional<Text> name = name(connection, centre);
        if (name.isEmpty()) {
            throw input.wrong(
                    "centre",
                    "is not known: " + TicketInput.shortened(centre),
                    "look at /api/v1/tickets/" + ticket.number() + "/centres");
        }
        if (centre.equals(ticket.centre())) {
            throw TicketRefusal.conflict(centre + " has this ticket already", "name another service centre");
        }
        requireAble(connection, ticket, request, centre, override, at);
        boolean planned = PLANNED.contains(ticket.state());
        if (planned && cause.equals("time") && !TimeRefused.was(connection, ticket)) {
            throw TicketRefusal.conflict(
                    "the customer has a time with " + ticket.centre() + " and was not asked for another one",
                    "apologise, say why, and ask for another time first: where they take it, a step to scheduled; where not, note it by"
                            + " POST /api/v1/tickets/" + ticket.number() + "/time-refused, and hand it over then");
        }
        steps.leaving(connection, ticket.id(), centre, request.who(), at);
        PartHolding.Moved moved = parts.move(connection, ticket.id(), centre, due(connection, ticket), at);
        Map<String, Object> detail = new LinkedHashMap<>();
        detail.put("from_centre", ticket.centre());
        detail.put("to_centre", centre);
        detail.put("cause", cause);
        detail.put("reason", reason);
        override.ifPresent(why -> detail.put("override", why));
        detail.put("held", moved.held());
        detail.put("missing_parts", moved.missing());
        detail.put("bring_back", moved.bringBack());
        steps.handOver(connection, ticket.id(), centre, planned, request.who(), detail, at);
        return detail;
    }

    private static void requireMovable(TicketRow ticket) {
        Writing.requireOpen(ticket);
        if (!MAY.contains(ticket.state())) {
            throw TicketRefusal.conflict(
                    ticket.number() + " is " + ticket.state() + " and stays with " + ticket.centre(),
                    switch (ticket.state()) {
                        case "on_site" ->
                            "a technician is at the customer's: end the visit by a step to scheduled, then hand it over";
                        case "workshop" ->
                            "the appliance is in that centre's workshop: bring it back by a step to scheduled first";
                        default -> "the work is done: open another ticket for what is left";
                    });
        }
    }

    /** The centre can do it; or somebody who is in charge of both says why it gets it all the same. */
    private static void requireAble(
            Connection connection,
            TicketRow ticket,
            TicketRequest request,
            String centre,
            Optional<String> override,
            Instant at)
            throws SQLException {
        Optional<Text> lacks = CentreChoice.lacking(connection, centre, asked(ticket), at);
        if (lacks.isEmpty()) {
            return;
        }
        boolean both = request.scope().contains(centre);
        if (override.isEmpty() || !both) {
            List<String> able = Candidates.able(connection, asked(ticket), ticket.centre(), at);
            throw TicketRefusal.conflict(
                    centre + " is not able to take it: " + lacks.get().en(),
                    (able.isEmpty()
                                    ? "no other centre is able"
                                    : "such as " + String.join(", ", able.subList(0, Math.min(5, able.size())))
                                            + " are able")
                            + (both
                                    ? "; or say why it fits as \"override\": \"…\""
                                    : "; whoever is in charge of both centres may give it there all the same"));
        }
    }

    private static Optional<Text> name(Connection connection, String centre) throws SQLException {
        return Sql.first(
                connection,
                "select name_en, name_zh from service.centre where id = ?",
                row -> new Text(row.getString("name_en"), row.getString("name_zh")),
                centre);
    }

    private static Instant due(Connection connection, TicketRow ticket) throws SQLException {
        return Sql.first(
                        connection,
                        "select due_at from service.ticket where id = ?",
                        row -> Sql.instant(row, "due_at"),
                        ticket.id())
                .orElseThrow();
    }
}
