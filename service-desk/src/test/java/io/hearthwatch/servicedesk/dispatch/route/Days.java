package io.hearthwatch.servicedesk.dispatch.route;

import io.hearthwatch.servicedesk.organisation.LicenceBand;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Workers and jobs of tests: places lie on a line, a minute per hundredth of a degree. */
final class Days {
    static final Travel LINE = (from, to) -> (int) Math.round(Math.abs(from.longitude() - to.longitude()) * 100);
    static final int EIGHT = 8 * 60;

    private Days() {}

    static Position at(int minutes) {
        return new Position(0, minutes / 100.0);
    }

    static Worker worker(String id) {
        return worker(
                id, LicenceBand.NORMAL, "qualified", "washer", new Span(EIGHT, 12 * 60), new Span(13 * 60, 17 * 60));
    }

    static Worker worker(String id, LicenceBand band, String grade, String type, Span... spans) {
        return new Worker(
                id,
                "T " + id,
                grade,
                band,
                Set.of(new Worker.Skill(type, Worker.ANY)),
                List.of(spans),
                at(0),
                new Worker.Free(at(0), 0),
                new Worker.Van("van-" + id, Set.of("P-" + id)));
    }

    static Job job(long ticket, int place, int from, int to) {
        return new Job(
                ticket,
                "HW-" + ticket,
                new Job.Need("washer", "hardware", 30, List.of(), Map.of()),
                at(place),
                new Job.Window(from, to, Integer.MAX_VALUE),
                0,
                Job.Wish.NONE,
                null);
    }

    static Job with(Job job, List<String> parts, Map<String, String> heldAt) {
        return new Job(
                job.ticket(),
                job.number(),
                new Job.Need(job.type(), job.faultClass(), job.minutes(), parts, heldAt),
                job.place(),
                job.window(),
                job.urgency(),
                job.wish(),
                job.published());
    }

    static Job urgent(Job job, int urgency) {
        return new Job(
                job.ticket(),
                job.number(),
                job.need(),
                job.place(),
                job.window(),
                urgency,
                job.wish(),
                job.published());
    }

    static Job placed(Job job, String technician, int begin, boolean told) {
        return new Job(
                job.ticket(),
                job.number(),
                job.need(),
                job.place(),
                job.window(),
                job.urgency(),
                job.wish(),
                new Job.Published(technician, begin, told));
    }

    /** Every job is done by the technician that it names, in the order of its begin. */
    static RoutePlan plan(List<Worker> workers, Job... jobs) {
        return RoutePlan.of(workers, List.of(jobs), LINE);
    }
}
