package io.hearthwatch.simulator.outside;

import com.hivemq.client.mqtt.MqttClient;
import com.hivemq.client.mqtt.datatypes.MqttQos;
import com.hivemq.client.mqtt.datatypes.MqttUtf8String;
import com.hivemq.client.mqtt.lifecycle.MqttClientDisconnectedContext;
import com.hivemq.client.mqtt.lifecycle.MqttDisconnectSource;
import com.hivemq.client.mqtt.mqtt5.Mqtt5AsyncClient;
import com.hivemq.client.mqtt.mqtt5.exceptions.Mqtt5ConnAckException;
import com.hivemq.client.mqtt.mqtt5.exceptions.Mqtt5PubAckException;
import com.hivemq.client.mqtt.mqtt5.message.connect.connack.Mqtt5ConnAckReasonCode;
import com.hivemq.client.mqtt.mqtt5.message.publish.Mqtt5Publish;
import com.hivemq.client.mqtt.mqtt5.message.publish.puback.Mqtt5PubAck;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.EnumSet;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One appliance's MQTT connection. It comes back by itself with a growing pause and then sends again, in order,
 * whatever was not answered. Messages given before the first connect wait in {@code outbox}.
 *
 * <p>Called by the driving thread and by the client library's threads; {@code this} guards the mutable fields.
 */
final class ApplianceLink {
    private static final Logger log = LoggerFactory.getLogger(ApplianceLink.class);
    private static final long FIRST_PAUSE_MILLIS = 100;
    private static final long LONGEST_PAUSE_MILLIS = 3000;
    private static final int KEEP_ALIVE_SECONDS = 30;

    /** Answers that trying again will not change. */
    private static final Set<Mqtt5ConnAckReasonCode> FINAL_REFUSALS = EnumSet.of(
            Mqtt5ConnAckReasonCode.BAD_USER_NAME_OR_PASSWORD,
            Mqtt5ConnAckReasonCode.NOT_AUTHORIZED,
            Mqtt5ConnAckReasonCode.BANNED,
            Mqtt5ConnAckReasonCode.CLIENT_IDENTIFIER_NOT_VALID,
            Mqtt5ConnAckReasonCode.UNSUPPORTED_PROTOCOL_VERSION);

    private final MqttFleet fleet;
    private final InetSocketAddress server;
    private final String appliance;
    private final Duration patience;
    private final Mqtt5AsyncClient client;
    private final Deque<Mqtt5Publish> outbox = new ArrayDeque<>();
    private boolean connected;
    private boolean online;
    private boolean closed;
    private long downSince = System.nanoTime();

    ApplianceLink(MqttFleet fleet, InetSocketAddress server, String appliance, String secret, Duration patience) {
        this.fleet = fleet;
        this.server = server;
        this.appliance = appliance;
        this.patience = patience;
        this.client = MqttClient.builder()
                .useMqttVersion5()
                .identifier(appliance)
                .serverAddress(server)
                // Here and not with the first connect: a reconnect takes it from here.
                .simpleAuth()
                .username(appliance)
                .password(secret.getBytes(StandardCharsets.UTF_8))
                .applySimpleAuth()
                .addConnectedListener(context -> up())
                .addDisconnectedListener(this::down)
                .buildAsync();
    }

    void connect() {
        synchronized (this) {
            downSince = System.nanoTime();
        }
        CompletableFuture<?> unused = client.connectWith()
                .keepAlive(KEEP_ALIVE_SECONDS)
                .send()
                .whenComplete((ack, error) -> {
                    if (error == null) {
                        flush();
                    } else if (!isClosed()) {
                        fleet.failed(unreachable(unwrap(error)));
                    }
                    fleet.connectEnded();
                });
    }

    /** Sends now, or after the first connect. */
    synchronized void send(String topic, byte[] payload) {
        Mqtt5Publish message = Mqtt5Publish.builder()
                .topic(topic)
                .payload(payload)
                .qos(MqttQos.AT_LEAST_ONCE)
                .build();
        if (connected) {
            transmit(message);
        } else {
            outbox.add(message);
        }
    }

    void close() {
        synchronized (this) {
            closed = true;
        }
        CompletableFuture<?> unused = client.disconnect().exceptionally(notConnected -> null);
    }

    private synchronized void flush() {
        connected = true;
        for (Mqtt5Publish message = outbox.poll(); message != null; message = outbox.poll()) {
            transmit(message);
        }
    }

    private void transmit(Mqtt5Publish message) {
        CompletableFuture<?> unused = client.publish(message).whenComplete((result, error) -> {
            Throwable cause = error == null ? result.getError().orElse(null) : unwrap(error);
            if (cause == null) {
                fleet.answered(appliance, Ack.SUCCESS);
            } else if (cause instanceof Mqtt5PubAckException refused) {
                fleet.answered(appliance, refusal(refused.getMqttMessage()));
            } else if (!isClosed()) {
                fleet.failed(unreachable(cause));
            }
        });
    }

    private void up() {
        synchronized (this) {
            online = true;
        }
        fleet.onlineChanged(1);
    }

    /** Decides whether to come back; runs on the client library's event loop, so it never waits. */
    private void down(MqttClientDisconnectedContext context) {
        boolean wasOnline;
        boolean again;
        synchronized (this) {
            wasOnline = online;
            online = false;
            if (wasOnline) {
                downSince = System.nanoTime();
            }
            again = !closed
                    && context.getSource() != MqttDisconnectSource.USER
                    && !refusedForGood(context.getCause())
                    && System.nanoTime() - downSince < patience.toNanos();
        }
        if (wasOnline) {
            fleet.onlineChanged(-1);
        }
        if (!again && !isClosed()) {
            fleet.failed(unreachable(context.getCause()));
        }
        int attempts = context.getReconnector().getAttempts();
        long pause = Math.min(LONGEST_PAUSE_MILLIS, FIRST_PAUSE_MILLIS << Math.min(attempts, 10));
        // Spread by id, so that a fleet does not come back in lock-step.
        long spread = Math.floorMod(appliance.hashCode(), pause / 2 + 1);
        log.debug(
                "{} is off line ({}), again: {}", appliance, context.getCause().getMessage(), again);
        context.getReconnector()
                .reconnect(again)
                .republishIfSessionExpired(true)
                .delay(pause + spread, TimeUnit.MILLISECONDS);
    }

    private synchronized boolean isClosed() {
        return closed;
    }

    private ServiceException unreachable(Throwable cause) {
        if (refusedForGood(cause)) {
            return new ServiceException(
                    "the service refused appliance " + appliance + ": " + cause.getMessage(),
                    "check that the credentials file belongs to this database");
        }
        return new ServiceException(
                "appliance " + appliance + " could not reach " + server.getHostString() + ":" + server.getPort()
                        + " for " + patience.toSeconds() + " s: " + cause.getMessage(),
                "check that serve runs and which MQTT port its ready line names");
    }

    private static boolean refusedForGood(Throwable cause) {
        return cause instanceof Mqtt5ConnAckException refused
                && FINAL_REFUSALS.contains(refused.getMqttMessage().getReasonCode());
    }

    private static Ack refusal(Mqtt5PubAck ack) {
        String name = ack.getReasonCode().toString();
        return new Ack(
                ack.getReasonCode().getCode(),
                ack.getReasonString().map(MqttUtf8String::toString).orElse(name));
    }

    private static Throwable unwrap(Throwable error) {
        return error instanceof CompletionException && error.getCause() != null ? error.getCause() : error;
    }
}
