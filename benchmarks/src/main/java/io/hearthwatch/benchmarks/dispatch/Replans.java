package io.hearthwatch.benchmarks.dispatch;

import io.hearthwatch.servicedesk.dispatch.route.Job;
import io.hearthwatch.servicedesk.dispatch.route.Planner;
import io.hearthwatch.servicedesk.dispatch.route.RoadEstimate;
import io.hearthwatch.servicedesk.dispatch.route.RoutePlan;
import io.hearthwatch.servicedesk.dispatch.route.Visit;
import io.hearthwatch.servicedesk.dispatch.route.Worker;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;

/**
 * What moves on a day under way that was announced, all times of which were confirmed to customers, when an urgent ticket comes or a visit
 * overruns: by planning again as the service does, and by planning what is left from scratch.
 */
final class Replans {
    /** As long as the service plans by itself. */
    private static final Duration SEARCH = Duration.ofSeconds(3);

    private static final int FIRST_HOUR = 9;
    private static final int HOURS = 5;
    private static final int OVERRUN = 60;
    private static final int NOTICE = 30;
    private static final int URGENT_WINDOW = 120;

    /** A customer who was told a time need not be told again for less, in minutes. */
    private static final int TOLD = 15;

    private final List<Worker> workers;
    private final RoutePlan announced;
    private final City city;
    private final Random random;

    /** @param announced the day's plan; it is not changed */
    Replans(List<Worker> workers, RoutePlan announced, City city, long seed) {
        this.workers = workers;
        this.announced = announced;
        this.city = city;
        this.random = new Random(seed);
    }

    /** A day at some minute, with what has happened: visits that are over or under way are on it no more. */
    private record Moment(List<Worker> workers, List<Job> jobs, List<Job> scratch) {}

    /** Means over that many days, each with one event. */
    Map<String, Object> measure(int events) {
        List<Map<String, Integer>> urgent = new ArrayList<>();
        List<Map<String, Integer>> overrun = new ArrayList<>();
        for (int event = 0; event < events; event++) {
            int minute = minuteOfWork();
            Job wanted = city.urgent(minute + NOTICE, URGENT_WINDOW);
            urgent.add(counted(at(minute, 0, wanted), wanted));
            overrun.add(counted(at(minute, OVERRUN, null), null));
        }
        Map<String, Object> figures = new LinkedHashMap<>();
        figures.put("events", events);
        put(figures, "urgent_", urgent);
        put(figures, "overrun_", overrun);
        return figures;
    }

    /** Somebody is at a customer's then. */
    private int minuteOfWork() {
        for (int attempt = 0; attempt < 1000; attempt++) {
            int minute = FIRST_HOUR * 60 + random.nextInt(HOURS * 60);
            if (announced.visits().stream()
                    .anyMatch(visit -> visit.route() != null && visit.begin() <= minute && minute < visit.end())) {
                return minute;
            }
        }
        throw new IllegalStateException(
                "nobody has work between " + FIRST_HOUR + ":00 and " + (FIRST_HOUR + HOURS) + ":00");
    }

    private static void put(Map<String, Object> figures, String prefix, List<Map<String, Integer>> counts) {
        for (String key : counts.get(0).keySet()) {
            figures.put(
                    prefix + key,
                    counts.stream().mapToInt(each -> each.get(key)).average().orElseThrow());
        }
    }

    private Map<String, Integer> counted(Moment moment, Job wanted) {
        Map<String, Integer> counts = new LinkedHashMap<>();
        RoutePlan kept = solve(moment.workers(), moment.jobs());
        RoutePlan scratch = solve(moment.workers(), moment.scratch());
        counts.put("to_come", moment.jobs().size() - (wanted == null ? 0 : 1));
        count(counts, "", moment, kept);
        count(counts, "scratch_", moment, scratch);
        counts.put("travel_minutes", kept.travelMinutes());
        counts.put("scratch_travel_minutes", scratch.travelMinutes());
        if (wanted != null) {
            counts.put("placed", isPlaced(kept, wanted));
            counts.put("scratch_placed", isPlaced(scratch, wanted));
        }
        return counts;
    }

