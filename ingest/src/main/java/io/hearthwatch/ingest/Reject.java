package io.hearthwatch.ingest;

import java.time.Instant;

/**
 * An item that was refused.
 *
 * @param applianceNo who sent it
 * @param kind what it should have been
 * @param receivedAt when it came last
 * @param times how often it came
 * @param reason one word, such as {@code unknown_metric}
 * @param detail a sentence for people
 * @param payload the item as it came, cut at 4 KiB
 */
@SuppressWarnings("ArrayRecordComponent") // shown to people, compared by nobody
public record Reject(
        int applianceNo,
        MessageKind kind,
        Instant receivedAt,
        long times,
        String reason,
        String detail,
        byte[] payload) {}
