package io.hearthwatch.servicedesk.dispatch.route;

import ai.timefold.solver.core.api.domain.entity.PlanningEntity;
import ai.timefold.solver.core.api.domain.lookup.PlanningId;
import ai.timefold.solver.core.api.domain.variable.PlanningListVariable;
import java.util.ArrayList;
import java.util.List;

/** A technician's day: visits in their order. The solver's; for one thread at a time. */
@PlanningEntity
public final class Route {
    @PlanningId
    private String id;

    private Worker worker;
    private TravelTable travel;
    private int startAt;
    private int freeAt;

    @PlanningListVariable(allowsUnassignedValues = true)
    private List<Visit> visits = new ArrayList<>();

    /** For the solver. */
    public Route() {}

    Route(Worker worker, TravelTable travel) {
        this.id = worker.id();
        this.worker = worker;
        this.travel = travel;
        this.startAt = travel.number(worker.start());
        this.freeAt = travel.number(worker.from().where());
    }

    public Worker worker() {
        return worker;
    }

    /** The visits, in their order. */
    public List<Visit> visits() {
        return visits;
    }

    /** Brings the visits' times in line with their order, as the solver does by itself. */
    void settle() {
        Visit before = null;
        for (Visit visit : visits) {
            visit.follow(this, before);
            before = visit;
        }
    }

    int freeFrom() {
        return worker.from().minute();
    }

    int minutesFromStart(int to) {
        return travel.minutes(freeAt, to);
    }

    int minutes(int from, int to) {
        return travel.minutes(from, to);
    }

    int minutesToEnd(int from) {
        return travel.minutes(from, startAt);
    }

    /** Minutes on the way back from the last visit. */
    public int minutesBack() {
        return visits.isEmpty()
                ? 0
                : travel.minutes(visits.get(visits.size() - 1).at(), startAt);
    }

    /** Minutes on the road, the way back included. */
    public int travelMinutes() {
        int sum = minutesBack();
        for (Visit visit : visits) {
            sum += visit.travelHere();
        }
        return sum;
    }

    @Override
    public String toString() {
        return id + visits;
    }
}
