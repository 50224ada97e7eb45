package io.hearthwatch.gateway;

import io.hearthwatch.fleet.Appliance;
import io.hearthwatch.gateway.ConnectRequest.Will;
import io.hearthwatch.ingest.MessageKind;
import io.hearthwatch.ingest.ReceivedMessage;
import io.hearthwatch.ingest.sessions.SessionStore.SessionKey;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Publishes wills: at once, or after the will delay unless the session goes on before that (3.1.3.2.2 of MQTT 5). Delayed ones are in
 * memory only; a server that stops publishes them before, one that is killed does not. Safe for use by several threads.
 */
final class Wills {
    private static final Logger LOG = LoggerFactory.getLogger(Wills.class);

    /** Above this, a delayed will is published at once. */
    private static final int MOST_DELAYED = 20_000;

    private record Delayed(Appliance appliance, Will will, long timer) {}

    private final Shared shared;
    private final Map<SessionKey, Delayed> delayed = new ConcurrentHashMap<>();

    Wills(Shared shared) {
        this.shared = shared;
    }

    /** A connection with a will is gone without a DISCONNECT. */
    void lost(Appliance appliance, Will will, ClientSession session) {
        long seconds = Math.min(will.delaySeconds(), session.expirySeconds());
        if (seconds == 0 || delayed.size() >= MOST_DELAYED || shared.stopping()) {
            publish(appliance, will);
            return;
        }
        SessionKey key = session.key();
        long timer = shared.vertx.setTimer(TimeUnit.SECONDS.toMillis(seconds), t -> fire(key, t));
        Delayed before = delayed.put(key, new Delayed(appliance, will, timer));
        if (before != null) {
            shared.vertx.cancelTimer(before.timer());
            publish(before.appliance(), before.will());
        }
    }

    /** The client is back, with the same session or a new one. */
    void back(SessionKey key, boolean sameSession) {
        Delayed waiting = delayed.remove(key);
        if (waiting == null) {
            return;
        }
        shared.vertx.cancelTimer(waiting.timer());
        if (!sameSession) {
            publish(waiting.appliance(), waiting.will()); // 3.1.2.5: at the latest when the session ends
        }
    }

    /** Publishes what is delayed, because the gateway stops. */
    void publishAll() {
        delayed.keySet().forEach(key -> back(key, false));
    }

    private void fire(SessionKey key, long timer) {
        Delayed waiting = delayed.get(key);
        if (waiting != null && waiting.timer() == timer && delayed.remove(key, waiting)) {
            publish(waiting.appliance(), waiting.will());
        }
    }

    void publish(Appliance appliance, Will will) {
        MessageKind kind = Topics.publishable(appliance.id(), will.topic()).orElse(MessageKind.FOREIGN_TOPIC);
        shared.handIn(new ReceivedMessage(appliance, kind, will.payload(), shared.clock.instant(), will.contentType()))
                .onFailure(e -> LOG.warn("The will of {} was not stored", appliance.id(), e));
    }
}
