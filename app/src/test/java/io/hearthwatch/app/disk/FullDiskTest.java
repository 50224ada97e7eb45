package io.hearthwatch.app.disk;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.hivemq.client.mqtt.datatypes.MqttQos;
import com.hivemq.client.mqtt.mqtt5.Mqtt5BlockingClient;
import com.hivemq.client.mqtt.mqtt5.message.publish.Mqtt5PublishResult;
import io.hearthwatch.app.TestServer;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

/** The whole service on a disk that fills up, and has room again. */
class FullDiskTest {
    private static final long GB = 1_000_000_000L;
    private static final String ID = "WM-FULL-1";

    private final AtomicLong free = new AtomicLong(50 * GB);

    @Test
    void messagesWaitWhileTheDiskIsNearlyFullAndAreStoredOnceThereIsRoom() {
        try (TestServer server = TestServer.startOn(() -> new Disk.Room(100 * GB, free.get()), MinFree.parse("2GB"))) {
            Mqtt5BlockingClient appliance = server.connect(ID, server.register(ID, "washing_machine"));
            long now = server.workspace().clock().instant().toEpochMilli();
            publish(appliance, now - 1).join();

            free.set(GB);
            await().atMost(Duration.ofSeconds(60)).until(() -> ready(server).statusCode() == 503);
            assertThat(ready(server).body()).contains("nearly full: 1.0 GB free, 2.0 GB are to stay free");
            CompletableFuture<?> held = publish(appliance, now);
            assertThat(server.get("/health/live").statusCode()).isEqualTo(200);
            assertThat(held).isNotDone();

            free.set(50 * GB);
            await().atMost(Duration.ofSeconds(60)).until(held::isDone);
            held.join();
            await().atMost(Duration.ofSeconds(60)).until(() -> ready(server).statusCode() == 200);
            assertThat(server.workspace().ingest().metrics().stored()).isEqualTo(2);
        }
    }

    private static HttpResponse<String> ready(TestServer server) {
        return server.get("/health/ready");
    }

    private static CompletableFuture<Mqtt5PublishResult> publish(Mqtt5BlockingClient appliance, long at) {
        return appliance
                .toAsync()
                .publishWith()
                .topic("appliances/" + ID + "/telemetry")
                .qos(MqttQos.AT_LEAST_ONCE)
                .payload(("{\"ts\":" + at + ",\"values\":{\"drum_vibration\":1.5}}").getBytes(StandardCharsets.UTF_8))
                .send();
    }
}
