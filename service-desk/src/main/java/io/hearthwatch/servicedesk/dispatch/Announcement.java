package io.hearthwatch.servicedesk.dispatch;

import java.time.Instant;
import java.time.LocalDate;
import java.util.List;

/**
 * A day's visits were announced to those who do them.
 *
 * @param announcedAt since when; what the day brings after that is announced at once
 * @param sent by this announcement
 * @param left visits of this day whose technician cannot be sent, because the licence is gone or they have left; plan the day again
 */
public record Announcement(
        String centre, LocalDate day, Instant announcedAt, String announcedBy, List<Job> sent, List<Job> left) {
    /** A visit, and when its technician is to be there. */
    public record Job(long ticket, String number, String technician, Instant arrival) {}
}
