package io.hearthwatch.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.netty.handler.codec.mqtt.MqttConnAckMessage;
import io.netty.handler.codec.mqtt.MqttMessage;
import io.netty.handler.codec.mqtt.MqttMessageType;
import io.netty.handler.codec.mqtt.MqttProperties;
import io.netty.handler.codec.mqtt.MqttVersion;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

class ConnectTest {
    private static final String ID = TestGateway.ID;
    private static final String SECRET = TestGateway.SECRET;

    @Test
    void mqtt5IsToldTheLimits() {
        try (TestGateway gateway = new TestGateway();
                RawClient client = new RawClient(gateway.port())) {
            client.send(RawClient.connect(MqttVersion.MQTT_5, "", ID, SECRET)
                    .properties(number(MqttProperties.SESSION_EXPIRY_INTERVAL, -1))
                    .build());

            MqttConnAckMessage connAck = (MqttConnAckMessage) client.expect(MqttMessageType.CONNACK);
            MqttProperties properties = connAck.variableHeader().properties();
            assertThat(connAck.variableHeader().isSessionPresent()).isFalse();
            assertThat(value(properties, MqttProperties.RECEIVE_MAXIMUM)).isEqualTo(4);
            assertThat(value(properties, MqttProperties.MAXIMUM_PACKET_SIZE)).isEqualTo(64 * 1024);
            assertThat(value(properties, MqttProperties.TOPIC_ALIAS_MAXIMUM)).isEqualTo(8);
            assertThat(value(properties, MqttProperties.SESSION_EXPIRY_INTERVAL))
                    .isEqualTo(7 * 86_400);
            assertThat(value(properties, MqttProperties.WILDCARD_SUBSCRIPTION_AVAILABLE))
                    .isEqualTo(0);
            assertThat(value(properties, MqttProperties.SHARED_SUBSCRIPTION_AVAILABLE))
                    .isEqualTo(0);
            assertThat((String) value(properties, MqttProperties.ASSIGNED_CLIENT_IDENTIFIER))
                    .startsWith("assigned-");
        }
    }

    @Test
    void aWrongSecretIsRefusedWithItsCode() {
        try (TestGateway gateway = new TestGateway()) {
            assertThat(connAckCode(gateway, RawClient.connect5("c", ID, "guess")))
                    .isEqualTo(0x86);
            assertThat(connAckCode(gateway, RawClient.connect311("c", ID, "guess")))
                    .isEqualTo(4);
            assertThat(connAckCode(gateway, RawClient.connect5("c", "nobody", SECRET)))
                    .isEqualTo(0x86);
            assertThat(gateway.gateway.metrics().snapshot()).containsEntry("connects_refused_credentials", 3L);
            await().untilAsserted(() -> assertThat(gateway.events).containsExactly("REFUSED WM-1"));
        }
    }

    @Test
    void aRefusalSaysWhyInWords() {
        try (TestGateway gateway = new TestGateway();
                RawClient client = new RawClient(gateway.port())) {
            client.send(RawClient.connect5("c", ID, "guess"));

            MqttConnAckMessage connAck = (MqttConnAckMessage) client.expect(MqttMessageType.CONNACK);
            assertThat(RawClient.reason(connAck.variableHeader().properties())).contains("secret");
            client.expectClosed();
        }
    }

    @Test
    void nobodyConnectsWithoutAName() {
        try (TestGateway gateway = new TestGateway()) {
            assertThat(connAckCode(gateway, RawClient.connect5("c", null, ""))).isEqualTo(0x87);
            assertThat(connAckCode(gateway, RawClient.connect311("c", null, "")))
                    .isEqualTo(5);
        }
    }

    @Test
    void otherProtocolVersionsAreRefused() {
        try (TestGateway gateway = new TestGateway();
                RawClient client = new RawClient(gateway.port())) {
            assertThat(connAckCode(
                            gateway,
                            RawClient.connect(MqttVersion.MQTT_3_1, "c", ID, SECRET)
                                    .build()))
                    .isEqualTo(1);

            client.sendBytes(new byte[] {0x10, 12, 0, 4, 'M', 'Q', 'T', 'T', 9, 2, 0, 60, 0, 0});
            assertThat(client.expectConnAck()).isEqualTo(1);
        }
    }

    @Test
    void badClientIdsAreRefused() {
        try (TestGateway gateway = new TestGateway()) {
            assertThat(connAckCode(gateway, RawClient.connect5("x".repeat(257), ID, SECRET)))
                    .isEqualTo(0x85);
            assertThat(connAckCode(
                            gateway,
                            RawClient.connect(MqttVersion.MQTT_3_1_1, "", ID, SECRET)
                                    .cleanSession(false)
                                    .build()))
                    .isEqualTo(2);
        }
    }

