package io.hearthwatch.benchmarks.dispatch;

import io.hearthwatch.servicedesk.dispatch.route.Job;
import io.hearthwatch.servicedesk.dispatch.route.Position;
import io.hearthwatch.servicedesk.dispatch.route.Rules;
import io.hearthwatch.servicedesk.dispatch.route.Travel;
import io.hearthwatch.servicedesk.dispatch.route.Worker;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * What dispatchers do by hand: the next job goes to the nearest technician who is free in time. Every hard rule is the solver's own, so
 * nobody is sent without the skill, outside the window or after hours; a job that nobody can do is left, as the solver leaves it.
 */
final class NearestFree {
    /** The order in which jobs are given out. */
    enum Order {
        /** As windows open; of those that open at once, the most urgent first. */
        WINDOW(Comparator.<Job>comparingInt(job -> job.window().from())
                .thenComparingInt(job -> -job.urgency())
                .thenComparingLong(Job::ticket)),
        /** The most urgent first of all, then as windows end. */
        URGENCY(Comparator.<Job>comparingInt(job -> -job.urgency())
                .thenComparingInt(job -> job.window().to())
                .thenComparingLong(Job::ticket));

        @SuppressWarnings("ImmutableEnumChecker") // made of functions without state
        private final Comparator<Job> comparator;

        Order(Comparator<Job> comparator) {
            this.comparator = comparator;
        }
    }

    private record State(Position where, int free) {}

    private NearestFree() {}

    /** The jobs, each with whom and when it is done, or with nobody. */
    static List<Job> dispatch(List<Worker> workers, List<Job> jobs, Travel travel, Order order) {
        Map<String, State> states = new HashMap<>();
        workers.forEach(worker -> states.put(
                worker.id(), new State(worker.from().where(), worker.from().minute())));
        List<Job> done = new ArrayList<>();
        for (Job job : jobs.stream().sorted(order.comparator).toList()) {
            Worker nearest = null;
            int way = Integer.MAX_VALUE;
            int begins = 0;
            for (Worker worker : workers) {
                State state = states.get(worker.id());
                int minutes = travel.minutes(state.where(), job.place());
                int begin = worker.begin(state.free(), minutes, job);
                if (minutes < way && Rules.broken(worker, job, begin).isEmpty()) {
                    nearest = worker;
                    way = minutes;
                    begins = begin;
                }
            }
            if (nearest == null) {
                done.add(job);
            } else {
                states.put(nearest.id(), new State(job.place(), begins + job.minutes()));
                done.add(new Job(
                        job.ticket(),
                        job.number(),
                        job.need(),
                        job.place(),
                        job.window(),
                        job.urgency(),
                        job.wish(),
                        new Job.Published(nearest.id(), begins, false)));
            }
        }
        return done;
    }
}
