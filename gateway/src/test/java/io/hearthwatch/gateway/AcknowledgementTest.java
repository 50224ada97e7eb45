package io.hearthwatch.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.hearthwatch.ingest.ContentType;
import io.hearthwatch.ingest.MessageKind;
import io.hearthwatch.ingest.Verdict;
import io.netty.handler.codec.mqtt.MqttMessage;
import io.netty.handler.codec.mqtt.MqttMessageType;
import io.netty.handler.codec.mqtt.MqttProperties;
import io.netty.handler.codec.mqtt.MqttPubReplyMessageVariableHeader;
import io.netty.handler.codec.mqtt.MqttQoS;
import io.netty.handler.codec.mqtt.MqttVersion;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class AcknowledgementTest {
    private static final Duration A_WHILE = Duration.ofMillis(150);
    private static final String TELEMETRY = "appliances/WM-1/telemetry";

    private final TestGateway gateway = new TestGateway();

    @AfterEach
    void close() {
        gateway.close();
    }

    @Test
    void nothingIsAcknowledgedBeforeTheCommit() {
        gateway.sink.holding();
        try (RawClient client = gateway.connected5("c")) {
            client.send(RawClient.telemetry(7, "{}"));
            awaitReceived(1);
            client.expectSilence(A_WHILE);

            gateway.sink.commit(0);
            client.expectReply(MqttMessageType.PUBACK, 7);
        }
    }

    @Test
    void acknowledgementsLeaveInTheOrderOfArrival() {
        gateway.sink.holding();
        try (RawClient client = gateway.connected311("c")) {
            client.send(
                    RawClient.telemetry(5, "a"),
                    RawClient.publish(MqttQoS.EXACTLY_ONCE, 3, TELEMETRY, "b"),
                    RawClient.telemetry(9, "c"));
            awaitReceived(3);

            gateway.sink.commit(2);
            gateway.sink.commit(1);
            client.expectSilence(A_WHILE);

            gateway.sink.commit(0);
            client.expectReply(MqttMessageType.PUBACK, 5);
            client.expectReply(MqttMessageType.PUBREC, 3);
            client.expectReply(MqttMessageType.PUBACK, 9);
        }
    }

    @Test
    void aClientThatLeftBeforeTheCommitHarmsNobody() {
        gateway.sink.holding();
        RawClient gone = gateway.connected5("gone");
        gone.send(RawClient.telemetry(1, "a"));
        awaitReceived(1);
        gone.close();
        await().until(() -> gateway.gateway.metrics().connections() == 0);

        gateway.sink.commit(0);
        await().untilAsserted(() ->
                assertThat(gateway.gateway.metrics().snapshot()).containsEntry("publishes_unanswered", 1L));
        gateway.sink.answering(message -> FakeSink.STORED);
        try (RawClient client = gateway.connected5("next")) {
            client.send(RawClient.telemetry(1, "b"));
            client.expectReply(MqttMessageType.PUBACK, 1);
        }
    }

    @Test
    void aMessageThatWasRejectedWholeIsAnsweredWithItsReason() {
        gateway.sink.answering(message -> new Verdict(0, 0, 2, "unknown metric drum_vibratoin"));
        try (RawClient five = gateway.connected5("five");
                RawClient old = gateway.connected311("old")) {
            five.send(RawClient.telemetry(1, "[]"));
            MqttPubReplyMessageVariableHeader reply = five.expectReply(MqttMessageType.PUBACK, 1);
            assertThat(reply.reasonCode() & 0xFF).isEqualTo(0x99);
            assertThat(RawClient.reason(reply.properties())).isEqualTo("unknown metric drum_vibratoin");

            old.send(RawClient.telemetry(1, "[]"));
            old.expectReply(MqttMessageType.PUBACK, 1);
        }
    }

    @Test
    void aMessageWithOneGoodItemIsAcknowledged() {
        gateway.sink.answering(message -> new Verdict(1, 0, 4, "unknown metric"));
        try (RawClient client = gateway.connected5("c")) {
            client.send(RawClient.telemetry(1, "[]"));
            assertThat(client.expectReply(MqttMessageType.PUBACK, 1).reasonCode())
                    .isZero();
        }
    }

    @Test
    void aClientThatWantsNoReasonsGetsTheCodeOnly() {
        gateway.sink.answering(message -> new Verdict(0, 0, 1, "unknown metric"));
        MqttProperties properties = new MqttProperties();
        properties.add(new MqttProperties.IntegerProperty(MqttProperties.REQUEST_PROBLEM_INFORMATION, 0));
        try (RawClient client = new RawClient(gateway.port())) {
            client.send(RawClient.connect(MqttVersion.MQTT_5, "c", TestGateway.ID, TestGateway.SECRET)
                    .properties(properties)
                    .build());
            client.expectAccepted();
            client.send(RawClient.telemetry(1, "[]"));

            MqttPubReplyMessageVariableHeader reply = client.expectReply(MqttMessageType.PUBACK, 1);
            assertThat(reply.reasonCode() & 0xFF).isEqualTo(0x99);
            assertThat(RawClient.reason(reply.properties())).isNull();
        }
    }

    @Test
    void aMessageThatCannotBeStoredIsNotAcknowledged() {
        gateway.sink.holding();
        try (RawClient five = gateway.connected5("five");
                RawClient old = gateway.connected311("old")) {
            five.send(RawClient.telemetry(1, "a"));
            awaitReceived(1);
            gateway.sink.fail(0);
            assertThat(five.expectReply(MqttMessageType.PUBACK, 1).reasonCode() & 0xFF)
                    .isEqualTo(0x80);

            old.send(RawClient.telemetry(1, "b"));
            awaitReceived(2);
            gateway.sink.fail(1);
            old.expectClosed();
        }
    }

    @Test
    void exactlyOnceIsHandedInOnce() {
        gateway.sink.holding();
        MqttMessage publish = RawClient.publish(MqttQoS.EXACTLY_ONCE, 11, TELEMETRY, "once");
        try (RawClient client = gateway.connected311("c")) {
            byte[] bytes = client.encode(publish);
            byte[] again = bytes.clone();
            again[0] |= 0x08; // DUP
            client.sendBytes(bytes);
            client.sendBytes(again);
            awaitReceived(1);
            client.expectSilence(A_WHILE);

            gateway.sink.commit(0);
            client.expectReply(MqttMessageType.PUBREC, 11);
            client.sendBytes(again);
            client.expectReply(MqttMessageType.PUBREC, 11);
            client.send(RawClient.reply(MqttMessageType.PUBREL, 11));
            client.expectReply(MqttMessageType.PUBCOMP, 11);
            assertThat(gateway.sink.count()).isEqualTo(1);

            client.sendBytes(bytes);
            awaitReceived(2);
        }
    }

    @Test
    void aPubrelForNothingIsAnswered() {
        try (RawClient client = gateway.connected5("c")) {
            client.send(RawClient.reply(MqttMessageType.PUBREL, 77));
            assertThat(client.expectReply(MqttMessageType.PUBCOMP, 77).reasonCode() & 0xFF)
                    .isEqualTo(0x92);
        }
    }

    @Test
    void aRejectedQos2MessageEndsWithPubrec() {
        gateway.sink.answering(message -> new Verdict(0, 0, 1, "no"));
        try (RawClient client = gateway.connected5("c")) {
            for (int i = 0; i < 10; i++) { // more often than the receive maximum: the ids are free again
                client.send(RawClient.publish(MqttQoS.EXACTLY_ONCE, 1, TELEMETRY, "x"));
                assertThat(client.expectReply(MqttMessageType.PUBREC, 1).reasonCode() & 0xFF)
                        .isEqualTo(0x99);
            }
        }
    }

    @Test
    void qos0IsStoredWithoutAnswer() {
        try (RawClient client = gateway.connected5("c")) {
            client.send(RawClient.publish(MqttQoS.AT_MOST_ONCE, -1, TELEMETRY, "quiet"));
            awaitReceived(1);
            client.expectSilence(A_WHILE);
        }
    }

    @Test
    void kindAndContentTypeComeFromTopicAndProperty() {
        MqttProperties cbor = new MqttProperties();
        cbor.add(new MqttProperties.StringProperty(MqttProperties.CONTENT_TYPE, "application/cbor"));
        try (RawClient client = gateway.connected5("c")) {
            client.send(RawClient.publish(MqttQoS.AT_LEAST_ONCE, 1, "appliances/WM-1/faults", "a"));
            client.expectReply(MqttMessageType.PUBACK, 1);
            client.send(RawClient.publish(MqttQoS.AT_LEAST_ONCE, 2, "v1/devices/me/telemetry", "b", cbor));
            client.expectReply(MqttMessageType.PUBACK, 2);

            assertThat(gateway.sink.message(0).kind()).isEqualTo(MessageKind.FAULTS);
            assertThat(gateway.sink.message(0).contentType()).isEqualTo(ContentType.JSON);
            assertThat(gateway.sink.message(1).kind()).isEqualTo(MessageKind.TELEMETRY);
            assertThat(gateway.sink.message(1).contentType()).isEqualTo(ContentType.CBOR);
            assertThat(gateway.sink.message(1).appliance().id()).isEqualTo("WM-1");
        }
    }

    private void awaitReceived(int count) {
        await().until(() -> gateway.sink.count() == count);
    }
}
