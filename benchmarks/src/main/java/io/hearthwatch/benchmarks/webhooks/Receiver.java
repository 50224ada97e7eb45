package io.hearthwatch.benchmarks.webhooks;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.Base64;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Queue;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * Another system that is sent events: checks each request's signature and order, and now and then behaves badly, at most twice for one
 * event. Thread-safe; closing it hangs up.
 */
final class Receiver implements AutoCloseable {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final int MOST_HEAD_BYTES = 65_536;
    private static final int MOST_BODY_BYTES = 4_000_000;
    private static final int MOST_MISBEHAVED = 2;
    private static final String TAKEN = "HTTP/1.1 204 No Content\r\n\r\n";
    private static final String ERROR = "HTTP/1.1 500 Oh\r\nContent-Length: 2\r\n\r\nno";
    private static final String PAUSE = "HTTP/1.1 429 Slow\r\nRetry-After: 1\r\nContent-Length: 0\r\n\r\n";
    private static final String NONSENSE = "what is this\r\n\r\n";
    private static final String ENDLESS = "HTTP/1.1 200 OK\r\nContent-Length: 500\r\n\r\nsome";

    private final Behaviour behaviour;
    private final double share;
    private final long timeoutMillis;
    private final Queue<String> violations;
    private final Random random;
    private final Received received = new Received();
    private final ServerSocket socket;
    private final ExecutorService threads = Executors.newCachedThreadPool();
    private final Set<Socket> connections = ConcurrentHashMap.newKeySet();
    private final CountDownLatch closed = new CountDownLatch(1);
    private volatile String secret = "";

    @SuppressWarnings("ArrayRecordComponent") // read once, compared by nobody
    private record Request(Map<String, String> headers, byte[] body) {}

    /**
     * @param share of the requests to which it behaves badly
     * @param timeoutMillis how long senders wait
     * @param violations where it says what no sender may do
     */
    Receiver(Behaviour behaviour, double share, long timeoutMillis, long seed, Queue<String> violations)
            throws IOException {
        this.behaviour = behaviour;
        this.share = share;
        this.timeoutMillis = timeoutMillis;
        this.violations = violations;
        this.random = new Random(seed * 31 + behaviour.name().hashCode());
        this.socket = new ServerSocket(0, 200, InetAddress.getLoopbackAddress());
        threads.execute(this::accept);
    }

    Behaviour behaviour() {
        return behaviour;
    }

    Received received() {
        return received;
    }

    String url() {
        return "http://127.0.0.1:" + socket.getLocalPort() + "/events";
    }

    /** What requests are signed with. */
    void signedWith(String signingSecret) {
        secret = signingSecret;
    }

    private void accept() {
        try {
            while (closed.getCount() > 0) {
                Socket connection = socket.accept();
                threads.execute(() -> serve(connection));
            }
        } catch (IOException e) {
            // It was closed.
        }
    }

