package io.hearthwatch.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.hearthwatch.ingest.sessions.SessionStore.SessionKey;
import io.netty.handler.codec.mqtt.MqttConnAckMessage;
import io.netty.handler.codec.mqtt.MqttFixedHeader;
import io.netty.handler.codec.mqtt.MqttMessage;
import io.netty.handler.codec.mqtt.MqttMessageType;
import io.netty.handler.codec.mqtt.MqttProperties;
import io.netty.handler.codec.mqtt.MqttPublishMessage;
import io.netty.handler.codec.mqtt.MqttQoS;
import io.netty.handler.codec.mqtt.MqttReasonCodeAndPropertiesVariableHeader;
import io.netty.handler.codec.mqtt.MqttVersion;
import io.vertx.core.Promise;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class SessionTest {
    private static final String COMMANDS = "appliances/WM-1/commands";
    private static final String TELEMETRY = "appliances/WM-1/telemetry";
    private static final SessionKey KEY = new SessionKey(1, "c");

    private TestGateway gateway = new TestGateway();

    @AfterEach
    void close() {
        gateway.close();
    }

    @Test
    void aResumedSessionGetsItsCommandsWithoutSubscribingAgain() {
        RawClient before = connected(5, false, false);
        CommandTest.subscribe(before, COMMANDS);
        before.close();
        gateway.queue.give(1, "a");
        try (RawClient after = connected(5, false, true)) {
            CommandTest.acknowledge(after, CommandTest.expectCommand(after, "a"));
        }
    }

    @Test
    void mqtt311HasTheSameWithoutACleanSession() {
        RawClient before = connected(3, false, false);
        CommandTest.subscribe(before, COMMANDS);
        before.close();
        gateway.queue.give(1, "a");
        try (RawClient after = connected(3, false, true)) {
            CommandTest.acknowledge(after, CommandTest.expectCommand(after, "a"));
        }
        connected(3, true, false).close();
        connected(3, false, false).close();
    }

    @Test
    void aCleanStartForgetsTheSession() {
        RawClient before = connected(5, false, false);
        CommandTest.subscribe(before, COMMANDS);
        before.close();
        gateway.queue.give(1, "a");
        try (RawClient after = connected(5, true, false)) {
            after.expectSilence(Duration.ofMillis(700));
        }
    }

    @Test
    void anUnacknowledgedCommandComesAgainWithItsPacketId() {
        gateway.queue.give(1, "a");
        gateway.queue.give(1, "b");
        RawClient before = connected(5, false, false);
        CommandTest.subscribe(before, COMMANDS);
        CommandTest.acknowledge(before, CommandTest.expectCommand(before, "a"));
        MqttPublishMessage unacknowledged = CommandTest.expectCommand(before, "b");
        await().untilAsserted(() -> assertThat(gateway.queue.outcome(1)).isEqualTo("delivered"));
        before.close();
        gone();
        gateway.queue.give(1, "c");
        try (RawClient after = connected(5, false, true)) {
            MqttPublishMessage again = CommandTest.expectCommand(after, "b");
            assertThat(again.fixedHeader().isDup()).isTrue();
            assertThat(again.variableHeader().packetId())
                    .isEqualTo(unacknowledged.variableHeader().packetId());
            MqttPublishMessage next = CommandTest.expectCommand(after, "c");
            assertThat(next.fixedHeader().isDup()).isFalse();
        }
    }

    @Test
    void aQos2MessageThatWasNotReleasedIsNotTakenTwice() {
        RawClient before = connected(5, false, false);
        before.send(RawClient.publish(MqttQoS.EXACTLY_ONCE, 7, "appliances/WM-1/telemetry", "once"));
        before.expectReply(MqttMessageType.PUBREC, 7);
        before.close();
        gone();
        try (RawClient after = connected(5, false, true)) {
            after.send(RawClient.publish(MqttQoS.EXACTLY_ONCE, 7, "appliances/WM-1/telemetry", "once"));
            after.expectReply(MqttMessageType.PUBREC, 7);
            after.send(RawClient.reply(MqttMessageType.PUBREL, 7));
            assertThat(after.expectReply(MqttMessageType.PUBCOMP, 7).reasonCode())
                    .isZero();
        }
        assertThat(gateway.sink.payloads()).containsExactly("once");
    }

    @Test
    void aQos2MessageIsNotTakenTwiceWhenTheConnectionIsLostBeforeItsCommit() {
        gateway.sink.holding();
        RawClient before = connected(5, false, false);
        before.send(RawClient.publish(MqttQoS.EXACTLY_ONCE, 7, "appliances/WM-1/telemetry", "once"));
        await().atMost(Duration.ofSeconds(30)).until(() -> gateway.sink.count() == 1);
        before.close();
        gone();
        try (RawClient after = connected(5, false, true)) {
            after.send(
                    RawClient.publish(MqttQoS.EXACTLY_ONCE, 7, "appliances/WM-1/telemetry", "once"),
                    RawClient.publish(MqttQoS.EXACTLY_ONCE, 7, "appliances/WM-1/telemetry", "once"),
                    MqttMessage.PINGREQ);
            after.expect(MqttMessageType.PINGRESP); // and no PUBREC yet
            gateway.sink.commit(0);
            after.expectReply(MqttMessageType.PUBREC, 7);
            after.send(RawClient.reply(MqttMessageType.PUBREL, 7));
            assertThat(after.expectReply(MqttMessageType.PUBCOMP, 7).reasonCode())
                    .isZero();
        }
        assertThat(gateway.sink.payloads()).containsExactly("once");
    }

    @Test
    void aQos2MessageCommittedWhileNobodyWasConnectedIsNotTakenTwice() {
        gateway.sink.holding();
        RawClient before = connected(5, false, false);
        before.send(RawClient.publish(MqttQoS.EXACTLY_ONCE, 7, "appliances/WM-1/telemetry", "once"));
        before.send(RawClient.publish(MqttQoS.EXACTLY_ONCE, 8, "appliances/WM-1/telemetry", "failed"));
        await().atMost(Duration.ofSeconds(30)).until(() -> gateway.sink.count() == 2);
        before.close();
        gone();
        gateway.sink.commit(0);
        gateway.sink.fail(1);
        try (RawClient after = connected(5, false, true)) {
            after.send(RawClient.publish(MqttQoS.EXACTLY_ONCE, 7, "appliances/WM-1/telemetry", "once"));
            after.expectReply(MqttMessageType.PUBREC, 7);
            after.send(RawClient.publish(MqttQoS.EXACTLY_ONCE, 8, "appliances/WM-1/telemetry", "failed"));
            await().atMost(Duration.ofSeconds(30)).until(() -> gateway.sink.count() == 3);
            gateway.sink.commit(2);
            after.expectReply(MqttMessageType.PUBREC, 8);
        }
        assertThat(gateway.sink.payloads()).containsExactly("once", "failed", "failed");
    }

    @Test
    void thePubrecOfATakenOverQos2MessageGoesToTheNewerConnection() {
        gateway.sink.holding();
        try (RawClient older = connected(5, false, false)) {
            older.send(RawClient.publish(MqttQoS.EXACTLY_ONCE, 7, "appliances/WM-1/telemetry", "once"));
            await().atMost(Duration.ofSeconds(30)).until(() -> gateway.sink.count() == 1);
            try (RawClient newer = connected(5, false, true)) {
                newer.send(
                        RawClient.publish(MqttQoS.EXACTLY_ONCE, 7, "appliances/WM-1/telemetry", "once"),
                        MqttMessage.PINGREQ);
                newer.expect(MqttMessageType.PINGRESP);
                gateway.sink.commit(0);
                newer.expectReply(MqttMessageType.PUBREC, 7);
                assertThat(gateway.sink.payloads()).containsExactly("once");
            }
        }
    }

    @Test
    void theNewerConnectionTakesTheSessionOverWhileTheOlderIsStillThere() {
        try (RawClient older = connected(5, false, false)) {
            CommandTest.subscribe(older, COMMANDS);
            gateway.queue.give(1, "a");
            MqttPublishMessage unacknowledged = CommandTest.expectCommand(older, "a");
            try (RawClient newer = connected(5, false, true)) {
                older.expectDisconnect(0x8E);
                MqttPublishMessage again = CommandTest.expectCommand(newer, "a");
                assertThat(again.fixedHeader().isDup()).isTrue();
                assertThat(again.variableHeader().packetId())
                        .isEqualTo(unacknowledged.variableHeader().packetId());
            }
        }
    }

    @Test
    void aClientThatHadToMakeRoomFindsItsSessionBeforeItsOldSocketIsClosed() {
        try (RawClient evicted = withDelayedWill(0)) {
            evicted.send(RawClient.publish(MqttQoS.EXACTLY_ONCE, 7, "appliances/WM-1/telemetry", "once"));
            evicted.expectReply(MqttMessageType.PUBREC, 7);
            try (RawClient one = gateway.connected5("1");
                    RawClient two = gateway.connected5("2");
                    RawClient three = gateway.connected5("3")) {
                evicted.expectDisconnect(0x97); // and its socket stays open
                try (RawClient after = connected(5, false, true)) {
                    after.send(RawClient.publish(MqttQoS.EXACTLY_ONCE, 7, "appliances/WM-1/telemetry", "once"));
                    after.expectReply(MqttMessageType.PUBREC, 7);
                    await().atMost(Duration.ofSeconds(30)).until(() -> gateway.sink.count() == 2);
                }
                one.expectDisconnect(0x97);
                assertThat(List.of(two, three)).allSatisfy(other -> {
                    other.send(MqttMessage.PINGREQ);
                    other.expect(MqttMessageType.PINGRESP);
                });
            }
        }
        assertThat(gateway.sink.payloads()).containsExactly("once", "gone after 0");
    }

    @Test
    void aCleanStartWaitsForAConnectionThatIsOpeningTheSameSession() {
        connected(5, false, false).close();
        gone();
        Promise<Void> answer = gateway.sessions.holdNextAnswer();
        int opened = gateway.sessions.opened();
        try (RawClient slow = new RawClient(gateway.port());
                RawClient clean = new RawClient(gateway.port())) {
            slow.send(connect(5, false));
            await().atMost(Duration.ofSeconds(30)).until(() -> gateway.sessions.opened() == opened + 1);
            clean.send(connect(5, true));
            clean.expectSilence(Duration.ofMillis(300)); // it waits for its turn
            answer.complete();
            clean.expectAccepted();
            slow.expectAccepted();
            slow.expectDisconnect(0x8E);
        }
    }

    @Test
    void aSessionIsNotPresentIfItsConnectionEndedItMeanwhile() {
        try (RawClient older = connected(5, false, false);
                RawClient newer = new RawClient(gateway.port())) {
            Promise<Void> answer = gateway.sessions.holdNextAnswer();
            int opened = gateway.sessions.opened();
            newer.send(connect(5, false));
            await().atMost(Duration.ofSeconds(30)).until(() -> gateway.sessions.opened() == opened + 1);
            older.send(disconnect(0));
            older.expectClosed();
            gone();
            answer.complete();
            MqttConnAckMessage connAck = (MqttConnAckMessage) newer.expect(MqttMessageType.CONNACK);
            assertThat(connAck.variableHeader().isSessionPresent()).isFalse();
        }
    }

    @Test
    void aSessionIsNotLostWhenTwoConnectionsFollowEachOtherBeforeTheOldestLetsGo() throws InterruptedException {
        // Connections go to the event loops in turn; the newer two are to be on one, the oldest on another.
        int loops = Math.min(Gateway.MOST_EVENT_LOOPS, Runtime.getRuntime().availableProcessors());
        assumeTrue(loops > 1, "needs two event loops, so two processors");
        CountDownLatch held = new CountDownLatch(1);
        CountDownLatch going = new CountDownLatch(1);
        List<RawClient> others = new ArrayList<>();
        try (RawClient oldest = connected(5, false, false);
                RawClient next = new RawClient(gateway.port())) {
            while (others.size() < loops) {
                others.add(new RawClient(gateway.port()));
            }
            RawClient newest = others.get(loops - 1);
            oldest.send(RawClient.publish(MqttQoS.EXACTLY_ONCE, 7, TELEMETRY, "once"));
            oldest.expectReply(MqttMessageType.PUBREC, 7);
            // The event loop of the oldest connection is busy for a while, so that it cannot hand its session over.
            gateway.sink.answering(message -> {
                held.countDown();
                awaitQuietly(going);
                return FakeSink.STORED;
            });
            oldest.send(RawClient.publish(MqttQoS.AT_LEAST_ONCE, 8, TELEMETRY, "slow"));
            held.await();
            int opened = gateway.sessions.opened();
            next.send(connect(5, false));
            await().atMost(Duration.ofSeconds(30)).until(() -> gateway.sessions.opened() == opened + 1);
            newest.send(connect(5, false));
            newest.expectSilence(Duration.ofMillis(300));
            gateway.sink.answering(message -> FakeSink.STORED);
            going.countDown();
            MqttConnAckMessage connAck = (MqttConnAckMessage) newest.expect(MqttMessageType.CONNACK);
            assertThat(connAck.variableHeader().isSessionPresent()).isTrue();
            newest.send(RawClient.publish(MqttQoS.EXACTLY_ONCE, 7, TELEMETRY, "once"));
            newest.expectReply(MqttMessageType.PUBREC, 7);
            newest.send(RawClient.reply(MqttMessageType.PUBREL, 7));
            assertThat(newest.expectReply(MqttMessageType.PUBCOMP, 7).reasonCode())
                    .as("the id is known")
                    .isZero();
        } finally {
            going.countDown();
            others.forEach(RawClient::close);
        }
        assertThat(gateway.sink.payloads()).containsExactly("once", "slow");
    }

    @Test
    void aQos2MessageIsTakenOnceHoweverQuicklyConnectionsFollowEachOther() {
        gateway.sink.holding();
        for (int id = 1; id <= 20; id++) {
            int count = id;
            try (RawClient first = connected(5, false, id > 1);
                    RawClient second = new RawClient(gateway.port());
                    RawClient third = new RawClient(gateway.port());
                    RawClient fourth = new RawClient(gateway.port())) {
                first.send(RawClient.publish(MqttQoS.EXACTLY_ONCE, id, TELEMETRY, "message " + id));
                await().atMost(Duration.ofSeconds(30)).until(() -> gateway.sink.count() == count);
                for (RawClient one : List.of(second, third, fourth)) {
                    one.send(connect(5, false));
                }
                gateway.sink.commit(id - 1);
                // Whichever of them stays is told nothing more.
                await().atMost(Duration.ofSeconds(30))
                        .until(() -> gateway.gateway.metrics().accepted() == 5 * count - 1);
            }
            try (RawClient last = connected(5, false, true)) {
                last.send(RawClient.publish(MqttQoS.EXACTLY_ONCE, id, TELEMETRY, "message " + id), MqttMessage.PINGREQ);
                last.expectReply(MqttMessageType.PUBREC, id);
                last.expect(MqttMessageType.PINGRESP);
                last.send(RawClient.reply(MqttMessageType.PUBREL, id));
                assertThat(last.expectReply(MqttMessageType.PUBCOMP, id).reasonCode())
                        .isZero();
            }
        }
        assertThat(gateway.sink.payloads()).doesNotHaveDuplicates().hasSize(20);
    }

    @Test
    void aSubscriptionOutlivesTheServer() {
        RawClient before = connected(5, false, false);
        CommandTest.subscribe(before, COMMANDS);
        FakeSessions kept = gateway.sessions;
        before.close();
        gateway.close();
        gateway = new TestGateway(UnaryOperator.identity(), kept);
        gateway.queue.give(1, "a");
        try (RawClient after = connected(5, false, true)) {
            CommandTest.acknowledge(after, CommandTest.expectCommand(after, "a"));
        }
    }

    @Test
    void aDisconnectMayEndTheSessionButNotProlongOneThatWasToEnd() {
        try (RawClient client = connected(5, false, false)) {
            client.send(disconnect(0));
            client.expectClosed();
        }
        await().until(() -> !gateway.sessions.sessions.containsKey(KEY));
        try (RawClient client = gateway.connected5("c")) {
            client.send(disconnect(60));
            client.expectDisconnect(0x82);
        }
    }

    @Test
    void whatCannotBeStoredIsNotPromised() {
        RawClient before = connected(5, false, false);
        gateway.sessions.down = true;
        assertThat(CommandTest.subscribe(before, COMMANDS)).containsExactly(0x80);
        before.close();
        try (RawClient after = new RawClient(gateway.port());
                RawClient clean = gateway.connected5("clean")) {
            after.send(connect(5, false));
            assertThat(after.expectConnAck()).isEqualTo(0x88);
            assertThat(CommandTest.subscribe(clean, COMMANDS)).containsExactly(1);
        }
    }

    @Test
    void aDelayedWillIsPublishedOnlyIfTheClientStaysAway() {
        RawClient first = withDelayedWill(60);
        first.close();
        gone();
        RawClient second = withDelayedWill(1);
        second.close();
        await().atMost(Duration.ofSeconds(30)).until(() -> gateway.sink.count() == 1);
        assertThat(gateway.sink.payloads()).containsExactly("gone after 1");
    }

    @Test
    void aDelayedWillIsPublishedWhenTheSessionEndsOrTheServerStops() {
        withDelayedWill(60).close();
        gone();
        gateway.connected5("c").close(); // with a clean start
        await().atMost(Duration.ofSeconds(30)).until(() -> gateway.sink.count() == 1);

        withDelayedWill(61).close();
        await().atMost(Duration.ofSeconds(30))
                .until(() -> gateway.gateway.metrics().connections() == 0);
        TestGateway.await(gateway.gateway.stop());
        assertThat(gateway.sink.payloads()).containsExactly("gone after 60", "gone after 61");
    }

    private static void awaitQuietly(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void gone() {
        await().atMost(Duration.ofSeconds(30))
                .until(() -> gateway.gateway.metrics().connections() == 0);
    }

    private RawClient withDelayedWill(int seconds) {
        MqttProperties will = new MqttProperties();
        will.add(new MqttProperties.IntegerProperty(MqttProperties.WILL_DELAY_INTERVAL, seconds));
        RawClient client = new RawClient(gateway.port());
        client.send(RawClient.connect(MqttVersion.MQTT_5, "c", TestGateway.ID, TestGateway.SECRET)
                .cleanSession(false)
                .properties(expiry(600))
                .willFlag(true)
                .willTopic("appliances/WM-1/status")
                .willMessage(("gone after " + seconds).getBytes(StandardCharsets.UTF_8))
                .willProperties(will)
                .build());
        client.expect(MqttMessageType.CONNACK);
        return client;
    }

    private static MqttMessage connect(int version, boolean clean) {
        var connect = RawClient.connect(
                        version == 5 ? MqttVersion.MQTT_5 : MqttVersion.MQTT_3_1_1,
                        "c",
                        TestGateway.ID,
                        TestGateway.SECRET)
                .cleanSession(clean);
        if (version == 5) {
            connect.properties(expiry(600));
        }
        return connect.build();
    }

    private RawClient connected(int version, boolean clean, boolean present) {
        RawClient client = new RawClient(gateway.port());
        client.send(connect(version, clean));
        MqttConnAckMessage connAck = (MqttConnAckMessage) client.expect(MqttMessageType.CONNACK);
        assertThat(connAck.variableHeader().connectReturnCode().byteValue()).isZero();
        assertThat(connAck.variableHeader().isSessionPresent()).isEqualTo(present);
        return client;
    }

    private static MqttMessage disconnect(int expirySeconds) {
        return new MqttMessage(
                new MqttFixedHeader(MqttMessageType.DISCONNECT, false, MqttQoS.AT_MOST_ONCE, false, 0),
                new MqttReasonCodeAndPropertiesVariableHeader((byte) 0, expiry(expirySeconds)));
    }

    private static MqttProperties expiry(int seconds) {
        MqttProperties properties = new MqttProperties();
        properties.add(new MqttProperties.IntegerProperty(MqttProperties.SESSION_EXPIRY_INTERVAL, seconds));
        return properties;
    }
}
