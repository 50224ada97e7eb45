package io.hearthwatch.gateway.broker;

import io.hearthwatch.ingest.ContentType;
import java.time.Instant;

/** One message as the broker delivered it, on its way to its commit. */
final class Delivery {
    final BrokerLink link;
    final int packetId;
    final int qos;
    final String topic;
    final byte[] payload;
    final ContentType contentType;
    final Instant receivedAt;

    /** Committed, or never to be; guarded by the link's lock. */
    boolean done;

    Delivery(
            BrokerLink link,
            int packetId,
            int qos,
            String topic,
            byte[] payload,
            ContentType contentType,
            Instant receivedAt) {
        this.link = link;
        this.packetId = packetId;
        this.qos = qos;
        this.topic = topic;
        this.payload = payload;
        this.contentType = contentType;
        this.receivedAt = receivedAt;
    }
}
