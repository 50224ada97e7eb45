package io.hearthwatch.servicedesk.ticket;

import io.hearthwatch.catalog.ApplianceType;
import io.hearthwatch.catalog.Catalog;
import io.hearthwatch.database.Database;
import io.hearthwatch.fleet.Fleet;
import io.hearthwatch.servicedesk.Sql;
import io.hearthwatch.servicedesk.TicketSteps;
import io.hearthwatch.servicedesk.WorkHistory;
import io.hearthwatch.servicedesk.centre.Candidates;
import io.hearthwatch.servicedesk.organisation.Scope;
import io.hearthwatch.servicedesk.policy.EndReason;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What people do with tickets. Every write is one transaction, names who does it, may name the version it is about and a key under which it
 * is done once, and comes back with a {@link TicketReceipt}: where the ticket is, what is missing, and what may follow. What is refused is
 * refused with a {@link TicketRefusal}. Thread-safe; every call blocks on the database.
 */
public final class TicketDesk {
    private final Database database;
    private final InstantSource clock;
    private final Writing writing;
    private final MoreUrgent urgent;
    private final Opening opening;
    private final Steps steps;
    private final Findings findings;
    private final WorkHistory history;
    private final Quotes quotes;
    private final VisitWork visits;
    private final OneStop oneStop;
    private final Campaigns campaigns;
    private final FollowUps followUps;
    private final SafetyFaults safety;
    private final TriageView triage;
    private final HandOver handOver;
    private final Returns returns;
    private final LoanerPool loaners;
    private final Superseding superseding;
    private final Catalog catalog;
    private final TicketSteps taken;

    /** @param parts how parts are held for tickets */
    public TicketDesk(
            Database database,
            Catalog catalog,
            Fleet fleet,
            InstantSource clock,
            TicketSteps taken,
            PartHolding parts) {
        this.database = database;
        this.clock = clock;
        this.catalog = catalog;
        this.taken = taken;
        this.writing = new Writing(database, clock);
        this.urgent = new MoreUrgent(catalog, parts);
        this.opening = new Opening(catalog, fleet, taken, urgent);
        this.steps = new Steps(catalog, taken, parts);
        this.history = new WorkHistory(catalog);
        this.findings = new Findings(catalog, history);
        this.quotes = new Quotes(catalog);
        this.visits = new VisitWork(catalog, parts, history);
        this.oneStop = new OneStop(opening, steps);
        this.campaigns = new Campaigns(database, new CampaignFile(catalog), new CampaignTickets(opening, taken), clock);
        this.followUps = new FollowUps(steps);
        this.safety = new SafetyFaults(catalog, fleet, taken, parts, urgent);
        this.triage = new TriageView(catalog);
        this.handOver = new HandOver(taken, parts);
        this.returns = new Returns(new Exchanges(fleet, parts));
        this.loaners = new LoanerPool(database, catalog, clock);
        this.superseding = new Superseding(database, clock, taken, parts);
    }

    /** Recalls and maintenance that is due, for all appliances at once. */
    public Campaigns campaigns() {
        return campaigns;
    }

    /** The loaners that there are. */
    public LoanerPool loaners() {
        return loaners;
    }

    /** Proactive tickets about parts that another ticket replaced. */
    public Superseding superseding() {
        return superseding;
    }

    Steps steps() {
        return steps;
    }

    /** Opens a ticket, or joins the open one that is about the same. */
    public TicketReceipt open(TicketRequest request) {
        return writing.open(
                request,
                (connection, at) ->
                        ExternalIds.open(connection, request, at, wanted -> opening.open(connection, wanted, at)));
    }

    /**
     * Ends a ticket whose case goes on in another one; one that has ended already stays as it is.
     *
     * @param number of the ticket that it goes on in
     */
    public void continuedBy(String ticket, String number, String who) {
        Instant at = clock.instant();
        database.inTransaction(connection -> {
            TicketRow row = Writing.lock(connection, TicketRow.id(connection, ticket));
            if (row.open()) {
                taken.end(
                        connection,
                        row.id(),
                        TicketSteps.Ending.of(EndReason.JOINED, null),
                        who,
                        Map.of("continued_by", number),
                        at);
            }
            return null;
        });
    }

