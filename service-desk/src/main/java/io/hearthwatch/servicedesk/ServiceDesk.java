package io.hearthwatch.servicedesk;

import io.hearthwatch.catalog.Catalog;
import io.hearthwatch.catalog.Costs;
import io.hearthwatch.catalog.InvalidFileException;
import io.hearthwatch.database.Database;
import io.hearthwatch.fleet.Appliance;
import io.hearthwatch.fleet.ComponentEvent;
import io.hearthwatch.fleet.Fleet;
import io.hearthwatch.servicedesk.clock.Clocks;
import io.hearthwatch.servicedesk.customer.Customers;
import io.hearthwatch.servicedesk.dispatch.Dispatch;
import io.hearthwatch.servicedesk.engineer.OwnEngineers;
import io.hearthwatch.servicedesk.indicator.Indicators;
import io.hearthwatch.servicedesk.licence.Licences;
import io.hearthwatch.servicedesk.listing.KnownNames;
import io.hearthwatch.servicedesk.listing.TicketSearches;
import io.hearthwatch.servicedesk.money.Money;
import io.hearthwatch.servicedesk.organisation.Organisation;
import io.hearthwatch.servicedesk.organisation.Scope;
import io.hearthwatch.servicedesk.outbox.OnceStore;
import io.hearthwatch.servicedesk.outbox.Outgoing;
import io.hearthwatch.servicedesk.parts.Parts;
import io.hearthwatch.servicedesk.personnel.PersonnelFiles;
import io.hearthwatch.servicedesk.policy.EndReason;
import io.hearthwatch.servicedesk.policy.PolicyOutcome;
import io.hearthwatch.servicedesk.policy.PolicySimulation;
import io.hearthwatch.servicedesk.register.Register;
import io.hearthwatch.servicedesk.report.ReportDesk;
import io.hearthwatch.servicedesk.ticket.ComplaintDesk;
import io.hearthwatch.servicedesk.ticket.Knowledge;
import io.hearthwatch.servicedesk.ticket.TicketDesk;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Stream;

/**
 * The service desk: a decision of the predictor becomes a ticket at the right service centre with the part held
 * ({@link #propose}); what happens to the component afterwards ends it ({@link #onFailure}, {@link #onRepair}, {@link #expire}); people
 * see it ({@link #tickets}, {@link #ticket}, {@link #parts}) and follow it live ({@link #changesSince}). All state is in the schema
 * {@code service}. Thread-safe; every call blocks on the database. Several desks on one database do the work of one.
 */
public final class ServiceDesk {
    private final Database database;
    private final Catalog catalog;
    private final Fleet fleet;
    private final InstantSource clock;
    private final TicketLife life;
    private final Proposals proposals;
    private final PolicyCount policy;
    private final TicketReads reads;
    private final TicketSearches searches;
    private final KnownNames names;
    private final Knowledge knowledge;
    private final ServiceData data;
    private final TicketPolicies policies;
    private final PolicyTrials trials;
    private final Parts spareParts;
    private final Organisation organisation;
    private final Clocks clocks;
    private final Dispatch dispatch;
    private final Customers customers;
    private final TicketDesk work;
    private final Money money;
    private final Indicators indicators;
    private final Outgoing outgoing;
    private final OnceStore once;
    private final ComplaintDesk complaints;
    private final OwnEngineers ownEngineers;
    private final ReportDesk reports;
    private final Register register;
    private final Licences licences;
    private final PersonnelFiles personnel;

    /** Brings the schema up to date and opens the desk. */
    public ServiceDesk(Database database, Catalog catalog, Fleet fleet, InstantSource clock) {
        this(database, catalog, fleet, clock, NewTypes.SHADOW);
    }

