package io.hearthwatch.servicedesk.dispatch;

import java.time.Instant;

/**
 * A time that a technician does not work although the calendar says so.
 *
 * @param reason ill, leave, training or other
 * @param at when it was said
 * @param endedAt when somebody took it back; null while it counts
 * @param endedBy who did; null while it counts
 */
public record TechnicianAbsence(
        long id, Instant from, Instant to, String reason, Instant at, String who, Instant endedAt, String endedBy) {}
