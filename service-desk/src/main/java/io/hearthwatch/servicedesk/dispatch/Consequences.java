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
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * What a decision about one visit does to the others of its day: how the plan would be mended with it, beside how it would be mended without.
 * For one transaction, which holds the lock of the centre.
 */
final class Consequences {
    private final BoardReads reads;
    private final LocalDate day;
    private final Travel travel;
    private final long ticket;
    private final Board before;
    private final Map<Long, Place> without;
    private final Map<Long, Place> fixed = new HashMap<>();

    private record Place(String technician, int begin) {
        static Place of(Job job) {
            return new Place(job.published().technician(), job.published().begin());
        }
    }

    /** To be made before the decision is written. */
    Consequences(BoardReads reads, LocalDate day, Travel travel, long ticket) throws SQLException {
        this.reads = reads;
        this.day = day;
        this.travel = travel;
        this.ticket = ticket;
        this.before = reads.board(day);
        this.without = mended(before);
        before.fixed().forEach(job -> fixed.put(job.ticket(), Place.of(job)));
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
        Board after = reads.board(day);
        Map<Long, Place> with = mended(after);
        after.fixed().forEach(job -> with.put(job.ticket(), Place.of(job)));
        List<PushedOff> pushed = new ArrayList<>();
        for (Job job : jobs()) {
            // What has no place yet has none to lose, and of what nobody could come to anyway nothing is said.
            Place old = without.getOrDefault(job.ticket(), fixed.get(job.ticket()));
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
                        instead == null ? null : before.instant(instead.begin()),
                        job.wish().technician() != null,
                        job.wish().technician() != null && (!loses.equals("time") || holdsTime(job))));
            }
        }
        return pushed;
    }

    private List<Job> jobs() {
        List<Job> all = new ArrayList<>(before.jobs());
        all.addAll(before.fixed());
        all.sort(Comparator.comparingLong(Job::ticket));
        return all;
    }

    /** Whether a person decided when: by a pin, or by giving it to somebody against the rules. */
    private boolean holdsTime(Job job) {
        return job.wish().begin() != null || fixed.containsKey(job.ticket());
    }

    private String loses(Job job, Place without, Place with) {
        Job.Published published = job.published();
        if (with == null) {
            return "window";
        }
        if (!with.technician().equals(published.technician())
                && without.technician().equals(published.technician())) {
            return "technician";
        }
        Integer pinned = job.wish().begin();
        int begin = pinned == null ? published.begin() : pinned;
        boolean moved = Math.abs(with.begin() - begin) > Job.Wish.TOLERANCE
                && Math.abs(without.begin() - begin) <= Job.Wish.TOLERANCE;
        boolean known = published.told() || holdsTime(job);
        return known && moved ? "time" : null;
    }

    /**
     * Refuses what pushes others off, unless that is accepted; and what breaks a pin, unless it was given up by name.
     *
     * @param given numbers of those whose pins were ({@link Pins#giveUp})
     * @return who is pushed off
     */
    List<PushedOff> require(boolean accepted, List<String> given, String number) throws SQLException {
        List<PushedOff> pushed = pushedOff();
        List<PushedOff> pinned = pushed.stream()
                .filter(each -> each.breaksPin() && !given.contains(each.number()))
                .toList();
        if (!pinned.isEmpty()) {
            String names =
                    pinned.stream().map(each -> '"' + each.number() + '"').collect(Collectors.joining(", "));
            throw Refusal.conflict(
                            "with " + number + " there, " + words(pinned) + "; a person pinned "
                                    + (pinned.size() == 1 ? "it" : "them"),
                            "take another technician or another window; or give up what is pinned by its name with \"unpin\": ["
                                    + names
                                    + "], \"accept\": true and a reason as \"override\" (on the command line: --unpin "
                                    + pinned.get(0).number() + " --accept --override WHY)")
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

    private String words(List<PushedOff> pushed) {
        ZoneId zone = reads.calendar().zone();
        return pushed.stream().map(each -> each.words(zone)).collect(Collectors.joining("; "));
    }
}