    private void serve(Socket connection) {
        connections.add(connection);
        try (connection) {
            boolean goesOn = true;
            while (goesOn) {
                Request request = read(connection.getInputStream());
                goesOn = request != null && answer(request, connection);
            }
        } catch (IOException e) {
            // The sender gave up, or was killed.
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (RuntimeException e) {
            violations.add(behaviour.word() + " was sent something that it cannot read: " + e);
        } finally {
            connections.remove(connection);
        }
    }

    /** Whether the connection goes on. */
    private boolean answer(Request request, Socket connection) throws IOException, InterruptedException {
        JsonNode event = JSON.readTree(request.body());
        String id = event.path("id").asText();
        String ticket = event.path("subject").asText();
        int sequence = event.path("sequence").asInt();
        if (!id.equals(request.headers().get("webhook-id"))) {
            violations.add(behaviour.word() + " was sent event " + id + " under another id");
        }
        if (!isSigned(id, request)) {
            violations.add(behaviour.word() + " was sent event " + id + " with a wrong signature");
        }
        received.came(id, ticket, sequence).ifPresent(wrong -> violations.add(behaviour.word() + ": " + wrong));
        OutputStream out = connection.getOutputStream();
        if (behaves(id)) {
            received.took(id, ticket, sequence);
            return write(out, TAKEN);
        }
        return switch (behaviour) {
            case FAILS -> fail(out);
            case HANGS -> {
                // Until the sender gives up.
                connection.getInputStream().read();
                yield false;
            }
            case DRIPS -> {
                received.took(id, ticket, sequence);
                yield drip(out);
            }
            case ANSWERS_LATE -> {
                received.took(id, ticket, sequence);
                closed.await(timeoutMillis + 300, TimeUnit.MILLISECONDS);
                yield write(out, TAKEN);
            }
        };
    }

    private synchronized boolean behaves(String id) {
        return received.times(id) > MOST_MISBEHAVED || random.nextDouble() >= share;
    }

    private synchronized int choice(int among) {
        return random.nextInt(among);
    }

    private boolean fail(OutputStream out) throws IOException {
        return switch (choice(4)) {
            case 0 -> write(out, PAUSE);
            case 1 -> false;
            case 2 -> {
                write(out, NONSENSE);
                yield false;
            }
            default -> write(out, ERROR);
        };
    }

    private boolean drip(OutputStream out) throws IOException, InterruptedException {
        boolean body = choice(2) == 0;
        String dripped = body ? " ".repeat(400) : TAKEN;
        if (body) {
            write(out, ENDLESS);
        }
        long pause = Math.max(50, timeoutMillis / 10);
        for (int i = 0; i < dripped.length(); i++) {
            write(out, dripped.substring(i, i + 1));
            if (closed.await(pause, TimeUnit.MILLISECONDS)) {
                return false;
            }
        }
        return true;
    }

    private static boolean write(OutputStream out, String answer) throws IOException {
        out.write(answer.getBytes(StandardCharsets.US_ASCII));
        out.flush();
        return true;
    }

    /** By the Standard Webhooks specification: HMAC-SHA-256 over id, time and body; one of several signatures. */
    private boolean isSigned(String id, Request request) {
        String prefix = id + "." + request.headers().get("webhook-timestamp") + ".";
        try {
            Mac mac = Mac.getInstance("HmacSHA256");
            mac.init(new SecretKeySpec(Base64.getDecoder().decode(secret.substring("whsec_".length())), "HmacSHA256"));
            mac.update(prefix.getBytes(StandardCharsets.UTF_8));
            byte[] expected = ("v1," + Base64.getEncoder().encodeToString(mac.doFinal(request.body())))
                    .getBytes(StandardCharsets.US_ASCII);
            for (String each :
                    request.headers().getOrDefault("webhook-signature", "").split(" ", -1)) {
                if (MessageDigest.isEqual(expected, each.getBytes(StandardCharsets.US_ASCII))) {
                    return true;
                }
            }
            return false;
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    private static Request read(InputStream in) throws IOException {
        ByteArrayOutputStream head = new ByteArrayOutputStream();
        int ends = 0;
        while (ends < 4) {
            int next = in.read();
            if (next < 0 || head.size() > MOST_HEAD_BYTES) {
                return null;
            }
            head.write(next);
            ends = next == "\r\n\r\n".charAt(ends) ? ends + 1 : next == '\r' ? 1 : 0;
        }
        Map<String, String> headers = new HashMap<>();
        for (String line : head.toString(StandardCharsets.US_ASCII).split("\r\n", -1)) {
            int colon = line.indexOf(": ");
            if (colon > 0) {
                headers.put(line.substring(0, colon).toLowerCase(Locale.ROOT), line.substring(colon + 2));
            }
        }
        int length = Integer.parseInt(headers.getOrDefault("content-length", "0"));
        byte[] body = in.readNBytes(Math.min(length, MOST_BODY_BYTES));
        // A sender that was killed in the middle of a request has sent none.
        return body.length < length ? null : new Request(headers, body);
    }

    @Override
    public void close() {
        closed.countDown();
        try {
            socket.close();
            for (Socket connection : connections) {
                connection.close();
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        threads.shutdownNow();
    }
}
