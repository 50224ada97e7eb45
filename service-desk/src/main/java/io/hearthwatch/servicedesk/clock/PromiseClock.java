package io.hearthwatch.servicedesk.clock;

import java.time.Duration;
import java.time.Instant;

/**
 * How much of a promise's time is used up. It runs while somebody of ours has to act, and stands while the customer or a part is waited
 * for. What was used before a pause stays used, and what was waited stays waited, also when another time is promised. Immutable.
 *
 * @param promised working time promised
 * @param used working time used before {@code runningSince}
 * @param runningSince since when it runs; null while it stands
 */
public record PromiseClock(Duration promised, Duration used, Instant runningSince) {

    /** One that begins to run. */
    public static PromiseClock start(Duration promised, Instant at) {
        return new PromiseClock(promised, Duration.ZERO, at);
    }

    public boolean isRunning() {
        return runningSince != null;
    }

    /** Stops it; does nothing where it stands already. */
    public PromiseClock pause(WorkingCalendar calendar, Instant at) {
        return isRunning() ? new PromiseClock(promised, usedBy(calendar, at), null) : this;
    }

    /** Lets it go on; does nothing where it runs. */
    public PromiseClock resume(Instant at) {
        return isRunning() ? this : new PromiseClock(promised, used, at);
    }

    /** Promises another time. */
    public PromiseClock promise(Duration other) {
        return new PromiseClock(other, used, runningSince);
    }

    /** Working time used up by an instant. */
    public Duration usedBy(WorkingCalendar calendar, Instant at) {
        return isRunning() ? used.plus(calendar.elapsed(runningSince, at)) : used;
    }

    /** When the promise will be broken if nothing happens; null while it stands. */
    public Instant due(WorkingCalendar calendar) {
        return reached(calendar, promised);
    }

    /** When so much working time of the promise will be left; null while it stands. */
    public Instant warn(WorkingCalendar calendar, Duration before) {
        Duration until = promised.minus(before);
        return reached(calendar, until.isNegative() ? Duration.ZERO : until);
    }

    private Instant reached(WorkingCalendar calendar, Duration working) {
        if (!isRunning()) {
            return null;
        }
        Duration left = working.minus(used);
        return left.isNegative() || left.isZero() ? runningSince : calendar.due(runningSince, left);
    }
}
