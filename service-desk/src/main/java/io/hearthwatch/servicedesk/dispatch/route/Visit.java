package io.hearthwatch.servicedesk.dispatch.route;

import ai.timefold.solver.core.api.domain.entity.PlanningEntity;
import ai.timefold.solver.core.api.domain.lookup.PlanningId;
import ai.timefold.solver.core.api.domain.variable.CascadingUpdateShadowVariable;
import ai.timefold.solver.core.api.domain.variable.InverseRelationShadowVariable;
import ai.timefold.solver.core.api.domain.variable.PreviousElementShadowVariable;

/** A job in a plan: on which route, after which other one, and when work begins. The solver's; for one thread at a time. */
@PlanningEntity
public final class Visit {
    @PlanningId
    @SuppressWarnings("UnusedVariable") // the solver reads it
    private Long id;

    private Job job;
    private int at;

    @InverseRelationShadowVariable(sourceVariableName = "visits")
    private Route route;

    @PreviousElementShadowVariable(sourceVariableName = "visits")
    private Visit previous;

    @CascadingUpdateShadowVariable(targetMethodName = "updateBegin")
    private Integer begin;

    /** For the solver. */
    public Visit() {}

    Visit(Job job, int at) {
        this.id = job.ticket();
        this.job = job;
        this.at = at;
    }

    public Job job() {
        return job;
    }

    void become(Job other) {
        job = other;
    }

    int at() {
        return at;
    }

    /** Null while nobody does it. */
    public Route route() {
        return route;
    }

    Visit previous() {
        return previous;
    }

    /** Minute at which work begins; null while nobody does it. */
    public Integer begin() {
        return begin;
    }

    /** Minute at which it is over. */
    public int end() {
        return begin + job.minutes();
    }

    /** Minutes on the way to it. */
    public int travelHere() {
        return previous == null ? route.minutesFromStart(at) : route.minutes(previous.at, at);
    }

    /** When it begins follows from the visit before it; the solver calls it. */
    @SuppressWarnings("unused")
    void updateBegin() {
        begin = route == null
                ? null
                : (Integer)
                        route.worker().begin(previous == null ? route.freeFrom() : previous.end(), travelHere(), job);
    }

    void follow(Route on, Visit before) {
        route = on;
        previous = before;
        updateBegin();
    }

    void leave() {
        route = null;
        previous = null;
        begin = null;
    }

    @Override
    public String toString() {
        return job.number() + (begin == null ? "" : "@" + begin);
    }
}
