package io.hearthwatch.app.clock;

import java.time.Instant;

/**
 * How one piece of due work fares.
 *
 * @param name {@link DueWork#name()}
 * @param failures how often it failed in a row; 0 while it works
 * @param failingSince what the clock read at the first of those failures, or null
 * @param error what the last of them said, or null
 * @param doneAt what the clock read when it last succeeded, or null if it never did in this process
 */
public record DueState(String name, int failures, Instant failingSince, String error, Instant doneAt) {
    /** Whether its last attempt failed, so that what is due waits. */
    public boolean failing() {
        return failures > 0;
    }
}
