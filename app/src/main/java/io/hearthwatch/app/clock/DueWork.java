package io.hearthwatch.app.clock;

import java.time.Instant;
import java.util.Optional;

/** Something that has to be done at certain instants of the injected clock. */
public interface DueWork {

    /** One lower-case word for logs, health and metrics, such as {@code hours}. */
    String name();

    /** The earliest instant at which work is already known to be due, which may be past; nothing if none is known. */
    Optional<Instant> nextDue();

    /** Does all that is due at or before the instant, and commits it. Doing it again does nothing. */
    void runDue(Instant at);
}
