package io.hearthwatch.fleet;

import java.time.Instant;

/**
 * A component failed, or was repaired or replaced.
 *
 * @param applianceNo the registry's number of the appliance
 * @param component component id of the appliance's type
 * @param time when it happened
 * @param receivedAt when it became known here
 * @param planned for a repair: whether it was planned; null where unknown, and for failures
 * @param work what a ticket says of it; null where no ticket does
 */
public record ComponentEvent(
        int applianceNo, String component, Instant time, Instant receivedAt, Boolean planned, Work work) {
    /** One that no ticket tells of. */
    public ComponentEvent(int applianceNo, String component, Instant time, Instant receivedAt, Boolean planned) {
        this(applianceNo, component, time, receivedAt, planned, null);
    }

    /** Whether it is a repair that came in time: the component was worn, and had not failed yet. */
    public boolean averted() {
        return work != null && work.why() == Work.Why.WORN;
    }

    /**
     * Whether it is a repair after which nobody can know how long the old component would have lasted: it was worn, or broken by wrong
     * use.
     */
    public boolean cutsOff() {
        return averted() || (work != null && work.why() == Work.Why.MISUSE);
    }
}
