package io.hearthwatch.console;

import java.time.Instant;

/** The service's clock, as far as the HTTP API may look at it and move it. Thread-safe. */
public interface ClockControl {
    /** What the clock says; quick. */
    ClockState now();

    /**
     * Moves a driven clock forward and returns when all work due until then is committed, which may take long. The same instant again
     * is allowed and does what is still due.
     *
     * @throws ClockRefusedException if the clock is not driven, or the instant is before the clock's
     */
    ClockState advance(Instant to);
}