    /** Notes the id under which another system knows a ticket. */
    public TicketReceipt external(String ticket, String system, TicketRequest request) {
        return writing.write(
                ticket,
                request,
                Writing.Version.IF_SAID,
                (connection, row, at) -> ExternalIds.note(connection, row, system, request, at));
    }

    /** The ticket that another system knows under an id. */
    public Optional<Long> byExternal(String system, String id) {
        return database.withConnection(connection -> ExternalIds.find(connection, system, id));
    }

    /** Takes a step; the version must be said. */
    public TicketReceipt step(String ticket, TicketRequest request) {
        return writing.write(
                ticket,
                request,
                Writing.Version.NEEDED,
                (connection, row, at) -> steps.take(connection, row, request, at));
    }

    /** Gives a ticket to another service centre; the version must be said. */
    public TicketReceipt handOver(String ticket, TicketRequest request) {
        return writing.write(
                ticket,
                request,
                Writing.Version.NEEDED,
                (connection, row, at) -> handOver.give(connection, row, request, at));
    }

    /** Service centres that a ticket could go to, the best first. */
    public List<Map<String, Object>> centres(String ticket) {
        return database.withConnection(
                connection -> Candidates.of(connection, HandOver.asked(byName(connection, ticket)), clock.instant()));
    }

    /** Notes that the customer was asked for another time and did not take it. */
    public TicketReceipt refuseTime(String ticket, TicketRequest request) {
        return writing.add(ticket, request, (c, row, at) -> TimeRefused.note(c, row, request, at));
    }

    /** Adds answers or fault codes, or names the component; the version must be said. */
    public TicketReceipt change(String ticket, TicketRequest request) {
        return writing.write(ticket, request, Writing.Version.NEEDED, (connection, row, at) -> {
            Writing.requireOpen(row);
            TicketInput input = request.input().allow("answers", "evidence", "component", "fault_codes", "household");
            List<String> answered = Information.answer(
                    connection,
                    row.id(),
                    input.object("answers"),
                    input.text("evidence").orElse(null),
                    request.who(),
                    at);
            Optional<String> component = input.text("component");
            if (component.isPresent()) {
                Components.name(connection, catalog, row, component.get(), input);
            }
            Optional<String> household = NamedHousehold.of(connection, input, row.appliance(), request.scope());
            if (household.isPresent() && row.household() != null) {
                throw TicketRefusal.conflict("the ticket is of household " + row.household(), "open another ticket");
            }
            if (household.isPresent()) {
                Sql.update(
                        connection, "update service.ticket set household = ? where id = ?", household.get(), row.id());
            }
            TicketRow now = TicketRow.find(connection, row.id()).orElseThrow();
            ApplianceType type =
                    now.type() == null ? null : catalog.find(now.type()).orElse(null);
            Map<String, Object> detail = new LinkedHashMap<>();
            detail.put("answered", answered);
            detail.putAll(urgent.codes(connection, now, Opening.codes(input, type), request.who(), at));
            Writing.note(connection, row, at, request.who(), "changed", detail);
            return Map.of("answered", answered);
        });
    }

    /** Notes a talk with the customer; one that another centre took than the ticket's is passed on. */
    public TicketReceipt contact(String ticket, TicketRequest request) {
        return writing.add(ticket, request, (c, row, at) -> Calls.note(c, row, request, at));
    }

    /** Gives guidance; a check-back is due two hours later. */
    public TicketReceipt guide(String ticket, TicketRequest request) {
        return writing.add(ticket, request, (c, row, at) -> Guidance.give(c, row, request, at));
    }

    /** Notes whether guidance helped. */
    public TicketReceipt checkBack(String ticket, TicketRequest request) {
        return writing.add(ticket, request, (c, row, at) -> Guidance.checkBack(c, row, request, at));
    }

    /** Asks technical support, or hands the open question one level up. */
    public TicketReceipt askSupport(String ticket, TicketRequest request) {
        return writing.add(ticket, request, (c, row, at) -> Support.ask(c, row, request, at));
    }

