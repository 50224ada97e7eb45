package io.hearthwatch.ingest;

import java.time.Instant;

/**
 * What is known of an appliance's connection. Every field may be null where nothing is known.
 *
 * @param connectedAt when it last connected
 * @param disconnectedAt when it last disconnected
 * @param statusAt the time of its last status message
 * @param online what that message said
 * @param firmware the firmware version it last named
 */
public record ConnectionRow(
        Instant connectedAt, Instant disconnectedAt, Instant statusAt, Boolean online, String firmware) {}
