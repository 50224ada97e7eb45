package io.hearthwatch.gateway;

import io.hearthwatch.fleet.Appliance;
import io.hearthwatch.ingest.ConnectionEvent;
import io.hearthwatch.ingest.sessions.SessionStore.SessionKey;
import io.hearthwatch.ingest.sessions.SessionStore.Stored;
import io.netty.handler.codec.mqtt.MqttConnectMessage;
import io.netty.handler.codec.mqtt.MqttQoS;
import io.netty.handler.codec.mqtt.MqttVersion;
import io.vertx.core.Future;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What happens between a CONNECT and its CONNACK: the packet is checked, the rate is kept, the registry is asked, an earlier session is
 * looked for and taken over. Ends in {@link Connection#accept} or {@link Connection#refuse}. Used on the connection's event loop only.
 */
final class Admission {
    private static final Logger LOG = LoggerFactory.getLogger(Admission.class);
    private static final long LONGEST_WAIT = TimeUnit.SECONDS.toNanos(2);

    private final Connection connection;
    private final Shared shared;
    private final boolean oneTooMany;

    /**
     * @param oneTooMany whether the gateway has all the connections that it may have, so that this one is refused
     */
    Admission(Connection connection, Shared shared, boolean oneTooMany) {
        this.connection = connection;
        this.shared = shared;
        this.oneTooMany = oneTooMany;
    }

    void connect(MqttConnectMessage packet) {
        if (ConnectRequest.malformed(packet)) {
            connection.end(Goodbye.PROTOCOL_ERROR);
            return;
        }
        boolean mqtt5 = packet.variableHeader().version() == MqttVersion.MQTT_5.protocolLevel();
        Optional<ConnectRefusal> refusal = ConnectRequest.refusal(packet).or(this::overload);
        if (refusal.isPresent()) {
            connection.refuse(refusal.get(), mqtt5);
            return;
        }
        ConnectRequest request = ConnectRequest.of(packet);
        long now = System.nanoTime();
        if (shared.logins.mustWait(connection.address(), request.userName(), now)) {
            connection.refuse(ConnectRefusal.FAILED_LOGINS, mqtt5);
            return;
        }
        long wait = shared.connectRate.claim(now, LONGEST_WAIT);
        if (wait < 0) {
            connection.refuse(ConnectRefusal.CONNECT_RATE, mqtt5);
            return;
        }
        // What follows CONNECT must not be looked at before we know who it is.
        connection.pause(Inbox.Pause.AUTHENTICATING);
        connection.after(Duration.ofNanos(wait), () -> authenticate(request));
    }

    private Optional<ConnectRefusal> overload() {
        if (oneTooMany || shared.authenticator.full()) {
            return Optional.of(ConnectRefusal.BUSY);
        }
        return shared.stopping() ? Optional.of(ConnectRefusal.UNAVAILABLE) : Optional.empty();
    }

    private void authenticate(ConnectRequest request) {
        shared.authenticator
                .authenticate(request.userName(), request.secret())
                .onComplete(
                        found -> connection.run(() -> authenticated(request, found)),
                        e -> connection.run(
                                () -> { // counted; whoever watches the figures says it once for all of them
                                    LOG.debug("The registry could not be asked about {}", connection.name(), e);
                                    connection.refuse(ConnectRefusal.UNAVAILABLE, request.mqtt5());
                                }));
    }

    private void authenticated(ConnectRequest request, Optional<Appliance> found) {
        if (found.isEmpty()) {
            wrongSecret(request);
        } else if (shared.stopping()) {
            connection.refuse(ConnectRefusal.UNAVAILABLE, request.mqtt5());
        } else {
            openSession(request, found.get());
        }
    }

    private void wrongSecret(ConnectRequest request) {
        String address = connection.address();
        shared.logins.failed(address, request.userName(), System.nanoTime());
        shared.authenticator
                .find(request.userName())
                .onSuccess(known -> known.ifPresent(appliance -> shared.incidents.happened(
                        appliance,
                        ConnectionEvent.REFUSED,
                        "a connection with a wrong secret was refused, from " + address,
                        System.nanoTime())));
        connection.after(
                shared.settings.refusalDelay(), () -> connection.refuse(ConnectRefusal.CREDENTIALS, request.mqtt5()));
    }

    private void openSession(ConnectRequest request, Appliance appliance) {
        long expirySeconds = Math.min(
                request.expirySeconds(), shared.settings.longestSession().toSeconds());
        SessionKey key = new SessionKey(appliance.no(), request.clientId());
        Turns.Turn turn = shared.turns.take(key);
        turn.begins().onComplete(v -> connection.run(() -> open(request, appliance, key, expirySeconds, turn)));
    }

    private void open(
            ConnectRequest request, Appliance appliance, SessionKey key, long expirySeconds, Turns.Turn turn) {
        if (!connection.isOpen()) {
            turn.done();
            return;
        }
        int departures = shared.sessions.departures(key);
        shared.store
                .open(key, request.cleanStart(), expirySeconds)
                .onComplete(
                        stored -> connection.run(() -> {
                            if (!takeOver(request, appliance, key, expirySeconds, stored, departures, turn)) {
                                open(request, appliance, key, expirySeconds, turn);
                            }
                        }),
                        e -> connection.run(() -> {
                            turn.done();
                            LOG.debug("The session of {} could not be looked for", appliance.id(), e);
                            connection.refuse(ConnectRefusal.UNAVAILABLE, request.mqtt5());
                        }));
    }

    /**
     * Makes the session this connection's own. The turn is over only when the session is here: whoever came next would otherwise ask this
     * connection for a session that it does not have yet, and packet ids would be lost.
     *
     * @return false where an older connection has left meanwhile and told the store so: what the store said before may not be so any more
     */
    private boolean takeOver(
            ConnectRequest request,
            Appliance appliance,
            SessionKey key,
            long expirySeconds,
            Optional<Stored> stored,
            int departures,
            Turns.Turn turn) {
        if (!connection.isOpen()) {
            turn.done();
            return true;
        }
        Sessions.Displaced older = connection.enter(key, departures);
        if (older == null) {
            return false;
        }
        older.tooMany().forEach(one -> one.run(() -> one.end(Goodbye.TOO_MANY_OF_APPLIANCE)));
        Future<ClientSession> earlier = older.sameClient() == null
                ? Future.succeededFuture(shared.sessions.attach(key))
                : older.sameClient().handOver(stored.isPresent());
        earlier.onComplete(handed -> connection.run(() -> {
            try {
                ClientSession session = session(key, expirySeconds, stored, handed.result());
                shared.wills.back(key, stored.isPresent());
                connection.accept(request, appliance, session, stored.isPresent());
            } finally {
                turn.done();
            }
        }));
        return true;
    }

    private static ClientSession session(
            SessionKey key, long expirySeconds, Optional<Stored> stored, ClientSession inMemory) {
        boolean keep = stored.isPresent() || expirySeconds > 0;
        Integer subscription = stored.map(Stored::subscription).orElse(null);
        MqttQoS granted = subscription == null ? null : MqttQoS.valueOf(subscription);
        if (stored.isPresent() && inMemory != null) {
            inMemory.continueWith(expirySeconds, keep, granted);
            return inMemory;
        }
        return new ClientSession(key, expirySeconds, keep, granted);
    }
}
