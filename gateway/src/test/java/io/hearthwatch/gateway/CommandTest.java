package io.hearthwatch.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

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
import io.netty.handler.codec.mqtt.MqttVersion;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class CommandTest {
    private static final String COMMANDS = "appliances/WM-1/commands";

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
    void whatWaitedIsDeliveredInOrderOnceTheApplianceListens() {
        List<Long> places = List.of(give("a"), give("b"), give("c"));
        gateway.queue.give(2, "for another");
        try (RawClient client = gateway.connected5("c")) {
            subscribe(client, COMMANDS);
            for (String expected : List.of("a", "b", "c")) {
                MqttPublishMessage command = expectCommand(client, expected);
                assertThat(command.variableHeader().topicName()).isEqualTo(COMMANDS);
                assertThat(command.fixedHeader().qosLevel()).isEqualTo(MqttQoS.AT_LEAST_ONCE);
                assertThat(command.fixedHeader().isDup()).isFalse();
                assertThat(expiry(command)).isEqualTo(3600);
                acknowledge(client, command);
            }
            for (long place : places) {
                expectOutcome(place, "delivered");
            }
        }
    }

    @Test
    void aCommandGivenLaterIsNoticed() {
        try (RawClient client = gateway.connected311("c")) {
            subscribe(client, COMMANDS);
            for (String payload : List.of("a", "b")) {
                long place = give(payload);
                acknowledge(client, expectCommand(client, payload));
                expectOutcome(place, "delivered");
            }
        }
    }

    @Test
    void moreThanOneWindowIsDeliveredInOrder() {
        int many = 50;
        for (int i = 0; i < many; i++) {
            give("n" + i);
        }
        try (RawClient client = gateway.connected5("c")) {
            subscribe(client, COMMANDS);
            for (int i = 0; i < many; i++) {
                acknowledge(client, expectCommand(client, "n" + i));
            }
        }
    }

    @Test
    void noMoreIsUnderWayThanTheClientTakes() {
        MqttProperties properties = new MqttProperties();
        properties.add(new MqttProperties.IntegerProperty(MqttProperties.RECEIVE_MAXIMUM, 2));
        List.of("a", "b", "c").forEach(this::give);
        try (RawClient client = new RawClient(gateway.port())) {
            client.send(connect5("c").properties(properties).build());
            client.expectAccepted();
            subscribe(client, COMMANDS);
            MqttPublishMessage first = expectCommand(client, "a");
            expectCommand(client, "b");
            client.expectSilence(Duration.ofMillis(300));
            acknowledge(client, first);
            expectCommand(client, "c");
        }
    }

    @Test
    void aCommandTooLargeForTheClientIsRefusedAndTheNextOneSent() {
        MqttProperties properties = new MqttProperties();
        properties.add(new MqttProperties.IntegerProperty(MqttProperties.MAXIMUM_PACKET_SIZE, 200));
        long tooLarge = give("x".repeat(200));
        give("small");
        try (RawClient client = new RawClient(gateway.port())) {
            client.send(connect5("c").properties(properties).build());
            client.expectAccepted();
            subscribe(client, COMMANDS);
            acknowledge(client, expectCommand(client, "small"));
            expectOutcome(tooLarge, "larger than the appliance's maximum packet size of 200");
        }
    }

    @Test
    void anExpiredCommandIsNotSent() {
        gateway.queue.give(1, "old", TestGateway.NOW);
        gateway.queue.give(1, "new", TestGateway.NOW.plusMillis(1));
        try (RawClient client = gateway.connected5("c")) {
            subscribe(client, COMMANDS);
            assertThat(expiry(expectCommand(client, "new"))).isEqualTo(1);
        }
    }

    @Test
    void aCommandThatTheApplianceRefusesIsReportedWithTheReason() {
        long place = give("a");
        MqttProperties properties = new MqttProperties();
        properties.add(new MqttProperties.StringProperty(MqttProperties.REASON_STRING, "door\nopen"));
        try (RawClient client = gateway.connected5("c")) {
            subscribe(client, COMMANDS);
            MqttPublishMessage command = expectCommand(client, "a");
            client.send(new MqttMessage(
                    new MqttFixedHeader(MqttMessageType.PUBACK, false, MqttQoS.AT_MOST_ONCE, false, 0),
                    new MqttPubReplyMessageVariableHeader(
                            command.variableHeader().packetId(), (byte) 0x83, properties)));
            expectOutcome(place, "reason code 0x83: door?open");
        }
    }

    @Test
    void withQos0WhatIsWrittenIsDelivered() {
        long place = give("a");
        try (RawClient client = gateway.connected5("c")) {
            client.send(MqttMessageBuilders.subscribe()
                    .messageId(1)
                    .addSubscription(MqttQoS.AT_MOST_ONCE, COMMANDS)
                    .build());
            client.expect(MqttMessageType.SUBACK);
            assertThat(expectCommand(client, "a").fixedHeader().qosLevel()).isEqualTo(MqttQoS.AT_MOST_ONCE);
            expectOutcome(place, "delivered");
        }
    }

    @Test
    void whoUnsubscribesGetsNothingMore() {
        try (RawClient client = gateway.connected5("c")) {
            subscribe(client, COMMANDS);
            client.send(MqttMessageBuilders.unsubscribe()
                    .messageId(3)
                    .addTopicFilter(COMMANDS)
                    .addTopicFilter("x")
                    .build());
            MqttUnsubAckMessage unsubAck = (MqttUnsubAckMessage) client.expect(MqttMessageType.UNSUBACK);
            assertThat(unsubAck.payload().unsubscribeReasonCodes()).containsExactly((short) 0, (short) 0x11);
            long place = give("a");
            client.expectSilence(Duration.ofMillis(900));
            assertThat(gateway.queue.outcome(place)).isNull();
        }
    }

    @Test
    void whenTheListenerGoesAnotherConnectionOfTheApplianceTakesOver() {
        try (RawClient other = gateway.connected5("other")) {
            subscribe(other, COMMANDS);
            RawClient newest = gateway.connected5("newest");
            subscribe(newest, COMMANDS);
            give("a");
            expectCommand(newest, "a");
            newest.close();
            acknowledge(other, expectCommand(other, "a"));
        }
    }

    @Test
    void anOutageOfTheQueueOnlyDelaysCommands() {
        long place = give("a");
        try (RawClient client = gateway.connected5("c")) {
            gateway.queue.down(true);
            subscribe(client, COMMANDS);
            client.expectSilence(Duration.ofMillis(300));
            gateway.queue.down(false);
            MqttPublishMessage command = expectCommand(client, "a");
            gateway.queue.down(true);
            acknowledge(client, command);
            client.expectSilence(Duration.ofMillis(300));
            gateway.queue.down(false);
            expectOutcome(place, "delivered");
        }
    }

    private long give(String payload) {
        return gateway.queue.give(1, payload);
    }

    private void expectOutcome(long place, String outcome) {
        await().atMost(Duration.ofSeconds(30))
                .untilAsserted(() -> assertThat(gateway.queue.outcome(place)).isEqualTo(outcome));
    }

    private static MqttMessageBuilders.ConnectBuilder connect5(String clientId) {
        return RawClient.connect(MqttVersion.MQTT_5, clientId, TestGateway.ID, TestGateway.SECRET);
    }

    static MqttPublishMessage expectCommand(RawClient client, String payload) {
        MqttPublishMessage command = (MqttPublishMessage) client.expect(MqttMessageType.PUBLISH);
        assertThat(command.payload().toString(StandardCharsets.UTF_8)).isEqualTo(payload);
        return command;
    }

    static void acknowledge(RawClient client, MqttPublishMessage command) {
        client.send(
                RawClient.reply(MqttMessageType.PUBACK, command.variableHeader().packetId()));
    }

    private static int expiry(MqttPublishMessage command) {
        return (Integer) command.variableHeader()
                .properties()
                .getProperty(MqttProperties.PUBLICATION_EXPIRY_INTERVAL)
                .value();
    }

    static List<Integer> subscribe(RawClient client, String... filters) {
        var subscribe = MqttMessageBuilders.subscribe().messageId(1);
        for (String filter : filters) {
            subscribe.addSubscription(MqttQoS.EXACTLY_ONCE, filter);
        }
        client.send(subscribe.build());
        MqttSubAckMessage subAck = (MqttSubAckMessage) client.expect(MqttMessageType.SUBACK);
        return new ArrayList<>(subAck.payload().reasonCodes());
    }
}
