package io.hearthwatch.servicedesk.ticket;

import io.hearthwatch.servicedesk.Sql;
import io.hearthwatch.servicedesk.TicketSteps;
import io.hearthwatch.servicedesk.customer.SafetyNotice;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What is special about complaints: their class, which says how urgent they are at least and what is done about them; what the customer
 * says to the answer; and, where somebody may get hurt, the warning to the household and the suggestion to recall the lot.
 */
final class Complaints {
    /** Within how long a household is called that cannot be written to. */
    private static final Duration CALL_SOON = Duration.ofHours(1);

    private Complaints() {}

    private record Handling(int urgency, boolean stopsUse) {}

    private record About(String type, String lot, boolean ended) {}

    /** Keeps the class that somebody named; nothing for a ticket of another kind. */
    static void classify(Connection connection, long ticket, String name, String who, Instant at) throws SQLException {
        int kept = Sql.update(connection, """
                insert into service.complaint (ticket, class, about, classified_at, classified_by)
                select id, ?, case when link = 'about' then parent end, ?, ? from service.ticket where id = ? and kind = 'complaint'
                on conflict (ticket) do update set class = excluded.class, classified_at = excluded.classified_at,
                    classified_by = excluded.classified_by
                """, name, at, who, ticket);
        if (kept == 0) {
            return;
        }
        Handling kind = Sql.first(
                        connection,
                        "select urgency, stops_use from service.complaint_class where class = ?",
                        row -> new Handling(row.getInt("urgency"), row.getBoolean("stops_use")),
                        name)
                .orElseThrow();
        MoreUrgent.raise(connection, ticket, kind.urgency(), who, at);
        if (kind.stopsUse()) {
            stopUse(connection, ticket, at);
        }
    }

    /** Tells the household to stop using the appliance, and suggests to recall its lot; once for a ticket. */
    private static void stopUse(Connection connection, long ticket, Instant at) throws SQLException {
        boolean before = Sql.first(
                        connection,
                        "select 1 from service.ticket_event where ticket = ? and what = 'stop_use'",
                        row -> true,
                        ticket)
                .isPresent();
        if (before) {
            return;
        }
        boolean written = SafetyNotice.queue(connection, ticket, at);
        if (!written) {
            FollowUps.due(
                    connection,
                    TicketRow.find(connection, ticket).orElseThrow(),
                    FollowUps.STOP_USE,
                    at.plus(CALL_SOON));
        }
        Map<String, Object> detail = new LinkedHashMap<>();
        detail.put("told_by", written ? "message" : "call");
        Optional<About> about = Sql.first(
                connection,
                "select a.type, a.lot, t.ended_at is not null ended from service.ticket t join fleet.appliance a using (appliance_no)"
                        + " where t.id = ? and a.lot is not null",
                row -> new About(row.getString("type"), row.getString("lot"), row.getBoolean("ended")),
                ticket);
        if (about.isPresent()) {
            detail.put("recall_suggestion", suggest(connection, ticket, about.get(), at));
            detail.put("lot", about.get().lot());
        }
        TicketSteps.event(connection, ticket, at, RepairGuarantee.SERVICE, "stop_use", detail);
        TicketSteps.announce(connection, ticket, at, "ticket.stop_use");
    }

    private static long suggest(Connection connection, long ticket, About about, Instant at) throws SQLException {
        Sql.update(connection, """
                insert into service.recall_suggestion (type, lot, made_at, state) values (?, ?, ?, 'proposed')
                on conflict (type, lot) where state = 'proposed' do nothing
                """, about.type(), about.lot(), at);
        long id = Sql.first(
                        connection,
                        "select id from service.recall_suggestion where type = ? and lot = ? and state = 'proposed'",
                        row -> row.getLong("id"),
                        about.type(),
                        about.lot())
                .orElseThrow();
        Sql.update(
                connection,
                "insert into service.recall_evidence (suggestion, complaint, at) values (?, ?, ?) on conflict do nothing",
                id,
                ticket,
                at);
        return id;
    }

    /** Whether the customer said no to the newest answer of this round. */
    static boolean isDisputed(Connection connection, TicketRow ticket) throws SQLException {
        return ticket.kind().equals("complaint")
                && Sql.first(connection, """
                                select not r.agrees and not exists (select from service.ticket_answer_given g
                                    where g.ticket = r.complaint and g.round = r.round and g.at > r.at) disputed
                                from service.complaint_reply r where r.complaint = ? and r.round = ? order by r.id desc limit 1
                                """, row -> row.getBoolean("disputed"), ticket.id(), ticket.round())
                        .orElse(false);
    }

    /** The complaint as it is shown; empty while it has no class. */
    static Map<String, Object> shown(Connection connection, TicketRow ticket) throws SQLException {
        Map<String, Object> shown = new LinkedHashMap<>();
        shown.put("ticket", ticket.number());
        shown.put("state", ticket.state());
        List<Map<String, Object>> of = Rows.of(connection, """
                select k.class, c.name_en, c.name_zh, c.response_en, c.response_zh, c.department, b.number about, k.classified_at,
                    k.classified_by, k.cause, k.cause_at, k.cause_by
                from service.complaint k join service.complaint_class c using (class) left join service.ticket b on b.id = k.about
                where k.ticket = ?
                """, ticket.id());
        shown.put("complaint", of.isEmpty() ? null : of.get(0));
        shown.put("actions", Rows.of(connection, """
                select id, what, owner, due_on, follows, at, who, done_at, done_by, checked_at, checked_by, effective, remarks
                from service.complaint_action where complaint = ? order by id
                """, ticket.id()));
        shown.put("replies", Rows.of(connection, """
                select round, agrees, channel, words, who, at from service.complaint_reply where complaint = ? order by id
                """, ticket.id()));
        shown.put("recalls", Rows.of(connection, """
                select s.id, s.type, s.lot, s.state from service.recall_suggestion s join service.recall_evidence e on e.suggestion = s.id
                where e.complaint = ? order by s.id
                """, ticket.id()));
        shown.put("clocks", Rows.of(connection, """
                select promise, round, started_at, due_at, breached_at, ended_at, outcome from service.clock_promise
                where ticket = ? and promise in ('first_contact', 'first_answer', 'finished') order by id
                """, ticket.id()));
        return shown;
    }
}
