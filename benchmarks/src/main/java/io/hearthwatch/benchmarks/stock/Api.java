package io.hearthwatch.benchmarks.stock;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.IntSupplier;

/**
 * The server's API as a careful client uses it: connections are kept, and a request without an answer is sent again with the same key
 * until there is one. Shared by all clients.
 */
public final class Api {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Duration PATIENCE = Duration.ofSeconds(10);
    private static final Duration LONGEST_SILENCE = Duration.ofMinutes(3);

    private final IntSupplier port;
    private final HttpClient http = HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(PATIENCE)
            .build();
    private final AtomicLong lost = new AtomicLong();
    private final AtomicLong mismatches = new AtomicLong();
    private volatile boolean closed;

    /** @param port where the server listens, asked for each request; one of several servers on one database */
    public Api(IntSupplier port) {
        this.port = port;
    }

    /** Status and body of an answer. */
    public record Reply(int status, JsonNode json) {
        /** Whether it was carried out. */
        public boolean accepted() {
            return status == 200 || status == 201;
        }
    }

    /**
     * Under what a request is done once, where its body does not say so.
     *
     * @param version of what it is about, or null
     */
    public record Key(String text, String version) {}

    /** Answers that never came, so that the request was sent again. */
    public long lost() {
        return lost.get();
    }

    /** Requests that got two different answers under one key. */
    public long mismatches() {
        return mismatches.get();
    }

    /** Ends what is under way. */
    public void close() {
        closed = true;
    }

    /**
     * Sends a request until it is answered.
     *
     * @param path below {@code /api/v1}
     * @param key under which it is done once, or null where the body has it
     * @param twice whether it is sent twice at once, as an impatient client might
     */
    public Reply post(String path, Key key, ObjectNode body, boolean twice) throws IOException, InterruptedException {
        long deadline = System.nanoTime() + LONGEST_SILENCE.toNanos();
        while (!closed) {
            try {
                CompletableFuture<HttpResponse<byte[]>> first = send(path, key, body);
                CompletableFuture<HttpResponse<byte[]>> second = twice
                        ? send(path, key, body).exceptionally(failed -> null)
                        : CompletableFuture.completedFuture(null);
                Reply reply = reply(first.join());
                HttpResponse<byte[]> other = second.join();
                // A refusal leaves nothing, so the other of two may find enough a moment later: then the operation was
                // done.
                boolean settled = reply.accepted() || !twice || other != null;
                if (reply.status() != 503 && settled) {
                    compare(reply, other);
                    return reply.accepted() || other == null || !reply(other).accepted() ? reply : reply(other);
                }
            } catch (CompletionException e) {
                // The server is gone; it comes back.
            }
            lost.incrementAndGet();
            waitAMoment(deadline);
        }
        throw new IOException("the run ends");
    }

    /** Reads until there is an answer. */
    public Reply get(String path) throws IOException, InterruptedException {
        long deadline = System.nanoTime() + LONGEST_SILENCE.toNanos();
        while (!closed) {
            try {
                Reply reply = reply(http.send(
                        HttpRequest.newBuilder(uri(path))
                                .timeout(PATIENCE)
                                .GET()
                                .build(),
                        HttpResponse.BodyHandlers.ofByteArray()));
                if (reply.status() != 503) {
                    return reply;
                }
            } catch (JsonProcessingException e) {
                throw e;
            } catch (IOException e) {
                // The server is gone; it comes back.
            }
            waitAMoment(deadline);
        }
        throw new IOException("the run ends");
    }

    private static void waitAMoment(long deadline) throws IOException, InterruptedException {
        if (System.nanoTime() > deadline) {
            throw new IOException("the server has not answered for " + LONGEST_SILENCE.toSeconds() + " s");
        }
        TimeUnit.MILLISECONDS.sleep(50);
    }

    private URI uri(String path) {
        return URI.create("http://127.0.0.1:" + port.getAsInt() + "/api/v1" + path);
    }

    private void compare(Reply reply, HttpResponse<byte[]> other) throws IOException {
        if (other == null || !reply.accepted() || !reply(other).accepted()) {
            return;
        }
        ObjectNode one = ((ObjectNode) reply.json()).deepCopy().without("repeated");
        if (!one.equals(((ObjectNode) JSON.readTree(other.body())).without("repeated"))) {
            mismatches.incrementAndGet();
        }
    }

    private CompletableFuture<HttpResponse<byte[]>> send(String path, Key key, ObjectNode body) {
        HttpRequest.Builder request = HttpRequest.newBuilder(uri(path))
                .timeout(PATIENCE)
                .header("Content-Type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofByteArray(bytes(body)));
        if (key != null) {
            request.header("Idempotency-Key", key.text());
            if (key.version() != null) {
                request.header("If-Match", '"' + key.version() + '"');
            }
        }
        return http.sendAsync(request.build(), HttpResponse.BodyHandlers.ofByteArray());
    }

    private static Reply reply(HttpResponse<byte[]> response) throws IOException {
        return new Reply(response.statusCode(), JSON.readTree(response.body()));
    }

    private static byte[] bytes(ObjectNode body) {
        try {
            return JSON.writeValueAsBytes(body);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException(e);
        }
    }

    /** An empty body. */
    public static ObjectNode object() {
        return JSON.createObjectNode();
    }
}