    /**
     * The same with another word about new types.
     *
     * @param newTypes what becomes of decisions about types that nobody has enabled or disabled yet
     */
    public ServiceDesk(Database database, Catalog catalog, Fleet fleet, InstantSource clock, NewTypes newTypes) {
        database.migrate("service");
        this.database = database;
        this.catalog = catalog;
        this.fleet = fleet;
        this.clock = clock;
        this.clocks = new Clocks(database, clock);
        this.customers =
                new Customers(database, catalog, clock, new CustomerSteps(this::work), Dispatch.windows(catalog));
        this.dispatch = new Dispatch(database, catalog, clock, clocks.listener(), customers.listener());
        TicketSteps steps = new TicketSteps(TicketClocks.all(
                new WorkHistory(catalog), clocks.listener(), dispatch.listener(), customers.listener()));
        this.life = new TicketLife(database, steps);
        this.proposals = new Proposals(database, life, steps, new Gate(newTypes));
        this.policy = new PolicyCount(database);
        this.reads = new TicketReads(database, catalog, clock);
        this.searches = new TicketSearches(database, catalog, clock);
        this.names = new KnownNames(database, catalog);
        this.knowledge = new Knowledge(database, catalog, clock);
        this.data = new ServiceData(database, catalog);
        this.policies = new TicketPolicies(database, catalog, clock, newTypes);
        this.trials = new PolicyTrials(database, catalog, fleet);
        this.spareParts = new Parts(database, catalog, clock);
        this.organisation = new Organisation(database, clock);
        this.work = new TicketDesk(database, catalog, fleet, clock, steps, new HeldParts());
        this.money = new Money(database, catalog, clock);
        this.indicators = new Indicators(database, clock);
        this.outgoing = new Outgoing(database, clock);
        this.once = new OnceStore(database, clock);
        this.complaints = new ComplaintDesk(database, clock, work);
        this.ownEngineers = new OwnEngineers(database, clock, work);
        this.reports = new ReportDesk(database, fleet, clock, work, customers);
        this.licences = new Licences(database, clock);
        this.personnel = new PersonnelFiles(database, clock, organisation.technicians());
        this.register = new Register(database, catalog, fleet, clock, new ServiceEntries(catalog), organisation);
    }

    // Tickets: from a decision to the end

    /**
     * Opens a ticket for a decision, if policy and rules say so, and holds the component's parts; all in one transaction. Where the type
     * is in shadow or the switch is on, notes what would have been done ({@link Outcome.Kind#SHADOWED}). Idempotent by the decision's id:
     * asked again, it says {@link Outcome.Kind#REPEATED} and does nothing.
     *
     * @throws IllegalArgumentException if the appliance or the component is not known
     */
    public Outcome propose(Proposal proposal) {
        return proposals.propose(known(proposal), false);
    }

    /**
     * Notes what would have become of a challenger's decision if it were the champion, and opens nothing: in a world of its own of
     * would-be tickets, which the same rules merge and hold back, and which failures and repairs end. Idempotent as {@link #propose}.
     *
     * @throws IllegalArgumentException if the appliance or the component is not known
     */
    public Outcome shadow(Proposal proposal) {
        return proposals.propose(known(proposal), true);
    }

    private Proposals.Case known(Proposal proposal) {
        Appliance appliance = fleet.find(proposal.applianceNo())
                .orElseThrow(() -> new IllegalArgumentException("no appliance has number " + proposal.applianceNo()));
        return Proposals.Case.of(proposal, appliance, catalog.type(appliance.type()), clock.instant());
    }

    /**
     * Decisions of one instant in the order in which they are to be proposed, so that a centre's room goes to the most valuable ones:
     * safety first, then the most urgent, then those that are expected to save most.
     */
    public List<Proposal> mostValuableFirst(List<Proposal> proposals) {
        return ValueOrder.sort(proposals.stream().map(this::known).toList(), policies::actingCosts);
    }

    /**
     * What is known of a ticket before anyone drives, and whether a visit can be on time. Plain values, lists and maps.
     *
     * @param ticket its id or number
     */
    public Map<String, Object> triage(String ticket) {
        return new Triage(work, dispatch).of(ticket);
    }

    /** Spare parts: the ledger, reservations, transfers, what to buy and what will be needed. */
    public Parts spareParts() {
        return spareParts;
    }

    /** Settlement with service centres, costs and budgets. */
    public Money money() {
        return money;
    }

    /** Headquarters, regions, service centres, technicians and people. */
    public Organisation organisation() {
        return organisation;
    }

    /** Licence points by rule. */
    public Licences licences() {
        return licences;
    }

    /** Technicians' files. */
    public PersonnelFiles personnel() {
        return personnel;
    }

    /** Households, technicians, centres and regions, as people enter and change them. */
    public Register register() {
        return register;
    }

