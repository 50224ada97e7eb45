package io.hearthwatch.gateway;

import io.hearthwatch.ingest.sessions.SessionStore.SessionKey;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Has connections open the same session one after the other, so that what the store said of it is still so when the connection takes it
 * over, and so that it finds the session there. Safe for use by several threads.
 */
final class Turns {
    private final Map<SessionKey, Turn> last = new ConcurrentHashMap<>();

    /** A place in the line for one session. */
    final class Turn {
        private final SessionKey key;
        private final Promise<Void> over = Promise.promise();
        private Future<Void> begins = Future.succeededFuture();

        private Turn(SessionKey key) {
            this.key = key;
        }

        /** Completes when those before are done. */
        Future<Void> begins() {
            return begins;
        }

        /** Lets the next one begin; more than once does no harm. */
        void done() {
            last.remove(key, this);
            over.tryComplete();
        }
    }

    /** Takes a place; the caller must say when it is done with it, whatever happens. */
    Turn take(SessionKey key) {
        Turn turn = new Turn(key);
        Turn before = last.put(key, turn);
        if (before != null) {
            turn.begins = before.over.future();
        }
        return turn;
    }
}
