package io.hearthwatch.simulator;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.netty.handler.codec.mqtt.MqttConnectReturnCode;
import io.netty.handler.codec.mqtt.MqttProperties;
import io.vertx.core.Vertx;
import io.vertx.mqtt.MqttEndpoint;
import io.vertx.mqtt.MqttServer;
import io.vertx.mqtt.MqttServerOptions;
import io.vertx.mqtt.messages.MqttPublishMessage;
import io.vertx.mqtt.messages.codes.MqttPubAckReasonCode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Predicate;
import org.awaitility.Awaitility;

/**
 * The service as seen from outside, as small as can be: an MQTT server and an HTTP API over one in-memory store, with a
 * log of everything in the order in which it came. Holds the service's promises: a publish more than an hour ahead of
 * the clock is rejected, a clock that jumps over due work is a mistake of the caller's.
 */
final class FakeService implements AutoCloseable {
    static final String SECRET = "s3cret";

    private static final ObjectMapper JSON = new ObjectMapper();

    static {
        // The JDK's server writes head and body apart, which costs 40 ms a request against a delayed acknowledgement.
        System.setProperty("sun.net.httpserver.nodelay", "true");
    }

    private final Vertx vertx = Vertx.vertx();
    private final List<MqttEndpoint> endpoints = new CopyOnWriteArrayList<>();
    private final List<String> log = new ArrayList<>();
    private final Set<String> stored = new LinkedHashSet<>();
    private final TreeSet<Instant> due = new TreeSet<>();
    private final List<String> tickets = new ArrayList<>();
    private final List<String> mistakes = new ArrayList<>();
    private HttpServer http;
    private MqttServer mqtt;
    private int mqttPort;
    private int httpPort;
    private Instant now;
    private int publishes;
    private int dropEvery = Integer.MAX_VALUE;
    private int failingRequests;
    private Predicate<JsonNode> unwanted = payload -> false;

    FakeService(Instant now) {
        this.now = now;
        start();
    }

