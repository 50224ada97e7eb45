package io.hearthwatch.ingest;

import java.time.Instant;

/**
 * What is known of an appliance's connection. Every field but the last three may be null where nothing is known.
 *
 * @param connectedAt when it last connected
 * @param disconnectedAt when it last disconnected
 * @param statusAt the time of its last status message
 * @param online what that message said
 * @param firmware the firmware version it last named
 * @param slowed that it was read more slowly, because it sent more than its allowance
 * @param cut that its connection was closed, because it went on doing so
 * @param refused that somebody tried to connect as this appliance with a wrong secret
 */
public record ConnectionRow(
        Instant connectedAt,
        Instant disconnectedAt,
        Instant statusAt,
        Boolean online,
        String firmware,
        Trouble slowed,
        Trouble cut,
        Trouble refused) {
    /**
     * Something that had to be done about an appliance.
     *
     * @param lastAt null for never
     * @param times how often, roughly: what happens often is told in lots
     */
    public record Trouble(Instant lastAt, long times) {
        /** It never happened. */
        public static final Trouble NEVER = new Trouble(null, 0);
    }
}
