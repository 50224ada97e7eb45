package io.hearthwatch.servicedesk.dispatch;

import java.time.Instant;

/**
 * What changed about one visit.
 *
 * @param what placed, moved (to another time), handed_over (to another technician) or dropped
 * @param fromTechnician null where it had no place
 * @param toTechnician null where it has none any more
 */
public record PlanChange(
        long ticket,
        String number,
        String what,
        String fromTechnician,
        Instant fromBegin,
        String toTechnician,
        Instant toBegin,
        String why,
        Instant at,
        String who) {}
