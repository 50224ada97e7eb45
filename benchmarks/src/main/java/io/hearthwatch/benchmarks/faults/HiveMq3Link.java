package io.hearthwatch.benchmarks.faults;

import com.hivemq.client.mqtt.MqttClient;
import com.hivemq.client.mqtt.datatypes.MqttQos;
import com.hivemq.client.mqtt.mqtt3.Mqtt3AsyncClient;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/** HiveMQ's client with MQTT 3.1.1. */
final class HiveMq3Link implements Link {
    private final Mqtt3AsyncClient client;
    private final LinkPlan plan;

    HiveMq3Link(LinkPlan plan) {
        this.plan = plan;
        var builder = MqttClient.builder()
                .useMqttVersion3()
                .identifier(plan.clientId())
                .serverHost(LinkPlan.HOST)
                .serverPort(plan.port())
                .simpleAuth()
                .username(plan.appliance())
                .password(plan.secret().getBytes(StandardCharsets.UTF_8))
                .applySimpleAuth();
        if (plan.keepsSession()) {
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
                .cleanSession(!plan.keepsSession())
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
                .thenApply(publish -> SUCCESS);
    }

    @Override
    public void close() {
        CompletableFuture<?> unused = client.disconnect()
                .orTimeout(LinkPlan.PATIENCE_SECONDS, TimeUnit.SECONDS)
                .exceptionally(gone -> null);
    }
}
