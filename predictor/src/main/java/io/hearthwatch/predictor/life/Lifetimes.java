package io.hearthwatch.predictor.life;

import io.hearthwatch.predictor.features.ApplianceHistory;
import io.hearthwatch.predictor.features.Events;
import java.time.Duration;
import java.util.List;

/**
 * How long components lasted, from what is stored. Known is
 *
 * <ul>
 *   <li>the time until the component's next failure, unless it was replaced before it: the failure is then that of another part;
 *   <li>with a cap, also that it lasted at least the cap: it was watched for that long, with its appliance reporting and without failing
 *       or being replaced.
 * </ul>
 *
 * <p>All else is cut off by the end of what was watched and tells nothing: taking the cut for a failure would call parts short-lived that
 * are not. An appliance is watched until its last reading, or, where it never sent one, its last event.
 */
final class Lifetimes {
    private static final double HOUR = 3_600_000.0;

    private final long until;
    private final Duration cap;

    /**
     * Makes one.
     *
     * @param until epoch milliseconds; what happens later is not known
     * @param cap the longest life that is told apart, or null
     */
    Lifetimes(long until, Duration cap) {
        this.until = until;
        this.cap = cap;
    }

    /**
     * What is known of a component from an instant on.
     *
     * @param hours until its next failure, at most the cap; NaN where that is not known
     * @param outlived whether it lasted as long as the cap
     */
    record Life(float hours, boolean outlived) {
        private static final Life UNKNOWN = new Life(Float.NaN, false);

        boolean isKnown() {
            return !Float.isNaN(hours);
        }
    }

    /** Until when an appliance was watched. */
    long observedTo(ApplianceHistory history) {
        long end = history.lastHour();
        if (end == ApplianceHistory.UNKNOWN) {
            for (Events events : List.of(history.failures(), history.repairs(), history.faults())) {
                end = events.size() == 0 ? end : Math.max(end, events.time(events.size() - 1));
            }
        }
        return Math.min(end, until);
    }

    /** How long a component lasts from an instant on. */
    Life from(ApplianceHistory history, int component, long at) {
        long failure = next(history.failures(), component, at);
        long replaced = next(history.repairs(), component, at);
        boolean fails = failure <= replaced && failure <= until;
        long end = fails ? failure : Math.min(replaced, observedTo(history));
        if (cap != null && end - at >= cap.toMillis()) {
            return new Life((float) (cap.toMillis() / HOUR), true);
        }
        return fails ? new Life((float) ((failure - at) / HOUR), false) : Life.UNKNOWN;
    }

    private static long next(Events events, int component, long after) {
        for (int i = events.upTo(after); i < events.size(); i++) {
            if (events.what(i) == component) {
                return events.time(i);
            }
        }
        return Long.MAX_VALUE;
    }
}
