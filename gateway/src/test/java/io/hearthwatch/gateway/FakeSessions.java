package io.hearthwatch.gateway;

import io.hearthwatch.ingest.sessions.SessionStore;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;

/** Sessions in a map, which never expire by themselves. */
final class FakeSessions implements SessionStore {
    final Map<SessionKey, Stored> sessions = new ConcurrentHashMap<>();
    volatile boolean down;
    private final AtomicReference<Promise<Void>> held = new AtomicReference<>();
    private final AtomicInteger opened = new AtomicInteger();

    /** The next answer about a session comes only when the promise that is returned is completed. */
    Promise<Void> holdNextAnswer() {
        Promise<Void> promise = Promise.promise();
        held.set(promise);
        return promise;
    }

    /** How often a session was opened. */
    int opened() {
        return opened.get();
    }

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
        opened.incrementAndGet();
        Promise<Void> wait = held.getAndSet(null);
        Future<Void> begin = wait == null ? Future.succeededFuture() : wait.future();
        return begin.map(v -> Optional.ofNullable(found));
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
