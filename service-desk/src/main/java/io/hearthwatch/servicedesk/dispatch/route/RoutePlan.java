package io.hearthwatch.servicedesk.dispatch.route;

import ai.timefold.solver.core.api.domain.solution.PlanningEntityCollectionProperty;
import ai.timefold.solver.core.api.domain.solution.PlanningScore;
import ai.timefold.solver.core.api.domain.solution.PlanningSolution;
import ai.timefold.solver.core.api.domain.valuerange.ValueRangeProvider;
import ai.timefold.solver.core.api.score.buildin.hardmediumsoftlong.HardMediumSoftLongScore;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** The routes of a service centre's technicians on a day, and the visits that they share. For one thread at a time. */
@PlanningSolution
public final class RoutePlan {
    @PlanningEntityCollectionProperty
    private List<Route> routes;

    @PlanningEntityCollectionProperty
    @ValueRangeProvider
    private List<Visit> visits;

    @PlanningScore
    private HardMediumSoftLongScore score;

    /** For the solver. */
    public RoutePlan() {}

    private RoutePlan(List<Route> routes, List<Visit> visits) {
        this.routes = routes;
        this.visits = visits;
    }

    /** With every job where the published plan has it, as far as its technician is there; the others with nobody. */
    public static RoutePlan of(List<Worker> workers, List<Job> jobs, Travel travel) {
        TravelTable table = new TravelTable(
                travel,
                Stream.concat(
                                workers.stream()
                                        .flatMap(worker -> Stream.of(
                                                worker.start(), worker.from().where())),
                                jobs.stream().map(Job::place))
                        .toList());
        Map<String, Route> routes = new HashMap<>();
        List<Route> all = new ArrayList<>();
        for (Worker worker : workers) {
            Route route = new Route(worker, table);
            routes.put(worker.id(), route);
            all.add(route);
        }
        // The solver puts those that nobody does where they cost least, in this order: by the day's course, routes grow
        // at their ends.
        List<Visit> visits = jobs.stream()
                .sorted(Comparator.comparingInt((Job job) -> job.window().to()).thenComparing(Job::ticket))
                .map(job -> new Visit(job, table.number(job.place())))
                .toList();
        visits.stream()
                .filter(visit -> visit.job().published() != null)
                .sorted(Comparator.comparingInt(
                                (Visit visit) -> visit.job().published().begin())
                        .thenComparing(visit -> visit.job().ticket()))
                .forEach(visit -> {
                    Route route = routes.get(visit.job().published().technician());
                    if (route != null) {
                        route.visits().add(visit);
                    }
                });
        RoutePlan plan = new RoutePlan(all, new ArrayList<>(visits));
        plan.update();
        return plan;
    }

    /** Times follow from the routes; to be called after routes were changed by hand. */
    public void update() {
        visits.forEach(Visit::leave);
        routes.forEach(Route::settle);
    }

    public List<Route> routes() {
        return routes;
    }

    public List<Visit> visits() {
        return visits;
    }

    /** Null before it was weighed. */
    public HardMediumSoftLongScore score() {
        return score;
    }

    /** Visits that nobody does. */
    public List<Visit> unassigned() {
        return visits.stream().filter(visit -> visit.route() == null).toList();
    }

    /** Minutes on the road, of all. */
    public int travelMinutes() {
        return routes.stream().mapToInt(Route::travelMinutes).sum();
    }
}
