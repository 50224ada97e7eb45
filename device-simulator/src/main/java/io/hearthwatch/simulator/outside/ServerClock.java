package io.hearthwatch.simulator.outside;

import java.time.Instant;

/**
 * The service's clock as it answered.
 *
 * @param now its time
 * @param nextDue earliest later instant at which it already knows of work, or null
 * @param mode {@code driven} or {@code system}
 */
public record ServerClock(Instant now, Instant nextDue, String mode) {}
