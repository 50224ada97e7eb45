package io.hearthwatch.servicedesk.dispatch.route;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/**
 * Where a visit can be put between those that are planned, so that neither it nor any visit after it breaks a hard rule. It reads the same
 * times and rules as the solver, so what fits here is a plan that the solver may keep or improve, and never has to break. Nor does it move a
 * visit after it off the time that a person pinned.
 */
public final class Insertions {
    /**
     * A place on a route.
     *
     * @param index before the visit that is there now
     * @param begin minute at which work would begin
     * @param travelThere minutes on the way to it
     * @param extraTravel minutes that it adds on the road; less than none where the way was a detour
     * @param cost what it costs by the soft rules, in tenths of a minute on the road, for the visit itself and those after it
     * @param toldAnew visits after it whose customers were told a time, and would have to be told another one
     */
    public record Place(Route route, int index, int begin, int travelThere, int extraTravel, long cost, int toldAnew) {}

    private Insertions() {}

    /** The best place on every route that has one, the best first. */
    public static List<Place> places(RoutePlan plan, Visit visit, Job job) {
        List<Place> places = new ArrayList<>();
        for (Route route : plan.routes()) {
            bestOn(route, visit, job).ifPresent(places::add);
        }
        places.sort(Comparator.comparingLong(Place::cost)
                .thenComparing(place -> place.route().worker().id()));
        return places;
    }

    /** The best place on one route. */
    public static Optional<Place> bestOn(Route route, Visit visit, Job job) {
        return isAble(route.worker(), job) ? Optional.ofNullable(bestOfAble(route, visit, job)) : Optional.empty();
    }

    /** Whether somebody may do a job at some time of day: no time mends it where they may not. */
    static boolean isAble(Worker worker, Job job) {
        return worker.masters(job) && worker.licensed() && !worker.spans().isEmpty() && Rules.isWished(worker, job);
    }

    /** The best place on the route of somebody who is able; null for none. */
    static Place bestOfAble(Route route, Visit visit, Job job) {
        List<Visit> visits = route.visits();
        int load = 0;
        for (Visit each : visits) {
            load += each.job().minutes();
        }
        Worker worker = route.worker();
        long ofPerson = RouteCost.ofPerson(worker, job)
                + Weights.load(worker, load + job.minutes())
                - Weights.load(worker, load);
        Place best = null;
        for (int index = 0; index <= visits.size(); index++) {
            // Whoever is still busy when the window ends is so after later visits as well.
            if (index > 0 && visits.get(index - 1).end() > job.window().to()) {
                break;
            }
            Place place = at(route, index, visit, job, ofPerson);
            if (place != null && (best == null || place.cost() < best.cost())) {
                best = place;
            }
        }
        return best;
    }

    private static Place at(Route route, int index, Visit visit, Job job, long ofPerson) {
        Worker worker = route.worker();
        List<Visit> visits = route.visits();
        Visit before = index == 0 ? null : visits.get(index - 1);
        int there = before == null ? route.minutesFromStart(visit.at()) : route.minutes(before.at(), visit.at());
        int begin = worker.begin(before == null ? route.freeFrom() : before.end(), there, job);
        if (Rules.minutesOff(worker, job, begin) > 0) {
            return null;
        }
        Delay delay = delay(route, index, visit.at(), begin + job.minutes());
        if (delay == null) {
            return null;
        }
        int extra = there;
        if (index < visits.size()) {
            Visit next = visits.get(index);
            extra += route.minutes(visit.at(), next.at()) - next.travelHere();
        } else {
            extra += route.minutesToEnd(visit.at()) - route.minutesBack();
        }
        long cost = (long) extra * Weights.MINUTE
                + ofPerson
                + RouteCost.ofTime(worker, job, begin)
                + (long) Weights.offPinnedTime(job, begin) * OFF_PINNED_TIME
                + delay.cost();
        return new Place(route, index, begin, there, extra, cost, delay.toldAnew());
    }

    private record Delay(long cost, int toldAnew) {}

