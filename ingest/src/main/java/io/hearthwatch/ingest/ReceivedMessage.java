package io.hearthwatch.ingest;

import io.hearthwatch.fleet.Appliance;
import java.time.Instant;

/**
 * One message as it came from an appliance that is known.
 *
 * @param appliance who sent it
 * @param kind what it is about
 * @param payload the bytes; the receiver keeps the array, so the sender must not change it any more
 * @param receivedAt the clock's reading when it came; limits on early and late items count from here
 * @param contentType how the payload is written
 */
@SuppressWarnings("ArrayRecordComponent") // compared by nobody; a copy per message would cost more than it protects
public record ReceivedMessage(
        Appliance appliance, MessageKind kind, byte[] payload, Instant receivedAt, ContentType contentType) {}
