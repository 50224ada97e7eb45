package io.hearthwatch.servicedesk;

import io.hearthwatch.servicedesk.policy.EndReason;
import java.time.Instant;

/**
 * A ticket that would have been opened.
 *
 * @param reason why it was not
 * @param appliance the maker's id
 * @param centre the service centre that would have had it, or null
 * @param hitAt when the component failed while it would have been open, or null
 * @param endedAt null while it would be open
 */
public record ShadowTicket(
        long id,
        ShadowReason reason,
        String type,
        String appliance,
        String component,
        String centre,
        String modelId,
        double probability,
        Urgency urgency,
        Instant openedAt,
        Instant expiresAt,
        Instant hitAt,
        Instant endedAt,
        EndReason endReason) {}
