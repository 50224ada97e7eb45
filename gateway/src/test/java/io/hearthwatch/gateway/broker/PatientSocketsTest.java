package io.hearthwatch.gateway.broker;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.time.Duration;
import org.awaitility.Awaitility;
import org.eclipse.paho.mqttv5.client.MqttAsyncClient;
import org.eclipse.paho.mqttv5.client.MqttConnectionOptions;
import org.eclipse.paho.mqttv5.client.persist.MemoryPersistence;
import org.eclipse.paho.mqttv5.common.MqttException;
import org.junit.jupiter.api.Test;

/** What comes of a client whose server takes connections and closes them at once. */
class PatientSocketsTest {
    private static final int ATTEMPTS = 8;

    @Test
    void noThreadIsLeftBehindByConnectionsThatEndAtOnce() throws Exception {
        try (ServerSocket closing = new ServerSocket(0, 50, InetAddress.getLoopbackAddress())) {
            Thread server = new Thread(() -> closeAll(closing), "closing-server");
            server.setDaemon(true);
            server.start();
            for (int i = 0; i < ATTEMPTS; i++) {
                attempt("tcp://127.0.0.1:" + closing.getLocalPort());
            }

            Awaitility.await()
                    .atMost(Duration.ofSeconds(30))
                    .untilAsserted(() -> assertThat(Thread.getAllStackTraces().keySet())
                            .extracting(Thread::getName)
                            .noneMatch(name -> name.startsWith("MQTT") && name.contains("patient-test")));
        }
    }

    private static void closeAll(ServerSocket server) {
        while (!server.isClosed()) {
            try (Socket taken = server.accept()) {
                assertThat(taken.isConnected()).isTrue();
            } catch (IOException e) {
                return; // the test is over
            }
        }
    }

    private static void attempt(String url) throws MqttException {
        MqttAsyncClient client = new MqttAsyncClient(url, "patient-test", new MemoryPersistence());
        MqttConnectionOptions options = new MqttConnectionOptions();
        options.setConnectionTimeout(5);
        options.setSocketFactory(new PatientSockets());
        try {
            client.connect(options).waitForCompletion(10_000);
            throw new AssertionError("nobody was there to answer");
        } catch (MqttException refused) {
            assertThat(refused).isNotNull();
        } finally {
            try {
                client.disconnectForcibly(0, 1, false);
            } catch (MqttException gone) {
                // It never was connected.
            }
            client.close(true);
        }
    }
}
