package io.hearthwatch.servicedesk.dispatch;

import io.hearthwatch.catalog.Catalog;
import io.hearthwatch.catalog.Text;
import io.hearthwatch.servicedesk.Refusal;
import io.hearthwatch.servicedesk.Sql;
import io.hearthwatch.servicedesk.TicketSteps;
import io.hearthwatch.servicedesk.customer.Slot;
import io.hearthwatch.servicedesk.dispatch.route.Insertions;
import io.hearthwatch.servicedesk.dispatch.route.Job;
import io.hearthwatch.servicedesk.dispatch.route.Planner;
import io.hearthwatch.servicedesk.dispatch.route.Route;
import io.hearthwatch.servicedesk.dispatch.route.RoutePlan;
import io.hearthwatch.servicedesk.dispatch.route.Rule;
import io.hearthwatch.servicedesk.dispatch.route.Rules;
import io.hearthwatch.servicedesk.dispatch.route.Travel;
import io.hearthwatch.servicedesk.dispatch.route.Visit;
import io.hearthwatch.servicedesk.dispatch.route.Worker;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What people decide about one visit, and what they are told about it. For one transaction. */
final class Decisions {
    private static final int MOST_OTHERS = 20;

    private final Connection connection;
    private final Travel travel;
    private final Instant now;
    private final long ticket;
    private final String number;
    private final Slot window;
    private final String centre;
    private final BoardReads reads;
    private final LocalDate day;
    private final boolean told;

    private record About(String number, String centre, Slot window, LocalDate day, boolean told) {}

    Decisions(Connection connection, Catalog catalog, Travel travel, long ticket, Instant now) throws SQLException {
        this.connection = connection;
        this.travel = travel;
        this.now = now;
        this.ticket = ticket;
        About about = Sql.first(
                        connection,
                        """
                        select t.*, v.day from service.ticket t left join service.dispatch_visit v on v.ticket = t.id
                            and v.ended_at is null and v.held_until is null
                        where t.id = ? and t.centre is not null and t.window_from is not null
                            and t.state in ('scheduled', 'dispatched', 'confirmed') for no key update of t
                        """,
                        row -> new About(
                                row.getString("number"),
                                row.getString("centre"),
                                new Slot(Sql.instant(row, "window_from"), Sql.instant(row, "window_to"), 0),
                                row.getObject("day", LocalDate.class),
                                !row.getString("state").equals("scheduled")),
                        ticket)
                .orElseThrow(() -> Refusal.conflict(
                        "the ticket has no visit that is still to be done", "agree a window with the customer first"));
        this.number = about.number();
        this.centre = about.centre();
        this.window = about.window();
        this.told = about.told();
        this.reads = new BoardReads(connection, catalog, centre, now);
        this.day = about.day() == null ? reads.day(window.from()) : about.day();
    }

    String centre() {
        return centre;
    }

    LocalDate day() {
        return day;
    }

    /** Keeps who goes, and when if that is asked for or was told to people, whatever is planned anew. */
    void pin(boolean time, String who) throws SQLException {
        DispatchStore store = new DispatchStore(connection, centre, now);
        DispatchStore.Stored place = store.of(ticket)
                .orElseThrow(() -> Refusal.conflict(
                        number + " is planned with nobody", "plan the day first, or assign it to somebody"));
        boolean when = time || told;
        Pins.put(connection, ticket, new Pins.Pin(place.technician(), when ? place.from() : null), who, now);
        store.touch(day);
        TicketSteps.event(connection, ticket, now, who, "pinned", Map.of("time", when));
    }

    /** Leaves it to the plan again. */
    void unpin(String who) throws SQLException {
        DispatchStore store = new DispatchStore(connection, centre, now);
        if (!Pins.end(connection, ticket, who, now)) {
            throw Refusal.conflict(number + " is not pinned", "nothing is to be done");
        }
        store.touch(day);
        TicketSteps.event(connection, ticket, now, who, "unpinned", Map.of());
    }

