package io.hearthwatch.benchmarks.faults;

import com.hivemq.client.mqtt.MqttClient;
import com.hivemq.client.mqtt.datatypes.MqttQos;
import com.hivemq.client.mqtt.mqtt5.Mqtt5AsyncClient;
import com.hivemq.client.mqtt.mqtt5.exceptions.Mqtt5PubAckException;
import com.hivemq.client.mqtt.mqtt5.exceptions.Mqtt5PubRecException;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeUnit;

/** HiveMQ's client with MQTT 5. */
final class HiveMq5Link implements Link {
    private final Mqtt5AsyncClient client;
    private final LinkPlan plan;

    HiveMq5Link(LinkPlan plan) {
        this.plan = plan;
        var builder = MqttClient.builder()
                .useMqttVersion5()
                .identifier(plan.clientId())
                .serverHost(LinkPlan.HOST)
                .serverPort(plan.port())
                .simpleAuth()
                .username(plan.appliance())
                .password(plan.secret().getBytes(StandardCharsets.UTF_8))
                .applySimpleAuth();
        if (plan.keepsSession()) {
            // The library comes back by itself and sends again by itself what was not answered.
            builder = builder.addDisconnectedListener(
                    context -> context.getReconnector().republishIfSessionExpired(true));
            builder = builder.automaticReconnect()
                    .initialDelay(100, TimeUnit.MILLISECONDS)
                    .maxDelay(1, TimeUnit.SECONDS)
                    .applyAutomaticReconnect();
        }
        client = builder.buildAsync();
    }

    @Override
    public void connect() throws Exception {
        if (client.getState().isConnectedOrReconnect()) {
            return;
        }
        client.connectWith()
                .cleanStart(!plan.keepsSession())
                .sessionExpiryInterval(plan.keepsSession() ? 300 : 0)
                .keepAlive(LinkPlan.KEEP_ALIVE_SECONDS)
                .send()
                .get(LinkPlan.PATIENCE_SECONDS, TimeUnit.SECONDS);
    }

    @Override
    public boolean isUp() {
        return plan.keepsSession()
                ? client.getState().isConnectedOrReconnect()
                : client.getState().isConnected();
    }

    @Override
    public CompletableFuture<Integer> publish(Message message) {
        return client.publishWith()
                .topic(message.topic())
                .qos(MqttQos.fromCode(plan.qos()))
                .payload(message.payload().getBytes(StandardCharsets.UTF_8))
                .send()
                .handle((result, error) -> {
                    Throwable cause = error == null
                            ? result.getError().orElse(null)
                            : error instanceof CompletionException ? error.getCause() : error;
                    if (cause == null) {
                        return SUCCESS;
                    }
                    if (cause instanceof Mqtt5PubAckException refused) {
                        return refused.getMqttMessage().getReasonCode().getCode();
                    }
                    if (cause instanceof Mqtt5PubRecException refused) {
                        return refused.getMqttMessage().getReasonCode().getCode();
                    }
                    throw new CompletionException(cause);
                });
    }

    @Override
    public void close() {
        CompletableFuture<?> unused = client.disconnect()
                .orTimeout(LinkPlan.PATIENCE_SECONDS, TimeUnit.SECONDS)
                .exceptionally(gone -> null);
    }
}
