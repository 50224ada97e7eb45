package io.hearthwatch.servicedesk.dispatch.route;

import ai.timefold.solver.core.api.score.director.ScoreDirector;
import ai.timefold.solver.core.impl.heuristic.selector.move.factory.MoveIteratorFactory;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import java.util.Random;

/**
 * Changes between visits that go well one after the other: near each other in place and time. Of all changes, few are worth a look; these
 * are the ones. How well two go together: the way between them, the waiting that their windows force, and the minutes that they force it
 * to be late (the relatedness of S. Ropke and D. Pisinger, Transportation Science 40 (2006), without its load).
 */
public final class NearbyMoves implements MoveIteratorFactory<RoutePlan, RouteMove> {
    private static final int NEAREST = 24;

    private int[][] nearest;

    @Override
    public void phaseStarted(ScoreDirector<RoutePlan> director) {
        nearest = nearest(director.getWorkingSolution(), NEAREST);
    }

    /** The indices of the visits that go best with each, at most so many, the best first. */
    static int[][] nearest(RoutePlan plan, int most) {
        List<Visit> visits = plan.visits();
        Route any = plan.routes().get(0);
        int[][] nearest = new int[visits.size()][];
        for (int i = 0; i < nearest.length; i++) {
            nearest[i] = nearest(visits, any, i, most);
        }
        return nearest;
    }

    private static int[] nearest(List<Visit> visits, Route travel, int from, int most) {
        long[] keys = new long[visits.size()];
        for (int other = 0; other < keys.length; other++) {
            // The cost above, the index below: sorting longs needs no objects.
            keys[other] = other == from
                    ? Long.MAX_VALUE
                    : (long) misfit(visits.get(from), visits.get(other), travel) << 32 | other;
        }
        Arrays.sort(keys);
        int count = Math.min(most, keys.length - 1);
        int[] found = new int[count];
        for (int i = 0; i < count; i++) {
            found[i] = (int) keys[i];
        }
        return found;
    }

    private static int misfit(Visit a, Visit b, Route travel) {
        int way = travel.minutes(a.at(), b.at());
        return way * 2 + Math.min(misfitInTime(a.job(), b.job(), way), misfitInTime(b.job(), a.job(), way));
    }

    private static int misfitInTime(Job first, Job second, int way) {
        int waiting = second.window().from() - (first.window().to() + first.minutes() + way);
        int late =
                first.window().from() + first.minutes() + way - second.window().to();
        return Math.max(0, waiting) + 4 * Math.max(0, late);
    }

    @Override
    public long getSize(ScoreDirector<RoutePlan> director) {
        return (long) director.getWorkingSolution().visits().size() * NEAREST;
    }

    @Override
    public Iterator<RouteMove> createOriginalMoveIterator(ScoreDirector<RoutePlan> director) {
        return createRandomMoveIterator(director, new Random(getSize(director)));
    }

    @Override
    public Iterator<RouteMove> createRandomMoveIterator(ScoreDirector<RoutePlan> director, Random random) {
        List<Visit> visits = director.getWorkingSolution().visits();
        return new Iterator<>() {
            @Override
            public boolean hasNext() {
                return visits.size() > 1;
            }

            @Override
            public RouteMove next() {
                int one = random.nextInt(visits.size());
                // Nearer ones more often: the lesser of two draws.
                int[] near = nearest[one];
                int other = near[Math.min(random.nextInt(near.length), random.nextInt(near.length))];
                RouteMove.Kind kind = RouteMove.Kind.DRAWN.get(random.nextInt(RouteMove.Kind.DRAWN.size()));
                return new RouteMove(kind, visits.get(one), visits.get(other));
            }
        };
    }
}
