package io.hearthwatch.servicedesk.dispatch;

import io.hearthwatch.catalog.Text;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;

/**
 * A centre's day as it is published.
 *
 * @param revision counts every change
 * @param plannedAt null where nobody has planned it yet
 * @param announcedAt since when its visits are announced to those who do them; null before
 * @param costs what the plan cost by rule when it was made; soft ones in minutes on the road
 * @param staleSince since when the plan no longer fits; null while it does
 * @param unassigned visits that have a window and no technician
 * @param changes the newest first
 */
public record DayPlan(
        String centre,
        LocalDate day,
        String timeZone,
        long revision,
        Instant plannedAt,
        String plannedBy,
        Instant announcedAt,
        String announcedBy,
        Integer solveMillis,
        String score,
        Map<String, Double> costs,
        Instant staleSince,
        String staleWhy,
        List<DayRoute> routes,
        List<Unassigned> unassigned,
        List<PlanChange> changes) {

    /** A technician's visits in their order. */
    public record DayRoute(String technician, String name, int travelMinutes, List<PlannedVisit> visits) {}

    /** A visit that nobody does, and why. */
    public record Unassigned(
            long ticket, String number, int urgency, Instant windowFrom, Instant windowTo, List<Text> why) {}

    /** The same with other changes, such as those of one re-planning. */
    DayPlan since(List<PlanChange> others) {
        return new DayPlan(
                centre,
                day,
                timeZone,
                revision,
                plannedAt,
                plannedBy,
                announcedAt,
                announcedBy,
                solveMillis,
                score,
                costs,
                staleSince,
                staleWhy,
                routes,
                unassigned,
                others);
    }
}
