package io.hearthwatch.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import com.hivemq.client.mqtt.MqttClient;
import com.hivemq.client.mqtt.datatypes.MqttQos;
import com.hivemq.client.mqtt.mqtt5.Mqtt5BlockingClient;
import io.hearthwatch.fleet.Appliance;
import io.hearthwatch.gateway.broker.BrokerSettings;
import io.hearthwatch.gateway.broker.BrokerSubscriber;
import io.hearthwatch.gateway.broker.LeftSession;
import io.hearthwatch.ingest.ContentType;
import io.hearthwatch.ingest.MessageKind;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Function;
import java.util.stream.IntStream;
import org.awaitility.Awaitility;
import org.awaitility.core.ConditionFactory;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The subscriber against Mosquitto, with a sink that commits when the test says so. */
class BrokerSubscriberTest {
    private static final InstantSource CLOCK = InstantSource.system();

    @TempDir
    Path directory;

    private final FakeSink sink = new FakeSink();
    private Mosquitto broker;
    private Mqtt5BlockingClient publisher;

    @BeforeEach
    void start() throws Exception {
        broker = Mosquitto.start(directory);
        publisher = publisher(broker);
    }

    @AfterEach
    void stop() throws Exception {
        if (publisher != null && publisher.getState().isConnected()) {
            publisher.disconnect();
        }
        if (broker != null) {
            broker.close();
        }
    }

    @Test
    void eachTopicBecomesItsKindAndContentTypeIsHeard() {
        try (BrokerSubscriber subscriber = subscriber("one")) {
            publish("appliances/WM-1/telemetry", "a");
            publish("appliances/WM-2/faults", "b");
            publish("appliances/WM-1/status", "c");
            publish("appliances/WM-1/commands/result", "d");
            publisher
                    .publishWith()
                    .topic("appliances/WM-1/telemetry")
                    .qos(MqttQos.AT_MOST_ONCE)
                    .contentType("application/cbor")
                    .payload(new byte[] {1})
                    .send();

            await().until(() -> sink.count() == 5);
            assertThat(IntStream.range(0, 5).mapToObj(i -> sink.message(i).kind()))
                    .containsExactly(
                            MessageKind.TELEMETRY,
                            MessageKind.FAULTS,
                            MessageKind.STATUS,
                            MessageKind.COMMAND_RESULT,
                            MessageKind.TELEMETRY);
            assertThat(sink.message(1).appliance().id()).isEqualTo("WM-2");
            assertThat(sink.message(3).contentType()).isEqualTo(ContentType.JSON);
            assertThat(sink.message(4).contentType()).isEqualTo(ContentType.CBOR);
            await().until(() -> subscriber.metrics().acknowledged() == 4);
        }
    }

    @Test
    void whatWasNotCommittedComesAgainInTheSameSession() {
        sink.holding();
        try (BrokerSubscriber subscriber = subscriber("one")) {
            publish("appliances/WM-1/telemetry", "first");
            publish("appliances/WM-1/telemetry", "second");
            publish("appliances/WM-1/telemetry", "third");
            await().until(() -> sink.count() == 3);
            sink.commit(1);
            sink.commit(0);
            await().until(() -> subscriber.metrics().acknowledged() == 2);
        }
        try (BrokerSubscriber again = subscriber("one")) {
            await().until(() -> sink.count() == 4);
            assertThat(sink.payloads()).containsExactly("first", "second", "third", "third");
            sink.commitAll();
            await().until(() -> again.metrics().acknowledged() == 1);
        }
    }

    @Test
    void acknowledgementsLeaveInTheOrderOfArrival() {
        sink.holding();
        try (BrokerSubscriber subscriber = subscriber("one")) {
            publish("appliances/WM-1/telemetry", "first");
            publish("appliances/WM-2/telemetry", "second");
            await().until(() -> sink.count() == 2);
            sink.commit(1);
            assertThat(subscriber.metrics().acknowledged()).isZero();
            sink.commit(0);
            await().until(() -> subscriber.metrics().acknowledged() == 2);
        }
    }