    @Test
    void otherAuthenticationMethodsAreRefused() {
        MqttProperties properties = new MqttProperties();
        properties.add(new MqttProperties.StringProperty(MqttProperties.AUTHENTICATION_METHOD, "SCRAM"));
        try (TestGateway gateway = new TestGateway()) {
            assertThat(connAckCode(
                            gateway,
                            RawClient.connect(MqttVersion.MQTT_5, "c", ID, SECRET)
                                    .properties(properties)
                                    .build()))
                    .isEqualTo(0x8C);
        }
    }

    @Test
    void aWillForAForeignTopicIsRefused() {
        try (TestGateway gateway = new TestGateway()) {
            assertThat(connAckCode(
                            gateway,
                            RawClient.connect(MqttVersion.MQTT_5, "c", ID, SECRET)
                                    .willFlag(true)
                                    .willTopic("appliances/WM-2/status")
                                    .willMessage("x".getBytes(StandardCharsets.UTF_8))
                                    .build()))
                    .isEqualTo(0x90);
        }
    }

    @Test
    void aRegistryThatIsDownIsNotAWrongSecret() {
        try (TestGateway gateway = new TestGateway()) {
            gateway.registryDown = true;

            assertThat(connAckCode(gateway, RawClient.connect5("c", ID, SECRET)))
                    .isEqualTo(0x88);
            assertThat(connAckCode(gateway, RawClient.connect311("c", ID, SECRET)))
                    .isEqualTo(3);
        }
    }

    @Test
    void tooManyConnectionsAreToldThatTheServerIsBusy() {
        try (TestGateway gateway = new TestGateway(settings -> settings.maxConnections(1));
                RawClient first = gateway.connected5("a")) {
            assertThat(connAckCode(gateway, RawClient.connect5("b", ID, SECRET)))
                    .isEqualTo(0x89);

            first.send(MqttMessage.PINGREQ);
            first.expect(MqttMessageType.PINGRESP);
        }
    }

    @Test
    void aFloodOfConnectsIsSpreadAndThenRefused() {
        try (TestGateway gateway = new TestGateway(settings -> settings.connectsPerSecond(1))) {
            RawClient[] clients = new RawClient[5];
            for (int i = 0; i < clients.length; i++) {
                clients[i] = new RawClient(gateway.port());
                clients[i].send(RawClient.connect5("c" + i % 3, ID, SECRET));
            }
            int refused = 0;
            for (RawClient client : clients) {
                refused += client.expectConnAck() == 0x9F ? 1 : 0;
                client.close();
            }
            assertThat(refused).isEqualTo(2);
        }
    }

    @Test
    void theNewerConnectionTakesTheSessionOver() {
        try (TestGateway gateway = new TestGateway();
                RawClient older = gateway.connected5("same");
                RawClient newer = gateway.connected5("same")) {
            older.expectDisconnect(0x8E);

            newer.send(MqttMessage.PINGREQ);
            newer.expect(MqttMessageType.PINGRESP);
            await().untilAsserted(() ->
                    assertThat(gateway.events).contains("disconnected WM-1 same: " + Goodbye.TAKEN_OVER.text()));
            assertThat(gateway.gateway.metrics().connections()).isEqualTo(1);
        }
    }

    @Test
    void theSameClientIdOfAnotherApplianceIsAnotherSession() {
        try (TestGateway gateway = new TestGateway();
                RawClient one = gateway.connected5("same");
                RawClient other = new RawClient(gateway.port())) {
            other.send(RawClient.connect5("same", TestGateway.OTHER_ID, SECRET));
            other.expectAccepted();

            one.send(MqttMessage.PINGREQ);
            one.expect(MqttMessageType.PINGRESP);
        }
    }

    @Test
    void anApplianceWithTooManyConnectionsLosesItsOldest() {
        try (TestGateway gateway = new TestGateway();
                RawClient oldest = gateway.connected5("a");
                RawClient second = gateway.connected5("b");
                RawClient third = gateway.connected311("c");
                RawClient fourth = gateway.connected5("d")) {
            oldest.expectDisconnect(0x97);

            for (RawClient client : new RawClient[] {second, third, fourth}) {
                client.send(MqttMessage.PINGREQ);
                client.expect(MqttMessageType.PINGRESP);
            }
        }
    }