    /** Customers: what they are told, and what they do through their link. */
    public Customers customers() {
        return customers;
    }

    /** Complaints, and calls to customers that are due. */
    public ComplaintDesk complaints() {
        return complaints;
    }

    /** What customers report by themselves. */
    public ReportDesk reports() {
        return reports;
    }

    /** Engineers that households have for life, and their care visits. */
    public OwnEngineers ownEngineers() {
        return ownEngineers;
    }

    /** What the service achieves, against what it aims at. */
    public Indicators indicators() {
        return indicators;
    }

    /** Who visits which household when. */
    public Dispatch dispatch() {
        return dispatch;
    }

    /** Promises, alarms, and what breaches cost. */
    public Clocks clocks() {
        return clocks;
    }

    /** What happens to tickets, told to other systems. */
    public Outgoing outgoing() {
        return outgoing;
    }

    /** Writes that come with a key are done once. */
    public OnceStore once() {
        return once;
    }

    /** What people do with tickets, from opening to closing. */
    public TicketDesk work() {
        return work;
    }

    /** The past, to try out another policy on. */
    public PolicyTrials trials() {
        return trials;
    }

    /** Who may open tickets, and what decisions are weighed by. */
    public TicketPolicies policies() {
        return policies;
    }

    /** A component failed: an open ticket for it was right, and stays open until the repair. Idempotent. */
    public void onFailure(ComponentEvent failure) {
        life.failed(failure.applianceNo(), failure.component(), failure.time());
    }

    /**
     * A component was repaired or replaced: closes its open ticket; the held parts are used up if the component had failed, otherwise
     * given back. Idempotent.
     */
    public void onRepair(ComponentEvent repair) {
        life.repaired(repair.applianceNo(), repair.component(), repair.time());
    }

    /**
     * Ends tickets that nobody booked in time, each at its own instant, and gives their parts back, and other reservations that expired.
     *
     * @return how many tickets
     */
    public int expire(Instant upTo) {
        spareParts.expire(upTo);
        return life.expire(upTo) + work.superseding().runDue();
    }

    /**
     * Forgets what serves nobody any more, or may not be kept ({@link io.hearthwatch.servicedesk.customer.Retention}): answers to decisions of more than 400 days ago, and changes older than 90 days, but the
     * last one, whose number is where readers go on. Tickets and their history stay. In portions, each its own transaction.
     *
     * @return number of rows deleted, and of tickets of an earlier version written into history
     */
    public int forget(Instant now) {
        return Forgetting.run(database, now)
                + work.forget(now)
                + outgoing.forget(now)
                + once.forget(now)
                + customers.retention().run(now);
    }

    /** When the next ticket or reservation expires, if nothing happens before. */
    public Optional<Instant> nextDue() {
        return Stream.of(
                        life.nextExpiry(),
                        spareParts.nextExpiry(),
                        work.superseding().nextDue())
                .flatMap(Optional::stream)
                .min(Instant::compareTo);
    }

    /**
     * Cancels an open ticket and gives its parts back.
     *
     * @param reason one that a person can give: not {@link EndReason#REPAIRED}, nor {@link EndReason#EXPIRED}
     * @param who the person who says so
     * @throws NoSuchTicketException if there is none of that id
     * @throws IllegalTransitionException if it has ended already
     */
    public void cancel(long ticket, EndReason reason, String who) {
        if (reason == EndReason.REPAIRED || reason == EndReason.EXPIRED) {
            throw new IllegalArgumentException("a ticket is not cancelled as " + reason.id());
        }
        String finding = reason == EndReason.NOTHING_FOUND ? "nothing_found" : null;
        life.endByHand(ticket, reason, finding, clock.instant(), who, false);
    }

    /**
     * Closes an open ticket after a repair that nobody recorded otherwise.
     *
     * @param failureFound whether the component had failed or was about to; then the held parts count as used
     * @param who the person who says so
     * @throws NoSuchTicketException if there is none of that id
     * @throws IllegalTransitionException if it has ended already
     */
    public void close(long ticket, boolean failureFound, String who) {
        String finding = failureFound ? "failure" : "no_failure";
        life.endByHand(ticket, EndReason.REPAIRED, finding, clock.instant(), who, failureFound);
    }

    // What the policy achieves

