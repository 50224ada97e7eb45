package io.hearthwatch.servicedesk.clock;

import java.time.Instant;

/**
 * Somebody has to act.
 *
 * @param subject which promise, and the how-many-eth of its kind
 * @param kind warning, breach, not_acknowledged, escalation, check_back, follow_up; no_centre where no centre is able to take the ticket;
 *     no_technician where nobody can come to the visit any more; information where it came back to the information agent; call where
 *     another centre took the customer's call
 * @param role who is to act
 * @param endedAt since when nobody needs to any more, or null
 */
public record Alarm(
        long id,
        String ticket,
        String ticketNumber,
        String centre,
        String subject,
        String kind,
        int level,
        String role,
        Instant raisedAt,
        Instant acknowledgedAt,
        String acknowledgedBy,
        Instant endedAt) {}