    @Test
    void aSilentClientIsTimedOutAfterOneAndAHalfKeepAlives() {
        try (TestGateway gateway = new TestGateway();
                RawClient client = new RawClient(gateway.port())) {
            client.send(RawClient.connect(MqttVersion.MQTT_5, "c", ID, SECRET)
                    .keepAlive(1)
                    .build());
            client.expectAccepted();

            client.expectSilence(Duration.ofMillis(1_200));
            client.expectDisconnect(0x8D);
        }
    }

    @Test
    void pingsKeepAConnectionAlive() {
        try (TestGateway gateway = new TestGateway();
                RawClient client = new RawClient(gateway.port())) {
            client.send(RawClient.connect(MqttVersion.MQTT_3_1_1, "c", ID, SECRET)
                    .keepAlive(1)
                    .build());
            client.expectAccepted();

            for (int i = 0; i < 3; i++) {
                client.expectSilence(Duration.ofMillis(800));
                client.send(MqttMessage.PINGREQ);
                client.expect(MqttMessageType.PINGRESP);
            }
        }
    }

    @Test
    void whoSendsNoConnectIsClosed() {
        try (TestGateway gateway = new TestGateway(settings -> settings.connectTimeout(Duration.ofMillis(200)));
                RawClient client = new RawClient(gateway.port())) {
            client.expectClosed();
        }
    }

    @Test
    void theFirstPacketMustBeConnectAndTheSecondMustNot() {
        try (TestGateway gateway = new TestGateway();
                RawClient pinger = new RawClient(gateway.port());
                RawClient repeater = gateway.connected5("r")) {
            pinger.send(MqttMessage.PINGREQ);
            pinger.expectClosed();

            repeater.send(RawClient.connect5("r", ID, SECRET));
            repeater.expectDisconnect(0x82);
        }
    }

    @Test
    void publishesSentRightAfterConnectWaitForTheAnswer() {
        try (TestGateway gateway = new TestGateway();
                RawClient client = new RawClient(gateway.port())) {
            client.send(RawClient.connect5("c", ID, SECRET), RawClient.telemetry(1, "early"));

            client.expectAccepted();
            client.expectReply(MqttMessageType.PUBACK, 1);
            assertThat(gateway.sink.payloads()).containsExactly("early");
            assertThat(gateway.sink.message(0).receivedAt()).isEqualTo(Instant.parse("2026-11-01T12:00:00Z"));
        }
    }

    @Test
    void theListenerHearsOfComingAndGoing() {
        try (TestGateway gateway = new TestGateway()) {
            RawClient client = gateway.connected5("c");
            client.send(MqttMessage.DISCONNECT);
            client.expectClosed();

            await().untilAsserted(() ->
                    assertThat(gateway.events).containsExactly("connected WM-1 c", "disconnected WM-1 c: disconnect"));
        }
    }

    @Test
    void guessingASecretHasToWait() {
        try (TestGateway gateway = new TestGateway(settings -> settings.failedLoginsPerMinute(1));
                RawClient other = new RawClient(gateway.port())) {
            int code = 0;
            for (int i = 0; i < 15 && code != 0x9F; i++) {
                code = connAckCode(gateway, RawClient.connect5("c", ID, "guess" + i));
            }
            assertThat(code).isEqualTo(0x9F);
            assertThat(connAckCode(gateway, RawClient.connect311("c", ID, SECRET)))
                    .isEqualTo(3);

            other.send(RawClient.connect5("c", TestGateway.OTHER_ID, SECRET));
            other.expectAccepted();
        }
    }

    @Test
    void nobodySendsMuchBeforeConnect() {
        try (TestGateway gateway = new TestGateway();
                RawClient client = new RawClient(gateway.port())) {
            byte[] connect = client.encode(RawClient.connect5("x".repeat(55_000), ID, SECRET));
            client.sendBytes(Arrays.copyOf(connect, 50_000)); // as a later packet it would be small enough
            client.expectClosed();
        }
    }

    private static int connAckCode(TestGateway gateway, MqttMessage connect) {
        try (RawClient client = new RawClient(gateway.port())) {
            client.send(connect);
            int code = client.expectConnAck();
            client.expectClosed();
            return code;
        }
    }

    private static MqttProperties number(int property, int value) {
        MqttProperties properties = new MqttProperties();
        properties.add(new MqttProperties.IntegerProperty(property, value));
        return properties;
    }

    private static Object value(MqttProperties properties, int property) {
        return properties.getProperty(property).value();
    }
}
