package io.hearthwatch.benchmarks.faults;

import io.hearthwatch.gateway.broker.PatientSockets;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.eclipse.paho.client.mqttv3.IMqttActionListener;
import org.eclipse.paho.client.mqttv3.IMqttToken;
import org.eclipse.paho.client.mqttv3.MqttAsyncClient;
import org.eclipse.paho.client.mqttv3.MqttConnectOptions;
import org.eclipse.paho.client.mqttv3.MqttException;
import org.eclipse.paho.client.mqttv3.persist.MemoryPersistence;

/** Eclipse Paho's client with MQTT 3.1.1; a new one for each connection, since an old one may be stuck in any state. */
final class Paho3Link implements Link {
    private static final long PATIENCE_MILLIS = TimeUnit.SECONDS.toMillis(LinkPlan.PATIENCE_SECONDS);

    private final LinkPlan plan;
    private final OpenPublishes open = new OpenPublishes();
    private MqttAsyncClient client;

    Paho3Link(LinkPlan plan) {
        this.plan = plan;
    }

    @Override
    public void connect() throws MqttException {
        if (isUp()) {
            return;
        }
        drop();
        client = new MqttAsyncClient(plan.url(), plan.clientId(), new MemoryPersistence());
        MqttConnectOptions options = new MqttConnectOptions();
        options.setMqttVersion(MqttConnectOptions.MQTT_VERSION_3_1_1);
        options.setSocketFactory(new PatientSockets());
        options.setUserName(plan.appliance());
        options.setPassword(plan.secret().toCharArray());
        options.setCleanSession(true);
        options.setKeepAliveInterval(LinkPlan.KEEP_ALIVE_SECONDS);
        options.setConnectionTimeout(LinkPlan.PATIENCE_SECONDS);
        options.setMaxInflight(plan.window() + 4);
        client.connect(options).waitForCompletion(PATIENCE_MILLIS);
    }

    @Override
    public boolean isUp() {
        return client != null && client.isConnected();
    }

    @Override
    public CompletableFuture<Integer> publish(Message message) {
        OpenPublishes.Open waiting = open.add();
        IMqttActionListener listener = new IMqttActionListener() {
            @Override
            public void onSuccess(IMqttToken token) {
                waiting.answered(SUCCESS);
            }

            @Override
            public void onFailure(IMqttToken token, Throwable why) {
                waiting.failed(why);
            }
        };
        try {
            client.publish(
                    message.topic(),
                    message.payload().getBytes(StandardCharsets.UTF_8),
                    plan.qos(),
                    false,
                    null,
                    listener);
        } catch (MqttException e) {
            waiting.failed(e);
        }
        return waiting.answer();
    }

    private void drop() {
        if (client != null) {
            try {
                client.disconnectForcibly(0, 1, false);
            } catch (MqttException gone) {
                // It was not connected.
            }
            try {
                client.close(true);
            } catch (MqttException stuck) {
                // Its threads end by themselves.
            }
            client = null;
        }
        open.failAll("the connection ended");
    }

    @Override
    public void close() {
        drop();
    }
}
