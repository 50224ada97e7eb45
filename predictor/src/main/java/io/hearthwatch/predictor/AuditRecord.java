package io.hearthwatch.predictor;

import java.time.Instant;

/**
 * A line of the audit log.
 *
 * @param seq its number; later lines have greater ones
 * @param at when it was written, by the service's clock
 * @param entry what it says
 */
public record AuditRecord(long seq, Instant at, AuditEntry entry) {}
