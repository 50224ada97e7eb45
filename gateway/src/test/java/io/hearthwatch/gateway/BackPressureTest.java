package io.hearthwatch.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.netty.handler.codec.mqtt.MqttMessage;
import io.netty.handler.codec.mqtt.MqttMessageType;
import io.netty.handler.codec.mqtt.MqttQoS;
import io.netty.handler.codec.mqtt.MqttVersion;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class BackPressureTest {
    private static final Duration A_WHILE = Duration.ofMillis(200);
    private static final int WINDOW = 4;

    @Test
    void mqtt5MayNotExceedTheReceiveMaximum() {
        try (TestGateway gateway = new TestGateway();
                RawClient client = gateway.connected5("c")) {
            gateway.sink.holding();
            for (int id = 1; id <= WINDOW + 1; id++) {
                client.send(RawClient.telemetry(id, "m" + id));
            }

            client.expectDisconnect(0x93);
            assertThat(gateway.sink.count()).isEqualTo(WINDOW);
        }
    }

    @Test
    void mqtt5AtItsReceiveMaximumIsStillHeard() {
        try (TestGateway gateway = new TestGateway();
                RawClient client = gateway.connected5("c")) {
            gateway.sink.holding();
            for (int id = 1; id <= WINDOW; id++) {
                client.send(RawClient.telemetry(id, "m" + id));
            }
            client.send(MqttMessage.PINGREQ);
            client.expect(MqttMessageType.PINGRESP);

            gateway.sink.commit(0);
            client.expectReply(MqttMessageType.PUBACK, 1);
            client.send(RawClient.telemetry(1, "again"));
            gateway.sink.commit(1);
            client.expectReply(MqttMessageType.PUBACK, 2);
        }
    }

    @Test
    void qos2CountsUntilItIsReleased() {
        try (TestGateway gateway = new TestGateway();
                RawClient client = gateway.connected5("c")) {
            for (int id = 1; id <= WINDOW; id++) {
                client.send(RawClient.publish(MqttQoS.EXACTLY_ONCE, id, "appliances/WM-1/telemetry", "m"));
                client.expectReply(MqttMessageType.PUBREC, id);
            }
            client.send(RawClient.reply(MqttMessageType.PUBREL, 1));
            client.expectReply(MqttMessageType.PUBCOMP, 1);
            client.send(RawClient.telemetry(9, "fits"));
            client.expectReply(MqttMessageType.PUBACK, 9);
            client.send(RawClient.publish(MqttQoS.EXACTLY_ONCE, 10, "appliances/WM-1/telemetry", "fits too"));
            client.expectReply(MqttMessageType.PUBREC, 10);

            client.send(RawClient.telemetry(11, "one too many"));
            client.expectDisconnect(0x93);
        }
    }

    @Test
    void anOldClientIsPausedAtTheWindowAndHeardAgainAfterIt() {
        try (TestGateway gateway = new TestGateway();
                RawClient client = gateway.connected311("c")) {
            gateway.sink.holding();
            int all = 50;
            for (int id = 1; id <= all; id++) {
                client.send(RawClient.telemetry(id, "m" + id));
            }
            client.expectSilence(A_WHILE);
            assertThat(gateway.sink.count()).isEqualTo(WINDOW);

            for (int i = 0; i < all; i++) {
                int next = i;
                await().pollInterval(Duration.ofMillis(2)).until(() -> gateway.sink.count() > next);
                assertThat(gateway.sink.count()).isLessThanOrEqualTo(i + WINDOW);
                gateway.sink.commit(i);
                client.expectReply(MqttMessageType.PUBACK, i + 1);
            }
            assertThat(gateway.sink.payloads())
                    .containsExactlyElementsOf(IntStream.rangeClosed(1, all)
                            .mapToObj(id -> "m" + id)
                            .toList());
        }
    }

    @Test
    void anOldClientInsideTheWindowIsStillHeard() {
        try (TestGateway gateway = new TestGateway();
                RawClient client = gateway.connected311("c")) {
            gateway.sink.holding();
            for (int id = 1; id <= WINDOW; id++) {
                client.send(RawClient.telemetry(id, "m" + id));
            }
            client.send(MqttMessage.PINGREQ);
            client.expect(MqttMessageType.PINGRESP);
        }
    }

    @Test
    void aPausedConnectionIsNotTimedOut() {
        try (TestGateway gateway = new TestGateway();
                RawClient client = new RawClient(gateway.port())) {
            client.send(RawClient.connect(MqttVersion.MQTT_3_1_1, "c", TestGateway.ID, TestGateway.SECRET)
                    .keepAlive(1)
                    .build());
            client.expectAccepted();
            gateway.sink.holding();
            for (int id = 1; id <= WINDOW + 1; id++) {
                client.send(RawClient.telemetry(id, "m" + id));
            }
            client.expectSilence(Duration.ofMillis(2_500));

            gateway.sink.answering(message -> FakeSink.STORED);
            gateway.sink.commitAll();
            for (int id = 1; id <= WINDOW + 1; id++) {
                client.expectReply(MqttMessageType.PUBACK, id);
            }
        }
    }

    @Test
    void qos0IsHeldBackToo() {
        try (TestGateway gateway = new TestGateway();
                RawClient client = gateway.connected5("c")) {
            gateway.sink.holding();
            for (int i = 0; i < 3 * WINDOW; i++) {
                client.send(RawClient.publish(MqttQoS.AT_MOST_ONCE, -1, "appliances/WM-1/telemetry", "m" + i));
            }
            await().until(() -> gateway.sink.count() == WINDOW);
            client.expectSilence(A_WHILE);
            assertThat(gateway.sink.count()).isEqualTo(WINDOW);

            gateway.sink.answering(message -> FakeSink.STORED);
            gateway.sink.commitAll();
            await().until(() -> gateway.sink.count() == 3 * WINDOW);
        }
    }

    @Test
    void allConnectionsShareOneByteBudget() {
        try (TestGateway gateway = new TestGateway(settings -> settings.globalByteBudget(2_048));
                RawClient hog = gateway.connected5("hog");
                RawClient other = gateway.connected311("other")) {
            gateway.sink.holding();
            hog.send(RawClient.telemetry(1, "x".repeat(1_700)));
            await().until(() -> gateway.sink.count() == 1);
            other.send(RawClient.telemetry(1, "waits"));
            hog.send(RawClient.telemetry(2, "waits too"));
            other.expectSilence(A_WHILE);
            assertThat(gateway.sink.count()).isEqualTo(1);

            gateway.sink.commit(0);
            hog.expectReply(MqttMessageType.PUBACK, 1);
            await().until(() -> gateway.sink.count() == 3);
        }
    }

    @Test
    void aMessageLargerThanTheBudgetPassesAlone() {
        try (TestGateway gateway = new TestGateway(settings -> settings.globalByteBudget(1_024));
                RawClient client = gateway.connected5("c")) {
            client.send(RawClient.telemetry(1, "x".repeat(5_000)));
            client.expectReply(MqttMessageType.PUBACK, 1);
        }
    }

    @Test
    void nothingIsTakenWhileTheSinkIsSaturated() {
        try (TestGateway gateway = new TestGateway();
                RawClient client = gateway.connected5("c")) {
            gateway.sink.saturate();
            client.send(RawClient.telemetry(1, "later"));
            client.expectSilence(A_WHILE);
            assertThat(gateway.sink.count()).isZero();

            gateway.sink.relieve();
            client.expectReply(MqttMessageType.PUBACK, 1);
        }
    }

    @Test
    void connectionsThatComeAndGoWhileTheSinkIsSaturatedLeaveNothingBehind() {
        try (TestGateway gateway = new TestGateway()) {
            gateway.sink.saturate();
            for (int i = 0; i < 5; i++) {
                try (RawClient client = gateway.connected5("c" + i)) {
                    client.send(RawClient.telemetry(1, "later"));
                    client.expectSilence(A_WHILE);
                }
            }
            try (RawClient stays = gateway.connected5("stays")) {
                stays.send(RawClient.telemetry(1, "later"));
                stays.expectSilence(A_WHILE);
                assertThat(gateway.sink.waiting()).isEqualTo(1);
                gateway.sink.relieve();
                stays.expectReply(MqttMessageType.PUBACK, 1);
            }
        }
    }

    @Test
    void aClientThatDoesNotReadIsNotReadFrom() {
        try (TestGateway gateway = new TestGateway();
                RawClient deaf = gateway.connected5("deaf");
                RawClient other = gateway.connected5("other")) {
            byte[] pings = new byte[64 * 1024];
            for (int i = 0; i < pings.length; i += 2) {
                pings[i] = (byte) 0xC0;
            }
            Thread flood = new Thread(() -> {
                try {
                    for (int i = 0; i < 1_000; i++) {
                        deaf.sendBytes(pings);
                    }
                } catch (UncheckedIOException closed) {
                    // the test is over
                }
            });
            flood.start();
            await().until(() -> gateway.gateway.metrics().snapshot().get("pauses") > 0);

            other.send(RawClient.telemetry(1, "m"));
            other.expectReply(MqttMessageType.PUBACK, 1);
        }
    }
}
