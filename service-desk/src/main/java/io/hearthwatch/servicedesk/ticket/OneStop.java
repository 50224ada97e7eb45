package io.hearthwatch.servicedesk.ticket;

import io.hearthwatch.servicedesk.Refusal;
import io.hearthwatch.servicedesk.Sql;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Savepoint;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;

/**
 * One visit for all: the look at the household's other appliances, and a ticket for each that is not well, linked to this one. The technician
 * who is there goes on with it in the same visit, as far as all is known that a repair needs.
 */
final class OneStop {
    private final Opening opening;
    private final Steps steps;

    OneStop(Opening opening, Steps steps) {
        this.opening = opening;
        this.steps = steps;
    }

    /** The ticket of an appliance that is not well. */
    private record Seen(String appliance, long ticket, boolean opened) {}

    private record Unwell(String appliance, String component, String note, TicketInput answers) {}

    /** Notes what was seen, and opens what is to be done. */
    Map<String, Object> check(Connection connection, TicketRow ticket, TicketRequest request, Instant at)
            throws SQLException {
        Writing.requireOpen(ticket);
        TicketInput input = request.input().allow("appliances");
        VisitWork.requireAtWork(ticket);
        List<TicketInput> appliances = input.objects("appliances");
        if (appliances.isEmpty()) {
            throw input.wrong("appliances", "is missing", "send [{\"appliance\": \"…\", \"well\": true}]");
        }
        List<String> others = Sql.list(
                connection,
                "select appliance from service.household_appliance where household = ? order by appliance",
                row -> row.getString("appliance"),
                ticket.household());
        List<Unwell> unwell = new ArrayList<>();
        for (TicketInput each : appliances) {
            noted(connection, ticket, each, others, request.who(), at).ifPresent(unwell::add);
        }
        List<String> left = left(connection, ticket);
        tick(connection, ticket, left, request.who(), at);
        Writing.note(
                connection,
                ticket,
                at,
                request.who(),
                "household_checked",
                Map.of("unwell", unwell.stream().map(Unwell::appliance).toList(), "left", left));
        // Appliances and tickets before the centre, which the steps of those that are opened lock: as everybody does
        // who
        // takes a step.
        lock(connection, unwell);
        List<Seen> seen = new ArrayList<>();
        for (Unwell each : unwell) {
            seen.add(open(connection, ticket, each, request, at));
        }
        List<Map<String, Object>> opened = new ArrayList<>();
        for (Seen each : seen) {
            if (each.opened()) {
                goOn(connection, ticket, each.ticket(), request, at);
            }
            opened.add(shown(connection, each));
        }
        return Map.of("unwell", unwell.stream().map(Unwell::appliance).toList(), "tickets", opened, "left", left);
    }

    private static void lock(Connection connection, List<Unwell> unwell) throws SQLException {
        for (int appliance : Sql.list(
                connection,
                "select appliance_no from fleet.appliance where id = any (?) order by appliance_no",
                row -> row.getInt("appliance_no"),
                unwell.stream().map(Unwell::appliance).toList())) {
            Writing.lockAppliance(connection, appliance);
        }
        TreeSet<Long> known = new TreeSet<>();
        for (Unwell each : unwell) {
            openTicket(connection, each).ifPresent(known::add);
        }
        for (long each : known) {
            Writing.lock(connection, each);
        }
    }

    private static List<String> left(Connection connection, TicketRow ticket) throws SQLException {
        return Sql.list(
                connection,
                """
                select appliance from service.household_appliance where household = ? and appliance <> ?
                    and appliance not in (select appliance from service.household_check where ticket = ?) order by appliance
                """,
                row -> row.getString("appliance"),
                ticket.household(),
                ticket.appliance(),
                ticket.id());
    }

    /** The look is the checklist's item too; the note says what nobody looked at. */
    private static void tick(Connection connection, TicketRow ticket, List<String> left, String who, Instant at)
            throws SQLException {
        Sql.update(
                connection,
                """
                insert into service.ticket_check (ticket, round, item, done, note, who, at)
                select ?, ?, item, true, ?, ?, ? from service.checklist_item where kind = ? and item = 'household_check'
                on conflict (ticket, round, item) do update
                    set done = true, note = excluded.note, who = excluded.who, at = excluded.at
                """,
                ticket.id(),
                ticket.round(),
                left.isEmpty() ? null : "not looked at: " + String.join(", ", left),
                who,
                at,
                ticket.kind());
    }

