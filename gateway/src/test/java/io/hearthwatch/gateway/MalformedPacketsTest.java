package io.hearthwatch.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.netty.handler.codec.mqtt.MqttMessage;
import io.netty.handler.codec.mqtt.MqttMessageBuilders;
import io.netty.handler.codec.mqtt.MqttMessageType;
import io.netty.handler.codec.mqtt.MqttQoS;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class MalformedPacketsTest {
    private static final int CONNECTIONS = 3_000;
    private static final int MOST_BAD_PER_CONNECTION = 4;

    @Test
    void aMalformedPacketEndsItsConnectionOnly() {
        try (TestGateway gateway = new TestGateway();
                RawClient bad = gateway.connected5("bad");
                RawClient good = gateway.connected5("good")) {
            bad.sendBytes(new byte[] {(byte) 0xF7, 0});
            bad.expectDisconnect(0x81);

            good.send(RawClient.telemetry(1, "m"));
            good.expectReply(MqttMessageType.PUBACK, 1);
        }
    }

    @Test
    void aPacketThatIsTooLargeIsSaidToBe() {
        try (TestGateway gateway = new TestGateway();
                RawClient client = gateway.connected5("c")) {
            client.send(RawClient.telemetry(1, "x".repeat(70_000)));
            client.expectDisconnect(0x95);
        }
    }

    @Test
    void packetsOfTheServerAreAProtocolError() {
        try (TestGateway gateway = new TestGateway();
                RawClient client = gateway.connected5("c")) {
            client.send(MqttMessage.PINGRESP);
            client.expectDisconnect(0x82);
        }
    }

    /** Random bytes, and good packets with a few bytes changed, cut or doubled; before and after CONNECT. */
    @Test
    void thousandsOfBadPacketsHarmNobody() {
        try (TestGateway gateway = new TestGateway();
                RawClient witness = gateway.connected5("witness")) {
            Random random = new Random(20_261_101);
            for (int i = 0; i < CONNECTIONS; i++) {
                abuse(gateway, random);
            }

            witness.send(RawClient.telemetry(1, "still there"));
            witness.expectReply(MqttMessageType.PUBACK, 1);
            assertThat(gateway.sink.payloads()).contains("still there");
            await().until(() -> gateway.gateway.metrics().openConnections() == 1);
            assertThat(gateway.gateway.metrics().snapshot()).containsEntry("closed_internal", 0L);
        }
    }

    private static void abuse(TestGateway gateway, Random random) {
        boolean five = random.nextBoolean();
        try (RawClient client = new RawClient(gateway.port())) {
            List<byte[]> good = goodPackets(client, five);
            if (random.nextInt(4) > 0) {
                client.sendBytes(good.get(0));
            }
            for (int i = random.nextInt(3); i > 0; i--) {
                client.sendBytes(good.get(1 + random.nextInt(good.size() - 2)));
            }
            for (int i = 1 + random.nextInt(MOST_BAD_PER_CONNECTION); i > 0; i--) {
                client.sendBytes(
                        random.nextInt(5) == 0
                                ? noise(random)
                                : mutated(good.get(random.nextInt(good.size())), random));
            }
        } catch (UncheckedIOException closedByTheGateway) {
            // as it should be: what could still be sent is sent
        }
    }

    private static List<byte[]> goodPackets(RawClient client, boolean five) {
        List<byte[]> packets = new ArrayList<>();
        packets.add(client.encode(
                five
                        ? RawClient.connect5("fuzz", TestGateway.ID, TestGateway.SECRET)
                        : RawClient.connect311("fuzz", TestGateway.ID, TestGateway.SECRET)));
        packets.add(client.encode(RawClient.telemetry(1, "{\"ts\":1,\"values\":{}}")));
        packets.add(client.encode(
                RawClient.publish(MqttQoS.EXACTLY_ONCE, 2, "appliances/WM-1/faults", "{\"code\":\"E18\"}")));
        packets.add(client.encode(RawClient.reply(MqttMessageType.PUBREL, 2)));
        packets.add(client.encode(RawClient.reply(MqttMessageType.PUBACK, 3)));
        packets.add(client.encode(MqttMessage.PINGREQ));
        packets.add(client.encode(MqttMessageBuilders.subscribe()
                .messageId(4)
                .addSubscription(MqttQoS.AT_LEAST_ONCE, "appliances/WM-1/commands")
                .build()));
        packets.add(client.encode(MqttMessageBuilders.unsubscribe()
                .messageId(5)
                .addTopicFilter("appliances/WM-1/commands")
                .build()));
        packets.add(client.encode(MqttMessage.DISCONNECT));
        return packets;
    }

    private static byte[] mutated(byte[] packet, Random random) {
        byte[] bytes = packet.clone();
        int changes = 1 + random.nextInt(4);
        for (int i = 0; i < changes; i++) {
            bytes[random.nextInt(bytes.length)] = (byte) random.nextInt(256);
        }
        if (random.nextInt(5) == 0) {
            byte[] other = new byte[random.nextInt(2 * bytes.length)];
            for (int i = 0; i < other.length; i++) {
                other[i] = bytes[i % bytes.length];
            }
            return other;
        }
        return bytes;
    }

    private static byte[] noise(Random random) {
        byte[] bytes = new byte[random.nextInt(300)];
        random.nextBytes(bytes);
        return bytes;
    }
}
