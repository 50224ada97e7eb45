package io.hearthwatch.gateway;

import io.hearthwatch.ingest.sessions.SessionStore;
import io.vertx.core.Future;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/** Sessions in a map, which never expire by themselves. */
final class FakeSessions implements SessionStore {
    final Map<SessionKey, Stored> sessions = new ConcurrentHashMap<>();
    volatile boolean down;

    @Override
    public Future<Optional<Stored>> open(SessionKey key, boolean cleanStart, long expirySeconds) {
        if (down && !cleanStart) {
            return Future.failedFuture("no database");
        }
        Stored found = cleanStart ? null : sessions.get(key);
        if (found == null) {
            sessions.remove(key);
            if (expirySeconds > 0) {
                sessions.put(key, new Stored(null));
            }
        }
        return Future.succeededFuture(Optional.ofNullable(found));
    }

    @Override
    public Future<Void> subscribe(SessionKey key, Integer qos, long expirySeconds) {
        if (down) {
            return Future.failedFuture("no database");
        }
        sessions.put(key, new Stored(qos));
        return Future.succeededFuture();
    }

    @Override
    public void close(SessionKey key, Integer qos, long expirySeconds) {
        if (expirySeconds == 0) {
            sessions.remove(key);
        } else {
            sessions.put(key, new Stored(qos));
        }
    }
}
