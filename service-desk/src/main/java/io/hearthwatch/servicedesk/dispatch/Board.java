package io.hearthwatch.servicedesk.dispatch;

import io.hearthwatch.servicedesk.customer.Slot;
import io.hearthwatch.servicedesk.dispatch.route.Job;
import io.hearthwatch.servicedesk.dispatch.route.RoutePlan;
import io.hearthwatch.servicedesk.dispatch.route.Travel;
import io.hearthwatch.servicedesk.dispatch.route.Worker;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * A service centre's day as it stands: who works, and what is to be visited. Minutes count from the day's midnight at the centre.
 *
 * @param origin that midnight
 * @param fixed visits that a person put somewhere against the rules: the plan is made around them
 * @param windows of the jobs and the fixed ones, whatever a pin narrows them to
 * @param revision of the day's plan that this was read with; 0 where there is none
 */
record Board(
        String centre,
        LocalDate day,
        Instant origin,
        long revision,
        List<Worker> workers,
        List<Job> jobs,
        List<Job> fixed,
        Map<Long, Slot> windows) {
    Board {
        workers = List.copyOf(workers);
        jobs = List.copyOf(jobs);
        fixed = List.copyOf(fixed);
        windows = Map.copyOf(windows);
    }

    /** Without those of places that somebody is booking at this moment. */
    Set<Long> tickets() {
        return jobs.stream().map(Job::ticket).filter(ticket -> ticket > 0).collect(Collectors.toSet());
    }

    Instant instant(int minute) {
        return origin.plus(Duration.ofMinutes(minute));
    }

    /** The window that the customer knows. */
    Slot windowOf(Job job) {
        return windows.get(job.ticket());
    }

    static int minute(Instant origin, Instant at) {
        return (int) Math.floorDiv(Duration.between(origin, at).toSeconds(), 60L);
    }

    /** The first minute that does not begin before an instant: nobody sets out in the past. */
    static int minuteAfter(Instant origin, Instant at) {
        int minute = minute(origin, at);
        return origin.plus(Duration.ofMinutes(minute)).isBefore(at) ? minute + 1 : minute;
    }

    /** The routes as they are published; jobs without a place have none. */
    RoutePlan plan(Travel travel) {
        return RoutePlan.of(workers, jobs, travel);
    }

    Optional<Worker> worker(String technician) {
        return workers.stream()
                .filter(worker -> worker.id().equalsIgnoreCase(technician))
                .findFirst();
    }
}
