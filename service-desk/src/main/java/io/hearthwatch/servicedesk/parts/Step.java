package io.hearthwatch.servicedesk.parts;

import java.time.Instant;

/**
 * When and by whom the ledger moves.
 *
 * @param operation the client's request, or null where the service moves by itself
 */
record Step(Instant at, String who, Long operation) {
    /** The service's own doing. */
    static Step byItself(Instant at) {
        return new Step(at, "hearthwatch", null);
    }
}
