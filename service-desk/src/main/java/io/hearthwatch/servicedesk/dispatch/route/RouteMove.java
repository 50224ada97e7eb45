package io.hearthwatch.servicedesk.dispatch.route;

import ai.timefold.solver.core.api.score.director.ScoreDirector;
import ai.timefold.solver.core.impl.heuristic.move.AbstractMove;
import java.util.ArrayList;
import java.util.List;

/** A change about two visits. For the solver. */
public final class RouteMove extends AbstractMove<RoutePlan> {
    private static final String VISITS = "visits";

    /** What changes. */
    enum Kind {
        /** The first goes directly after the other. */
        AFTER,
        /** The first goes directly before the other. */
        BEFORE,
        /** They change places. */
        SWAP,
        /** After the first comes the other with all that follows it; and the other way round. */
        TAILS;

        /** How often each is drawn. */
        static final List<Kind> DRAWN = List.of(AFTER, AFTER, BEFORE, SWAP, SWAP, TAILS, TAILS);
    }

    private final Kind kind;
    private final Visit visit;
    private final Visit other;

    RouteMove(Kind kind, Visit visit, Visit other) {
        this.kind = kind;
        this.visit = visit;
        this.other = other;
    }

    @Override
    public boolean isMoveDoable(ScoreDirector<RoutePlan> director) {
        Route to = other.route();
        if (to == null || (visit.route() == null && kind == Kind.TAILS)) {
            return false;
        }
        return switch (kind) {
            case AFTER -> to.worker().masters(visit.job()) && visit.previous() != other;
            case BEFORE -> to.worker().masters(visit.job()) && other.previous() != visit;
            case SWAP ->
                to.worker().masters(visit.job())
                        && (visit.route() == null || visit.route().worker().masters(other.job()));
            case TAILS -> visit.route() != to && visit.route().worker().masters(other.job());
        };
    }

    @Override
    protected void doMoveOnGenuineVariables(ScoreDirector<RoutePlan> director) {
        switch (kind) {
            case AFTER, BEFORE -> put(director);
            case SWAP -> swap(director);
            case TAILS -> tails(director);
        }
    }

    private void put(ScoreDirector<RoutePlan> director) {
        Route from = visit.route();
        Route to = other.route();
        if (from == null) {
            director.beforeListVariableElementAssigned(to, VISITS, visit);
        } else {
            int at = from.visits().indexOf(visit);
            director.beforeListVariableChanged(from, VISITS, at, at + 1);
            from.visits().remove(at);
            director.afterListVariableChanged(from, VISITS, at, at);
        }
        int at = to.visits().indexOf(other) + (kind == Kind.AFTER ? 1 : 0);
        director.beforeListVariableChanged(to, VISITS, at, at);
        to.visits().add(at, visit);
        director.afterListVariableChanged(to, VISITS, at, at + 1);
        if (from == null) {
            director.afterListVariableElementAssigned(to, VISITS, visit);
        }
    }

    /** With a visit that nobody does, the other one becomes the one. */
    private void swap(ScoreDirector<RoutePlan> director) {
        Route to = other.route();
        int there = to.visits().indexOf(other);
        Route from = visit.route();
        if (from == null) {
            director.beforeListVariableElementUnassigned(to, VISITS, other);
            director.beforeListVariableElementAssigned(to, VISITS, visit);
            director.beforeListVariableChanged(to, VISITS, there, there + 1);
            to.visits().set(there, visit);
            director.afterListVariableChanged(to, VISITS, there, there + 1);
            director.afterListVariableElementAssigned(to, VISITS, visit);
            director.afterListVariableElementUnassigned(to, VISITS, other);
            return;
        }
        int here = from.visits().indexOf(visit);
        if (from == to) {
            int least = Math.min(here, there);
            int most = Math.max(here, there) + 1;
            director.beforeListVariableChanged(from, VISITS, least, most);
            from.visits().set(here, other);
            from.visits().set(there, visit);
            director.afterListVariableChanged(from, VISITS, least, most);
        } else {
            director.beforeListVariableChanged(from, VISITS, here, here + 1);
            director.beforeListVariableChanged(to, VISITS, there, there + 1);
            from.visits().set(here, other);
            to.visits().set(there, visit);
            director.afterListVariableChanged(from, VISITS, here, here + 1);
            director.afterListVariableChanged(to, VISITS, there, there + 1);
        }
    }

    private void tails(ScoreDirector<RoutePlan> director) {
        List<Visit> from = visit.route().visits();
        List<Visit> to = other.route().visits();
        Route fromRoute = visit.route();
        Route toRoute = other.route();
        int here = from.indexOf(visit) + 1;
        int there = to.indexOf(other);
        List<Visit> mine = new ArrayList<>(from.subList(here, from.size()));
        List<Visit> theirs = new ArrayList<>(to.subList(there, to.size()));
        director.beforeListVariableChanged(fromRoute, VISITS, here, from.size());
        director.beforeListVariableChanged(toRoute, VISITS, there, to.size());
        from.subList(here, from.size()).clear();
        to.subList(there, to.size()).clear();
        from.addAll(theirs);
        to.addAll(mine);
        director.afterListVariableChanged(fromRoute, VISITS, here, from.size());
        director.afterListVariableChanged(toRoute, VISITS, there, to.size());
    }

    @Override
    public String toString() {
        return visit + " " + kind + " " + other;
    }
}
