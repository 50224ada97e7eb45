package io.hearthwatch.servicedesk.dispatch;

import io.hearthwatch.servicedesk.Refusal;
import io.hearthwatch.servicedesk.customer.Slot;
import io.hearthwatch.servicedesk.dispatch.route.Job;
import io.hearthwatch.servicedesk.dispatch.route.Planner;
import io.hearthwatch.servicedesk.dispatch.route.RoutePlan;
import io.hearthwatch.servicedesk.dispatch.route.Travel;
import io.hearthwatch.servicedesk.dispatch.route.Visit;
import java.sql.SQLException;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * What a decision about one visit does to the others of its day: how the plan would be mended with it, beside how it would be mended without.
 * For one transaction, which holds the lock of the centre.
 */
final class Consequences {
    private static final int TOLD = 15;

    private final BoardReads reads;
    private final LocalDate day;
    private final Travel travel;
    private final long ticket;
    private final Board before;
    private final Map<Long, Place> without;

    private record Place(String technician, int begin) {}

    /** To be made before the decision is written. */
    Consequences(BoardReads reads, LocalDate day, Travel travel, long ticket) throws SQLException {
        this.reads = reads;
        this.day = day;
        this.travel = travel;
        this.ticket = ticket;
        this.before = reads.board(day);
        this.without = mended(before);
    }

    private Map<Long, Place> mended(Board board) {
        RoutePlan plan = board.plan(travel);
        Planner.mend(plan);
        Map<Long, Place> places = new HashMap<>();
        for (Visit visit : plan.visits()) {
            if (visit.route() != null) {
                places.put(
                        visit.job().ticket(), new Place(visit.route().worker().id(), visit.begin()));
            }
        }
        return places;
    }

    /** Who is pushed off by what was written since, in the order of their tickets. */
    List<PushedOff> pushedOff() throws SQLException {
        Map<Long, Place> with = mended(reads.board(day));
        List<PushedOff> pushed = new ArrayList<>();
        for (Job job : before.jobs()) {
            // What has no place yet has none to lose, and of what nobody could come to anyway nothing is said.
            Place old = without.get(job.ticket());
            if (job.ticket() == ticket || job.ticket() < 0 || job.published() == null || old == null) {
                continue;
            }
            String loses = loses(job, old, with.get(job.ticket()));
            if (loses != null) {
                Place instead = with.get(job.ticket());
                Slot window = before.windowOf(job);
                pushed.add(new PushedOff(
                        job.ticket(),
                        job.number(),
                        job.published().technician(),
                        before.instant(job.published().begin()),
                        window.from(),
                        window.to(),
                        loses,
                        instead == null ? null : instead.technician(),
                        job.wish().technician() != null));
            }
        }
        return pushed;
    }

    private static String loses(Job job, Place without, Place with) {
        Job.Published published = job.published();
        if (with == null) {
            return "window";
        }
        if (!with.technician().equals(published.technician())
                && without.technician().equals(published.technician())) {
            return "technician";
        }
        boolean moved = Math.abs(with.begin() - published.begin()) > TOLD
                && Math.abs(without.begin() - published.begin()) <= TOLD;
        return published.told() && moved ? "time" : null;
    }

    /**
     * Refuses what pushes others off, unless that is accepted; what a person pinned is never pushed off.
     *
     * @return who is
     */
    List<PushedOff> require(boolean accepted, String number) throws SQLException {
        List<PushedOff> pushed = pushedOff();
        List<PushedOff> pinned = pushed.stream().filter(PushedOff::pinned).toList();
        if (!pinned.isEmpty()) {
            throw Refusal.conflict(
                            "with " + number + " there, " + words(pinned) + "; a person pinned "
                                    + (pinned.size() == 1 ? "it" : "them"),
                            "take another technician or another window, or unpin what is in the way")
                    .with("pushed_off", pushed);
        }
        if (!pushed.isEmpty() && !accepted) {
            throw Refusal.conflict(
                            "with " + number + " there, " + words(pushed),
                            "take another technician or another window; or accept that with \"accept\": true and a reason"
                                    + " as \"override\", and they are planned again (POST /api/v1/tickets/{id}/assign; on the"
                                    + " command line: hearthwatch dispatch assign --accept --override WHY)")
                    .with("pushed_off", pushed);
        }
        return pushed;
    }

    private static String words(List<PushedOff> pushed) {
        return pushed.stream().map(PushedOff::words).collect(Collectors.joining("; "));
    }
}