    @Test
    void aSaturatedSinkGetsNothingMoreAndTheBrokerIsHeldToTheReceiveMaximum() {
        sink.saturate();
        BrokerSettings settings = BrokerSettings.of(broker.uri()).holding(10, 1 << 20);
        try (BrokerSubscriber subscriber = subscriber(settings, "one", BrokerSubscriberTest::registered)) {
            for (int i = 0; i < 50; i++) {
                publish("appliances/WM-1/telemetry", "n" + i);
            }
            await().until(() -> subscriber.metrics().snapshot().get("waiting") == 10);
            assertThat(sink.count()).isZero();
            sink.relieve();
            await().until(() -> subscriber.metrics().acknowledged() == 50);
            assertThat(sink.payloads())
                    .containsExactlyElementsOf(
                            IntStream.range(0, 50).mapToObj(i -> "n" + i).toList());
        }
    }

    @Test
    void whatIsTooMuchForTheMemoryIsLeftWithTheBrokerUntilThereIsRoom() {
        sink.saturate();
        BrokerSettings settings = BrokerSettings.of(broker.uri()).holding(100, 20_000);
        String big = "x".repeat(4_000);
        try (BrokerSubscriber subscriber = subscriber(settings, "one", BrokerSubscriberTest::registered)) {
            for (int i = 0; i < 20; i++) {
                publish("appliances/WM-1/telemetry", i + big);
            }
            await().until(() -> subscriber.metrics().snapshot().get("overflows") > 0);
            assertThat(subscriber.metrics().snapshot().get("waiting_bytes")).isLessThanOrEqualTo(20_000);
            sink.relieve();
            // It may take a few rounds: what does not fit is delivered again.
            await().until(() -> sink.payloads().stream().distinct().count() == 20);
            await().until(() -> subscriber.metrics().snapshot().get("waiting") == 0);
        }
    }

    @Test
    void appliancesThatNobodyRegisteredAreRejectedAndBlockNobody() {
        try (BrokerSubscriber subscriber = subscriber("one")) {
            for (int i = 0; i < 300; i++) {
                publish("appliances/stranger-" + i + "/telemetry", "s" + i);
            }
            publish("appliances/WM-1/telemetry", "mine");
            await().until(() -> subscriber.metrics().acknowledged() == 301);
            assertThat(subscriber.metrics().unknownAppliances()).isEqualTo(300);
            assertThat(sink.payloads()).last().isEqualTo("mine");
            // Some are kept for people to see; a stranger cannot fill the table.
            assertThat(sink.count()).isBetween(2, 250);
            assertThat(sink.message(0).kind()).isEqualTo(MessageKind.UNKNOWN_APPLIANCE);
            assertThat(sink.message(0).appliance().id()).isEqualTo("stranger-0");
        }
    }

    @Test
    void messagesWaitWhileTheRegistryCannotBeAsked() {
        AtomicBoolean away = new AtomicBoolean(true);
        Function<Collection<String>, Map<String, Appliance>> registry = ids -> {
            if (away.get()) {
                throw new IllegalStateException("the database is away");
            }
            return registered(ids);
        };
        try (BrokerSubscriber subscriber = subscriber(BrokerSettings.of(broker.uri()), "one", registry)) {
            publish("appliances/WM-1/telemetry", "a");
            await().until(() -> subscriber.metrics().snapshot().get("waiting") == 1);
            assertThat(sink.count()).isZero();
            away.set(false);
            await().until(() -> subscriber.metrics().acknowledged() == 1);
        }
    }

    @Test
    void aBrokerThatGoesAndComesIsFoundAgain() throws Exception {
        try (BrokerSubscriber subscriber = subscriber("one")) {
            publish("appliances/WM-1/telemetry", "before");
            await().until(() -> subscriber.metrics().acknowledged() == 1);
            publisher.disconnect();
            broker.stop();
            await().until(() -> !subscriber.metrics().connected());
            broker.start();
            publisher = publisher(broker);
            // Mosquitto 2.0 forgets over its restart that the session has a shared subscription: only what comes after
            // it is shared out.
            await().until(() -> subscriber.metrics().connected());
            publish("appliances/WM-1/telemetry", "after");
            await().until(() -> sink.payloads().contains("after"));
            assertThat(sink.payloads()).containsExactly("before", "after");
        }
    }

    @Test
    void twoSubscribersOfAGroupShareTheWork() {
        try (BrokerSubscriber one = subscriber("one");
                BrokerSubscriber two = subscriber("two")) {
            for (int i = 0; i < 100; i++) {
                publish("appliances/WM-1/telemetry", "n" + i);
            }
            await().until(() -> one.metrics().acknowledged() + two.metrics().acknowledged() == 100);
            assertThat(one.metrics().acknowledged()).isPositive();
            assertThat(two.metrics().acknowledged()).isPositive();
            assertThat(sink.payloads()).doesNotHaveDuplicates();
        }
    }

