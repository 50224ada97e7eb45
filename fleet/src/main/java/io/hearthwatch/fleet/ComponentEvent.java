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
 */
public record ComponentEvent(int applianceNo, String component, Instant time, Instant receivedAt, Boolean planned) {}
