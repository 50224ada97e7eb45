package io.hearthwatch.app.clock;

import java.time.Instant;
import java.util.Optional;

/** Something that has to be done at certain instants of the injected clock. */
public interface DueWork {

    /** One lower-case word for logs, health and metrics, such as {@code hours}. */
    String name();

    /** The earliest instant at which work is already known to be due, which may be past; nothing if none is known. */
    Optional<Instant> nextDue();

    /** Whether a driven clock must not pass its failure; if not, it is tried again later, as with a clock that runs by itself. */
    default boolean holdsUpTime() {
        return true;
    }

    /** Does all that is due at or before the instant, and commits it. Doing it again does nothing. */
    void runDue(Instant at);
}
