package io.hearthwatch.servicedesk.dispatch;

import io.hearthwatch.catalog.Catalog;
import io.hearthwatch.database.Database;
import io.hearthwatch.servicedesk.Refusal;
import io.hearthwatch.servicedesk.Sql;
import io.hearthwatch.servicedesk.TicketClocks;
import io.hearthwatch.servicedesk.TicketSteps;
import io.hearthwatch.servicedesk.customer.Slot;
import io.hearthwatch.servicedesk.customer.VisitSlots;
import io.hearthwatch.servicedesk.dispatch.route.Planner;
import io.hearthwatch.servicedesk.dispatch.route.RoadEstimate;
import io.hearthwatch.servicedesk.dispatch.route.RoutePlan;
import io.hearthwatch.servicedesk.dispatch.route.Travel;
import io.hearthwatch.servicedesk.organisation.Scope;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.LocalDate;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Dispatch: a centre's day is read ({@link BoardReads}), planned by the solver ({@link Planner}), and published ({@link Publication}) if
 * nothing happened meanwhile; else it is planned again from what is there. What customers book ({@link #slots}) and people do by hand gets
 * its place at once. Thread-safe; every call blocks on the database, and {@link #plan} computes on the caller's thread for as long as it
 * was given.
 */
public final class Dispatch {
    /** The most time a search is given. */
    public static final Duration LONGEST = Duration.ofSeconds(60);

    /** How far ahead windows are offered. */
    public static final int DAYS_OFFERED = VisitPlaces.DAYS;

    private static final String SERVICE = "service";
    private static final Duration BY_ITSELF = Duration.ofSeconds(3);
    private static final long ALIKE = 20_000;
    private static final int ATTEMPTS = 3;
    private static final Duration LAST_ATTEMPT = Duration.ofMillis(500);

    private final Database database;
    private final Catalog catalog;
    private final InstantSource clock;
    private final Travel travel = RoadEstimate.TOWN;
    private final TicketSteps steps;
    private final VisitPlaces places;
    private final DispatchListener listener;
    private final PlanReads reads = new PlanReads();
    private final Turns turns = new Turns();
    private final Troubles troubles = new Troubles();

    /**
     * On a database whose schema {@code service} is up to date.
     *
     * @param promises have to hear of the steps that a plan takes on tickets
     * @param customers have to hear of visits that nobody comes to
     */
    public Dispatch(
            Database database, Catalog catalog, InstantSource clock, TicketClocks promises, TicketClocks customers) {
        this.database = database;
        this.catalog = catalog;
        this.clock = clock;
        // Places need not hear of what a plan does with them, nor do customers, whose window stays.
        this.steps = new TicketSteps(TicketClocks.all(promises, new MissedVisits(customers)));
        this.places = new VisitPlaces(catalog, travel);
        this.listener = new DispatchListener(places, new HandPlaces(catalog, travel));
    }

    /** What has to hear of every step of a ticket. */
    public TicketClocks listener() {
        return listener;
    }

    /** Windows that can be booked. */
    public static VisitSlots windows(Catalog catalog) {
        return new VisitPlaces(catalog, RoadEstimate.TOWN);
    }

    // What is planned

    /** A centre's day as it is published. */
    public DayPlan day(Scope scope, String centre, LocalDate day) {
        return database.inTransaction(connection -> {
            require(connection, scope, centre);
            return reads.day(connection, centre, day(connection, centre, day), scope.technician());
        });
    }

    /** Today at the centre, where no day was said. */
    private LocalDate day(Connection connection, String centre, LocalDate day) throws SQLException {
        return day != null ? day : new BoardReads(connection, catalog, centre, clock.instant()).day(clock.instant());
    }

    /** A technician's day. */
    public DayPlan.DayRoute route(Scope scope, String technician, LocalDate day) {
        return database.inTransaction(connection -> {
            String centre = Sql.first(
                            connection,
                            "select centre from service.technician where id = ?",
                            row -> row.getString("centre"),
                            technician)
                    .filter(scope::contains)
                    .filter(known ->
                            scope.technician() == null || scope.technician().equals(technician))
                    .orElseThrow(() -> Refusal.notFound("technician", technician, "look at /api/v1/technicians"));
            return reads.route(connection, technician, day(connection, centre, day));
        });
    }

    private static void require(Connection connection, Scope scope, String centre) throws SQLException {
        boolean there = scope.contains(centre)
                && Sql.first(connection, "select 1 from service.centre where id = ?", row -> 1, centre)
                        .isPresent();
        if (!there) {
            throw Refusal.notFound("service centre", centre, "look at /api/v1/centres");
        }
    }

    // What people decide

    /** Keeps who visits a ticket, and when if that is asked for or was told to people, whatever is planned anew. */
    public Why pin(long ticket, boolean time, String who) {
        return decide(ticket, decisions -> decisions.pin(time, who));
    }

    /** Leaves a visit to the plan again. */
    public Why unpin(long ticket, String who) {
        return decide(ticket, decisions -> decisions.unpin(who));
    }

    /**
     * Gives a visit to somebody and pins it there.
     *
     * @throws Refusal says which hard rules stand against it, or which visits it would push off ({@code pushed_off}); that somebody would
     *     be in two places is always refused
     */
    public Why assign(long ticket, String technician, Terms terms, String who) {
        return decide(ticket, decisions -> decisions.assign(technician, terms, who));
    }

    /**
     * What may give way where a visit is given to somebody.
     *
     * @param override why although hard rules stand against it; null if nobody said so
     * @param accept whether others may lose their technician, their window or their time by that; they are planned again
     * @param unpin tickets, by number or id, whose pins are given up for it
     */
    public record Terms(String override, boolean accept, List<String> unpin) {
        /** Nothing gives way. */
        public static final Terms NONE = new Terms(null, false, List.of());

        public Terms {
            unpin = List.copyOf(unpin);
        }
    }

    /** Why a visit is with somebody, and what it would be with others. */
    public Why why(long ticket) {
        return decide(ticket, decisions -> {});
    }

    @FunctionalInterface
    private interface Decision {
        void take(Decisions about) throws SQLException;
    }

    private Why decide(long ticket, Decision decision) {
        return database.inTransaction(connection -> {
            Decisions about = new Decisions(connection, catalog, travel, ticket, clock.instant());
            decision.take(about);
            return about.why();
        });
    }

    /** Windows that a ticket's visit fits into. */
    public List<Slot> slots(long ticket) {
        return database.inTransaction(connection -> places.free(connection, ticket, clock.instant()));
    }

    /**
     * When somebody can come for a ticket, against what was promised; computed on the caller's thread, for some seconds at most.
     *
     * @return nothing where no visit is ahead
     */
    public Optional<VisitOutlook> outlook(long ticket) {
        return new Outlooks(database, places).of(ticket, clock.instant());
    }

    /** A visit under way will last that much longer from now on; visits after it are planned anew. Until when it lasts. */
    public Instant overrun(long ticket, Duration longer) {
        return database.inTransaction(connection -> {
            Instant now = clock.instant();
            Decisions.lasts(connection, ticket, now.plus(longer), now);
            return now.plus(longer);
        });
    }

    /**
     * A technician does not work for a while; the visits of those days are planned anew.
     *
     * @param reason ill, leave, training or other
     * @return the absence's id
     */
    public long absent(Scope scope, String technician, Instant from, Instant to, String reason, String who) {
        if (!from.isBefore(to)) {
            throw Refusal.invalid("the absence ends before it begins", "give a 'to' after 'from'");
        }
        if (!List.of("ill", "leave", "training", "other").contains(reason)) {
            throw Refusal.invalid("'" + reason + "' is no reason to be absent", "use ill, leave, training or other");
        }
        return database.inTransaction(connection -> Absences.add(
                connection, scope, new Absences.Absence(technician, from, to, reason), who, clock.instant()));
    }

    /** A technician's absences, the newest first. */
    public List<TechnicianAbsence> absences(Scope scope, String technician) {
        return database.inTransaction(connection -> Absences.of(connection, scope, technician));
    }

    /**
     * An absence is over early, or does not come; the planned days that it touched are planned anew.
     *
     * @throws Refusal if it has ended
     */
    public void endAbsence(Scope scope, String technician, long absence, String who) {
        database.inTransaction(connection -> {
            Absences.end(connection, scope, technician, absence, who, clock.instant());
            return null;
        });
    }

    // What changes by itself

    /** When a day has to be planned anew or announced, a visit should be over, or one of an announced day has to be announced too. */
    public Optional<Instant> nextDue() {
        return database.withConnection(connection -> {
            Instant now = clock.instant();
            return Stream.of(
                            Absences.nextDue(connection, now),
                            DaysAhead.nextDue(connection, now),
                            Announcing.nextDue(connection, now))
                    .flatMap(Optional::stream)
                    .min(Comparator.naturalOrder());
        });
    }

    /**
     * Plans the days anew that no longer fit, each for a few seconds; plans and announces those whose hour has come; then announces what
     * announced days have got since.
     */
    public void runDue(Instant at) {
        runDue(at, new Planner.Limits(1, BY_ITSELF, 0));
    }

    /** The same, where a search ends after a number of changes: what comes of the same is the same, however fast the machine is. */
    public void runDueAlike(Instant at) {
        runDue(at, new Planner.Limits(1, Duration.ZERO, ALIKE));
    }

    private void runDue(Instant at, Planner.Limits limits) {
        for (String centre : database.inTransaction(connection -> Absences.overdue(connection, at))) {
            troubles.attempt(
                    "visits of " + centre,
                    at,
                    () -> database.inTransaction(connection -> Absences.lasting(connection, centre, at)));
        }
        for (Absences.Stale day : database.inTransaction(connection -> Absences.stale(connection, at))) {
            Order order = new Order(day.centre(), day.day(), BY_ITSELF, false, SERVICE, day.why());
            troubles.attempt(
                    "the plan of " + day.centre() + " for " + day.day(),
                    at,
                    () -> search(Scope.EVERYTHING, order, limits));
        }
        for (DaysAhead.Day day : database.inTransaction(connection -> DaysAhead.due(connection, at))) {
            troubles.attempt("the day ahead, " + day.day() + " of " + day.centre(), at, () -> ahead(day, limits));
        }
        for (Announcing.Due day : database.inTransaction(connection -> Announcing.due(connection, at))) {
            troubles.attempt(
                    "announcing " + day.day() + " of " + day.centre(),
                    at,
                    () -> announce(Scope.EVERYTHING, day.centre(), day.day(), SERVICE));
        }
    }

    /** How often what is done by itself has failed, since this was made, in a way that nobody expected. */
    public long failures() {
        return troubles.count();
    }

    /**
     * Announces a day: every visit that has a place is sent to its technician, who has to acknowledge it, and so is at once what the day
     * still brings. Asked again, it sends what is not sent yet.
     *
     * @param day null for today at the centre
     * @throws Refusal if the day is over
     */
    public Announcement announce(Scope scope, String centre, LocalDate day, String who) {
        return database.inTransaction(connection -> {
            require(connection, scope, centre);
            LocalDate known = notOver(connection, centre, day(connection, centre, day));
            return Announcing.announce(connection, steps, centre, known, who, clock.instant());
        });
    }

    private LocalDate notOver(Connection connection, String centre, LocalDate day) throws SQLException {
        LocalDate today = day(connection, centre, null);
        if (day.isBefore(today)) {
            throw Refusal.conflict(
                    day + " is over at " + centre + ", where it is " + today, "take today or a later day");
        }
        return day;
    }

    // Planning

    /**
     * What is asked of a plan.
     *
     * @param day null for today at the centre
     * @param longest the most time to search
     * @param announce whether the day's visits are announced once they are planned
     * @param why in a few words, for the list of changes
     */
    public record Order(String centre, LocalDate day, Duration longest, boolean announce, String who, String why) {}

    /**
     * Plans a day and publishes the plan.
     *
     * @return the plan, with what changed by it
     * @throws Refusal if somebody plans the same centre at this moment
     */
    public DayPlan plan(Scope scope, Order order) {
        return search(scope, order, new Planner.Limits(1, order.longest(), 0));
    }

    /** The same with limits of its own, such as a number of moves, so that it comes out the same again. */
    DayPlan search(Scope scope, Order order, Planner.Limits limits) {
        return turns.fewAtOnce(() -> database.withConnection(session -> {
            require(session, scope, order.centre());
            LocalDate day = notOver(session, order.centre(), day(session, order.centre(), order.day()));
            return Turns.alone(session, order.centre(), () -> {
                long before = DispatchStore.newestChange(session);
                publish(order, day, limits);
                if (order.announce()) {
                    announce(scope, order.centre(), day, order.who());
                }
                DayPlan plan = reads.day(session, order.centre(), day, scope.technician());
                return plan.since(DispatchStore.changes(session, order.centre(), day, before));
            });
        }));
    }

    /** Announces a day whose hour has come, planned if it was not or no longer fits; unless another server was faster. */
    private Announcement ahead(DaysAhead.Day ahead, Planner.Limits limits) {
        Order order = new Order(ahead.centre(), ahead.day(), BY_ITSELF, true, SERVICE, "the day is announced");
        return turns.fewAtOnce(() -> database.withConnection(session -> Turns.alone(session, ahead.centre(), () -> {
            DaysAhead.Stand stand = DaysAhead.stand(session, ahead.centre(), ahead.day());
            if (!stand.announced() && !stand.fits()) {
                publish(order, ahead.day(), limits);
            }
            return stand.announced() ? null : announce(Scope.EVERYTHING, ahead.centre(), ahead.day(), SERVICE);
        })));
    }

    private void publish(Order order, LocalDate day, Planner.Limits limits) {
        for (int attempt = 1; attempt < ATTEMPTS; attempt++) {
            Board board = database.inTransaction(connection -> board(connection, order.centre(), day));
            long begun = System.nanoTime();
            RoutePlan plan = Planner.solve(board.plan(travel), limits);
            Publication publication = new Publication(board, plan, order, steps, System.nanoTime() - begun);
            boolean published = database.inTransaction(
                    connection -> publication.publish(connection, catalog, clock.instant(), board.revision()));
            if (published) {
                return;
            }
        }
        if (!publishAlone(order, day)) {
            throw Refusal.conflict(
                    "what centre " + order.centre() + " does on " + day + " changes all the time",
                    "try again in a minute");
        }
    }

    /**
     * Something happens all the time: everybody waits for a moment. Tickets are locked before places, as everybody does who takes a step.
     *
     * @return false where a ticket came meanwhile, which somebody may have locked who waits for us
     */
    boolean publishAlone(Order order, LocalDate day) {
        return database.inTransaction(connection -> {
            Board before = board(connection, order.centre(), day);
            Publication.lock(connection, before);
            new DispatchStore(connection, order.centre(), clock.instant());
            Board board = board(connection, order.centre(), day);
            if (!before.tickets().containsAll(board.tickets())) {
                return false;
            }
            long begun = System.nanoTime();
            RoutePlan plan = Planner.solve(board.plan(travel), new Planner.Limits(1, LAST_ATTEMPT, 0));
            return new Publication(board, plan, order, steps, System.nanoTime() - begun)
                    .publish(connection, catalog, clock.instant(), board.revision());
        });
    }

    private Board board(Connection connection, String centre, LocalDate day) throws SQLException {
        return new BoardReads(connection, catalog, centre, clock.instant()).board(day);
    }
}
