package io.hearthwatch.gateway;

import io.hearthwatch.fleet.Appliance;
import io.hearthwatch.ingest.ConnectionEvent;
import java.time.Instant;

/**
 * Hears of appliances coming and going. Called on one worker thread, in the order in which things happened; it may
 * block. What it throws is logged and changes nothing for the appliance.
 */
public interface ConnectionListener {
    /** A listener that ignores everything. */
    ConnectionListener NONE = new ConnectionListener() {
        @Override
        public void connected(Appliance appliance, String clientId, Instant at) {}

        @Override
        public void disconnected(
                Appliance appliance, String clientId, Instant connectedAt, Instant at, String reason) {}
    };

    /** An appliance was accepted. */
    void connected(Appliance appliance, String clientId, Instant at);

    /**
     * A connection that was accepted at {@code connectedAt} has ended.
     *
     * @param reason in a few English words, such as "keep-alive timeout"
     */
    void disconnected(Appliance appliance, String clientId, Instant connectedAt, Instant at, String reason);

    /**
     * Something had to be done about an appliance; told at most once a minute for an appliance and event.
     *
     * @param times how often since it was told last
     */
    default void happened(Appliance appliance, ConnectionEvent event, long times) {}
}
