package io.hearthwatch.ingest;

import java.time.Instant;

/**
 * A fault code as stored.
 *
 * @param applianceNo the registry's number
 * @param time when it happened, by the appliance's clock
 * @param code as in the catalog
 * @param raised true where the fault appeared, false where it went
 * @param receivedAt when it came
 * @param detail what the appliance added, as JSON, or null
 */
public record FaultRow(int applianceNo, Instant time, String code, boolean raised, Instant receivedAt, String detail) {}
