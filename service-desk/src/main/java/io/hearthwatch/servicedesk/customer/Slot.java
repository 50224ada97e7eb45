package io.hearthwatch.servicedesk.customer;

import java.time.Instant;

/**
 * A window in which somebody can come.
 *
 * @param free how many more visits fit into it
 */
public record Slot(Instant from, Instant to, int free) {}
