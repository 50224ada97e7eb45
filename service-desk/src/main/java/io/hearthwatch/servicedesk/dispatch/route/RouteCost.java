package io.hearthwatch.servicedesk.dispatch.route;

/**
 * What routes cost, as the rules weigh it, summed without the solver: for searches that look at thousands of routes a second. A whole plan
 * costs the sum of its routes and of what nobody does. Who goes is not weighed: it is for those who only ever give visits to who may go.
 */
final class RouteCost {
    /** Of one unit of the rules that are decided before all soft ones: more than those ever differ by where a few routes change. */
    static final long MEDIUM = 10_000_000;

    /** Of a minute by which a hard rule is broken. */
    static final long HARD = 1_000_000 * MEDIUM;

    private RouteCost() {}

    /** In tenths of a minute on the road. */
    static long of(Route route) {
        Worker worker = route.worker();
        long cost = (long) route.travelMinutes() * Weights.MINUTE;
        int load = 0;
        for (Visit visit : route.visits()) {
            Job job = visit.job();
            int begin = visit.begin();
            load += job.minutes();
            cost += ofPerson(worker, job)
                    + ofTime(worker, job, begin)
                    + Weights.offPinnedTime(job, begin) * MEDIUM
                    + Rules.minutesOff(worker, job, begin) * HARD;
        }
        return cost + Weights.load(worker, load);
    }

    /** What a visit costs with somebody at any time, without the way. */
    static long ofPerson(Worker worker, Job job) {
        return (long) worker.toFetch(job) * Weights.PART_TO_FETCH
                + (Rules.isOtherEngineer(worker, job) ? Weights.OTHER_ENGINEER : 0);
    }

    /** What it costs besides that it begins then. */
    static long ofTime(Worker worker, Job job, int begin) {
        return (long) (begin - job.window().from()) * job.urgency() * Weights.URGENT_MINUTE
                + Rules.risk(job, begin)
                + Rules.change(job, worker, begin);
    }

    /** What it costs that nobody does a visit. */
    static long ofNobody(Visit visit) {
        return Weights.unassigned(visit.job()) * MEDIUM;
    }
}
