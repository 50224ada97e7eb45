package io.hearthwatch.servicedesk.dispatch;

import io.hearthwatch.servicedesk.Refusal;
import io.hearthwatch.servicedesk.clock.OpenSpan;
import io.hearthwatch.servicedesk.clock.WorkingCalendar;
import io.hearthwatch.servicedesk.customer.Slot;
import io.hearthwatch.servicedesk.dispatch.route.Insertions;
import io.hearthwatch.servicedesk.dispatch.route.Job;
import io.hearthwatch.servicedesk.dispatch.route.Planner;
import io.hearthwatch.servicedesk.dispatch.route.RoutePlan;
import io.hearthwatch.servicedesk.dispatch.route.Travel;
import io.hearthwatch.servicedesk.dispatch.route.Visit;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * Windows of a day that fit one ticket's visit: of two hours each, inside the centre's working time. Computed from what was read before; needs
 * no connection.
 *
 * @param pinned who has to go; null for anybody
 * @param earliest no window begins before
 */
record DayOffers(long ticket, String pinned, WorkingCalendar calendar, Travel travel, Instant earliest) {
    private static final int MINUTES = 120;

    /** A window of a day, and where the visit would be in it, the best first. */
    record Offer(Board board, Job job, Slot slot, Visit visit, List<Insertions.Place> places) {}

    List<Offer> of(Board board) {
        List<Offer> offers = new ArrayList<>();
        RoutePlan plan = board.plan(travel);
        Visit visit = plan.visits().stream()
                .filter(each -> each.job().ticket() == ticket)
                .findFirst()
                .orElseThrow(() -> Refusal.conflict("the ticket has ended", "open another one"));
        Set<String> disturbed = placeOthers(plan, visit);
        for (OpenSpan span : calendar.spans(board.day())) {
            for (int minute = span.from(); minute + MINUTES <= span.to(); minute += MINUTES) {
                Instant from = calendar.at(board.day(), minute);
                if (from.isBefore(earliest)) {
                    continue;
                }
                Instant to = calendar.at(board.day(), minute + MINUTES);
                Job job = visit.job()
                        .in(new Job.Window(
                                Board.minute(board.origin(), from),
                                Board.minute(board.origin(), to),
                                Integer.MAX_VALUE))
                        .with(new Job.Wish(pinned, visit.job().wish().engineer()));
                List<Insertions.Place> places = places(plan, visit, job, disturbed);
                if (!places.isEmpty()) {
                    offers.add(new Offer(board, job, new Slot(from, to, places.size()), visit, places));
                }
            }
        }
        return offers;
    }

    /**
     * Those who have a window already and no place yet come first.
     *
     * @return technicians whose published visits do not all hold any more: until the day is planned again, nothing is promised of them
     */
    static Set<String> placeOthers(RoutePlan plan, Visit visit) {
        Planner.placeOthers(plan, visit);
        Set<String> disturbed = new HashSet<>();
        for (Visit each : plan.visits()) {
            Job.Published published = each.job().published();
            if (published != null
                    && (each.route() == null || !each.route().worker().id().equals(published.technician()))) {
                disturbed.add(published.technician());
            }
        }
        return disturbed;
    }

    static List<Insertions.Place> places(RoutePlan plan, Visit visit, Job job, Set<String> disturbed) {
        return Insertions.places(plan, visit, job).stream()
                .filter(place -> !disturbed.contains(place.route().worker().id()))
                // Whoever was told a time is told another one by a plan only, which weighs that against all else.
                .filter(place -> place.toldAnew() == 0)
                .toList();
    }
}