    private static int isPlaced(RoutePlan plan, Job wanted) {
        return plan.unassigned().stream().anyMatch(visit -> visit.job().ticket() == wanted.ticket()) ? 0 : 1;
    }

    private static RoutePlan solve(List<Worker> workers, List<Job> jobs) {
        return Planner.solve(RoutePlan.of(workers, jobs, RoadEstimate.TOWN), new Planner.Limits(1, SEARCH, 0));
    }

    /**
     * moved: visits that begin at another minute, with another technician, or not at all; moved_announced: those of which people have to be
     * told; dropped: those that nobody does any more.
     */
    private static void count(Map<String, Integer> counts, String prefix, Moment moment, RoutePlan plan) {
        Map<Long, Visit> visits = new HashMap<>();
        plan.visits().forEach(visit -> visits.put(visit.job().ticket(), visit));
        int moved = 0;
        int told = 0;
        int dropped = 0;
        for (Job job : moment.jobs()) {
            Job.Published before = job.published();
            if (before == null) {
                continue;
            }
            Visit now = visits.get(job.ticket());
            boolean gone = now.route() == null;
            boolean other = gone || !now.route().worker().id().equals(before.technician());
            int minutes = gone ? 0 : Math.abs(now.begin() - before.begin());
            moved += other || minutes > 0 ? 1 : 0;
            told += other || minutes > TOLD ? 1 : 0;
            dropped += gone ? 1 : 0;
        }
        counts.put(prefix + "moved", moved);
        counts.put(prefix + "moved_announced", told);
        counts.put(prefix + "dropped", dropped);
    }

    /** @param overrun by how much one of the visits under way takes longer; 0 for none */
    private Moment at(int minute, int overrun, Job wanted) {
        List<Worker> free = new ArrayList<>();
        List<Job> jobs = new ArrayList<>();
        List<Job> scratch = new ArrayList<>();
        Map<String, Visit> last = new HashMap<>();
        Set<String> underWay = new HashSet<>();
        List<String> busy = new ArrayList<>();
        for (Visit visit : announced.visits()) {
            if (visit.route() == null) {
                continue;
            }
            String technician = visit.route().worker().id();
            if (visit.begin() <= minute) {
                last.merge(technician, visit, (one, two) -> one.begin() > two.begin() ? one : two);
            } else {
                jobs.add(confirmed(visit, technician));
                scratch.add(visit.job().in(visit.job().window().notBefore(minute)));
                if (visit.begin() - visit.travelHere() <= minute) {
                    underWay.add(technician);
                }
            }
        }
        workers.stream()
                .map(Worker::id)
                .filter(id -> last.containsKey(id) && last.get(id).end() > minute)
                .forEach(busy::add);
        String late = overrun == 0 ? null : busy.get(random.nextInt(busy.size()));
        for (Worker worker : workers) {
            Visit visit = last.get(worker.id());
            Worker.Free from = visit == null
                    ? worker.from()
                    : new Worker.Free(
                            visit.job().place(), visit.end() + (worker.id().equals(late) ? overrun : 0));
            // Who has set out already did so when they were free.
            int setOut = underWay.contains(worker.id()) ? from.minute() : Math.max(minute, from.minute());
            free.add(new Worker(
                    worker.id(),
                    worker.name(),
                    worker.grade(),
                    worker.band(),
                    worker.skills(),
                    worker.spans(),
                    worker.start(),
                    new Worker.Free(from.where(), setOut),
                    worker.van()));
        }
        if (wanted != null) {
            jobs.add(wanted);
            scratch.add(wanted);
        }
        return new Moment(free, jobs, scratch);
    }

    /** The customer was told when: not earlier, from then on. */
    private static Job confirmed(Visit visit, String technician) {
        Job job = visit.job();
        Job.Window window = new Job.Window(
                Math.min(visit.begin(), job.window().to()),
                job.window().to(),
                job.window().due());
        return new Job(
                job.ticket(),
                job.number(),
                job.need(),
                job.place(),
                window,
                job.urgency(),
                job.wish(),
                new Job.Published(technician, visit.begin(), true));
    }
}
