package io.hearthwatch.servicedesk.ticket;

import io.hearthwatch.catalog.ApplianceType;
import io.hearthwatch.catalog.Catalog;
import io.hearthwatch.servicedesk.Sql;
import io.hearthwatch.servicedesk.TicketSteps;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A person's step on a ticket: whether it may follow is asked of {@link StepRules}; what it brings along is checked and kept here; {@link
 * TicketSteps} takes it. Each target state is one method.
 */
final class Steps {
    /** Whoever comes within a window of days is on time for nothing. */
    private static final Duration LONGEST_WINDOW = Duration.ofHours(24);

    private static final String[] KEYS = {
        "to",
        "note",
        "way",
        "component",
        "fault_class",
        "reason",
        "because",
        "customer_agreed",
        "window_from",
        "window_to",
        "technician",
        "override",
        "accept",
        "unpin",
        "loaner"
    };
    private static final String[] WAYS = {"remote", "home", "workshop"};
    private static final String[] FAULT_CLASSES = {"hardware", "software", "network", "misuse"};

    private final Catalog catalog;
    private final TicketSteps steps;
    private final PartHolding parts;
    private final Endings endings;

    Steps(Catalog catalog, TicketSteps steps, PartHolding parts) {
        this.catalog = catalog;
        this.steps = steps;
        this.parts = parts;
        this.endings = new Endings(steps, parts);
    }

    /** One step, with what the request says about it. */
    private record Step(TicketRow ticket, TicketInput input, String who, Instant at, Map<String, Object> detail) {
        long id() {
            return ticket.id();
        }

        /** Keeps what was said for the history. */
        void keep(String key, Object value) {
            if (value != null) {
                detail.put(key, value.toString());
            }
        }
    }

    Map<String, Object> take(Connection connection, TicketRow ticket, TicketRequest request, Instant at)
            throws SQLException {
        TicketInput input = request.input().allow(KEYS);
        String to = input.required("to", "say which step, such as \"to\": \"triaged\"");
        StepRules.Next next = StepRules.allowed(connection, ticket, to);
        for (String key : next.give()) {
            if (!input.has(key) && !isPlanned(connection, ticket, key)) {
                throw input.wrong(key, "is missing for the step to " + to, "send " + String.join(", ", next.give()));
            }
        }
        Step step = new Step(ticket, input, request.who(), at, new LinkedHashMap<>());
        step.keep("note", input.text("note").orElse(null));
        step.keep("reason", input.text("reason").orElse(null));
        switch (to) {
            case "closed" -> endings.close(connection, ticket, input, request.who(), at);
            case "cancelled" -> endings.cancel(connection, ticket, input, request.who(), at);
            case "triaged" -> triage(connection, step);
            case "scheduled" -> schedule(connection, step);
            case "dispatched" -> dispatch(connection, step);
            case "confirmed" -> confirm(connection, step);
            case "information" -> handBack(connection, step);
            case "on_site" -> {
                return Map.of("from", ticket.state(), "in_window", arrive(connection, step));
            }
            case "workshop" -> takeIn(connection, step);
            case "exchange", "refund" -> giveUpRepair(connection, step, to);
            case "repaired" -> repair(connection, step);
            case "accepted" -> accept(connection, step);
            case "reopened" -> reopen(connection, step);
            default -> go(connection, step, to);
        }
        return Map.of("from", ticket.state());
    }

    private void go(Connection connection, Step step, String to) throws SQLException {
        steps.step(connection, step.id(), to, step.who(), step.detail(), step.at());
    }

    private void triage(Connection connection, Step step) throws SQLException {
        TicketRow ticket = step.ticket();
        Optional<String> way = step.input().oneOf("way", WAYS);
        Optional<String> faultClass = step.input().oneOf("fault_class", FAULT_CLASSES);
        Optional<String> component = step.input().text("component");
        if (component.isPresent()) {
            Components.name(connection, catalog, ticket, component.get(), step.input());
        }
        Sql.update(
                connection,
                "update service.ticket set way = ?, fault_class = coalesce(?, fault_class) where id = ?",
                way.orElse(null),
                faultClass.orElse(null),
                ticket.id());
        TicketRow now = RepairGuarantee.follow(
                connection, TicketRow.find(connection, ticket.id()).orElseThrow(), step.who(), step.at());
        if (Components.isAbout(now) && !"remote".equals(now.way())) {
            holdParts(connection, step, now);
        }
        step.keep("way", way.orElse(null));
        step.keep("component", now.component());
        step.keep("fault_class", now.faultClass());
        go(connection, step, "triaged");
        Support.askIfHard(connection, now, step.at());
        RepairGuarantee.proposeReturn(connection, now, step.at());
    }

