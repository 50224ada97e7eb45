package io.hearthwatch.servicedesk.outbox;

import java.time.Duration;
import java.time.Instant;

/**
 * How one request went.
 *
 * @param status what the receiver answered, or null where nothing came
 * @param error what went wrong, or null
 * @param retryAfter the pause that the receiver asks for, or null
 */
record Attempt(Instant at, Duration took, Integer status, String error, Duration retryAfter) {
    boolean taken() {
        return status != null && status >= 200 && status < 300;
    }

    /** Whether the receiver says that it wants nothing any more (410 Gone). */
    boolean gone() {
        return status != null && status == 410;
    }

    String shown() {
        return status == null ? error : "HTTP " + status;
    }
}
