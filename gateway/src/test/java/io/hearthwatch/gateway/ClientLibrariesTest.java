package io.hearthwatch.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;
import static org.awaitility.Awaitility.await;

import com.hivemq.client.mqtt.MqttClient;
import com.hivemq.client.mqtt.datatypes.MqttQos;
import com.hivemq.client.mqtt.mqtt3.Mqtt3AsyncClient;
import com.hivemq.client.mqtt.mqtt3.exceptions.Mqtt3ConnAckException;
import com.hivemq.client.mqtt.mqtt5.Mqtt5AsyncClient;
import com.hivemq.client.mqtt.mqtt5.exceptions.Mqtt5ConnAckException;
import com.hivemq.client.mqtt.mqtt5.exceptions.Mqtt5PubAckException;
import com.hivemq.client.mqtt.mqtt5.message.publish.Mqtt5PublishResult;
import com.hivemq.client.mqtt.mqtt5.message.publish.puback.Mqtt5PubAckReasonCode;
import io.hearthwatch.ingest.Verdict;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import org.eclipse.paho.client.mqttv3.MqttException;
import org.eclipse.paho.client.mqttv3.persist.MemoryPersistence;
import org.eclipse.paho.mqttv5.client.IMqttToken;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Widely used Java clients as appliances. */
class ClientLibrariesTest {
    private static final String HOST = "127.0.0.1";
    private static final String TELEMETRY = "appliances/WM-1/telemetry";
    private static final byte[] PAYLOAD = "{\"ts\":1,\"values\":{}}".getBytes(StandardCharsets.UTF_8);
    private static final int MESSAGES = 300;

    private final TestGateway gateway = new TestGateway();

    @AfterEach
    void close() {
        gateway.close();
    }

    @Test
    void hivemq5PublishesWithEveryQos() throws Exception {
        Mqtt5AsyncClient client = hivemq5(TestGateway.SECRET);
        client.connect().get(5, TimeUnit.SECONDS);
        for (MqttQos qos : MqttQos.values()) {
            List<CompletableFuture<Mqtt5PublishResult>> results = new ArrayList<>();
            for (int i = 0; i < MESSAGES; i++) {
                results.add(client.publishWith()
                        .topic(TELEMETRY)
                        .qos(qos)
                        .payload(PAYLOAD)
                        .send());
            }
            for (CompletableFuture<Mqtt5PublishResult> result : results) {
                assertThat(result.get(10, TimeUnit.SECONDS).getError()).isEmpty();
            }
        }
        client.disconnect().get(5, TimeUnit.SECONDS);
        assertThat(gateway.sink.count()).isEqualTo(3 * MESSAGES);
    }

    @Test
    void hivemq5SeesRefusals() throws Exception {
        assertThatThrownBy(() -> hivemq5("guess").connect().get(5, TimeUnit.SECONDS))
                .cause()
                .isInstanceOfSatisfying(
                        Mqtt5ConnAckException.class,
                        refused -> assertThat(
                                        refused.getMqttMessage().getReasonCode().getCode())
                                .isEqualTo(0x86));

        gateway.sink.answering(message -> new Verdict(0, 0, 1, "unknown metric"));
        Mqtt5AsyncClient client = hivemq5(TestGateway.SECRET);
        client.connect().get(5, TimeUnit.SECONDS);
        Throwable error = catchThrowable(() -> client.publishWith()
                .topic(TELEMETRY)
                .qos(MqttQos.AT_LEAST_ONCE)
                .payload(PAYLOAD)
                .send()
                .get(5, TimeUnit.SECONDS));
        Mqtt5PubAckException refused = (Mqtt5PubAckException) error.getCause();
        assertThat(refused.getMqttMessage().getReasonCode()).isEqualTo(Mqtt5PubAckReasonCode.PAYLOAD_FORMAT_INVALID);
        assertThat(refused.getMqttMessage().getReasonString()).hasToString("Optional[unknown metric]");
        client.disconnect().get(5, TimeUnit.SECONDS);
    }

    @Test
    void hivemq5ReceivesACommand() throws Exception {
        BlockingQueue<String> commands = new ArrayBlockingQueue<>(1);
        Mqtt5AsyncClient client = hivemq5(TestGateway.SECRET);
        client.connect().get(5, TimeUnit.SECONDS);
        client.subscribeWith()
                .topicFilter("appliances/WM-1/commands")
                .qos(MqttQos.AT_LEAST_ONCE)
                .callback(publish -> commands.add(new String(publish.getPayloadAsBytes(), StandardCharsets.UTF_8)))
                .send()
                .get(5, TimeUnit.SECONDS);

        long seq = gateway.queue.give(1, new String(PAYLOAD, StandardCharsets.UTF_8));
        assertThat(commands.poll(30, TimeUnit.SECONDS)).isEqualTo(new String(PAYLOAD, StandardCharsets.UTF_8));
        await().untilAsserted(() -> assertThat(gateway.queue.outcome(seq)).isEqualTo("delivered"));
        client.disconnect().get(5, TimeUnit.SECONDS);
    }