    private static Optional<Unwell> noted(
            Connection connection, TicketRow ticket, TicketInput each, List<String> others, String who, Instant at)
            throws SQLException {
        each.allow("appliance", "well", "note", "component", "answers");
        String appliance = each.required("appliance", "say which one");
        if (!others.contains(appliance) || appliance.equals(ticket.appliance())) {
            throw each.wrong(
                    "appliance",
                    "is not another one of the household: " + TicketInput.shortened(appliance),
                    others.isEmpty()
                            ? "no other appliance is known there"
                            : "known there are " + String.join(", ", others));
        }
        boolean well = each.requiredFlag("well");
        String note = each.text("note").orElse(null);
        Sql.update(connection, """
                insert into service.household_check (ticket, appliance, well, note, who, at) values (?, ?, ?, ?, ?, ?)
                on conflict (ticket, appliance) do update
                    set well = excluded.well, note = excluded.note, who = excluded.who, at = excluded.at
                """, ticket.id(), appliance, well, note, who, at);
        return well
                ? Optional.empty()
                : Optional.of(new Unwell(appliance, each.text("component").orElse(null), note, each.object("answers")));
    }

    /** The ticket of an appliance that is not well: the one that is open, else a new one; linked to this one. */
    private Seen open(Connection connection, TicketRow ticket, Unwell unwell, TicketRequest request, Instant at)
            throws SQLException {
        Optional<Long> known = openTicket(connection, unwell);
        if (known.isPresent()) {
            Sql.update(
                    connection,
                    "update service.ticket set parent = ?, link = 'one_stop' where id = ? and parent is null and id <> ?",
                    ticket.id(),
                    known.get(),
                    ticket.id());
            TicketRow row = TicketRow.find(connection, known.get()).orElseThrow();
            Writing.note(connection, row, at, request.who(), "seen_on_visit", Map.of("ticket", ticket.number()));
            return new Seen(unwell.appliance(), known.get(), false);
        }
        Map<String, Object> wanted = new LinkedHashMap<>();
        wanted.put("kind", "repair");
        wanted.put("source", "inspection");
        wanted.put("appliance", unwell.appliance());
        wanted.put("household", ticket.household());
        wanted.put("parent", ticket.number());
        wanted.put("link", "one_stop");
        if (ticket.centre() != null) {
            wanted.put("centre", ticket.centre());
        }
        if (unwell.component() != null) {
            wanted.put("component", unwell.component());
        }
        Map<String, Object> answers = new LinkedHashMap<>(unwell.answers().values());
        if (unwell.note() != null) {
            answers.putIfAbsent("symptom", unwell.note());
        }
        wanted.put("answers", answers);
        long id = opening.open(connection, request.with(wanted), at).ticket();
        return new Seen(unwell.appliance(), id, true);
    }

    private static Map<String, Object> shown(Connection connection, Seen seen) throws SQLException {
        TicketRow row = TicketRow.find(connection, seen.ticket()).orElseThrow();
        Map<String, Object> shown = new LinkedHashMap<>();
        shown.put("appliance", seen.appliance());
        shown.put("ticket", row.number());
        shown.put("opened", seen.opened());
        shown.put("step", row.state());
        return shown;
    }

    private static Optional<Long> openTicket(Connection connection, Unwell unwell) throws SQLException {
        return Sql.first(
                connection, """
                select t.id from service.ticket t join fleet.appliance a using (appliance_no)
                where a.id = ? and t.ended_at is null and t.kind in ('repair', 'part_replacement')
                    and (?::text is null or t.component in ('unknown', ?)) order by t.id limit 1
                """, row -> row.getLong("id"), unwell.appliance(), unwell.component(), unwell.component());
    }

    /** Takes the steps up to the visit that is under way, until one needs what is not known yet. */
    private void goOn(Connection connection, TicketRow visit, long id, TicketRequest request, Instant at)
            throws SQLException {
        if (!visit.state().equals("on_site") || visit.technician() == null || visit.windowFrom() == null) {
            return;
        }
        List<Map<String, Object>> way = List.of(
                Map.of("to", "triaged", "way", "home"),
                Map.of(
                        "to",
                        "scheduled",
                        "window_from",
                        visit.windowFrom().toString(),
                        "window_to",
                        visit.windowTo().toString()),
                Map.of(
                        "to",
                        "dispatched",
                        "technician",
                        visit.technician(),
                        "override",
                        "the same visit as " + visit.number(),
                        "accept",
                        true),
                Map.of("to", "confirmed"),
                Map.of("to", "on_site"));
        for (Map<String, Object> step : way) {
            Savepoint before = connection.setSavepoint();
            try {
                steps.take(connection, TicketRow.find(connection, id).orElseThrow(), request.with(step), at);
                connection.releaseSavepoint(before);
            } catch (TicketRefusal | Refusal e) {
                // A refusal of dispatch is one too: it does not fit into the window behind this visit.
                connection.rollback(before);
                return;
            }
        }
    }
}