    /** What the policy achieved over a span, from the stored tickets and the recorded failures of a type. */
    public PolicyOutcome policyOutcome(String type, Instant from, Instant to, Duration minLead) {
        return policyOutcome(type, from, to, minLead, Scope.EVERYTHING);
    }

    /** The same of the centres inside a scope: of their tickets, and of the failures of their households' appliances. */
    public PolicyOutcome policyOutcome(String type, Instant from, Instant to, Duration minLead, Scope scope) {
        return policy.count(type, from, to, minLead, scope);
    }

    /** Decisions of a type with {@code from <= as of <= to} that asked for a ticket and were held back. */
    public int suppressed(String type, Instant from, Instant to) {
        return policy.suppressed(type, from, to);
    }

    /** A fresh service in memory, under the same rules; needs no database. */
    public static PolicySimulation simulation(Catalog catalog, String type) {
        return new PolicySimulation(catalog.type(type));
    }

    /** What outcomes cost for a component: the service data's word, else the catalog's. */
    public Costs costs(String type, String component) {
        return policies.costs(type, component);
    }

    /** What became of the tickets that some decisions led to, by decision; those that led to none are left out. */
    public Map<UUID, TicketFinding> findings(Collection<UUID> decisions) {
        return TicketFinding.of(database, decisions);
    }

    /**
     * Loads centres, warehouses, stock, prices, households and costs from a YAML file; loading the same file again changes nothing.
     * See docs/service-desk.md for the format and for what a stated stock means.
     *
     * @throws InvalidFileException with all that is wrong; nothing is loaded then
     */
    public LoadReport load(Path file) {
        return data.load(file, clock.instant());
    }

    // What people see

    /** A page of tickets, in the order that is asked for. */
    public TicketPage tickets(TicketFilter filter) {
        return reads.page(filter);
    }

    /** What lists of tickets may be asked for. */
    public TicketSearches searches() {
        return searches;
    }

    /** Whether names that come and go stand for anything. */
    public KnownNames names() {
        return names;
    }

    /** Knowledge articles. */
    public Knowledge knowledge() {
        return knowledge;
    }

    /** How many tickets are open inside a scope. */
    public int openTickets(Scope scope) {
        return reads.open(scope);
    }

    /** One ticket with everything about it, the household's address included. */
    public Optional<TicketDetail> ticket(long id) {
        return reads.whole(id);
    }

    /** One ticket by its number for people, such as HW-000123. */
    public Optional<TicketDetail> ticket(String number) {
        return reads.byNumber(number).flatMap(reads::whole);
    }

    /**
     * The id of a ticket.
     *
     * @param id the id as text, or the ticket's number for people
     */
    public Optional<Long> ticketId(String id) {
        return id.matches("\\d{1,18}") ? Optional.of(Long.parseLong(id)).filter(reads::exists) : reads.byNumber(id);
    }

    /** All tickets of an appliance, open ones first. */
    public List<TicketSummary> ticketsOf(int applianceNo) {
        return ticketsOf(applianceNo, Scope.EVERYTHING);
    }

    /** Those inside a scope. */
    public List<TicketSummary> ticketsOf(int applianceNo, Scope scope) {
        return reads.ofAppliance(applianceNo, scope);
    }

    /** All shelves by part and warehouse. */
    public List<PartStock> parts() {
        return parts(Scope.EVERYTHING);
    }

    /** Those inside a scope. */
    public List<PartStock> parts(Scope scope) {
        return reads.shelves(scope);
    }

    /** Parts that have to be bought for open tickets, the earliest needed first; at most a thousand. */
    public List<WantedPart> wantedParts() {
        return wantedParts(Scope.EVERYTHING);
    }

    /** Those for tickets inside a scope. */
    public List<WantedPart> wantedParts(Scope scope) {
        return reads.wanted(scope);
    }

    /** When the first ticket was opened: before it nothing could be pre-empted. */
    public Optional<Instant> firstTicket() {
        return reads.firstOpened();
    }

    /** Number of the newest change, 0 before the first. */
    public long newestChange() {
        return database.withConnection(Outbox::newest);
    }

    /**
     * What changed after the change of that number, oldest first.
     *
     * @param limit most changes wanted
     */
    public List<Change> changesSince(long change, int limit) {
        return database.withConnection(connection -> Outbox.after(connection, change, limit));
    }
}
