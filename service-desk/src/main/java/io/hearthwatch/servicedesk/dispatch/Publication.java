package io.hearthwatch.servicedesk.dispatch;

import io.hearthwatch.catalog.Catalog;
import io.hearthwatch.catalog.Text;
import io.hearthwatch.servicedesk.Sql;
import io.hearthwatch.servicedesk.TicketSteps;
import io.hearthwatch.servicedesk.dispatch.route.Job;
import io.hearthwatch.servicedesk.dispatch.route.Planner;
import io.hearthwatch.servicedesk.dispatch.route.Route;
import io.hearthwatch.servicedesk.dispatch.route.RoutePlan;
import io.hearthwatch.servicedesk.dispatch.route.Rules;
import io.hearthwatch.servicedesk.dispatch.route.Span;
import io.hearthwatch.servicedesk.dispatch.route.Visit;
import io.hearthwatch.servicedesk.dispatch.route.Worker;
import io.hearthwatch.servicedesk.organisation.LicenceBand;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** A plan on its way to the tables: places that changed, tickets' technicians, what nobody does. */
final class Publication {
    private static final String SERVICE = "service";

    private final Board board;
    private final RoutePlan plan;
    private final Dispatch.Order order;
    private final long nanos;
    private final TicketSteps steps;

    Publication(Board board, RoutePlan plan, Dispatch.Order order, TicketSteps steps, long nanos) {
        this.board = board;
        this.plan = plan;
        this.order = order;
        this.nanos = nanos;
        this.steps = steps;
    }

    /**
     * Publishes the plan, unless what it was made from has changed.
     *
     * @return whether it was published
     */
    boolean publish(Connection connection, Catalog catalog, Instant now, long revision) throws SQLException {
        boolean open = lock(connection, board);
        DispatchStore store = new DispatchStore(connection, board.centre(), now);
        BoardReads reads = new BoardReads(connection, catalog, board.centre(), now);
        Board fresh = reads.board(board.day());
        // Who works when, and what ends without having had a place, is no change of the day's places.
        if (!open || fresh.revision() != revision || !abilities(fresh).equals(abilities(board))) {
            return false;
        }
        store.moveSeveral();
        Reasons reasons = new Reasons(board, reads.calendar().zone());
        DispatchStore.Why why = new DispatchStore.Why(order.who(), order.why());
        List<Map<String, Object>> nobody = new ArrayList<>();
        Sending sending = new Sending(connection, steps, now, order.who(), order.why());
        boolean announced = Announcing.isAnnounced(connection, board.centre(), board.day());
        for (Visit visit :
                plan.unassigned().stream().filter(Publication::isOurs).toList()) {
            nobody.add(drop(store, sending, reasons, visit, why, announced));
        }
        for (Route route : plan.routes()) {
            for (Visit visit :
                    route.visits().stream().filter(Publication::isOurs).toList()) {
                if (Rules.broken(route.worker(), visit.job(), visit.begin()).isEmpty()) {
                    place(store, sending, reasons, visit, why, announced);
                } else {
                    nobody.add(drop(store, sending, reasons, visit, why, announced));
                }
            }
        }
        store.settle();
        planned(connection, now, nobody);
        return true;
    }

    /** Locks tickets before places, as everybody does who takes a step; whether all of them are still to be visited. */
    static boolean lock(Connection connection, Board board) throws SQLException {
        return Sql.list(
                        connection,
                        """
                                select id, ended_at is null and centre = ? and state in ('scheduled', 'dispatched', 'confirmed') open
                                from service.ticket where id = any (?::text[]::bigint[]) order by id for no key update
                                """,
                        row -> row.getBoolean("open"),
                        board.centre(),
                        board.tickets().stream().map(String::valueOf).toList())
                .stream()
                .allMatch(each -> each);
    }

    /** What somebody can do on the day; from when on they are free goes by the minute. */
    private record Ability(String technician, LicenceBand band, Set<Worker.Skill> skills, List<Span> spans) {}

    private static List<Ability> abilities(Board board) {
        return board.workers().stream()
                .map(worker -> new Ability(worker.id(), worker.band(), worker.skills(), worker.spans()))
                .toList();
    }

    /** What somebody is booking at this moment is theirs: the plan is made around it. */
    private static boolean isOurs(Visit visit) {
        return visit.job().ticket() > 0;
    }

    private void place(
            DispatchStore store,
            Sending sending,
            Reasons reasons,
            Visit visit,
            DispatchStore.Why why,
            boolean announced)
            throws SQLException {
        Job job = visit.job();
        Worker worker = visit.route().worker();
        Job.Published before = job.published();
        boolean same = before != null && before.technician().equals(worker.id()) && before.begin() == visit.begin();
        Duration moved = before == null
                ? store.movedTo(job.ticket(), board.instant(visit.begin()))
                : Duration.ofMinutes(visit.begin() - before.begin());
        if (same) {
            store.way(job.ticket(), visit.travelHere(), reasons.why(worker, job, visit.begin(), visit.travelHere()));
        } else {
            Instant from = board.instant(visit.begin());
            store.put(
                    board.day(),
                    board.windowOf(job).from(),
                    board.windowOf(job).to(),
                    new Placement(
                            job.ticket(),
                            worker.id(),
                            from,
                            board.instant(visit.end()),
                            visit.travelHere(),
                            "plan",
                            reasons.why(worker, job, visit.begin(), visit.travelHere())),
                    null,
                    why);
        }
        if (job.wish().missedBy(visit.begin()) > 0) {
            sending.pinNotKept(job.ticket());
        }
        sending.place(job.ticket(), worker.id(), board.instant(visit.begin()), moved, announced);
    }

    private Map<String, Object> drop(
            DispatchStore store,
            Sending sending,
            Reasons reasons,
            Visit visit,
            DispatchStore.Why why,
            boolean announced)
            throws SQLException {
        Job job = visit.job();
        store.drop(job.ticket(), why);
        sending.drop(job.ticket(), announced || job.published() != null);
        List<Text> words = reasons.whyNobody(job, Planner.pinnedInTheWay(plan, visit));
        Map<String, Object> nobody = new LinkedHashMap<>();
        nobody.put("ticket", job.ticket());
        nobody.put("why", words);
        return nobody;
    }

    private void planned(Connection connection, Instant now, List<Map<String, Object>> nobody) throws SQLException {
        Map<String, Double> costs = new LinkedHashMap<>();
        Planner.weigh(plan).forEach((rule, cost) -> costs.put(rule.id(), cost));
        Sql.update(
                connection,
                """
                insert into service.dispatch_day as old (centre, day, planned_at, planned_by, solve_millis, score, costs, unassigned)
                values (?, ?, ?, ?, ?, ?, ?::jsonb, ?::jsonb)
                on conflict (centre, day) do update set revision = old.revision + 1, planned_at = excluded.planned_at,
                    planned_by = excluded.planned_by, solve_millis = excluded.solve_millis, score = excluded.score,
                    costs = excluded.costs, unassigned = excluded.unassigned, stale_since = null, stale_why = null
                """,
                board.centre(),
                board.day(),
                now,
                order.who() == null ? SERVICE : order.who(),
                (int) (nanos / 1_000_000),
                plan.score() == null ? null : plan.score().toString(),
                Sql.json(costs),
                Sql.json(nobody));
    }
}