    private void holdParts(Connection connection, Step step, TicketRow ticket) throws SQLException {
        boolean held = Sql.first(connection, """
                        select 1 from service.reservation where ticket = ? and state = 'held'
                        union all select 1 from service.purchase_proposal where ticket = ? limit 1
                        """, row -> true, ticket.id(), ticket.id())
                .isPresent();
        ApplianceType type = catalog.find(ticket.type()).orElse(null);
        if (!held && type != null) {
            List<String> needed = type.component(ticket.model(), ticket.component())
                    .orElseThrow()
                    .parts();
            Instant due = Sql.first(
                            connection,
                            "select due_at from service.ticket where id = ?",
                            row -> Sql.instant(row, "due_at"),
                            ticket.id())
                    .orElseThrow();
            step.keep("missing_parts", parts.hold(connection, ticket.id(), ticket.centre(), needed, due, step.at()));
        }
    }

    private void schedule(Connection connection, Step step) throws SQLException {
        TicketInput input = step.input();
        TicketRow ticket = step.ticket();
        Instant from = input.requiredInstant("window_from");
        Instant to = input.requiredInstant("window_to");
        if (!from.isBefore(to)) {
            throw input.wrong("window_to", "is not after window_from", "send a window such as 08:00 to 10:00");
        }
        if (to.isBefore(step.at())) {
            throw input.wrong("window_to", "lies in the past", "it is " + step.at() + " now");
        }
        if (from.plus(LONGEST_WINDOW).isBefore(to)) {
            throw input.wrong(
                    "window_to",
                    "is more than " + LONGEST_WINDOW.toHours()
                            + " hours after window_from, which is no time to wait at home for",
                    "send a window such as 08:00 to 10:00, or one of GET /api/v1/tickets/" + ticket.number()
                            + "/slots");
        }
        if (input.has("customer_agreed") && !input.requiredFlag("customer_agreed")) {
            throw TicketRefusal.conflict(
                    "the customer does not agree to another time",
                    "note it by POST /api/v1/tickets/" + ticket.number()
                            + "/time-refused; then keep the time with another technician (a step"
                            + " to dispatched) or another centre (POST …/hand-over), or hand it back by a step to information");
        }
        if (!ticket.state().equals("on_site")) {
            step.keep("payer", Payers.settle(connection, ticket, step.at()).payer());
        }
        Sql.update(
                connection,
                "update service.ticket set window_from = ?, window_to = ?, technician = null where id = ?",
                from,
                to,
                ticket.id());
        step.keep("window_from", from);
        step.keep("window_to", to);
        step.keep("customer_agreed", input.flag("customer_agreed").orElse(null));
        go(connection, step, "scheduled");
    }

    /** Who goes need not be said where the plan says it. */
    private static boolean isPlanned(Connection connection, TicketRow ticket, String key) throws SQLException {
        return key.equals("technician")
                && Assignment.planned(connection, ticket).isPresent();
    }

    private void dispatch(Connection connection, Step step) throws SQLException {
        TicketRow ticket = step.ticket();
        Optional<String> override = step.input().text("override");
        Optional<String> said = step.input().text("technician");
        Optional<String> named = said.isPresent() ? said : Assignment.planned(connection, ticket);
        String technician = Assignment.to(connection, ticket, named.orElseThrow(), override.isPresent());
        if (!ticket.state().equals("scheduled") && technician.equalsIgnoreCase(ticket.technician())) {
            throw TicketRefusal.conflict(
                    technician + " has this job already", "name another technician to hand it over to");
        }
        Optional<String> other = Sql.first(
                connection,
                """
                select number from service.ticket t
                where lower(technician) = lower(?) and ended_at is null and state in ('dispatched', 'confirmed', 'on_site')
                    and id <> ? and window_from < ? and window_to > ?
                    -- Both fit where the plan has a place for each: the places of one technician never overlap.
                    and 2 > (select count(distinct v.ticket) from service.dispatch_visit v where v.ticket in (t.id, ?)
                        and lower(v.technician) = lower(?) and v.ended_at is null and v.held_until is null)
                order by window_from limit 1
                """,
                row -> row.getString("number"),
                technician,
                ticket.id(),
                ticket.windowTo(),
                ticket.windowFrom(),
                ticket.id(),
                technician);
        if (other.isPresent() && override.isEmpty()) {
            throw TicketRefusal.conflict(
                            technician + " is booked for " + other.get() + " in the same window",
                            "send another technician, or say why both fit as \"override\": \"…\"")
                    .with("ticket", other.get());
        }
        Sql.update(connection, "update service.ticket set technician = ? where id = ?", technician, ticket.id());
        step.keep("technician", technician);
        step.keep("override", override.orElse(null));
        if (override.isPresent()) {
            step.keep("accept", step.input().flag("accept").orElse(null));
            List<String> unpin = step.input().texts("unpin");
            step.keep("unpin", unpin.isEmpty() ? null : String.join(",", unpin));
        }
        go(connection, step, "dispatched");
    }

