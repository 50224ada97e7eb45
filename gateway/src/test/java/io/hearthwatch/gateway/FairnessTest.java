package io.hearthwatch.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.netty.handler.codec.mqtt.MqttMessage;
import io.netty.handler.codec.mqtt.MqttMessageType;
import io.netty.handler.codec.mqtt.MqttQoS;
import java.io.ByteArrayOutputStream;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;

class FairnessTest {
    private static final int RATE = 20;
    private static final int BURST = RATE * FloodLimits.BURST_SECONDS;

    @Test
    void aFlooderIsReadAtItsRateAndTheOthersAreServed() throws InterruptedException {
        FloodLimits limits = new FloodLimits(RATE, 0, Duration.ofMinutes(10));
        try (TestGateway gateway = new TestGateway(settings -> settings.flood(limits));
                RawClient flooder = gateway.connected311("flooder");
                RawClient other = other(gateway)) {
            AtomicBoolean stop = new AtomicBoolean();
            long start = System.nanoTime();
            Thread flood = new Thread(() -> flood(flooder, stop), "flood");
            flood.start();
            await().atMost(Duration.ofSeconds(30))
                    .until(() -> gateway.gateway.metrics().snapshot().get("pauses_rate") > 0);
            for (int id = 1; id <= 50; id++) {
                other.send(RawClient.publish(MqttQoS.AT_LEAST_ONCE, id, "appliances/WM-2/telemetry", "calm"));
                other.expectReply(MqttMessageType.PUBACK, id);
            }
            long taken =
                    gateway.sink.payloads().stream().filter("flood"::equals).count();
            double seconds = (System.nanoTime() - start) / 1e9;
            assertThat(taken).as("taken in %s s", seconds).isBetween((long) BURST, BURST + (long) (RATE * seconds) + 2);
            await().atMost(Duration.ofSeconds(30))
                    .untilAsserted(() -> assertThat(gateway.events).contains("SLOWED WM-1"));
            assertThat(gateway.events).doesNotContain("SLOWED WM-2", "CUT WM-1");
            stop.set(true);
            flooder.close();
            flood.join(TimeUnit.SECONDS.toMillis(30));
        }
    }

    @Test
    void whoKeepsFloodingWithQos0IsCutAndComingBackDoesNotHelp() {
        FloodLimits limits = new FloodLimits(RATE, 0, Duration.ZERO);
        try (TestGateway gateway = new TestGateway(settings -> settings.flood(limits))) {
            try (RawClient flooder = gateway.connected5("flooder")) {
                flooder.sendBytes(flood(flooder, BURST + 10));
                assertThat(flooder.expectDisconnect(0x97)).contains("allowance");
            }
            try (RawClient again = gateway.connected5("again")) {
                again.sendBytes(flood(again, BURST)); // as much as a fresh allowance would let through
                again.expectDisconnect(0x97);
            }
            await().atMost(Duration.ofSeconds(30))
                    .untilAsserted(() -> assertThat(gateway.events).contains("CUT WM-1"));
        }
    }

    @Test
    void oneConnectionFillsOnlyAPartOfTheByteBudget() {
        try (TestGateway gateway = new TestGateway(settings -> settings.receiveMaximum(1_000));
                RawClient hoarder = gateway.connected311("hoarder");
                RawClient other = other(gateway)) {
            gateway.sink.holding();
            // The budget is 1 MiB: a sixteenth of it holds six of these.
            for (int i = 1; i <= 20; i++) {
                hoarder.send(RawClient.telemetry(i, "x".repeat(10_000)));
            }
            await().atMost(Duration.ofSeconds(30)).until(() -> gateway.sink.count() == 6);
            other.send(RawClient.publish(MqttQoS.AT_LEAST_ONCE, 1, "appliances/WM-2/telemetry", "calm"));
            await().atMost(Duration.ofSeconds(30)).until(() -> gateway.sink.count() == 7);

            await().atMost(Duration.ofSeconds(30)).until(() -> {
                gateway.sink.commitAll();
                return gateway.sink.count() == 21;
            });
        }
    }

    private static MqttMessage qos0() {
        return RawClient.publish(MqttQoS.AT_MOST_ONCE, -1, "appliances/WM-1/telemetry", "flood");
    }

    private static RawClient other(TestGateway gateway) {
        RawClient client = new RawClient(gateway.port());
        client.send(RawClient.connect5("other", TestGateway.OTHER_ID, TestGateway.SECRET));
        client.expectAccepted();
        return client;
    }

    /** Writes without reading, until TCP or the server ends it. */
    private static void flood(RawClient client, AtomicBoolean stop) {
        try {
            while (!stop.get()) {
                client.sendBytes(flood(client, 1_000));
            }
        } catch (UncheckedIOException e) {
            assertThat(e).as("the test closed the socket").isNotNull();
        }
    }

    private static byte[] flood(RawClient client, int messages) {
        ByteArrayOutputStream many = new ByteArrayOutputStream();
        for (int i = 0; i < messages; i++) {
            many.writeBytes(client.encode(qos0()));
        }
        return many.toByteArray();
    }
}
