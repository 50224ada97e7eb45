package io.hearthwatch.ingest;

import io.hearthwatch.fleet.Appliance;
import java.time.Instant;

/**
 * A recorded fault code to be stored.
 *
 * @param row the caller's own number for it, given back where it is refused
 * @param appliance whose it is
 * @param time when it happened
 * @param receivedAt when it became known
 * @param code as in the catalog
 * @param raised true where the fault appeared, false where it went
 */
public record BulkFault(long row, Appliance appliance, Instant time, Instant receivedAt, String code, boolean raised) {}
