package io.hearthwatch.servicedesk.ticket;

import io.hearthwatch.servicedesk.Sql;
import io.hearthwatch.servicedesk.clock.ComplaintClocks;
import io.hearthwatch.servicedesk.clock.FirstContact;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** After the work: the answer to the customer, the review by somebody else, and what is fed back to those who can prevent it. */
final class Aftercare {
    private static final String[] DEPARTMENTS = {"design", "production", "business", "service", "supply"};

    private Aftercare() {}

    /** What was said to a question or a complaint. */
    static Map<String, Object> answer(Connection connection, TicketRow ticket, TicketRequest request, Instant at)
            throws SQLException {
        Writing.requireOpen(ticket);
        String words = request.input().allow("words").required("words", "say what the customer was told");
        if (Sql.first(
                        connection,
                        "select 1 from service.ticket_transition where kind = ? and 'answer' = any (needs) limit 1",
                        row -> true,
                        ticket.kind())
                .isEmpty()) {
            throw TicketRefusal.conflict(
                    "a ticket of kind " + ticket.kind() + " does not end by an answer",
                    "note what was said by POST /api/v1/tickets/{id}/contacts");
        }
        Sql.update(
                connection,
                "insert into service.ticket_answer_given (ticket, round, words, who, at) values (?, ?, ?, ?, ?)",
                ticket.id(),
                ticket.round(),
                words,
                request.who(),
                at);
        ComplaintClocks.answered(connection, ticket.id(), at);
        FirstContact.made(connection, ticket.id(), at);
        Writing.note(connection, ticket, at, request.who(), "answered", Map.of());
        return Map.of();
    }

    static Map<String, Object> review(Connection connection, TicketRow ticket, TicketRequest request, Instant at)
            throws SQLException {
        Writing.requireOpen(ticket);
        TicketInput input = request.input().allow("passed", "remarks");
        if (!ticket.state().equals("accepted")) {
            throw TicketRefusal.conflict(
                    "there is nothing to review while " + ticket.number() + " is " + ticket.state(),
                    "review the result when the customer has accepted it");
        }
        boolean passed = input.requiredFlag("passed");
        Optional<String> remarks = input.text("remarks");
        if (!passed && remarks.isEmpty()) {
            throw input.wrong("remarks", "is missing", "say what did not pass");
        }
        String worker = worker(connection, ticket);
        if (same(worker, request.who())) {
            throw TicketRefusal.conflict(
                            request.who() + " did the work, and cannot review it", "let another person review it")
                    .with("technician", worker);
        }
        requireNotRecorder(connection, ticket, request.who());
        Sql.update(
                connection, """
                insert into service.ticket_review (ticket, round, technician, who, at, passed, remarks) values (?, ?, ?, ?, ?, ?, ?)
                """, ticket.id(), ticket.round(), worker, request.who(), at, passed, remarks.orElse(null));
        Writing.note(connection, ticket, at, request.who(), "review", Map.of("passed", passed));
        return Map.of("passed", passed);
    }

    /** Who did the work: the technician of the last visit, else whoever answered the customer, or found what it was. */
    private static String worker(Connection connection, TicketRow ticket) throws SQLException {
        return Sql.first(
                        connection,
                        """
                        select who from (
                            select technician who, 1 place, number::bigint n from service.ticket_visit where ticket = ? and round = ?
                            union all select who, 2, id from service.ticket_answer_given where ticket = ? and round = ?
                            union all select who, 3, id from service.ticket_finding where ticket = ? and round = ?) worked
                        order by place, n desc limit 1
                        """,
                        row -> row.getString("who"),
                        ticket.id(),
                        ticket.round(),
                        ticket.id(),
                        ticket.round(),
                        ticket.id(),
                        ticket.round())
                .orElse(RepairGuarantee.SERVICE);
    }

