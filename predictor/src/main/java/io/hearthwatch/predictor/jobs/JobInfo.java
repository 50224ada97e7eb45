package io.hearthwatch.predictor.jobs;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Instant;
import java.util.Locale;

/**
 * A job and what became of it.
 *
 * @param id its number
 * @param command which kind of work
 * @param arguments what was asked for
 * @param who asked for it
 * @param state how far it is
 * @param createdAt when it was asked for
 * @param startedAt when it began, or null
 * @param endedAt when it ended, or null
 * @param phase what it is at, or null
 * @param progress share of the phase that is done, 0..1; null where that is not known
 * @param result what it came to; null unless it is done
 * @param error why it failed, or null
 * @param hint what would help, or null
 * @param file what it left to be downloaded, or null
 */
public record JobInfo(
        long id,
        String command,
        JsonNode arguments,
        String who,
        State state,
        Instant createdAt,
        Instant startedAt,
        Instant endedAt,
        String phase,
        Double progress,
        JsonNode result,
        String error,
        String hint,
        JobFile file) {

    /** How far a job is. */
    public enum State {
        QUEUED,
        RUNNING,
        DONE,
        FAILED,
        CANCELLED,
        /** The service ended while it ran; it is not begun again by itself. */
        INTERRUPTED;

        /** As the database and the API write it. */
        public String id() {
            return name().toLowerCase(Locale.ROOT);
        }

        static State of(String id) {
            return valueOf(id.toUpperCase(Locale.ROOT));
        }

        /** Whether it is over. */
        public boolean ended() {
            return this != QUEUED && this != RUNNING;
        }
    }
}
