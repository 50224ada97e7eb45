package io.hearthwatch.servicedesk.dispatch.route;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;

/**
 * Improves routes by taking neighbouring pieces of some of them out and putting what was in them where it costs least, again and again; what
 * comes out worse is kept now and then, ever less often (J. Christiaens and G. Vanden Berghe, "Slack Induction by String Removals for Vehicle
 * Routing Problems", Transportation Science 54 (2020), with its lengths and simulated annealing). It weighs what the solver weighs
 * ({@link RouteCost}), gives visits only to who may go, and ends with the best plan it met, or the one it began with. For one thread; the
 * same again for the same seed and number of rounds.
 */
final class Ruins {
    /** How many single changes of the solver take about as long as a round. */
    static final long MOVES_A_ROUND = 20;

    /** Rounds for each visit, after which nothing is to be expected any more. */
    static final long ROUNDS_PER_VISIT = 1_000;

    /** Visits that a round takes out, in the mean at most. */
    private static final int TAKEN_OUT = 10;

    private static final int LONGEST_PIECE = 8;

    /** Visits with nobody that a round tries to place: a day far beyond what people can do must not slow it down. */
    private static final int MOST_TRIED = 20;

    /** One route of so many is not looked at for a visit, so that not every round ends in the same place. */
    private static final int BLINK = 100;

    /** How much worse is kept easily in the beginning and in the end, in tenths of a minute on the road. */
    private static final double HOT = 300;

    private static final double COLD = 5;

    private static final int NEAREST = 100;

    private final RoutePlan plan;
    private final List<Visit> visits;
    private final Random random;
    private final int[][] nearest;

    /** Who may do a visit, with those left out that nobody may. */
    private final Map<Visit, List<Route>> able = new LinkedHashMap<>();

    /** The routes that a round touches, as they were before it. */
    private final Map<Route, Before> touched = new LinkedHashMap<>();

    private record Before(List<Visit> visits, long cost) {}

    /** @param plan breaks no hard rule */
    Ruins(RoutePlan plan, long seed) {
        this.plan = plan;
        this.visits = plan.visits();
        this.random = new Random(seed);
        this.nearest = NearbyMoves.nearest(plan, NEAREST);
        for (Visit visit : visits) {
            List<Route> routes = plan.routes().stream()
                    .filter(route -> Insertions.isAble(route.worker(), visit.job()))
                    .toList();
            if (!routes.isEmpty()) {
                able.put(visit, routes);
            }
        }
    }

    /**
     * Whether a day may be turned over: there is something to choose, nobody was sent or told yet who would have to hear otherwise, and what
     * was published holds. Where it does not, as somebody is ill, as little as possible is to change, and what has no place is put where it
     * fits.
     */
    static boolean isFree(RoutePlan plan) {
        return plan.visits().size() > 1
                && plan.visits().stream()
                        .filter(visit -> visit.job().published() != null)
                        .noneMatch(visit -> visit.job().published().told()
                                || visit.route() == null
                                || !Rules.broken(visit.route().worker(), visit.job(), visit.begin())
                                        .isEmpty());
    }

    /**
     * Searches until one of the limits is reached, or the thread is interrupted, or as many rounds are over as the size of the plan is worth.
     *
     * @param longest zero for any time
     * @param most rounds
     * @return rounds made
     */
    long improve(Duration longest, long most) {
        long rounds = Math.min(most, ROUNDS_PER_VISIT * able.size());
        long begun = System.nanoTime();
        long round = 0;
        long gained = 0;
        long mostGained = 0;
        List<List<Visit>> best = routes();
        while (round < rounds && !Thread.currentThread().isInterrupted()) {
            double done = (double) round / rounds;
            if (!longest.isZero()) {
                done = Math.max(done, (double) (System.nanoTime() - begun) / longest.toNanos());
            }
            if (done >= 1) {
                break;
            }
            double worse = -HOT * Math.pow(COLD / HOT, done) * Math.log(1 - random.nextDouble());
            long gain = round();
            if (gain > -worse) {
                gained += gain;
                if (gained > mostGained) {
                    mostGained = gained;
                    best = routes();
                }
            } else {
                takeBack();
            }
            round++;
        }
        for (int i = 0; i < best.size(); i++) {
            List<Visit> route = plan.routes().get(i).visits();
            route.clear();
            route.addAll(best.get(i));
        }
        plan.update();
        return round;
    }