    void start() {
        try {
            MqttServerOptions options =
                    new MqttServerOptions().setHost("127.0.0.1").setPort(mqttPort);
            mqtt = MqttServer.create(vertx, options);
            mqtt.endpointHandler(this::onConnect).exceptionHandler(ignored -> {});
            mqttPort = mqtt.listen().await().actualPort();
            http = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), httpPort), 0);
            httpPort = http.getAddress().getPort();
            http.createContext("/api/v1/", this::onRequest);
            http.start();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Goes away as if killed: connections drop, nothing is said. */
    void kill() {
        http.stop(0);
        mqtt.close().await();
        endpoints.forEach(FakeService::drop);
        endpoints.clear();
    }

    synchronized void dueAt(Instant... instants) {
        due.addAll(List.of(instants));
    }

    /** Breaks the connection instead of answering every n-th publish, stored or not by turns. */
    synchronized void dropEvery(int n) {
        dropEvery = n;
    }

    synchronized void failNextRequests(int n) {
        failingRequests = n;
    }

    synchronized void rejectWhere(Predicate<JsonNode> test) {
        unwanted = test;
    }

    synchronized void openTicket(String id, String appliance, String component) {
        tickets.add("{\"id\":\"%s\",\"appliance\":{\"id\":\"%s\"},\"component\":{\"id\":\"%s\"}}"
                .formatted(id, appliance, component));
    }

    void awaitRepair(Duration atMost) {
        Awaitility.await().atMost(atMost).until(() -> log().stream().anyMatch(line -> line.startsWith("repair")));
    }

    synchronized List<String> log() {
        return List.copyOf(log);
    }

    synchronized List<String> mistakes() {
        return List.copyOf(mistakes);
    }

    synchronized Collection<String> stored() {
        return List.copyOf(stored);
    }

    synchronized Instant now() {
        return now;
    }

    int mqttPort() {
        return mqttPort;
    }

    int httpPort() {
        return httpPort;
    }

    ReplayRequest.Target target() {
        return new ReplayRequest.Target("127.0.0.1", mqttPort, "127.0.0.1", httpPort);
    }

    private void onConnect(MqttEndpoint endpoint) {
        if (endpoint.auth() == null || !SECRET.equals(endpoint.auth().getPassword())) {
            endpoint.reject(MqttConnectReturnCode.CONNECTION_REFUSED_BAD_USERNAME_OR_PASSWORD);
            return;
        }
        endpoints.add(endpoint);
        endpoint.closeHandler(ignored -> endpoints.remove(endpoint));
        endpoint.publishHandler(message -> onPublish(endpoint, message));
        MqttProperties properties = new MqttProperties();
        properties.add(new MqttProperties.IntegerProperty(MqttProperties.RECEIVE_MAXIMUM, 16));
        endpoint.accept(false, properties);
    }

    private synchronized void onPublish(MqttEndpoint endpoint, MqttPublishMessage message) {
        JsonNode payload = parse(message.payload().toString());
        publishes++;
        boolean drop = publishes % dropEvery == 0;
        Instant time = Instant.ofEpochMilli(payload.get("ts").asLong());
        if (time.isAfter(now.plus(Duration.ofHours(1)))) {
            mistakes.add(message.topicName() + " at " + time + " is too far ahead of " + now);
        }
        if (drop && publishes % (2 * dropEvery) == 0) {
            drop(endpoint);
            return;
        }
        boolean rejected = unwanted.test(payload);
        if (!rejected && stored.add(message.topicName() + " " + payload)) {
            log.add((message.topicName().endsWith("faults") ? "fault " : "telemetry ") + time);
        }
        if (drop) {
            drop(endpoint);
        } else if (endpoint.isConnected()) {
            endpoint.publishAcknowledge(
                    message.messageId(),
                    rejected ? MqttPubAckReasonCode.PAYLOAD_FORMAT_INVALID : MqttPubAckReasonCode.SUCCESS,
                    MqttProperties.NO_PROPERTIES);
        }
    }

    private static void drop(MqttEndpoint endpoint) {
        try {
            endpoint.close();
        } catch (IllegalArgumentException | IllegalStateException alreadyClosed) {
            // That is what was wanted.
        }
    }

    private void onRequest(HttpExchange exchange) throws IOException {
        String body = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
        String path = exchange.getRequestURI().getPath().substring("/api/v1/".length());
        Optional<String> answer = answer(exchange.getRequestMethod() + " " + path, body);
        byte[] bytes = answer.orElse("{\"title\":\"away\"}").getBytes(StandardCharsets.UTF_8);
        exchange.sendResponseHeaders(answer.isPresent() ? 200 : 503, bytes.length);
        try (var out = exchange.getResponseBody()) {
            out.write(bytes);
        }
    }

    private synchronized Optional<String> answer(String call, String body) {
        if (failingRequests > 0) {
            failingRequests--;
            return Optional.empty();
        }
        return Optional.of(
                switch (call) {
                    case "GET clock" -> clock();
                    case "PUT clock" ->
                        advance(Instant.parse(parse(body).get("now").asText()));
                    case "POST failures" -> events("failure", body);
                    case "POST repairs" -> events("repair", body);
                    case "GET stored" -> "{\"readings\":" + stored.size() + ",\"faults\":0}";
                    case "GET tickets" -> "{\"tickets\":[" + String.join(",", tickets) + "]}";
                    case "GET policy-outcome" -> "{\"failures\":2,\"preempted\":1}";
                    default -> throw new IllegalArgumentException(call);
                });
    }

    private String events(String kind, String body) {
        for (JsonNode item : parse(body)) {
            log.add(kind + " " + item.get("at").asText());
        }
        return "{\"stored\":1,\"repeated\":0}";
    }

    private String advance(Instant to) {
        if (to.isBefore(now)) {
            mistakes.add("clock set back from " + now + " to " + to);
        }
        Instant next = due.higher(now);
        if (next != null && next.isBefore(to)) {
            mistakes.add("jumped over work due at " + next + " to " + to);
        }
        now = to;
        log.add("clock " + to);
        return clock();
    }

    private String clock() {
        Instant next = due.higher(now);
        return "{\"now\":\"" + now + "\",\"mode\":\"driven\",\"next_due\":" + (next == null ? null : "\"" + next + "\"")
                + "}";
    }

    private static JsonNode parse(String json) {
        try {
            return JSON.readTree(json);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void close() {
        kill();
        vertx.close().await();
    }
}
