package io.hearthwatch.console;

import java.time.Instant;

/**
 * What the service's clock says.
 *
 * @param now the instant
 * @param nextDue earliest later instant at which work is already known to be due, or null
 * @param mode {@code system} or {@code driven}
 */
public record ClockState(Instant now, Instant nextDue, String mode) {}
