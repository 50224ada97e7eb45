package io.hearthwatch.servicedesk.dispatch.route;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * Makes room for visits that fit nowhere by taking one off a route that matters less and putting that one elsewhere: the fewest moves that
 * do (an ejection chain of length one, F. Glover, Discrete Applied Mathematics 65 (1996)). A search finds such a pair of moves too, but late,
 * and with others that it did not need.
 */
final class Ejections {
    private Ejections() {}

    /** @param instead where the visit that was taken off goes; null for nowhere */
    private record Room(
            Route route, Visit leaves, Insertions.Place place, Insertions.Place instead, long loss, long cost) {
        static final Comparator<Room> CHEAPEST =
                Comparator.comparingLong(Room::loss).thenComparingLong(Room::cost);
    }

    /** For all that nobody does, those that weigh most first. */
    static void makeRoom(RoutePlan plan) {
        List<Visit> open = plan.unassigned().stream()
                .sorted(Comparator.comparingInt((Visit visit) -> -Weights.unassigned(visit.job())))
                .toList();
        for (Visit visit : open) {
            Room room = cheapest(plan, visit);
            if (room != null && room.loss() < Weights.unassigned(visit.job())) {
                take(room, visit);
            }
        }
    }

    private static Room cheapest(RoutePlan plan, Visit visit) {
        Room cheapest = null;
        int gain = Weights.unassigned(visit.job());
        for (Route route : plan.routes()) {
            if (!route.worker().masters(visit.job())) {
                continue;
            }
            for (Visit leaves : List.copyOf(route.visits())) {
                Room room = room(plan, route, leaves, visit, gain);
                if (room != null && (cheapest == null || Room.CHEAPEST.compare(room, cheapest) < 0)) {
                    cheapest = room;
                }
            }
        }
        return cheapest;
    }

    /** What it would take that one visit leaves a route for another; everything is as before afterwards. */
    private static Room room(RoutePlan plan, Route route, Visit leaves, Visit comes, int gain) {
        int index = route.visits().indexOf(leaves);
        off(route, leaves);
        Room room = Insertions.bestOn(route, comes, comes.job())
                .map(place -> {
                    Insertions.put(comes, comes.job(), place);
                    Insertions.Place instead = Insertions.places(plan, leaves, leaves.job()).stream()
                            .findFirst()
                            .orElse(null);
                    long loss = instead == null
                            ? Weights.unassigned(leaves.job())
                            : Weights.offPinnedTime(leaves.job(), instead.begin());
                    off(route, comes);
                    return new Room(
                            route, leaves, place, instead, loss, place.cost() + (instead == null ? 0 : instead.cost()));
                })
                .filter(each -> each.loss() < gain)
                .orElse(null);
        route.visits().add(index, leaves);
        route.settle();
        return room;
    }

    /** Visits that a person pinned, but for any one of which this one would have a place. */
    static List<Visit> pinnedInTheWay(RoutePlan plan, Visit comes) {
        List<Visit> found = new ArrayList<>();
        for (Route route : plan.routes()) {
            for (Visit pinned : List.copyOf(route.visits())) {
                if (pinned.job().wish().technician() != null && pinned.job().ticket() > 0) {
                    int index = route.visits().indexOf(pinned);
                    off(route, pinned);
                    if (Insertions.bestOn(route, comes, comes.job()).isPresent()) {
                        found.add(pinned);
                    }
                    route.visits().add(index, pinned);
                    route.settle();
                }
            }
        }
        return found;
    }

    private static void take(Room room, Visit comes) {
        off(room.route(), room.leaves());
        Insertions.put(comes, comes.job(), room.place());
        if (room.instead() != null) {
            Insertions.put(room.leaves(), room.leaves().job(), room.instead());
        }
    }

    private static void off(Route route, Visit visit) {
        route.visits().remove(visit);
        visit.leave();
        route.settle();
    }
}