    /** Whoever wrote down what was done, in the technician's stead too, would review what they wrote. */
    private static void requireNotRecorder(Connection connection, TicketRow ticket, String who) throws SQLException {
        record Recorded(String who, String what) {}
        List<Recorded> recorded = Sql.list(
                connection,
                """
                with present (ticket, round) as (values (?::bigint, ?::int))
                select who, 'the arrival' what from present p join service.ticket_event e using (ticket)
                    where e.to_state = 'on_site' and e.id > coalesce((
                        select max(o.id) from service.ticket_event o where o.ticket = p.ticket and o.to_state = 'reopened'), 0)
                union all select who, 'the finding' from present join service.ticket_finding using (ticket, round)
                union all select who, 'a part' from present join service.part_line using (ticket, round)
                union all select who, 'the checklist' from present join service.ticket_check using (ticket, round)
                union all select who, 'the record sheet' from present join service.record_sheet using (ticket, round)
                """,
                row -> new Recorded(row.getString("who"), row.getString("what")),
                ticket.id(),
                ticket.round());
        Optional<Recorded> own =
                recorded.stream().filter(each -> same(each.who(), who)).findFirst();
        if (own.isPresent()) {
            throw TicketRefusal.conflict(
                    who + " recorded " + own.get().what() + ", and cannot review the work",
                    "let somebody review it who recorded nothing of it");
        }
    }

    /** The API names people with where they came from; it is the same person by either door. */
    static boolean same(String one, String other) {
        return name(one).equalsIgnoreCase(name(other));
    }

    private static String name(String who) {
        return who.startsWith("api ") ? who.substring(4).strip() : who.strip();
    }

    static Map<String, Object> feedback(Connection connection, TicketRow ticket, TicketRequest request, Instant at)
            throws SQLException {
        Writing.requireOpen(ticket);
        TicketInput input = request.input().allow("department", "words");
        String department = input.requiredOneOf("department", DEPARTMENTS);
        String words = input.required("words", "say what they should know or change");
        Sql.update(
                connection,
                "insert into service.ticket_feedback (ticket, round, department, words, who, at) values (?, ?, ?, ?, ?, ?)",
                ticket.id(),
                ticket.round(),
                department,
                words,
                request.who(),
                at);
        Writing.note(connection, ticket, at, request.who(), "fed_back", Map.of("department", department));
        return Map.of("department", department);
    }

    static Map<String, Object> wish(Connection connection, TicketRow ticket, TicketRequest request, Instant at)
            throws SQLException {
        Writing.requireOpen(ticket);
        String words = request.input().allow("words").required("words", "say what the customer wishes");
        long id = Sql.first(
                        connection,
                        "insert into service.ticket_wish (ticket, words, who, at, state) values (?, ?, ?, ?, 'open') returning id",
                        row -> row.getLong("id"),
                        ticket.id(),
                        words,
                        request.who(),
                        at)
                .orElseThrow();
        Writing.note(connection, ticket, at, request.who(), "wish_heard", Map.of("wish", id));
        return Map.of("wish", id);
    }

    /** A wish ends when the customer is satisfied, or when it cannot be met and the customer was told why. */
    static Map<String, Object> endWish(
            Connection connection, TicketRow ticket, long wish, TicketRequest request, Instant at) throws SQLException {
        TicketInput input = request.input().allow("state", "outcome");
        String state = input.requiredOneOf("state", "satisfied", "given_up");
        Optional<String> outcome = input.text("outcome");
        if (state.equals("given_up") && outcome.isEmpty()) {
            throw input.wrong("outcome", "is missing", "say why, as the customer was told");
        }
        int ended = Sql.update(connection, """
                update service.ticket_wish set state = ?, outcome = ?, ended_by = ?, ended_at = ?
                where id = ? and ticket = ? and state = 'open'
                """, state, outcome.orElse(null), request.who(), at, wish, ticket.id());
        if (ended == 0) {
            throw open(
                    connection,
                    "select state from service.ticket_wish where id = ? and ticket = ?",
                    "wish",
                    wish,
                    ticket.id());
        }
        Writing.note(connection, ticket, at, request.who(), "wish_ended", Map.of("wish", wish, "state", state));
        return Map.of("wish", wish, "state", state);
    }

    /** Why nothing of that id is open about the ticket. */
    static TicketRefusal open(Connection connection, String sql, String what, long id, long ticket)
            throws SQLException {
        List<String> state = Sql.list(connection, sql, row -> row.getString("state"), id, ticket);
        return state.isEmpty()
                ? TicketRefusal.notFound("the ticket has no " + what + " " + id, "read the ticket")
                : TicketRefusal.conflict(what + " " + id + " is " + state.get(0) + " already", "read the ticket");
    }

    static Map<String, Object> shown(Object... pairs) {
        Map<String, Object> shown = new LinkedHashMap<>();
        for (int i = 0; i < pairs.length; i += 2) {
            shown.put((String) pairs[i], pairs[i + 1]);
        }
        return shown;
    }
}
