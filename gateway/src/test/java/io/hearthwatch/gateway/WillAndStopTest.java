package io.hearthwatch.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.hearthwatch.ingest.MessageKind;
import io.hearthwatch.ingest.commands.CommandQueue;
import io.hearthwatch.ingest.sessions.SessionStore;
import io.netty.handler.codec.mqtt.MqttMessage;
import io.netty.handler.codec.mqtt.MqttMessageType;
import io.netty.handler.codec.mqtt.MqttVersion;
import io.vertx.core.Future;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class WillAndStopTest {
    private static final String OFFLINE = "{\"online\":false}";

    @Test
    void anApplianceThatVanishesLeavesItsWill() {
        try (TestGateway gateway = new TestGateway()) {
            withWill(gateway).close();

            await().until(() -> gateway.sink.count() == 1);
            assertThat(gateway.sink.message(0).kind()).isEqualTo(MessageKind.STATUS);
            assertThat(gateway.sink.payloads()).containsExactly(OFFLINE);
        }
    }

    @Test
    void anApplianceThatSaysGoodbyeLeavesNone() {
        try (TestGateway gateway = new TestGateway();
                RawClient client = withWill(gateway)) {
            client.send(MqttMessage.DISCONNECT);
            client.expectClosed();
            await().until(() -> gateway.events.size() == 2);
            assertThat(gateway.sink.count()).isZero();
        }
    }

    @Test
    void stoppingWaitsForCommitsAndSaysGoodbye() {
        try (TestGateway gateway = new TestGateway();
                RawClient five = withWill(gateway);
                RawClient old = gateway.connected311("old")) {
            gateway.sink.holding();
            five.send(RawClient.telemetry(1, "a"));
            old.send(RawClient.telemetry(2, "b"));
            await().until(() -> gateway.sink.count() == 2);

            Future<Void> stopped = gateway.gateway.stop();
            five.expectSilence(Duration.ofMillis(200));
            assertThat(stopped.isComplete()).isFalse();

            gateway.sink.commitAll();
            five.expectReply(MqttMessageType.PUBACK, 1);
            five.expectDisconnect(0x8B);
            old.expectReply(MqttMessageType.PUBACK, 2);
            old.expectClosed();
            five.close();
            old.close();
            TestGateway.await(stopped);
            assertThat(gateway.sink.count()).as("no will is published").isEqualTo(2);
            await().untilAsserted(() -> assertThat(gateway.events).hasSize(4));
            int port = gateway.port();
            assertThatThrownBy(() -> new Socket(InetAddress.getLoopbackAddress(), port))
                    .isInstanceOf(ConnectException.class);
        }
    }

    @Test
    void stoppingDoesNotWaitForEver() {
        try (TestGateway gateway = new TestGateway();
                RawClient client = gateway.connected5("c")) {
            gateway.sink.holding();
            client.send(RawClient.telemetry(1, "a"));
            await().until(() -> gateway.sink.count() == 1);

            TestGateway.await(gateway.gateway.stop());
            client.expectClosed();
        }
    }

    @Test
    void aTakenPortIsAnError() {
        try (TestGateway gateway = new TestGateway()) {
            Gateway second = new Gateway(
                    gateway.vertx,
                    (id, secret) -> Optional.empty(),
                    gateway.sink,
                    CommandQueue.NONE,
                    SessionStore.NONE,
                    ConnectionListener.NONE,
                    InstantSource.system());
            Future<Gateway> started = second.start(GatewaySettings.defaults().listeningOn("127.0.0.1", gateway.port()));
            assertThatThrownBy(() ->
                            started.toCompletionStage().toCompletableFuture().get())
                    .hasMessageContaining("in use");
        }
    }

    private static RawClient withWill(TestGateway gateway) {
        RawClient client = new RawClient(gateway.port());
        client.send(RawClient.connect(MqttVersion.MQTT_5, "will", TestGateway.ID, TestGateway.SECRET)
                .willFlag(true)
                .willTopic("appliances/WM-1/status")
                .willMessage(OFFLINE.getBytes(StandardCharsets.UTF_8))
                .build());
        client.expectAccepted();
        return client;
    }
}
