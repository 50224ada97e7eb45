package io.hearthwatch.benchmarks.faults;

import io.hearthwatch.gateway.broker.PatientSockets;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.eclipse.paho.mqttv5.client.IMqttToken;
import org.eclipse.paho.mqttv5.client.MqttActionListener;
import org.eclipse.paho.mqttv5.client.MqttAsyncClient;
import org.eclipse.paho.mqttv5.client.MqttConnectionOptions;
import org.eclipse.paho.mqttv5.client.persist.MemoryPersistence;
import org.eclipse.paho.mqttv5.common.MqttException;

/** Eclipse Paho's client with MQTT 5; a new one for each connection, since an old one may be stuck in any state. */
final class Paho5Link implements Link {
    private static final long PATIENCE_MILLIS = TimeUnit.SECONDS.toMillis(LinkPlan.PATIENCE_SECONDS);

    private final LinkPlan plan;
    private final OpenPublishes open = new OpenPublishes();
    private MqttAsyncClient client;

    Paho5Link(LinkPlan plan) {
        this.plan = plan;
    }

    @Override
    public void connect() throws MqttException {
        if (isUp()) {
            return;
        }
        drop();
        client = new MqttAsyncClient(plan.url(), plan.clientId(), new MemoryPersistence());
        MqttConnectionOptions options = new MqttConnectionOptions();
        options.setUserName(plan.appliance());
        options.setPassword(plan.secret().getBytes(StandardCharsets.UTF_8));
        options.setCleanStart(true);
        options.setSessionExpiryInterval(0L);
        options.setSocketFactory(new PatientSockets());
        options.setKeepAliveInterval(LinkPlan.KEEP_ALIVE_SECONDS);
        options.setConnectionTimeout(LinkPlan.PATIENCE_SECONDS);
        client.connect(options).waitForCompletion(PATIENCE_MILLIS);
    }

    @Override
    public boolean isUp() {
        return client != null && client.isConnected();
    }

    @Override
    public CompletableFuture<Integer> publish(Message message) {
        OpenPublishes.Open waiting = open.add();
        MqttActionListener listener = new MqttActionListener() {
            @Override
            public void onSuccess(IMqttToken token) {
                int[] codes = token.getReasonCodes();
                waiting.answered(codes == null || codes.length == 0 ? SUCCESS : codes[0]);
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
