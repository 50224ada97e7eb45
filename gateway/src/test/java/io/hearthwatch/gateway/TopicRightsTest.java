package io.hearthwatch.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.hearthwatch.ingest.MessageKind;
import io.netty.handler.codec.mqtt.MqttMessage;
import io.netty.handler.codec.mqtt.MqttMessageType;
import io.netty.handler.codec.mqtt.MqttProperties;
import io.netty.handler.codec.mqtt.MqttPubReplyMessageVariableHeader;
import io.netty.handler.codec.mqtt.MqttQoS;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class TopicRightsTest {
    private final TestGateway gateway = new TestGateway();

    @AfterEach
    void close() {
        gateway.close();
    }

    @ParameterizedTest
    @CsvSource({
        "appliances/WM-1/telemetry, TELEMETRY",
        "appliances/WM-1/faults, FAULTS",
        "appliances/WM-1/status, STATUS",
        "appliances/WM-1/commands/result, COMMAND_RESULT",
        "v1/devices/me/telemetry, TELEMETRY",
        "v1/devices/me/attributes, STATUS"
    })
    void ownTopicsHaveTheirKind(String topic, MessageKind kind) {
        assertThat(Topics.publishable("WM-1", topic)).contains(kind);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "appliances/WM-2/telemetry",
                "appliances/WM-1",
                "appliances/WM-1/",
                "appliances/WM-1/commands",
                "appliances/WM-1/telemetry/",
                "appliances/WM-11/telemetry",
                "/appliances/WM-1/telemetry",
                "telemetry",
                "v1/devices/WM-1/telemetry",
                "$SYS/x"
            })
    void otherTopicsAreForeign(String topic) {
        assertThat(Topics.publishable("WM-1", topic)).isEmpty();
    }

    @Test
    void aForeignTopicIsRefusedWithItsCodeAndKept() {
        try (RawClient client = gateway.connected5("c")) {
            client.send(RawClient.publish(MqttQoS.AT_LEAST_ONCE, 1, "appliances/WM-2/telemetry", "{}"));
            MqttPubReplyMessageVariableHeader reply = client.expectReply(MqttMessageType.PUBACK, 1);
            assertThat(reply.reasonCode() & 0xFF).isEqualTo(0x87);
            assertThat(RawClient.reason(reply.properties())).isEqualTo("not a topic of this appliance");

            client.send(RawClient.publish(MqttQoS.EXACTLY_ONCE, 2, "appliances/WM-2/faults", "{}"));
            assertThat(client.expectReply(MqttMessageType.PUBREC, 2).reasonCode() & 0xFF)
                    .isEqualTo(0x87);
            assertThat(gateway.sink.message(0).kind()).isEqualTo(MessageKind.FOREIGN_TOPIC);
            assertThat(gateway.sink.message(0).appliance().id()).isEqualTo("WM-1");
            assertThat(gateway.sink.payloads()).containsExactly("appliances/WM-2/telemetry", "appliances/WM-2/faults");
        }
    }

    @Test
    void anOldClientIsClosedForIt() {
        try (RawClient client = gateway.connected311("c")) {
            client.send(RawClient.publish(MqttQoS.AT_LEAST_ONCE, 1, "appliances/WM-2/telemetry", "{}"));
            client.expectClosed();
            assertThat(gateway.sink.message(0).kind()).isEqualTo(MessageKind.FOREIGN_TOPIC);
        }
    }

    @Test
    void withQos0ItIsCountedOnly() {
        try (RawClient client = gateway.connected5("c")) {
            client.send(RawClient.publish(MqttQoS.AT_MOST_ONCE, -1, "other", "{}"), RawClient.telemetry(1, "{}"));
            client.expectReply(MqttMessageType.PUBACK, 1);
            assertThat(gateway.gateway.metrics().snapshot()).containsEntry("foreign_topics", 1L);
        }
    }

    @Test
    void aLoopOfForeignPublishesIsKeptOnlyInPart() {
        try (RawClient client = gateway.connected5("c")) {
            for (int i = 0; i < 200; i++) {
                client.send(RawClient.publish(MqttQoS.AT_LEAST_ONCE, 1, "other", "{}"));
                client.expectReply(MqttMessageType.PUBACK, 1);
            }
            assertThat(gateway.gateway.metrics().snapshot()).containsEntry("foreign_topics", 200L);
            assertThat(gateway.sink.count()).isBetween(10, 30);
        }
    }

    @Test
    void topicAliasesAreResolved() {
        try (RawClient client = gateway.connected5("c")) {
            client.send(aliased(1, "appliances/WM-1/telemetry", 1, "a"));
            client.expectReply(MqttMessageType.PUBACK, 1);
            client.send(aliased(2, "appliances/WM-1/faults", 2, "b"));
            client.expectReply(MqttMessageType.PUBACK, 2);
            client.send(aliased(3, "", 1, "c"));
            client.expectReply(MqttMessageType.PUBACK, 3);
            client.send(aliased(4, "appliances/WM-1/status", 1, "d"));
            client.expectReply(MqttMessageType.PUBACK, 4);
            client.send(aliased(5, "", 1, "e"));
            client.expectReply(MqttMessageType.PUBACK, 5);

            List<MessageKind> kinds = List.of(
                    MessageKind.TELEMETRY,
                    MessageKind.FAULTS,
                    MessageKind.TELEMETRY,
                    MessageKind.STATUS,
                    MessageKind.STATUS);
            for (int i = 0; i < kinds.size(); i++) {
                assertThat(gateway.sink.message(i).kind()).isEqualTo(kinds.get(i));
            }
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 9})
    void aliasesOutOfRangeEndTheConnection(int alias) {
        try (RawClient client = gateway.connected5("c")) {
            client.send(aliased(1, "appliances/WM-1/telemetry", alias, "a"));
            client.expectDisconnect(0x94);
        }
    }

    @Test
    void anAliasThatWasNeverGivenEndsTheConnection() {
        try (RawClient client = gateway.connected5("c")) {
            client.send(aliased(1, "", 3, "a"));
            client.expectDisconnect(0x82);
            await().until(() -> gateway.gateway.metrics().connections() == 0);
        }
    }

    private static MqttMessage aliased(int id, String topic, int alias, String payload) {
        MqttProperties properties = new MqttProperties();
        properties.add(new MqttProperties.IntegerProperty(MqttProperties.TOPIC_ALIAS, alias));
        return RawClient.publish(MqttQoS.AT_LEAST_ONCE, id, topic, payload, properties);
    }
}
