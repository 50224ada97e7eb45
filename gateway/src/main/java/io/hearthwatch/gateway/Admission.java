package io.hearthwatch.gateway;

import io.hearthwatch.fleet.Appliance;
import io.netty.handler.codec.mqtt.MqttConnectMessage;
import io.netty.handler.codec.mqtt.MqttVersion;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What happens between a CONNECT and its CONNACK: the packet is checked, the rate is kept, the registry is asked. Ends
 * in {@link Connection#accept} or {@link Connection#refuse}. Used on the connection's event loop only.
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
        long wait = shared.connectRate.claim(System.nanoTime(), LONGEST_WAIT);
        if (wait < 0) {
            connection.refuse(ConnectRefusal.CONNECT_RATE, mqtt5);
            return;
        }
        ConnectRequest request = ConnectRequest.of(packet);
        // What follows CONNECT must not be looked at before we know who it is.
        connection.pause(Connection.Pause.AUTHENTICATING);
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
                        e -> connection.run(() -> {
                            LOG.warn("The registry could not be asked about {}", connection.name(), e);
                            connection.refuse(ConnectRefusal.UNAVAILABLE, request.mqtt5());
                        }));
    }

    private void authenticated(ConnectRequest request, Optional<Appliance> found) {
        if (found.isEmpty()) {
            connection.after(
                    shared.settings.refusalDelay(),
                    () -> connection.refuse(ConnectRefusal.CREDENTIALS, request.mqtt5()));
        } else if (shared.stopping()) {
            connection.refuse(ConnectRefusal.UNAVAILABLE, request.mqtt5());
        } else {
            connection.accept(request, found.get());
        }
    }
}
