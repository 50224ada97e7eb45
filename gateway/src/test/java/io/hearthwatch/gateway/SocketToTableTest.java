package io.hearthwatch.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import com.hivemq.client.mqtt.MqttClient;
import com.hivemq.client.mqtt.datatypes.MqttQos;
import com.hivemq.client.mqtt.mqtt5.Mqtt5AsyncClient;
import com.hivemq.client.mqtt.mqtt5.exceptions.Mqtt5PubAckException;
import com.hivemq.client.mqtt.mqtt5.message.publish.Mqtt5PublishResult;
import io.hearthwatch.catalog.Catalog;
import io.hearthwatch.database.TestDatabase;
import io.hearthwatch.fleet.Fleet;
import io.hearthwatch.fleet.NewAppliance;
import io.hearthwatch.ingest.Ingest;
import io.hearthwatch.ingest.IngestMetrics;
import io.hearthwatch.ingest.IngestSettings;
import io.vertx.core.Vertx;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** The whole way: a real registry, real ingest and a real server behind the gateway. */
class SocketToTableTest {
    private static final Instant NOW = Instant.parse("2026-11-01T12:00:00Z");
    private static final int BAD_PAYLOADS = 1_000;
    private static final String ID = "WM-1";

    @Test
    void goodReadingsAreStoredAndBadOnesAnsweredWithTheReason() throws Exception {
        InstantSource clock = InstantSource.fixed(NOW);
        Catalog catalog = Catalog.load(List.of());
        Vertx vertx = Vertx.vertx();
        try (TestDatabase test = TestDatabase.create()) {
            Fleet fleet = new Fleet(test.database(), catalog, clock);
            String secret = fleet.add(NewAppliance.of(ID, "washing_machine")).secret();
            try (Ingest ingest = new Ingest(test.database(), catalog, fleet, clock, IngestSettings.defaults())) {
                Gateway gateway = new Gateway(
                        vertx,
                        fleet::authenticate,
                        ingest,
                        ingest.commands(),
                        ingest.sessions(),
                        ConnectionListener.NONE,
                        clock);
                TestGateway.await(gateway.start(GatewaySettings.defaults().listeningOn("127.0.0.1", 0)));

                publish(gateway.actualPort(), secret);

                assertThat(ingest.stored()
                                .counts("washing_machine", NOW.minusSeconds(60), NOW)
                                .readings())
                        .isEqualTo(1);
                IngestMetrics metrics = ingest.metrics();
                assertThat(metrics.received()).isEqualTo(BAD_PAYLOADS + 1);
                assertThat(metrics.stored()).isEqualTo(1);
                assertThat(metrics.rejected()).isEqualTo(BAD_PAYLOADS);
                assertThat(gateway.metrics().acknowledged()).isEqualTo(1);
                TestGateway.await(gateway.stop());
            }
        } finally {
            TestGateway.await(vertx.close());
        }
    }

    private static void publish(int port, String secret) throws Exception {
        Mqtt5AsyncClient client = MqttClient.builder()
                .useMqttVersion5()
                .serverHost("127.0.0.1")
                .serverPort(port)
                .simpleAuth()
                .username(ID)
                .password(secret.getBytes(StandardCharsets.UTF_8))
                .applySimpleAuth()
                .buildAsync();
        client.connect().get(10, TimeUnit.SECONDS);
        Random random = new Random(20_261_102);
        List<CompletableFuture<Mqtt5PublishResult>> bad = new ArrayList<>();
        for (int i = 0; i < BAD_PAYLOADS; i++) {
            bad.add(publish(client, broken(reading(i), random)));
        }
        CompletableFuture<Mqtt5PublishResult> good = publish(client, reading(0));
        for (CompletableFuture<Mqtt5PublishResult> result : bad) {
            expectReason(result);
        }
        assertThat(good.get(20, TimeUnit.SECONDS).getError()).isEmpty();
        client.disconnect().get(10, TimeUnit.SECONDS);
    }

    private static void expectReason(CompletableFuture<Mqtt5PublishResult> result) throws Exception {
        try {
            result.get(20, TimeUnit.SECONDS);
        } catch (ExecutionException e) {
            assertThat(e).cause().isInstanceOfSatisfying(Mqtt5PubAckException.class, refused -> {
                assertThat(refused.getMqttMessage().getReasonCode().getCode()).isEqualTo(0x99);
                assertThat(refused.getMqttMessage().getReasonString()).isPresent();
            });
            return;
        }
        throw new AssertionError("a broken payload was accepted");
    }

    private static CompletableFuture<Mqtt5PublishResult> publish(Mqtt5AsyncClient client, byte[] payload) {
        return client.publishWith()
                .topic("appliances/" + ID + "/telemetry")
                .qos(MqttQos.AT_LEAST_ONCE)
                .payload(payload)
                .send();
    }

    private static byte[] reading(int i) {
        String json = "{\"ts\":" + (NOW.toEpochMilli() - i) + ",\"values\":{\"drum_vibration\":3.5}}";
        return json.getBytes(StandardCharsets.UTF_8);
    }

    /** Cut off, or with a byte that JSON does not allow where it is put. */
    private static byte[] broken(byte[] payload, Random random) {
        if (random.nextBoolean()) {
            byte[] cut = new byte[random.nextInt(payload.length)];
            System.arraycopy(payload, 0, cut, 0, cut.length);
            return cut;
        }
        byte[] changed = payload.clone();
        changed[random.nextInt(payload.length)] = (byte) (random.nextInt(3) + 1);
        return changed;
    }
}
