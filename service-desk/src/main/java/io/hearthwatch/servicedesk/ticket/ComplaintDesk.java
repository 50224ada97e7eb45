package io.hearthwatch.servicedesk.ticket;

import io.hearthwatch.database.Database;
import io.hearthwatch.servicedesk.Refusal;
import io.hearthwatch.servicedesk.Sql;
import io.hearthwatch.servicedesk.TicketSteps;
import io.hearthwatch.servicedesk.organisation.Scope;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.time.InstantSource;
import java.time.LocalDate;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What people do with complaints besides the steps of their tickets: cause, what is changed because of it and whether that helped, what the
 * customer says to the answer, and what becomes of a suggested recall. Written as everything on a ticket is ({@link TicketDesk}).
 * Thread-safe; every call blocks on the database.
 */
public final class ComplaintDesk {
    private final Database database;
    private final InstantSource clock;
    private final Writing writing;
    private final Steps steps;
    private final Campaigns campaigns;

    /** @param desk whose steps are taken */
    public ComplaintDesk(Database database, InstantSource clock, TicketDesk desk) {
        this.database = database;
        this.clock = clock;
        this.writing = new Writing(database, clock);
        this.steps = desk.steps();
        this.campaigns = desk.campaigns();
    }

    private static void requireComplaint(Connection connection, TicketRow ticket) throws SQLException {
        if (!ticket.kind().equals("complaint")) {
            throw TicketRefusal.conflict(
                    ticket.number() + " is no complaint",
                    "open one: POST /api/v1/tickets with \"kind\": \"complaint\"");
        }
        if (Sql.first(connection, "select 1 from service.complaint where ticket = ?", row -> true, ticket.id())
                .isEmpty()) {
            throw TicketRefusal.conflict(
                    ticket.number() + " has no class yet",
                    "PATCH the ticket with \"answers\": {\"complaint_class\": …}");
        }
    }

    /** Says what the cause was, and which ticket the complaint is about. */
    public TicketReceipt cause(String ticket, TicketRequest request) {
        return writing.add(ticket, request, (connection, row, at) -> {
            requireComplaint(connection, row);
            TicketInput input = request.input().allow("cause", "about");
            Optional<String> cause = input.text("cause");
            Optional<String> about = input.text("about");
            if (cause.isEmpty() && about.isEmpty()) {
                throw input.wrong("cause", "is missing", "say why it came to this");
            }
            Long other = about.isEmpty() ? null : TicketRow.id(connection, about.get());
            if (other != null && (other == row.id() || !inScope(connection, other, request.scope()))) {
                throw input.wrong("about", "is no other ticket of yours", "name the ticket that is complained about");
            }
            Sql.update(
                    connection,
                    """
                    update service.complaint set about = coalesce(?, about), cause = coalesce(?, cause),
                        cause_at = case when ?::text is null then cause_at else ? end, cause_by = case when ?::text is null then cause_by else ? end
                    where ticket = ?
                    """,
                    other,
                    cause.orElse(null),
                    cause.orElse(null),
                    at,
                    cause.orElse(null),
                    request.who(),
                    row.id());
            Writing.note(connection, row, at, request.who(), "cause_found", Map.of());
            return Map.of();
        });
    }

    private static boolean inScope(Connection connection, long ticket, Scope scope) throws SQLException {
        return Sql.first(
                        connection,
                        "select centre from service.ticket where id = ?",
                        row -> scope.contains(row.getString("centre")),
                        ticket)
                .orElse(false);
    }

    /** Decides what is changed so that it does not happen again. */
    public TicketReceipt act(String ticket, TicketRequest request) {
        return writing.add(ticket, request, (connection, row, at) -> {
            requireComplaint(connection, row);
            TicketInput input = request.input().allow("what", "owner", "due_on", "follows");
            Optional<Integer> follows = input.number("follows", 1, Integer.MAX_VALUE);
            LocalDate due = input.date("due_on")
                    .orElseThrow(() -> input.wrong("due_on", "is missing", "write it as 2026-12-31"));
            // A day's grace: whoever writes may be west of the clock.
            if (due.isBefore(Payers.day(at).minusDays(1))) {
                throw input.wrong("due_on", "lies in the past", "it is " + Payers.day(at) + " now");
            }
            if (follows.isPresent()
                    && Sql.first(connection, """
                                    select 1 from service.complaint_action a where id = ? and complaint = ? and effective = false
                                        and not exists (select from service.complaint_action b where b.follows = a.id)
                                    """, each -> true, follows.get(), row.id())
                            .isEmpty()) {
                throw TicketRefusal.conflict(
                        "action " + follows.get()
                                + " is none of this complaint that had no effect and that nothing follows",
                        "leave out \"follows\"");
            }
            long id = Sql.first(
                            connection,
                            """
                            insert into service.complaint_action (complaint, what, owner, due_on, follows, at, who)
                            values (?, ?, ?, ?, ?, ?, ?) returning id
                            """,
                            each -> each.getLong("id"),
                            row.id(),
                            input.required("what", "say what is changed"),
                            input.required("owner", "say who sees to it"),
                            due,
                            follows.isEmpty() ? null : follows.get().longValue(),
                            at,
                            request.who())
                    .orElseThrow();
            Writing.note(connection, row, at, request.who(), "action_decided", Map.of("action", id));
            return Map.of("action", id);
        });
    }

