package io.hearthwatch.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.ByteBufUtil;
import io.netty.handler.codec.mqtt.MqttFixedHeader;
import io.netty.handler.codec.mqtt.MqttMessage;
import io.netty.handler.codec.mqtt.MqttMessageBuilders;
import io.netty.handler.codec.mqtt.MqttMessageType;
import io.netty.handler.codec.mqtt.MqttProperties;
import io.netty.handler.codec.mqtt.MqttPubReplyMessageVariableHeader;
import io.netty.handler.codec.mqtt.MqttPublishMessage;
import io.netty.handler.codec.mqtt.MqttQoS;
import io.netty.handler.codec.mqtt.MqttSubAckMessage;
import io.netty.handler.codec.mqtt.MqttUnsubAckMessage;
import io.vertx.core.Future;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class CommandTest {
    private static final String COMMANDS = "appliances/WM-1/commands";
    private static final byte[] SELF_TEST = "{\"id\":\"1\"}".getBytes(StandardCharsets.UTF_8);

    private final TestGateway gateway = new TestGateway();

    @AfterEach
    void close() {
        gateway.close();
    }

    @Test
    void anApplianceMayListenToItsOwnCommandsOnly() {
        try (RawClient five = gateway.connected5("five");
                RawClient old = gateway.connected311("old")) {
            assertThat(subscribe(
                            five, COMMANDS, "appliances/WM-2/commands", "appliances/+/commands", "#", "$share/g/x"))
                    .containsExactly(1, 0x87, 0xA2, 0xA2, 0x9E);
            assertThat(subscribe(old, "appliances/WM-2/commands", COMMANDS)).containsExactly(0x80, 1);
        }
    }

    @Test
    void aCommandArrivesAndItsAcknowledgementIsSeen() {
        try (RawClient client = gateway.connected5("c")) {
            subscribe(client, COMMANDS);

            Future<Boolean> sent = gateway.gateway.send("WM-1", SELF_TEST);
            MqttPublishMessage command = (MqttPublishMessage) client.expect(MqttMessageType.PUBLISH);
            assertThat(command.variableHeader().topicName()).isEqualTo(COMMANDS);
            assertThat(command.fixedHeader().qosLevel()).isEqualTo(MqttQoS.AT_LEAST_ONCE);
            assertThat(ByteBufUtil.getBytes(command.payload())).isEqualTo(SELF_TEST);
            assertThat(sent.isComplete()).isFalse();

            client.send(RawClient.reply(
                    MqttMessageType.PUBACK, command.variableHeader().packetId()));
            assertThat(TestGateway.await(sent)).isTrue();
        }
    }

    @Test
    void aCommandThatTheApplianceRefusesWasNotDelivered() {
        try (RawClient client = gateway.connected5("c")) {
            subscribe(client, COMMANDS);
            Future<Boolean> sent = gateway.gateway.send("WM-1", SELF_TEST);
            MqttPublishMessage command = (MqttPublishMessage) client.expect(MqttMessageType.PUBLISH);

            client.send(new MqttMessage(
                    new MqttFixedHeader(MqttMessageType.PUBACK, false, MqttQoS.AT_MOST_ONCE, false, 0),
                    new MqttPubReplyMessageVariableHeader(
                            command.variableHeader().packetId(), (byte) 0x83, MqttProperties.NO_PROPERTIES)));
            assertThat(TestGateway.await(sent)).isFalse();
        }
    }

    @Test
    void nobodyListeningMeansNotDelivered() {
        try (RawClient client = gateway.connected5("c")) {
            assertThat(TestGateway.await(gateway.gateway.send("WM-1", SELF_TEST)))
                    .isFalse();
            assertThat(TestGateway.await(gateway.gateway.send("WM-9", SELF_TEST)))
                    .isFalse();

            subscribe(client, COMMANDS);
            client.send(MqttMessageBuilders.unsubscribe()
                    .messageId(3)
                    .addTopicFilter(COMMANDS)
                    .addTopicFilter("x")
                    .build());
            MqttUnsubAckMessage unsubAck = (MqttUnsubAckMessage) client.expect(MqttMessageType.UNSUBACK);
            assertThat(unsubAck.payload().unsubscribeReasonCodes()).containsExactly((short) 0, (short) 0x11);
            assertThat(TestGateway.await(gateway.gateway.send("WM-1", SELF_TEST)))
                    .isFalse();
        }
    }

    @Test
    void anApplianceThatGoesAwayDidNotGetIt() {
        RawClient client = gateway.connected5("c");
        subscribe(client, COMMANDS);
        Future<Boolean> sent = gateway.gateway.send("WM-1", SELF_TEST);
        client.expect(MqttMessageType.PUBLISH);

        client.close();
        assertThat(TestGateway.await(sent)).isFalse();
    }

    private static List<Integer> subscribe(RawClient client, String... filters) {
        var subscribe = MqttMessageBuilders.subscribe().messageId(1);
        for (String filter : filters) {
            subscribe.addSubscription(MqttQoS.EXACTLY_ONCE, filter);
        }
        client.send(subscribe.build());
        MqttSubAckMessage subAck = (MqttSubAckMessage) client.expect(MqttMessageType.SUBACK);
        return subAck.payload().reasonCodes();
    }
}
