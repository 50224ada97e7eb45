package io.hearthwatch.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.hivemq.client.mqtt.MqttClient;
import com.hivemq.client.mqtt.datatypes.MqttQos;
import com.hivemq.client.mqtt.mqtt5.Mqtt5AsyncClient;
import io.hearthwatch.catalog.Catalog;
import io.hearthwatch.database.TestDatabase;
import io.hearthwatch.fleet.Fleet;
import io.hearthwatch.fleet.NewAppliance;
import io.hearthwatch.gateway.Mosquitto;
import io.hearthwatch.ingest.Ingest;
import io.hearthwatch.ingest.IngestSettings;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.sql.ResultSet;
import java.sql.Statement;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Two processes on one database share what Mosquitto gets from appliances; one is killed while messages are under way, and another
 * takes its place. What Mosquitto acknowledged to the appliances is stored once.
 */
class BrokerSharedByProcessesTest {
    private static final int APPLIANCES = 4;
    private static final int MESSAGES = 2_000;
    private static final int WINDOW = 40;

    @TempDir
    Path directory;

    @Test
    void aKilledProcessLosesNothingAndDoublesNothing() throws Exception {
        try (Mosquitto broker = Mosquitto.start(directory);
                TestDatabase test = TestDatabase.create()) {
            prepare(test);
            AtomicInteger acknowledged = new AtomicInteger();
            Cli.Serve one = serve(test, broker);
            Cli.Serve two = null;
            Cli.Serve three = null;
            try {
                two = serve(test, broker);
                awaitSubscriptions(broker, 2);

                List<Future<?>> publishing = new ArrayList<>();
                ExecutorService threads = Executors.newFixedThreadPool(APPLIANCES);
                for (int i = 0; i < APPLIANCES; i++) {
                    String id = "WM-" + i;
                    publishing.add(threads.submit(() -> publish(broker, id, acknowledged)));
                }
                await().atMost(Duration.ofSeconds(60))
                        .pollInterval(Duration.ofMillis(10))
                        .until(() -> stored(test) > APPLIANCES * MESSAGES / 4);
                one.killNow();
                three = serve(test, broker);
                for (Future<?> publisher : publishing) {
                    publisher.get(2, TimeUnit.MINUTES);
                }
                threads.shutdown();

                assertThat(acknowledged).hasValue(APPLIANCES * MESSAGES);
                await().atMost(Duration.ofSeconds(60))
                        .untilAsserted(() -> assertThat(stored(test)).isEqualTo(APPLIANCES * MESSAGES));
                assertThat(number(test, "select count(*) from telemetry.rejected"))
                        .isZero();
                assertThat(number(test, "select sum(energy) from telemetry.washing_machine"))
                        .as("each message's own value")
                        .isEqualTo((long) APPLIANCES * MESSAGES * (MESSAGES - 1) / 2);
            } finally {
                one.close();
                close(two);
                close(three);
            }
        }
    }

    private static void close(Cli.Serve serve) throws InterruptedException {
        if (serve != null) {
            serve.close();
        }
    }

    private static void prepare(TestDatabase test) {
        Catalog catalog = Catalog.load(List.of());
        Fleet fleet = new Fleet(test.database(), catalog, InstantSource.system());
        for (int i = 0; i < APPLIANCES; i++) {
            fleet.add(NewAppliance.of("WM-" + i, "washing_machine"));
        }
        new Ingest(test.database(), catalog, fleet, InstantSource.system(), IngestSettings.defaults()).close();
    }

    private static Cli.Serve serve(TestDatabase test, Mosquitto broker) throws Exception {
        List<String> arguments = new ArrayList<>(List.of(
                "--database",
                test.settings().jdbcUrl(),
                "--mqtt-broker",
                broker.uri(),
                "--no-mqtt-listener",
                "--http-port",
                "0"));
        if (test.settings().user() != null) {
            arguments.addAll(List.of("--database-user", test.settings().user()));
        }
        if (test.settings().password() != null) {
            arguments.addAll(List.of("--database-password", test.settings().password()));
        }
        return Cli.Serve.start(arguments.toArray(new String[0]));
    }

    /** What is published when nobody is subscribed is nobody's. */
    private static void awaitSubscriptions(Mosquitto broker, int processes) throws Exception {
        Mqtt5AsyncClient client = client(broker);
        AtomicReference<String> count = new AtomicReference<>();
        client.subscribeWith()
                .topicFilter("$SYS/broker/shared_subscriptions/count")
                .callback(message -> count.set(new String(message.getPayloadAsBytes(), StandardCharsets.UTF_8)))
                .send()
                .get(30, TimeUnit.SECONDS);
        await().atMost(Duration.ofSeconds(60))
                .untilAsserted(() -> assertThat(count.get()).isEqualTo(String.valueOf(4 * processes)));
        client.disconnect().get(30, TimeUnit.SECONDS);
    }

    private static Mqtt5AsyncClient client(Mosquitto broker) throws Exception {
        Mqtt5AsyncClient client = MqttClient.builder()
                .useMqttVersion5()
                .serverHost("127.0.0.1")
                .serverPort(broker.port())
                .buildAsync();
        client.connect().get(30, TimeUnit.SECONDS);
        return client;
    }

    /** A window of messages under way; each is one second's reading. */
    private static Void publish(Mosquitto broker, String id, AtomicInteger acknowledged) throws Exception {
        Mqtt5AsyncClient client = client(broker);
        long start = InstantSource.system().millis() / 1_000 * 1_000 - MESSAGES * 1_000L;
        Semaphore window = new Semaphore(WINDOW);
        Random random = new Random(id.hashCode());
        for (int i = 0; i < MESSAGES; i++) {
            window.acquire();
            String json = "{\"ts\":" + (start + i * 1_000L) + ",\"values\":{\"energy\":" + i + "}}";
            CompletableFuture<?> sent = client.publishWith()
                    .topic("appliances/" + id + "/telemetry")
                    .qos(MqttQos.AT_LEAST_ONCE)
                    .payload(json.getBytes(StandardCharsets.UTF_8))
                    .send()
                    .whenComplete((result, failure) -> {
                        window.release();
                        if (failure == null && result.getError().isEmpty()) {
                            acknowledged.incrementAndGet();
                        }
                    });
            if (random.nextInt(100) == 0) {
                sent.get(30, TimeUnit.SECONDS);
            }
        }
        window.acquire(WINDOW);
        client.disconnect().get(30, TimeUnit.SECONDS);
        return null;
    }

    private static long stored(TestDatabase test) {
        return number(test, "select count(*) from telemetry.washing_machine");
    }

    private static long number(TestDatabase test, String sql) {
        return test.database().withConnection(connection -> {
            try (Statement statement = connection.createStatement();
                    ResultSet row = statement.executeQuery(sql)) {
                row.next();
                return row.getLong(1);
            }
        });
    }
}