    @Test
    void whatAProcessLeftBehindIsTakenOverAndItsSessionEnds() throws Exception {
        sink.holding();
        BrokerSubscriber gone = subscriber("gone");
        publish("appliances/WM-1/telemetry", "under way");
        await().until(() -> sink.count() == 1);
        try (BrokerSubscriber stays = subscriber("stays")) {
            gone.close();
            sink.answering(message -> FakeSink.STORED);
            for (int i = 0; i < 20; i++) {
                publish("appliances/WM-1/telemetry", "n" + i);
            }
            await().until(() -> stays.metrics().acknowledged() > 0);
            try (LeftSession left = new LeftSession(
                    BrokerSettings.of(broker.uri()), "gone", BrokerSubscriberTest::registered, sink, CLOCK)) {
                assertThat(left.empty(Duration.ofSeconds(2))).isPositive();
            }
            assertThat(sink.payloads()).contains("under way", "n0", "n19");
            assertThat(sink.payloads().stream().distinct()).hasSize(21);
            long before = stays.metrics().acknowledged();
            for (int i = 20; i < 40; i++) {
                publish("appliances/WM-1/telemetry", "n" + i);
            }
            // Nothing goes into the session that was ended.
            await().until(() -> stays.metrics().acknowledged() == before + 20);
        }
    }

    @Test
    void credentialsAndEncryptionAreAskedForAndGiven() throws Exception {
        broker.close();
        Path keys = Files.createDirectory(directory.resolve("tls"));
        broker = Certificates.broker(keys, "hearthwatch", "s3cret");
        String address = "mqtts://localhost:" + broker.port();
        BrokerSettings right =
                BrokerSettings.of(address).signedInAs("hearthwatch", "s3cret").trusting(Certificates.authority(keys));
        try (BrokerSubscriber subscriber = subscriber(right, "one", BrokerSubscriberTest::registered)) {
            assertThat(subscriber.metrics().connected()).isTrue();
        }
        for (BrokerSettings wrong : List.of(right.signedInAs(null, "guess"), right.trusting(null))) {
            try (BrokerSubscriber subscriber =
                    new BrokerSubscriber(wrong, () -> "one", BrokerSubscriberTest::registered, sink, CLOCK)) {
                subscriber.start();
                await().until(() -> subscriber.metrics().snapshot().get("connect_failures") > 0);
                assertThat(subscriber.metrics().connected()).isFalse();
            }
        }
    }

    private BrokerSubscriber subscriber(String clientId) {
        return subscriber(BrokerSettings.of(broker.uri()), clientId, BrokerSubscriberTest::registered);
    }

    private BrokerSubscriber subscriber(
            BrokerSettings settings, String clientId, Function<Collection<String>, Map<String, Appliance>> registry) {
        BrokerSubscriber subscriber = new BrokerSubscriber(settings, () -> clientId, registry, sink, CLOCK);
        subscriber.start();
        await().until(() -> subscriber.metrics().connected());
        return subscriber;
    }

    private static Map<String, Appliance> registered(Collection<String> ids) {
        Map<String, Appliance> found = new HashMap<>();
        for (String id : List.of("WM-1", "WM-2")) {
            if (ids.contains(id)) {
                found.put(id, new Appliance(1, id, "washing_machine", null, null, null, null, null));
            }
        }
        return found;
    }

    private void publish(String topic, String payload) {
        publisher
                .publishWith()
                .topic(topic)
                .qos(MqttQos.AT_LEAST_ONCE)
                .payload(payload.getBytes(StandardCharsets.UTF_8))
                .send();
    }

    private static Mqtt5BlockingClient publisher(Mosquitto broker) {
        Mqtt5BlockingClient client = MqttClient.builder()
                .useMqttVersion5()
                .serverHost("127.0.0.1")
                .serverPort(broker.port())
                .buildBlocking();
        client.connect();
        return client;
    }

    private static ConditionFactory await() {
        return Awaitility.await().atMost(Duration.ofSeconds(60)).pollInterval(Duration.ofMillis(20));
    }
}
