package io.hearthwatch.ingest.sessions;

import io.vertx.core.Future;
import java.util.Optional;

/**
 * Where MQTT sessions are kept that outlive their connection, and the server. Nothing here blocks; futures complete on any thread.
 * What is told of one session takes effect in the order in which it was told.
 */
public interface SessionStore {
    /** A store that keeps nothing: no session is ever found. */
    SessionStore NONE = new SessionStore() {
        @Override
        public Future<Optional<Stored>> open(SessionKey key, boolean cleanStart, long expirySeconds) {
            return Future.succeededFuture(Optional.empty());
        }

        @Override
        public Future<Void> subscribe(SessionKey key, Integer qos, long expirySeconds) {
            return Future.succeededFuture();
        }

        @Override
        public void close(SessionKey key, Integer qos, long expirySeconds) {}
    };

    /** Whose session it is: an appliance may have several, by client id. */
    record SessionKey(int applianceNo, String clientId) {}

    /**
     * A session that was found.
     *
     * @param subscription QoS of the subscription to the appliance's commands, null for none
     */
    record Stored(Integer subscription) {}

    /**
     * A connection begins.
     *
     * @param cleanStart whether a session that is there is thrown away
     * @param expirySeconds how long the session is to live after the connection; 0 for not at all
     * @return the session that goes on, empty for a fresh one; fails where the store cannot be asked, which a clean start never does
     */
    Future<Optional<Stored>> open(SessionKey key, boolean cleanStart, long expirySeconds);

    /**
     * The subscription to commands changes, null for none.
     *
     * @return completes once that is durable
     */
    Future<Void> subscribe(SessionKey key, Integer qos, long expirySeconds);

    /** The connection ended: the session, with this subscription, expires after so many seconds, or now. */
    void close(SessionKey key, Integer qos, long expirySeconds);
}
