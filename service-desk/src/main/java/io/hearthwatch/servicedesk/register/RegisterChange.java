package io.hearthwatch.servicedesk.register;

import java.time.Instant;
import java.util.List;
import java.util.Map;

/**
 * A change of a record.
 *
 * @param what created, changed, deactivated, reactivated, appliance_connected, appliance_changed or appliance_disconnected
 * @param version that it made
 * @param fields what changed
 * @param detail from what to what; nothing for a household, whose values are personal
 */
public record RegisterChange(
        Instant at, String who, String what, int version, List<String> fields, Map<String, Object> detail) {}