    @Test
    void hivemq3PublishesWithEveryQosAndSeesARefusal() throws Exception {
        Mqtt3AsyncClient client = hivemq3(TestGateway.SECRET);
        client.connect().get(5, TimeUnit.SECONDS);
        for (MqttQos qos : MqttQos.values()) {
            List<CompletableFuture<?>> results = new ArrayList<>();
            for (int i = 0; i < MESSAGES; i++) {
                results.add(client.publishWith()
                        .topic(TELEMETRY)
                        .qos(qos)
                        .payload(PAYLOAD)
                        .send());
            }
            for (CompletableFuture<?> result : results) {
                result.get(10, TimeUnit.SECONDS);
            }
        }
        client.disconnect().get(5, TimeUnit.SECONDS);
        await().until(() -> gateway.sink.count() == 3 * MESSAGES);

        assertThatThrownBy(() -> hivemq3("guess").connect().get(5, TimeUnit.SECONDS))
                .isInstanceOf(ExecutionException.class)
                .cause()
                .isInstanceOfSatisfying(
                        Mqtt3ConnAckException.class,
                        refused -> assertThat(
                                        refused.getMqttMessage().getReturnCode().getCode())
                                .isEqualTo(4));
    }

    @Test
    void paho3PublishesAndSeesARefusal() throws Exception {
        var client = new org.eclipse.paho.client.mqttv3.MqttAsyncClient(url(), "paho3", new MemoryPersistence());
        client.connect(paho3Options(TestGateway.SECRET)).waitForCompletion(5_000);
        for (int i = 0; i < MESSAGES; i++) {
            int qos = 3 * i / MESSAGES;
            whenThereIsRoom(() -> client.publish(TELEMETRY, PAYLOAD, qos, false))
                    .waitForCompletion(5_000);
        }
        client.disconnect().waitForCompletion(5_000);
        client.close();
        await().until(() -> gateway.sink.count() == MESSAGES);

        var refused = new org.eclipse.paho.client.mqttv3.MqttAsyncClient(url(), "paho3", new MemoryPersistence());
        assertThatThrownBy(() -> refused.connect(paho3Options("guess")).waitForCompletion(5_000))
                .isInstanceOfSatisfying(
                        MqttException.class,
                        e -> assertThat(e.getReasonCode()).isEqualTo(MqttException.REASON_CODE_FAILED_AUTHENTICATION));
        refused.close();
    }

    @Test
    void paho5PublishesAndSeesTheReasonCodes() throws Exception {
        var client = new org.eclipse.paho.mqttv5.client.MqttAsyncClient(
                url(), "paho5", new org.eclipse.paho.mqttv5.client.persist.MemoryPersistence());
        var options = new org.eclipse.paho.mqttv5.client.MqttConnectionOptions();
        options.setUserName(TestGateway.ID);
        options.setPassword(TestGateway.SECRET.getBytes(StandardCharsets.UTF_8));
        client.connect(options).waitForCompletion(5_000);
        for (int i = 0; i < MESSAGES; i++) {
            int qos = 3 * i / MESSAGES;
            whenThereIsRoom(() -> client.publish(TELEMETRY, PAYLOAD, qos, false))
                    .waitForCompletion(5_000);
        }
        await().until(() -> gateway.sink.count() == MESSAGES);

        IMqttToken foreign = client.publish("appliances/WM-2/telemetry", PAYLOAD, 1, false);
        foreign.waitForCompletion(5_000);
        assertThat(foreign.getReasonCodes()).containsExactly(0x87);
        client.disconnect().waitForCompletion(5_000);
        client.close();
    }

    /** Paho counts a message as under way for a moment after its completion, and refuses the next one until then. */
    private static <T> T whenThereIsRoom(Callable<T> publish) throws Exception {
        while (true) {
            try {
                return publish.call();
            } catch (Exception e) {
                if (!"Too many publishes in progress".equals(e.getMessage())) {
                    throw e;
                }
                Thread.onSpinWait();
            }
        }
    }

    private Mqtt5AsyncClient hivemq5(String secret) {
        return MqttClient.builder()
                .useMqttVersion5()
                .serverHost(HOST)
                .serverPort(gateway.port())
                .identifier("hivemq5")
                .simpleAuth()
                .username(TestGateway.ID)
                .password(secret.getBytes(StandardCharsets.UTF_8))
                .applySimpleAuth()
                .buildAsync();
    }

    private Mqtt3AsyncClient hivemq3(String secret) {
        return MqttClient.builder()
                .useMqttVersion3()
                .serverHost(HOST)
                .serverPort(gateway.port())
                .identifier("hivemq3")
                .simpleAuth()
                .username(TestGateway.ID)
                .password(secret.getBytes(StandardCharsets.UTF_8))
                .applySimpleAuth()
                .buildAsync();
    }

    private static org.eclipse.paho.client.mqttv3.MqttConnectOptions paho3Options(String secret) {
        var options = new org.eclipse.paho.client.mqttv3.MqttConnectOptions();
        options.setUserName(TestGateway.ID);
        options.setPassword(secret.toCharArray());
        // Left to itself, Paho tries MQTT 3.1 after a refusal and then reports the refusal of that.
        options.setMqttVersion(org.eclipse.paho.client.mqttv3.MqttConnectOptions.MQTT_VERSION_3_1_1);
        return options;
    }

    private String url() {
        return "tcp://" + HOST + ":" + gateway.port();
    }
}
