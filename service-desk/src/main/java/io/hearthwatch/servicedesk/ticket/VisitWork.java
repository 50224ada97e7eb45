package io.hearthwatch.servicedesk.ticket;

import io.hearthwatch.catalog.ApplianceType;
import io.hearthwatch.catalog.Catalog;
import io.hearthwatch.servicedesk.Sql;
import io.hearthwatch.servicedesk.WorkHistory;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What is done at the customer's or in the workshop: the checklist, and parts built in. */
final class VisitWork {
    /** How long a part that was built in is guaranteed, where the repair guarantee's rule is shorter. */
    private static final int PART_DAYS = 90;

    private final Catalog catalog;
    private final PartHolding holding;
    private final WorkHistory history;

    VisitWork(Catalog catalog, PartHolding holding, WorkHistory history) {
        this.catalog = catalog;
        this.history = history;
        this.holding = holding;
    }

    static Map<String, Object> check(Connection connection, TicketRow ticket, TicketRequest request, Instant at)
            throws SQLException {
        Writing.requireOpen(ticket);
        TicketInput input = request.input().allow("items");
        requireAtWork(ticket);
        List<String> known = Sql.list(
                connection,
                "select item from service.checklist_item where kind = ? order by place",
                row -> row.getString("item"),
                ticket.kind());
        List<TicketInput> items = input.objects("items");
        if (items.isEmpty()) {
            throw input.wrong(
                    "items", "is missing", "send [{\"item\": \"" + String.join("|", known) + "\", \"done\": true}]");
        }
        List<String> checked = new ArrayList<>();
        for (TicketInput item : items) {
            item.allow("item", "done", "note");
            String name = item.requiredOneOf("item", known.toArray(String[]::new));
            boolean done = item.flag("done").orElse(true);
            Optional<String> note = item.text("note");
            if (!done && note.isEmpty()) {
                throw item.wrong("note", "is missing", "say why " + name + " is not done");
            }
            Sql.update(connection, """
                    insert into service.ticket_check (ticket, round, item, done, note, who, at) values (?, ?, ?, ?, ?, ?, ?)
                    on conflict (ticket, round, item) do update
                        set done = excluded.done, note = excluded.note, who = excluded.who, at = excluded.at
                    """, ticket.id(), ticket.round(), name, done, note.orElse(null), request.who(), at);
            checked.add((done ? "" : "not ") + name);
        }
        Writing.note(connection, ticket, at, request.who(), "checked", Map.of("items", checked));
        return Map.of("checked", checked);
    }

    static void requireAtWork(TicketRow ticket) {
        if (!List.of("on_site", "repaired", "workshop").contains(ticket.state())) {
            throw TicketRefusal.conflict(
                    "nobody is at work on " + ticket.number() + ", which is " + ticket.state(), "go there first");
        }
    }

    /** A part that was built in, with who pays for it and how long it is guaranteed. */
    Map<String, Object> part(Connection connection, TicketRow ticket, TicketRequest request, Instant at)
            throws SQLException {
        Writing.requireOpen(ticket);
        TicketInput input = request.input().allow("part", "quantity", "faulty_serial", "new_serial");
        if (!List.of("on_site", "workshop", "repaired").contains(ticket.state())) {
            throw TicketRefusal.conflict(
                    "no part is built in while " + ticket.number() + " is " + ticket.state(), "go there first");
        }
        String part = input.required("part", "say which part");
        ApplianceType type =
                ticket.type() == null ? null : catalog.find(ticket.type()).orElse(null);
        if (type == null || !type.parts().containsKey(part)) {
            throw input.wrong(
                    "part", "is not one of the appliance: " + TicketInput.shortened(part), "look at /api/v1/types");
        }
        Optional<String> faulty = input.text("faulty_serial");
        Optional<String> fresh = input.text("new_serial");
        if (fresh.isPresent()) {
            refuseBuiltIn(connection, part, fresh.get(), faulty.orElse(""), input);
        }
        int quantity = input.number("quantity", 1, 100).orElse(1);
        String component = PartComponent.of(connection, ticket, type, part);
        Payers.Decision payer = Payers.ofPart(connection, ticket, component, part, faulty.orElse(null), at);
        boolean agreed =
                !payer.payer().equals("customer") || CustomerParts.isAgreed(connection, ticket, part, quantity, payer);
        int outside = holding.use(
                connection,
                ticket.id(),
                new PartHolding.Unit(part, quantity, fresh.orElse(null), faulty.orElse(null)),
                at);
        int days = Payers.rule(connection, ticket)
                .map(Payers.Rule::repairGuaranteeDays)
                .orElse(0);
        LocalDate until = Payers.day(at).plusDays(Math.max(days, PART_DAYS));
        long id = Sql.first(
                        connection,
                        """
                        insert into service.part_line (ticket, round, part, component, quantity, faulty_serial, new_serial, payer,
                            guaranteed_until, who, at, outside_stock)
                        values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?) returning id
                        """,
                        row -> row.getLong("id"),
                        ticket.id(),
                        ticket.round(),
                        part,
                        component,
                        quantity,
                        faulty.orElse(null),
                        fresh.orElse(null),
                        payer.payer(),
                        until,
                        request.who(),
                        at,
                        outside)
                .orElseThrow();
        history.tell(connection, ticket.id(), at);
        Writing.note(
                connection,
                ticket,
                at,
                request.who(),
                "part_built_in",
                agreed
                        ? Map.of("part", part, "payer", payer.payer())
                        : Map.of("part", part, "payer", payer.payer(), "agreed", false));
        Map<String, Object> result = new LinkedHashMap<>();
        result.put("part_line", id);
        result.put("component", component);
        result.put("payer", payer.payer());
        result.put("why", payer.why());
        result.put("guaranteed_until", until.toString());
        result.put("outside_stock", outside);
        if (!agreed) {
            result.put("agreed", false);
            result.put(
                    "hint",
                    "the customer has not agreed to pay for it: quote it by POST /api/v1/tickets/" + ticket.number()
                            + "/quote and keep the answer by POST …/consent; the work is not done before");
        }
        return result;
    }

    private static void refuseBuiltIn(
            Connection connection, String part, String fresh, String faulty, TicketInput input) throws SQLException {
        if (fresh.equals(faulty)) {
            throw input.wrong("new_serial", "is the faulty part's", "read both type plates again");
        }
        Sql.list(
                connection,
                "select pg_advisory_xact_lock(hashtext('service.part_line'), hashtext(?))",
                row -> null,
                fresh);
        Optional<String> other = Sql.first(connection, """
                select t.number from service.part_line l join service.ticket t on t.id = l.ticket
                where l.part = ? and l.new_serial = ?
                """, row -> row.getString("number"), part, fresh);
        if (other.isPresent()) {
            throw TicketRefusal.conflict(
                            "part " + part + " with serial number " + fresh + " was built in under " + other.get(),
                            "read the type plate again; if it is so, the part is not genuine")
                    .with("ticket", other.get());
        }
    }
}
