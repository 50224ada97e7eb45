package io.hearthwatch.app;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.hivemq.client.mqtt.datatypes.MqttQos;
import com.hivemq.client.mqtt.mqtt5.Mqtt5BlockingClient;
import com.hivemq.client.mqtt.mqtt5.Mqtt5Client;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;

/**
 * Talks to one of several servers, and to the next one with the same words where that one cannot be reached or dies before it answers, as
 * a client does that wants its work done. Thread-safe.
 */
final class EitherServer {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Duration TIMEOUT = Duration.ofSeconds(60);

    private final HttpClient http =
            HttpClient.newBuilder().connectTimeout(TIMEOUT).build();
    private final List<Cli.Serve> servers;

    EitherServer(Cli.Serve... servers) {
        this.servers = List.of(servers);
    }

    /** What was answered. */
    record Answer(int status, JsonNode json) {}

    Answer get(int server, String path) throws IOException, InterruptedException {
        return ask(server, request -> request.GET(), path);
    }

    /** @param headers names and values in turn */
    Answer send(int server, String method, String path, String body, String... headers)
            throws IOException, InterruptedException {
        return ask(
                server,
                request -> {
                    request.method(method, HttpRequest.BodyPublishers.ofString(body))
                            .header("Content-Type", "application/json");
                    return headers.length == 0 ? request : request.headers(headers);
                },
                path);
    }

    private interface Words {
        HttpRequest.Builder say(HttpRequest.Builder request);
    }

    private Answer ask(int first, Words words, String path) throws IOException, InterruptedException {
        IOException failure = null;
        for (int i = 0; i < servers.size(); i++) {
            Cli.Serve server = servers.get((first + i) % servers.size());
            try {
                HttpResponse<String> answer = http.send(
                        words.say(HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + server.httpPort() + path))
                                        .timeout(TIMEOUT))
                                .build(),
                        HttpResponse.BodyHandlers.ofString());
                return new Answer(answer.statusCode(), JSON.readTree(answer.body()));
            } catch (IOException e) {
                failure = e;
            }
        }
        throw failure;
    }

    /** Publishes a fault code that was raised, until one of the servers acknowledged it. */
    void fault(int first, String appliance, String secret, String code, long at) {
        RuntimeException failure = null;
        for (int i = 0; i < servers.size(); i++) {
            Mqtt5BlockingClient client = Mqtt5Client.builder()
                    .serverHost("127.0.0.1")
                    .serverPort(servers.get((first + i) % servers.size()).mqttPort())
                    .simpleAuth()
                    .username(appliance)
                    .password(secret.getBytes(StandardCharsets.UTF_8))
                    .applySimpleAuth()
                    .buildBlocking();
            try {
                client.connect();
                client.publishWith()
                        .topic("appliances/" + appliance + "/faults")
                        .qos(MqttQos.AT_LEAST_ONCE)
                        .payload(("{\"ts\":" + at + ",\"code\":\"" + code + "\",\"state\":\"raised\"}")
                                .getBytes(StandardCharsets.UTF_8))
                        .send();
                client.disconnect();
                return;
            } catch (RuntimeException e) {
                failure = e;
            }
        }
        throw failure;
    }
}