    /** What it costs that the visits after it begin later; null where one of them would break what it does not break now. */
    private static Delay delay(Route route, int index, int at, int end) {
        Worker worker = route.worker();
        int place = at;
        int free = end;
        long cost = 0;
        int toldAnew = 0;
        for (Visit next : route.visits().subList(index, route.visits().size())) {
            Job job = next.job();
            int begin = worker.begin(free, route.minutes(place, next.at()), job);
            if (begin == next.begin()) {
                return new Delay(cost, toldAnew);
            }
            if (begin > next.begin()
                    && (Rules.minutesOff(worker, job, begin) > 0
                            || job.wish().missedBy(begin) > job.wish().missedBy(next.begin()))) {
                return null;
            }
            toldAnew += Rules.isToldAnew(job, begin) && !Rules.isToldAnew(job, next.begin()) ? 1 : 0;
            cost += RouteCost.ofTime(worker, job, begin) - RouteCost.ofTime(worker, job, next.begin());
            place = next.at();
            free = begin + job.minutes();
        }
        return new Delay(cost, toldAnew);
    }

    /** Dearer than all else that a place costs, times what it weighs. */
    private static final long OFF_PINNED_TIME = 100;

    /**
     * Puts a visit there; visits after it may begin later by that, as far as they may.
     *
     * @param job the visit's job from now on
     */
    public static void put(Visit visit, Job job, Place place) {
        visit.become(job);
        place.route().visits().add(place.index(), visit);
        place.route().settle();
    }

    /**
     * Takes visits off the routes that break a hard rule where they are, because somebody is ill or late; each alone, so that those after it
     * stay where they can. Their best places are looked for anew.
     */
    static void evict(RoutePlan plan) {
        for (Route route : plan.routes()) {
            for (int i = 0; i < route.visits().size(); ) {
                Visit visit = route.visits().get(i);
                if (Rules.broken(route.worker(), visit.job(), visit.begin()).isEmpty()) {
                    i++;
                } else {
                    route.visits().remove(i);
                    visit.leave();
                    route.settle();
                }
            }
        }
    }

    /**
     * Puts every visit that nobody does where it costs least, as far as that breaks nothing; first those that would lose most by waiting:
     * the sum of what their second and third best technicians cost more than the best (regret insertion, J.-Y. Potvin and J.-M. Rousseau,
     * European Journal of Operational Research 66 (1993)).
     *
     * @param but one that is left with nobody; null for none
     */
    static void fill(RoutePlan plan, Visit but) {
        List<Visit> open = new ArrayList<>(plan.unassigned());
        open.remove(but);
        List<Route> routes = plan.routes();
        Place[][] places = new Place[open.size()][routes.size()];
        for (int i = 0; i < places.length; i++) {
            for (int j = 0; j < routes.size(); j++) {
                places[i][j] =
                        bestOn(routes.get(j), open.get(i), open.get(i).job()).orElse(null);
            }
        }
        boolean[] done = new boolean[open.size()];
        for (int round = 0; round < done.length; round++) {
            int next = -1;
            long most = Long.MIN_VALUE;
            for (int i = 0; i < done.length; i++) {
                long regret =
                        done[i] ? Long.MIN_VALUE : regret(places[i], open.get(i).job());
                if (regret > most) {
                    next = i;
                    most = regret;
                }
            }
            if (next < 0) {
                return;
            }
            int route = cheapest(places[next]);
            put(open.get(next), open.get(next).job(), places[next][route]);
            done[next] = true;
            for (int i = 0; i < done.length; i++) {
                if (!done[i]) {
                    places[i][route] = bestOn(
                                    routes.get(route), open.get(i), open.get(i).job())
                            .orElse(null);
                }
            }
        }
    }

    private static int cheapest(Place[] places) {
        int best = -1;
        for (int i = 0; i < places.length; i++) {
            if (places[i] != null && (best < 0 || places[i].cost() < places[best].cost())) {
                best = i;
            }
        }
        return best;
    }

    /** The least for a visit that has no place at all. */
    private static long regret(Place[] places, Job job) {
        long first = NO_PLACE;
        long second = NO_PLACE;
        long third = NO_PLACE;
        for (Place place : places) {
            long cost = place == null ? NO_PLACE : place.cost();
            if (cost < first) {
                third = second;
                second = first;
                first = cost;
            } else if (cost < second) {
                third = second;
                second = cost;
            } else if (cost < third) {
                third = cost;
            }
        }
        return first == NO_PLACE
                ? Long.MIN_VALUE
                : second + third - 2 * first + (long) job.urgency() * Weights.PART_TO_FETCH;
    }

    /** Dearer than any place. */
    private static final long NO_PLACE = 1_000_000;
}