    /** Says that an action was done; or, once it is, whether it helped, which another person checks. */
    public TicketReceipt endAction(String ticket, long action, TicketRequest request) {
        return writing.add(ticket, request, (connection, row, at) -> {
            TicketInput input = request.input().allow("effective", "remarks");
            Optional<Boolean> effective = input.flag("effective");
            String doer = Sql.first(
                            connection,
                            "select coalesce(done_by, '') done_by from service.complaint_action where id = ? and complaint = ?",
                            each -> each.getString("done_by"),
                            action,
                            row.id())
                    .orElseThrow(() -> TicketRefusal.notFound(
                            "the complaint has no action " + action,
                            "GET /api/v1/tickets/" + row.number() + "/complaint"));
            if (effective.isPresent() && doer.isEmpty()) {
                throw TicketRefusal.conflict("action " + action + " is not done yet", "send {} when it is done");
            }
            if (effective.isPresent() && Aftercare.same(doer, request.who())) {
                throw TicketRefusal.conflict(
                        request.who() + " did it, and cannot check its effect", "let another person check it");
            }
            int changed = effective.isPresent()
                    ? Sql.update(
                            connection,
                            """
                            update service.complaint_action set effective = ?, checked_at = ?, checked_by = ?, remarks = ?
                            where id = ? and checked_at is null
                            """,
                            effective.get(),
                            at,
                            request.who(),
                            input.text("remarks").orElse(null),
                            action)
                    : Sql.update(
                            connection,
                            "update service.complaint_action set done_at = ?, done_by = ? where id = ? and done_at is null",
                            at,
                            request.who(),
                            action);
            if (changed == 0) {
                throw TicketRefusal.conflict(
                        "action " + action + (effective.isPresent() ? " is checked already" : " is done already"),
                        "read the complaint");
            }
            Writing.note(
                    connection,
                    row,
                    at,
                    request.who(),
                    effective.isPresent() ? "action_checked" : "action_done",
                    Map.of("action", action));
            return Map.of("action", action);
        });
    }

    /** Keeps what the customer says to our answer. Whoever disagrees after having accepted has the complaint reopened. */
    public TicketReceipt reply(String ticket, TicketRequest request) {
        return writing.add(ticket, request, (connection, row, at) -> {
            requireComplaint(connection, row);
            TicketInput input = request.input().allow("agrees", "channel", "words");
            boolean agrees = input.requiredFlag("agrees");
            boolean answered = Sql.first(
                            connection,
                            "select 1 from service.ticket_answer_given where ticket = ? and round = ? limit 1",
                            each -> true,
                            row.id(),
                            row.round())
                    .isPresent();
            if (!answered) {
                throw TicketRefusal.conflict(
                        "the customer has no answer yet", "answer first: POST /api/v1/tickets/{id}/answer");
            }
            Sql.update(
                    connection,
                    """
                    insert into service.complaint_reply (complaint, round, agrees, channel, words, who, at) values (?, ?, ?, ?, ?, ?, ?)
                    """,
                    row.id(),
                    row.round(),
                    agrees,
                    input.requiredOneOf("channel", "form", "phone", "email", "chat", "web", "shop"),
                    input.text("words").orElse(null),
                    request.who(),
                    at);
            Writing.note(connection, row, at, request.who(), "customer_replied", Map.of("agrees", agrees));
            boolean reopens =
                    !agrees && List.of("accepted", "reviewed", "followed_up").contains(row.state());
            if (reopens) {
                steps.reopenByItself(connection, row, "the customer does not agree", at);
            }
            return Map.of("reopened", reopens);
        });
    }

    // What people see

    /** Classes, with what is done about each. */
    public List<Map<String, Object>> classes() {
        return database.withConnection(
                connection -> Rows.of(connection, "select * from service.complaint_class order by place"));
    }

    /** A complaint with all that was done about it. */
    public Map<String, Object> show(String ticket) {
        return database.withConnection(connection -> Complaints.shown(
                connection,
                TicketRow.find(connection, TicketRow.id(connection, ticket)).orElseThrow()));
    }

    /**
     * Complaints, the newest first.
     *
     * @param name only of this class; null for all
     * @param open only those that have not ended
     */
    public List<Map<String, Object>> list(Scope scope, String name, boolean open, int limit) {
        return database.withConnection(connection -> Rows.of(
                connection,
                """
                select t.number, t.state, t.urgency, t.centre, k.class, b.number about, coalesce(t.called_at, t.opened_at) received_at,
                    (select min(at) from service.ticket_answer_given g where g.ticket = t.id) first_answer_at, t.ended_at, t.end_reason,
                    (select count(*) from service.complaint_action a where a.complaint = t.id and a.checked_at is null)::int open_actions,
                    exists (select from service.clock_promise p where p.ticket = t.id and p.breached_at is not null) late
                from service.ticket t left join service.complaint k on k.ticket = t.id left join service.ticket b on b.id = k.about
                where t.kind = 'complaint' and (?::text is null or k.class = ?) and (not ? or t.ended_at is null) and
                """ + Scope.ofTicket("t") + " order by t.id desc limit ?",
                name,
                name,
                open,
                scope.isEverything(),
                scope.ids(),
                scope.technician(),
                limit));
    }