    /**
     * Gives a visit to somebody and pins it there.
     *
     * @param terms what of others may give way to it
     * @throws Refusal if hard rules stand against it and nobody said why, if it pushes others off and nobody accepted that, if it breaks a
     *     pin that nobody gave up, or the technician would be in two places
     */
    void assign(String technician, Dispatch.Terms terms, String who) throws SQLException {
        String override = terms.override();
        boolean accept = terms.accept();
        if (override != null && override.isBlank()) {
            throw Refusal.invalid("\"override\" is empty", "say why as \"override\", or leave it out");
        }
        if (accept && override == null) {
            throw Refusal.invalid("it is accepted that others are pushed off, but not why", "say why as \"override\"");
        }
        if (!terms.unpin().isEmpty() && !accept) {
            throw Refusal.invalid(
                    "pins are given up, but it is not accepted that others are pushed off",
                    "send \"accept\": true too");
        }
        DispatchStore store = new DispatchStore(connection, centre, now);
        store.moveSeveral();
        Consequences others = new Consequences(reads, day, travel, ticket);
        List<String> given =
                Pins.giveUp(connection, terms.unpin(), ticket, "gave way to " + number + ": " + override, who, now);
        Board board = reads.boards(day, 1, ticket).get(0);
        Worker worker = board.worker(technician)
                .orElseThrow(() ->
                        Refusal.notFound("technician of centre " + centre, technician, "look at /api/v1/technicians"));
        requireLicence(worker);
        RoutePlan plan = board.plan(travel);
        Visit visit = visit(plan);
        Job job = visit.job();
        Reasons reasons = new Reasons(board, reads.calendar().zone());
        Optional<Insertions.Place> place = Insertions.bestOn(route(plan, worker), visit, job);
        Placement placement;
        boolean againstRules = place.isEmpty() || !keepsOthers(plan, visit, place.get());
        if (!againstRules) {
            placement = new Placement(
                    ticket,
                    worker.id(),
                    board.instant(visit.begin()),
                    board.instant(visit.end()),
                    visit.travelHere(),
                    "hand",
                    reasons.why(worker, job, visit.begin(), visit.travelHere()));
        } else {
            List<Text> against = against(reasons, worker, job);
            if (override == null) {
                throw Refusal.conflict(
                        number + " cannot be " + worker.name() + "'s: "
                                + String.join(
                                        "; ", against.stream().map(Text::en).toList()),
                        "take another technician, or say why nevertheless as \"override\"");
            }
            DispatchStore.Why why = new DispatchStore.Why(who, "gave way to " + number + ": " + override);
            Instant begin =
                    new HandPlaces.Room(connection, ticket, worker.id(), window, job.minutes()).make(store, now, why);
            placement = new Placement(
                    ticket, worker.id(), begin, begin.plusSeconds(60L * job.minutes()), 0, "hand", against);
        }
        String why = override == null ? "assigned by hand" : override;
        store.put(day, window.from(), window.to(), placement, null, new DispatchStore.Why(who, why));
        if (againstRules) {
            store.fix(ticket);
        }
        List<PushedOff> pushed = others.require(accept, given, number);
        store.settle();
        if (!pushed.isEmpty()) {
            store.stale(day, number + " was given to " + worker.name() + " by hand");
        }
        Sql.update(
                connection,
                "update service.ticket set technician = ? where id = ? and technician is distinct from ?",
                worker.id(),
                ticket,
                worker.id());
        TicketSteps.event(
                connection,
                ticket,
                now,
                who,
                "assigned",
                Map.of(
                        "technician",
                        worker.id(),
                        "why",
                        why,
                        "pushed_off",
                        pushed.stream().map(PushedOff::number).toList()));
        pin(false, who);
    }

    /** No word helps against that: the step to dispatched would refuse for ever. */
    private void requireLicence(Worker worker) throws SQLException {
        boolean barred = Sql.first(
                        connection,
                        "select 1 from service.technician where id = ? and (revoked_at is not null or not active)",
                        row -> true,
                        worker.id())
                .isPresent();
        if (barred) {
            throw Refusal.conflict(
                    worker.name() + " (" + worker.id()
                            + ") has no licence until a retraining gives it back, or is not at work",
                    "take another technician; \"override\" does not help against this");
        }
    }

    /** Puts the visit there, if nobody else's time changes by it: others were told theirs. */
    private static boolean keepsOthers(RoutePlan plan, Visit visit, Insertions.Place place) {
        Insertions.put(visit, visit.job(), place);
        return plan.visits().stream()
                .filter(each -> each != visit && each.job().published() != null && each.route() != null)
                .allMatch(each -> each.job().published().begin() == each.begin());
    }

    private static List<Text> against(Reasons reasons, Worker worker, Job job) {
        int begin = worker.begin(worker.from().minute(), 0, job);
        List<Rule> broken = Rules.broken(worker, job, begin);
        return broken.isEmpty()
                ? List.of(new Text(
                        worker.name() + " is with other customers in the window", worker.name() + "在预约时段内已有其他安排"))
                : broken.stream()
                        .map(rule -> reasons.against(rule, worker, job, begin))
                        .toList();
    }

    private Visit visit(RoutePlan plan) {
        return plan.visits().stream()
                .filter(each -> each.job().ticket() == ticket)
                .findFirst()
                .orElseThrow();
    }

    private static Route route(RoutePlan plan, Worker worker) {
        return plan.routes().stream()
                .filter(route -> route.worker().id().equals(worker.id()))
                .findFirst()
                .orElseThrow();
    }

