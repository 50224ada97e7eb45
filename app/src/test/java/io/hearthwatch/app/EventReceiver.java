package io.hearthwatch.app;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;

/**
 * Somebody else's system: takes events of tickets at {@code /events}, fails now and then, and takes messages to customers at {@code
 * /messages}. Remembers both. Thread-safe.
 */
final class EventReceiver implements AutoCloseable {
    private static final ObjectMapper JSON = new ObjectMapper();

    private final HttpServer server;
    private final ExecutorService threads = Executors.newCachedThreadPool();
    /** By ticket: the sequence of each request, in the order in which they came. */
    private final Map<String, List<Long>> asked = new LinkedHashMap<>();

    private final Map<String, Integer> taken = new HashMap<>();
    private final Map<String, List<String>> messages = new HashMap<>();
    private final Set<String> failed = new HashSet<>();
    private final List<String> wrong = new ArrayList<>();
    private CountDownLatch hold = new CountDownLatch(0);
    private int held;

    private EventReceiver(HttpServer server) {
        this.server = server;
    }

    static EventReceiver start() throws IOException {
        HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        EventReceiver receiver = new EventReceiver(server);
        server.setExecutor(receiver.threads);
        server.createContext("/events", receiver::event);
        server.createContext("/messages", receiver::message);
        server.start();
        return receiver;
    }

    String url(String path) {
        return "http://127.0.0.1:" + server.getAddress().getPort() + path;
    }

    /** From now on events are not taken before {@link #release}. */
    synchronized void hold() {
        hold = new CountDownLatch(1);
    }

    synchronized void release() {
        hold.countDown();
    }

    /** Requests that came since {@link #hold}, but those that failed. */
    synchronized int held() {
        return held;
    }

    /** How often each event was answered with 2xx, by its id. */
    synchronized Map<String, Integer> taken() {
        return Map.copyOf(taken);
    }

    /** What did not come in its order, and what came again though it was over. */
    synchronized List<String> wrong() {
        return List.copyOf(wrong);
    }

    synchronized boolean hasFailed() {
        return !failed.isEmpty();
    }

    /** By the message's id: ticket and kind, once for each request. */
    synchronized Map<String, List<String>> messages() {
        return Map.copyOf(messages);
    }

    private void event(HttpExchange exchange) throws IOException {
        JsonNode event = JSON.readTree(exchange.getRequestBody());
        String id = exchange.getRequestHeaders().getFirst("webhook-id");
        if (arrived(
                id,
                event.path("subject").asText(),
                Long.parseLong(event.path("sequence").asText()))) {
            answer(exchange, 500);
            return;
        }
        try {
            waited().await(60, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        synchronized (this) {
            taken.merge(id, 1, Integer::sum);
        }
        answer(exchange, 204);
    }

    private synchronized CountDownLatch waited() {
        held += hold.getCount() > 0 ? 1 : 0;
        return hold;
    }

    /** Whether this request is one that fails. */
    private synchronized boolean arrived(String id, String ticket, long sequence) {
        List<Long> before = asked.computeIfAbsent(ticket, each -> new ArrayList<>());
        long last = before.isEmpty() ? 0 : before.get(before.size() - 1);
        if (sequence != last && sequence != last + 1) {
            wrong.add("ticket " + ticket + ": " + sequence + " after " + before);
        }
        before.add(sequence);
        return sequence % 4 == 2 && failed.add(id);
    }

    private void message(HttpExchange exchange) throws IOException {
        JsonNode message = JSON.readTree(exchange.getRequestBody());
        synchronized (this) {
            messages.computeIfAbsent(
                            exchange.getRequestHeaders().getFirst("Idempotency-Key"), each -> new ArrayList<>())
                    .add(message.path("ticket").asText() + " "
                            + message.path("kind").asText());
        }
        answer(exchange, 204);
    }

    private static void answer(HttpExchange exchange, int status) {
        try (exchange) {
            exchange.sendResponseHeaders(status, -1);
        } catch (IOException e) {
            // Who asked is dead, or gave up.
        }
    }

    @Override
    public void close() {
        release();
        server.stop(0);
        threads.shutdownNow();
    }
}