    /** Answers technical support's open question; the answer becomes a knowledge article. */
    public TicketReceipt answerSupport(String ticket, TicketRequest request) {
        return writing.add(ticket, request, (c, row, at) -> Support.answer(c, row, request, at));
    }

    /** Quotes what the customer would pay. */
    public TicketReceipt quote(String ticket, TicketRequest request) {
        return writing.add(ticket, request, (c, row, at) -> quotes.add(c, row, request, at));
    }

    /** Keeps the customer's answer to the newest quote. */
    public TicketReceipt consent(String ticket, TicketRequest request) {
        return writing.add(ticket, request, (c, row, at) -> Quotes.consent(c, row, request, at));
    }

    /** Ticks off items of the checklist. */
    public TicketReceipt check(String ticket, TicketRequest request) {
        return writing.add(ticket, request, (c, row, at) -> VisitWork.check(c, row, request, at));
    }

    /** Notes the look at the household's other appliances. */
    public TicketReceipt checkHousehold(String ticket, TicketRequest request) {
        return writing.add(ticket, request, (c, row, at) -> oneStop.check(c, row, request, at));
    }

    /** Notes what was found. */
    public TicketReceipt find(String ticket, TicketRequest request) {
        return writing.add(ticket, request, (c, row, at) -> findings.add(c, row, request, at));
    }

    /** Notes a part that was built in. */
    public TicketReceipt buildIn(String ticket, TicketRequest request) {
        return writing.add(ticket, request, (c, row, at) -> visits.part(c, row, request, at));
    }

    /** Keeps what the customer signed. */
    public TicketReceipt sign(String ticket, TicketRequest request) {
        return writing.add(ticket, request, (c, row, at) -> RecordSheets.add(c, row, request, at));
    }

    /** Notes what the customer was told. */
    public TicketReceipt answer(String ticket, TicketRequest request) {
        return writing.add(ticket, request, (c, row, at) -> Aftercare.answer(c, row, request, at));
    }

    /** Keeps another person's review of the result. */
    public TicketReceipt review(String ticket, TicketRequest request) {
        return writing.add(ticket, request, (c, row, at) -> Aftercare.review(c, row, request, at));
    }

    /** Notes the follow-up call; a bad one reopens the ticket. */
    public TicketReceipt followUp(String ticket, TicketRequest request) {
        return writing.add(ticket, request, (c, row, at) -> followUps.add(c, row, request, at));
    }

    /** Feeds what was learnt back to a department. */
    public TicketReceipt feedBack(String ticket, TicketRequest request) {
        return writing.add(ticket, request, (c, row, at) -> Aftercare.feedback(c, row, request, at));
    }

    /** Notes a wish of the customer. */
    public TicketReceipt wish(String ticket, TicketRequest request) {
        return writing.add(ticket, request, (c, row, at) -> Aftercare.wish(c, row, request, at));
    }

    /** Ends a wish. */
    public TicketReceipt endWish(String ticket, long wish, TicketRequest request) {
        return writing.add(ticket, request, (c, row, at) -> Aftercare.endWish(c, row, wish, request, at));
    }

    /** Notes a promise. */
    public TicketReceipt promise(String ticket, TicketRequest request) {
        return writing.add(ticket, request, (c, row, at) -> Promises.make(c, row, request, at));
    }

    /** Notes whether a promise was kept; broken, it opens a compensation case. */
    public TicketReceipt endPromise(String ticket, long promise, TicketRequest request) {
        return writing.add(ticket, request, (c, row, at) -> Promises.end(c, row, promise, request, at));
    }

    /** Ends a compensation case. */
    public TicketReceipt compensate(String ticket, long compensation, TicketRequest request) {
        return writing.add(ticket, request, (c, row, at) -> Promises.compensate(c, row, compensation, request, at));
    }

    /** One action of an exchange or a refund. */
    public TicketReceipt returns(String ticket, TicketRequest request) {
        // An appliance that is handed over is registered with the rest, or not at all.
        return database.asOneTransaction(
                all -> writing.add(ticket, request, (c, row, at) -> returns.act(c, row, request, at)));
    }