    private void confirm(Connection connection, Step step) throws SQLException {
        Contacts.note(
                connection,
                step.ticket(),
                new Contacts.Contact(
                        step.at(),
                        step.who(),
                        false,
                        "phone",
                        step.input().text("note").orElse(null),
                        false),
                step.at());
        go(connection, step, "confirmed");
    }

    /** Whether it is the time that the customer was promised: who comes earlier or later is told so at once. */
    private boolean arrive(Connection connection, Step step) throws SQLException {
        TicketRow ticket = step.ticket();
        boolean inWindow =
                !step.at().isBefore(ticket.windowFrom()) && !step.at().isAfter(ticket.windowTo());
        Sql.update(
                connection,
                """
                insert into service.ticket_visit (ticket, number, round, technician, window_from, window_to, arrived_at)
                select ?, count(*) + 1, ?, ?, ?, ?, ? from service.ticket_visit where ticket = ?
                """,
                ticket.id(),
                ticket.round(),
                ticket.technician(),
                ticket.windowFrom(),
                ticket.windowTo(),
                step.at(),
                ticket.id());
        step.keep("technician", ticket.technician());
        step.keep("in_window", inWindow);
        go(connection, step, "on_site");
        return inWindow;
    }

    /** Nobody comes at the time that the customer had, and they take no other: whoever talks with them begins anew. */
    private void handBack(Connection connection, Step step) throws SQLException {
        step.keep("window_from", step.ticket().windowFrom());
        step.keep("window_to", step.ticket().windowTo());
        step.keep("technician", step.ticket().technician());
        go(connection, step, "information");
        Sql.update(
                connection,
                "update service.ticket set technician = null, window_from = null, window_to = null where id = ?",
                step.id());
    }

    private void takeIn(Connection connection, Step step) throws SQLException {
        Optional<String> loaner = step.input().text("loaner");
        if (loaner.isPresent()) {
            Loaners.lend(connection, step.ticket(), loaner.get(), null, step.who(), step.at());
            step.keep("loaner", loaner.get());
        }
        if (!step.ticket().state().equals("on_site")) {
            step.keep(
                    "payer", Payers.settle(connection, step.ticket(), step.at()).payer());
        }
        go(connection, step, "workshop");
    }

    private void giveUpRepair(Connection connection, Step step, String to) throws SQLException {
        parts.end(connection, step.id(), Map.of(), step.at());
        go(connection, step, to);
    }

    /** What was found tells what the ticket was about, if nobody knew before. */
    private void repair(Connection connection, Step step) throws SQLException {
        TicketRow ticket = step.ticket();
        if (!ticket.knowsComponent()) {
            Optional<String> found = Findings.newest(connection, ticket).map(Findings.Finding::component);
            if (found.isPresent()) {
                Components.name(connection, catalog, ticket, found.get(), step.input());
            }
        }
        go(connection, step, "repaired");
    }

    private void accept(Connection connection, Step step) throws SQLException {
        go(connection, step, "accepted");
        FollowUps.due(connection, step.ticket(), step.at());
        Optional<String> bad = RecordSheets.whyBad(connection, step.ticket());
        if (bad.isPresent()) {
            reopenByItself(connection, step.ticket(), bad.get(), step.at());
        }
    }

    /** Reopens because of what the customer said. */
    void reopenByItself(Connection connection, TicketRow ticket, String why, Instant at) throws SQLException {
        clear(connection, ticket);
        steps.step(connection, ticket.id(), "reopened", RepairGuarantee.SERVICE, Map.of("reason", why), at);
        proposeReturn(connection, ticket, at);
    }

    /** That it was reopened may be one failed repair too many: said now, not only when somebody takes the next step. */
    private static void proposeReturn(Connection connection, TicketRow ticket, Instant at) throws SQLException {
        RepairGuarantee.proposeReturn(
                connection, TicketRow.find(connection, ticket.id()).orElseThrow(), at);
    }

    private void reopen(Connection connection, Step step) throws SQLException {
        TicketRow ticket = step.ticket();
        if (!ticket.open() && Components.openTicket(connection, ticket).isPresent()) {
            String other = Components.openTicket(connection, ticket).orElseThrow();
            throw TicketRefusal.conflict(
                            other + " is open about the same appliance and component", "work on that ticket")
                    .with("ticket", other);
        }
        if (!ticket.open()) {
            // The row of an ended ticket changes by this step alone; what was arranged is cleared once it is open
            // again.
            go(connection, step, "reopened");
            clear(connection, ticket);
        } else {
            clear(connection, ticket);
            go(connection, step, "reopened");
        }
        proposeReturn(connection, ticket, step.at());
    }

    private static void clear(Connection connection, TicketRow ticket) throws SQLException {
        Payers.forget(connection, ticket.id());
        FollowUps.drop(connection, ticket.id());
        Sql.update(
                connection,
                "update service.ticket set way = null, technician = null, window_from = null, window_to = null where id = ?",
                ticket.id());
    }
}