    /** Suggested recalls, the open ones first, with how many appliances the lot has. */
    public List<Map<String, Object>> recalls() {
        return database.withConnection(connection -> Rows.of(connection, """
                select s.*, (select count(*) from fleet.appliance a where a.type = s.type and a.lot = s.lot)::int appliances,
                    array(select t.number from service.recall_evidence e join service.ticket t on t.id = e.complaint
                        where e.suggestion = s.id order by t.id) complaints
                from service.recall_suggestion s order by s.state <> 'proposed', s.id desc limit 500
                """));
    }

    /**
     * Accepts or rejects a suggested recall. An accepted one is a campaign from then on, with a ticket for every appliance of the lot.
     *
     * @param note why; a rejection needs one
     * @return the campaign's number, if it was accepted
     */
    public Optional<Long> decide(long suggestion, boolean accepted, String note, String who) {
        if (!accepted && (note == null || note.isBlank())) {
            throw Refusal.invalid("a recall is not rejected without a reason", "send it as \"note\"");
        }
        Instant at = clock.instant();
        return database.inTransaction(connection -> {
            Lot lot = Sql.first(
                            connection,
                            """
                            update service.recall_suggestion set state = ?, decided_at = ?, decided_by = ?, note = ?
                            where id = ? and state = 'proposed' returning type, lot
                            """,
                            row -> new Lot(row.getString("type"), row.getString("lot")),
                            accepted ? "accepted" : "rejected",
                            at,
                            who,
                            note,
                            suggestion)
                    .orElseThrow(() -> Refusal.conflict(
                            "no such recall is open: " + suggestion, "look at /api/v1/complaints/recalls"));
            Optional<Long> campaign =
                    accepted ? Optional.of(campaigns.start(connection, lot.recall(), who, at)) : Optional.empty();
            Map<String, Object> detail = new LinkedHashMap<>(Map.of("recall", suggestion, "accepted", accepted));
            campaign.ifPresent(id -> detail.put("campaign", id));
            List<Long> complaints = Sql.list(
                    connection,
                    "select complaint from service.recall_evidence where suggestion = ? order by complaint",
                    row -> row.getLong("complaint"),
                    suggestion);
            for (long complaint : complaints) {
                TicketSteps.event(connection, complaint, at, who, "recall_decided", detail);
            }
            return campaign;
        });
    }

    /** Appliances of a type that were built together. */
    private record Lot(String type, String lot) {
        Map<String, Object> recall() {
            return Map.of(
                    "kind",
                    "recall",
                    "name",
                    "Lot " + lot + ": safety",
                    "words",
                    Map.of(
                            "en", "An appliance of lot " + lot + " is not safe: look at every other one",
                            "zh", "批次 " + lot + " 存在安全隐患，逐台检查"),
                    "type",
                    type,
                    "lots",
                    List.of(lot),
                    "safety",
                    true);
        }
    }

    // Calls

    /**
     * Calls to customers, the most overdue first.
     *
     * @param made calls that were made, the newest first, instead of those that are due
     */
    public List<Map<String, Object>> calls(Scope scope, boolean made, int limit) {
        return database.withConnection(connection -> Rows.of(
                connection,
                """
                select f.id, t.number, t.state, t.centre, f.reason, f.due_at, f.taken_by, f.taken_at, f.at, f.who, f.reached, f.solved,
                    f.rating, f.remarks
                from service.ticket_follow_up f join service.ticket t on t.id = f.ticket
                where (f.at is not null) = ? and (f.at is not null or t.ended_at is null or f.reason <> 'work_done') and
                """ + Scope.ofTicket("t") + " order by f.at desc, f.due_at, f.id limit ?",
                made,
                scope.isEverything(),
                scope.ids(),
                scope.technician(),
                limit));
    }

    /** Somebody takes a due call, so that a customer is not called twice. */
    public void takeCall(Scope scope, long call, String who) {
        database.inTransaction(connection -> {
            String state = Sql.first(
                            connection,
                            """
                            select case when f.at is not null then 'made' when f.taken_by is not null then 'taken' else 'due' end state
                            from service.ticket_follow_up f join service.ticket t on t.id = f.ticket where f.id = ? and
                            """ + Scope.ofTicket("t") + " for update of f",
                            row -> row.getString("state"),
                            call,
                            scope.isEverything(),
                            scope.ids(),
                            scope.technician())
                    .orElseThrow(() -> Refusal.notFound("call", String.valueOf(call), "look at /api/v1/follow-ups"));
            if (!state.equals("due")) {
                throw Refusal.conflict("the call is " + state + " already", "take another: /api/v1/follow-ups");
            }
            return Sql.update(
                    connection,
                    "update service.ticket_follow_up set taken_by = ?, taken_at = ? where id = ?",
                    who,
                    clock.instant(),
                    call);
        });
    }
}
