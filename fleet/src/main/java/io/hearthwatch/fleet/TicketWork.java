package io.hearthwatch.fleet;

import java.time.Instant;
import java.util.List;

/**
 * All that a ticket found and repaired, as of now.
 *
 * @param ticket the ticket's number for people
 * @param repairs at most one for each component and round
 * @param failure the failure that it was about, or null where nothing had failed
 */
public record TicketWork(String ticket, int applianceNo, List<Repair> repairs, Failure failure) {
    public TicketWork {
        repairs = List.copyOf(repairs);
    }

    /**
     * A component that was repaired or replaced.
     *
     * @param round how often the ticket had been reopened before
     * @param why null where nobody said
     * @param part what was built in, or null
     * @param serial the new part's serial number, or null
     */
    public record Repair(int round, String component, Instant time, Work.Why why, String part, String serial) {}

    /** A component that failed. */
    public record Failure(String component, Instant time) {}
}