    /** Lends a loaner, takes it back, or notes that it does not come back. */
    public TicketReceipt loaner(String ticket, TicketRequest request) {
        return writing.add(ticket, request, (c, row, at) -> Loaners.write(c, row, request, at));
    }

    /**
     * A safety code was raised: opens a ticket at once, or makes the open one critical. Idempotent.
     *
     * @return the ticket, where this call opened it
     */
    public Optional<Long> safetyFault(int applianceNo, String code, Instant raisedAt) {
        Instant now = clock.instant();
        return database.inTransaction(connection -> safety.raised(connection, applianceNo, code, raisedAt, now));
    }

    /** A ticket's life: where it is, what may follow, and all that was done. Plain values, lists and maps. */
    public Map<String, Object> life(long ticket) {
        return database.withConnection(connection ->
                TicketView.of(connection, TicketRow.find(connection, ticket).orElseThrow()));
    }

    /**
     * The version that a ticket has now.
     *
     * @throws TicketRefusal if there is no such ticket
     */
    public int version(String ticket) {
        return database.withConnection(connection -> byName(connection, ticket).version());
    }

    /**
     * A ticket's id, by that or its number.
     *
     * @throws TicketRefusal if there is no such ticket
     */
    public long id(String ticket) {
        return database.withConnection(connection -> TicketRow.id(connection, ticket));
    }

    /** What is known before anyone drives: suspects, earlier tickets, articles, and the way that is suggested. */
    public Map<String, Object> triage(String ticket) {
        return database.withConnection(connection -> triage.of(connection, byName(connection, ticket)));
    }

    private static TicketRow byName(Connection connection, String ticket) throws SQLException {
        return TicketRow.find(connection, TicketRow.id(connection, ticket)).orElseThrow();
    }

    /** Each kind of work: its states, the fields it needs, its checklist, and which step may follow which. */
    public Map<String, Object> kinds() {
        return database.withConnection(connection -> {
            Map<String, Object> shown = new LinkedHashMap<>();
            shown.put("kinds", Rows.of(connection, "select * from service.ticket_kind order by kind"));
            shown.put("states", Rows.of(connection, "select * from service.ticket_state order by state"));
            shown.put(
                    "fields",
                    Rows.of(
                            connection,
                            "select kind, field, ask_first from service.ticket_field order by kind, place"));
            shown.put("steps", Rows.of(connection, """
                            select kind, from_state "from", to_state "to", needs, by_itself from service.ticket_transition
                            order by kind, from_state, to_state
                            """));
            shown.put("checklist", Rows.of(connection, """
                            select kind, item, before_work, blocks, name_en, name_zh from service.checklist_item order by kind, place
                            """));
            return shown;
        });
    }

    /** What people have to do that is due: check-backs and follow-up calls, the most overdue first. */
    public List<Map<String, Object>> due(Scope scope, int limit) {
        return database.withConnection(connection -> Rows.of(
                connection,
                """
                select number, what, due_at, centre from (
                    select t.id, t.number, 'check_back' what, g.check_back_due due_at, t.centre, t.technician from service.ticket_guidance g
                        join service.ticket t on t.id = g.ticket where g.checked_at is null and t.ended_at is null
                    union all
                    select t.id, t.number, 'follow_up', f.due_at, t.centre, t.technician from service.ticket_follow_up f
                        join service.ticket t on t.id = f.ticket where f.at is null and t.ended_at is null) due
                where\s
                """ + Scope.ofTicket("due") + " order by due_at, number limit ?",
                scope.isEverything(),
                scope.ids(),
                scope.technician(),
                limit));
    }

    /**
     * Forgets answers to keyed writes that are older than a month; nobody asks the same again after that. Writes into the appliances'
     * history what tickets of an earlier version found.
     */
    public int forget(Instant now) {
        int told = history.catchUp(database);
        return told
                + database.inTransaction(connection -> Sql.update(
                        connection, "delete from service.write_once where at < ?", now.minus(Duration.ofDays(31))));
    }
}