    private List<List<Visit>> routes() {
        return plan.routes().stream().map(route -> List.copyOf(route.visits())).toList();
    }

    /** @return how much less the plan costs by it */
    private long round() {
        touched.clear();
        List<Visit> open = withNobody();
        long gain = open.stream().mapToLong(RouteCost::ofNobody).sum();
        int pieces = 1 + random.nextInt(4 * TAKEN_OUT / (1 + LONGEST_PIECE));
        int first = random.nextInt(visits.size());
        takeOut(visits.get(first), open);
        for (int near : nearest[first]) {
            if (touched.size() >= pieces) {
                break;
            }
            takeOut(visits.get(near), open);
        }
        order(open);
        for (Visit visit : open) {
            put(visit);
            gain -= visit.route() == null ? RouteCost.ofNobody(visit) : 0;
        }
        for (Map.Entry<Route, Before> each : touched.entrySet()) {
            gain += each.getValue().cost() - RouteCost.of(each.getKey());
        }
        return gain;
    }

    private List<Visit> withNobody() {
        List<Visit> open = new ArrayList<>();
        for (Visit visit : able.keySet()) {
            if (visit.route() == null) {
                open.add(visit);
            }
        }
        if (open.size() > MOST_TRIED) {
            Collections.shuffle(open, random);
            open.subList(MOST_TRIED, open.size()).clear();
        }
        return open;
    }

    /** A piece of the visit's route with it somewhere in it; of each route one. */
    private void takeOut(Visit visit, List<Visit> open) {
        Route route = visit.route();
        if (route == null || touched.containsKey(route)) {
            return;
        }
        touch(route);
        List<Visit> all = route.visits();
        int length = 1 + random.nextInt(Math.min(LONGEST_PIECE, all.size()));
        int at = all.indexOf(visit);
        int earliest = Math.max(0, at - length + 1);
        int from = earliest + random.nextInt(Math.min(at, all.size() - length) - earliest + 1);
        List<Visit> piece = all.subList(from, from + length);
        piece.forEach(Visit::leave);
        open.addAll(piece);
        piece.clear();
        route.settle();
    }

    /** By chance, or those first that weigh most, or that leave the least room in time. */
    private void order(List<Visit> open) {
        Collections.shuffle(open, random);
        switch (random.nextInt(3)) {
            case 0 -> open.sort(Comparator.comparingInt(visit -> -Weights.unassigned(visit.job())));
            case 1 ->
                open.sort(Comparator.comparingInt(visit -> {
                    Job job = visit.job();
                    return job.window().to() - job.window().from() - job.minutes();
                }));
            default -> {
                // As shuffled.
            }
        }
    }

    /** Where it costs least; nowhere, if that is off the time that a person pinned and weighs more than with nobody. */
    private void put(Visit visit) {
        Job job = visit.job();
        Insertions.Place best = null;
        for (Route route : able.get(visit)) {
            if (random.nextInt(BLINK) > 0) {
                Insertions.Place place = Insertions.bestOfAble(route, visit, job);
                if (place != null && (best == null || place.cost() < best.cost())) {
                    best = place;
                }
            }
        }
        if (best != null && Weights.offPinnedTime(job, best.begin()) <= Weights.unassigned(job)) {
            touch(best.route());
            Insertions.put(visit, job, best);
        }
    }

    private void touch(Route route) {
        if (!touched.containsKey(route)) {
            touched.put(route, new Before(List.copyOf(route.visits()), RouteCost.of(route)));
        }
    }

    /** All of the touched routes are emptied first: what has changed routes is on one of them. */
    private void takeBack() {
        touched.keySet().forEach(route -> route.visits().forEach(Visit::leave));
        touched.forEach((route, before) -> {
            route.visits().clear();
            route.visits().addAll(before.visits());
            route.settle();
        });
    }
}
