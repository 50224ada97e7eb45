package io.hearthwatch.servicedesk;

import java.time.Instant;
import java.util.Map;

/**
 * A change of the policy, as kept for ever.
 *
 * @param what enable, disable, stop, resume, costs, capacity or currency
 * @param type the appliance type, or null for all, or where it is about a centre
 * @param component or null
 * @param centre or null
 * @param old what held before, or null where nothing did
 * @param now what holds since, or null where nothing does
 * @param reason in the person's words, or null
 */
public record PolicyChange(
        long id,
        Instant at,
        String who,
        String what,
        String type,
        String component,
        String centre,
        Map<String, Object> old,
        Map<String, Object> now,
        String reason) {}
