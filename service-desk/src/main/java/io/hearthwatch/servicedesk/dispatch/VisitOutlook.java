package io.hearthwatch.servicedesk.dispatch;

import java.time.Instant;
import java.time.ZoneId;

/**
 * When somebody can come for a ticket, against what was promised.
 *
 * @param from begin of the window; null where there is none
 * @param by its end: when the visit has begun at the latest
 * @param due when the visit's promise runs out; null where none runs
 * @param centre service centre that has the ticket; null for none
 * @param zone the service centre's; null for none
 * @param placed whether it is known where the household lives; else travel is reckoned from the service centre
 */
public record VisitOutlook(How how, Instant from, Instant by, Instant due, String centre, ZoneId zone, boolean placed) {
    /** Where the window comes from, or why there is none. */
    public enum How {
        /** The customer has this window. */
        BOOKED,
        /** The first window that is free, as the dispatch offers it. */
        FREE,
        /** Nobody of the centre has room in the days that are offered. */
        FULL,
        /** No service centre has the ticket. */
        NO_CENTRE,
        /** The centre has no technician at work. */
        NO_TECHNICIAN,
        /** The search was given up after its time. */
        TOO_LONG
    }

    /** Whether the visit begins before it is due; null where nobody knows, or nothing is promised. */
    public Boolean onTime() {
        if (due == null) {
            return null;
        }
        if (how == How.FULL || how == How.NO_TECHNICIAN) {
            return Boolean.FALSE;
        }
        return by == null ? null : Boolean.valueOf(!by.isAfter(due));
    }
}