    /** What each rule says about the place that it has, and about others. */
    Why why() throws SQLException {
        Board board = reads.boards(day, 1, ticket).get(0);
        Reasons reasons = new Reasons(board, reads.calendar().zone());
        Optional<DispatchStore.Stored> stored = new DispatchStore(connection, centre, now).of(ticket);
        List<Why.Other> all = new ArrayList<>();
        for (Worker worker : board.workers()) {
            if (stored.isEmpty() || !stored.get().technician().equalsIgnoreCase(worker.id())) {
                all.add(with(board, reasons, worker));
            }
        }
        // As it stands, not where it would be put if it were new.
        Map<String, Double> costs = costs(board.plan(travel), reads.board(day).plan(travel));
        all.sort(Comparator.comparing((Why.Other other) -> other.cost() == null ? Double.MAX_VALUE : other.cost())
                .thenComparing(Why.Other::technician));
        PlannedVisit visit = stored.isEmpty()
                ? null
                : new PlanReads()
                        .route(connection, stored.get().technician(), day).visits().stream()
                                .filter(each -> each.ticket() == ticket && each.endedAt() == null)
                                .findFirst()
                                .orElse(null);
        return new Why(
                ticket,
                number,
                visit == null ? null : visit.technician(),
                visit == null ? null : visit.begin(),
                Pins.of(connection, ticket).isPresent(),
                visit == null ? whyNobody(reasons) : visit.reasons(),
                visit == null ? 0 : sum(costs),
                visit == null ? Map.of() : costs,
                all.subList(0, Math.min(MOST_OTHERS, all.size())));
    }

    private List<Text> whyNobody(Reasons reasons) throws SQLException {
        RoutePlan plan = reads.board(day).plan(travel);
        Visit visit = visit(plan);
        return reasons.whyNobody(visit.job(), Planner.pinnedInTheWay(plan, visit));
    }

    private Why.Other with(Board board, Reasons reasons, Worker worker) {
        RoutePlan plan = board.plan(travel);
        Visit visit = visit(plan);
        Optional<Insertions.Place> place = Insertions.bestOn(route(plan, worker), visit, visit.job());
        if (place.isEmpty()) {
            Job job = visit.job();
            int begin = worker.begin(worker.from().minute(), 0, job);
            return new Why.Other(
                    worker.id(),
                    worker.name(),
                    null,
                    null,
                    Map.of(),
                    Rules.broken(worker, job, begin).stream().map(Rule::id).toList(),
                    against(reasons, worker, job));
        }
        Insertions.put(visit, visit.job(), place.get());
        Map<String, Double> costs = costs(board.plan(travel), plan);
        return new Why.Other(
                worker.id(), worker.name(), board.instant(visit.begin()), sum(costs), costs, List.of(), List.of());
    }

    /** What one plan costs more than another by the soft rules, in minutes on the road. */
    private static Map<String, Double> costs(RoutePlan without, RoutePlan with) {
        Map<Rule, Double> before = Planner.weigh(without);
        Map<Rule, Double> after = Planner.weigh(with);
        Map<String, Double> costs = new LinkedHashMap<>();
        for (Rule rule : Rule.values()) {
            double cost = round(after.getOrDefault(rule, 0.0) - before.getOrDefault(rule, 0.0));
            if (rule.kind() == Rule.Kind.SOFT && cost != 0) {
                costs.put(rule.id(), cost);
            }
        }
        return costs;
    }

    private static double sum(Map<String, Double> costs) {
        return round(costs.values().stream().mapToDouble(cost -> cost).sum());
    }

    /** Rules weigh in tenths. */
    private static double round(double cost) {
        return Math.round(cost * 10) / 10.0;
    }

    /** A visit lasts longer than planned: the day's plan no longer fits. */
    static void lasts(Connection connection, long ticket, Instant until, Instant now) throws SQLException {
        record Place(String centre, LocalDate day) {}
        Place place = Sql.first(
                        connection,
                        """
                        select centre, day from service.dispatch_visit
                        where ticket = ? and ended_at is null and arrived_at is not null
                        """,
                        row -> new Place(row.getString("centre"), row.getObject("day", LocalDate.class)),
                        ticket)
                .orElseThrow(() ->
                        Refusal.conflict("nobody is at work on the ticket", "an overrun is of a visit that has begun"));
        // The centre before its places, as everybody locks them; a visit that ended meanwhile lasts no longer.
        DispatchStore store = new DispatchStore(connection, place.centre(), now);
        Sql.update(connection, """
                update service.dispatch_visit set late_until = ? where ticket = ? and ended_at is null and arrived_at is not null
                """, until, ticket);
        store.stale(place.day(), "a visit takes longer than planned");
    }
}
