package io.hearthwatch.servicedesk.ticket;

import io.hearthwatch.servicedesk.Sql;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** A ticket's life as it is shown: where it is, what is next, and all that was done. */
final class TicketView {
    private TicketView() {}

    static Map<String, Object> of(Connection connection, TicketRow ticket) throws SQLException {
        Map<String, Object> shown = new LinkedHashMap<>();
        shown.put("step", ticket.state());
        shown.put("version", ticket.version());
        Rows.of(connection, """
                        select t.channel, t.called_at, t.joined_at, t.stepped_at, t.way, t.fault_class, t.fault_codes,
                            t.window_from, t.window_to, t.technician, t.times_reopened, p.number linked_to, t.link
                        from service.ticket t left join service.ticket p on p.id = t.parent where t.id = ?
                        """, ticket.id()).forEach(shown::putAll);
        shown.put("next", StepRules.shown(connection, ticket));
        shown.put("missing", ticket.open() ? Information.missing(connection, ticket) : List.of());
        shown.put(
                "information",
                Information.of(connection, ticket).stream()
                        .map(TicketView::shown)
                        .toList());
        shown.put("owed", Payers.owed(connection, ticket));
        shown.put("pre_empted", preempted(connection, ticket));
        list(shown, connection, ticket, "contacts", """
                select id, at, noted_at, who, incoming, channel, words, joined, open_before, parts_held, reached
                from service.ticket_contact where ticket = ? order by id""");
        list(shown, connection, ticket, "history", """
                select at, who, what, from_state "from", to_state "to", lasted_seconds, detail
                from service.ticket_event where ticket = ? order by id""");
        list(shown, connection, ticket, "linked_tickets", """
                select number, kind, link, state step from service.ticket where parent = ? order by id""");
        list(shown, connection, ticket, "guidance", """
                select id, given_at, who, words, check_back_due, checked_at, checked_by, solved, note
                from service.ticket_guidance where ticket = ? order by id""");
        list(shown, connection, ticket, "support", """
                select id, level, question, who, asked_at, by_itself, answered_at, answered_by, answer, handed_up, article, due_at,
                    warned_at, breached_at
                from service.support_request where ticket = ? order by id""");
        list(shown, connection, ticket, "quotes", """
                select id, round, at, who, lines, total, by_tariff, total > by_tariff above_tariff, currency,
                    consent, consent_at, consent_by, consent_how
                from service.ticket_quote where ticket = ? order by id""");
        list(shown, connection, ticket, "part_lines", """
                select id, round, part, component, quantity, faulty_serial, new_serial, payer, guaranteed_until, who, at,
                    outside_stock
                from service.part_line where ticket = ? order by id""");
        shown.put("checklist", checklist(connection, ticket));
        list(shown, connection, ticket, "visits", """
                select number, round, technician, window_from, window_to, arrived_at,
                    arrived_at between window_from and window_to in_window
                from service.ticket_visit where ticket = ? order by number""");
        list(shown, connection, ticket, "findings", """
                select id, round, component, cause, part, nothing_found, misuse, failed, words, who, at
                from service.ticket_finding where ticket = ? order by id""");
        list(shown, connection, ticket, "record_sheets", """
                select round, signed_by, signed_at, remarks, solved, ratings, charged, above_tariff, out_of_standard, who
                from service.record_sheet where ticket = ? order by round""");
        list(shown, connection, ticket, "reviews", """
                select id, round, technician, who, at, passed, remarks from service.ticket_review where ticket = ? order by id""");
        list(shown, connection, ticket, "follow_ups", """
                select id, round, due_at, at, who, reached, solved, rating, remarks
                from service.ticket_follow_up where ticket = ? order by id""");
        list(shown, connection, ticket, "answers_given", """
                select id, round, words, who, at from service.ticket_answer_given where ticket = ? order by id""");
        list(shown, connection, ticket, "feedback", """
                select id, round, department, words, who, at from service.ticket_feedback where ticket = ? order by id""");
        list(shown, connection, ticket, "wishes", """
                select id, words, who, at, state, outcome, ended_by, ended_at from service.ticket_wish where ticket = ? order by id""");
        list(shown, connection, ticket, "promises", """
                select case when source = 'person' then id end id, source, promise, words, due_at, who, made_at at, state, ended_at,
                    compensation
                from service.promise where ticket = ? order by source, made_at, id""");
        list(shown, connection, ticket, "compensations", """
                select c.id, c.promise, case when c.clock is null then 'person' else 'rule' end source,
                    coalesce(k.promise, p.promise) what, c.centre, c.amount, c.currency, c.state, c.opened_at, c.ended_at, c.ended_by, c.note
                from service.compensation_case c left join service.clock_promise k on k.id = c.clock
                left join service.ticket_promise p on p.id = c.promise where c.ticket = ? order by c.id""");
        list(shown, connection, ticket, "returns", """
                select id, way, reason, owed, proposed_by, proposed_at, approved_by, approved_at, refused_by, refused_at, refusal,
                    goods_back_by, goods_back_at, settled_by, settled_at, new_serial, amount, currency
                from service.return_case where ticket = ? order by id""");
        list(shown, connection, ticket, "loaners", """
                select serial, lent_by, lent_at, due_at, returned_by, returned_at, condition, lost, amount, currency
                from service.loaner where ticket = ? order by id""");
        list(shown, connection, ticket, "household_checks", """
                select appliance, well, note, who, at from service.household_check where ticket = ? order by appliance""");
        return shown;
    }

    private static void list(
            Map<String, Object> shown, Connection connection, TicketRow ticket, String name, String sql)
            throws SQLException {
        shown.put(name, Rows.of(connection, sql, ticket.id()));
    }

    private static Map<String, Object> shown(Information.Field field) {
        Map<String, Object> shown = new LinkedHashMap<>();
        shown.put("field", field.name());
        shown.put("value", field.value());
        shown.put("from", field.from());
        shown.put("ask_first", field.askFirst());
        return shown;
    }

    private static List<Map<String, Object>> checklist(Connection connection, TicketRow ticket) throws SQLException {
        return Rows.of(connection, """
                select i.item, i.name_en, i.name_zh, i.before_work, i.blocks, coalesce(c.done, false) done, c.note, c.who, c.at
                from service.checklist_item i
                left join service.ticket_check c on c.ticket = ? and c.round = ? and c.item = i.item
                where i.kind = ? order by i.place
                """, ticket.id(), ticket.round(), ticket.kind());
    }

    /**
     * Whether a failure was pre-empted: the ticket was open before the customer first called, and a part that was needed was held by then.
     * Null where nobody called, or what was needed is not known yet; then it does not count.
     */
    private static Boolean preempted(Connection connection, TicketRow ticket) throws SQLException {
        return Sql.list(connection, """
                        select c.open_before and c.parts_held && needed.parts pre_empted
                        from (select * from service.ticket_contact where ticket = ? and incoming order by at, id limit 1) c
                        cross join lateral (
                            select coalesce(array_agg(part), '{}') parts from (
                                select part from service.part_line where ticket = c.ticket
                                union select part from service.ticket_finding where ticket = c.ticket and part is not null) used) needed
                        where needed.parts <> '{}' and ? in ('prediction', 'fault_code', 'inspection', 'recall', 'maintenance_plan')
                        """, row -> row.getBoolean("pre_empted"), ticket.id(), ticket.source()).stream()
                .findFirst()
                .orElse(null);
    }
}
