package io.hearthwatch.servicedesk;

import com.fasterxml.jackson.core.type.TypeReference;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;

/** Another system that takes events, and behaves as the test wants. What it was sent is kept whatever it answered. */
final class Receiver implements AutoCloseable {
    /** How it behaves towards a request: an answer's head, or one of the words below. */
    static final String HANG = "hang";

    static final String CLOSE = "close";
    static final String LATE = "late";
    static final String OK = "HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n";
    static final String ERROR = "HTTP/1.1 500 Oh\r\nContent-Length: 2\r\n\r\nno";

    /** A request that came. */
    record Got(Map<String, String> headers, String body) {
        Map<String, Object> json() {
            return Sql.fromJson(body, new TypeReference<>() {});
        }

        String id() {
            return headers.get("webhook-id");
        }

        String ticket() {
            return (String) json().get("subject");
        }

        String sequence() {
            return (String) json().get("sequence");
        }
    }

    private final ServerSocket socket;
    private final ExecutorService threads = Executors.newCachedThreadPool();
    private final List<Got> got = new ArrayList<>();
    private final Set<Socket> connections = ConcurrentHashMap.newKeySet();
    private final CountDownLatch closed = new CountDownLatch(1);
    final AtomicInteger atOnce = new AtomicInteger();
    final AtomicInteger mostAtOnce = new AtomicInteger();
    private volatile Function<Got, String> behaviour;

    Receiver(Function<Got, String> behaviour) {
        this.behaviour = behaviour;
        try {
            socket = new ServerSocket(0, 200, InetAddress.getLoopbackAddress());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        threads.execute(this::accept);
    }

    String url() {
        return "http://127.0.0.1:" + socket.getLocalPort() + "/events";
    }

    void behave(Function<Got, String> other) {
        behaviour = other;
    }

    List<Got> got() {
        synchronized (got) {
            return List.copyOf(got);
        }
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
            for (Got request = read(connection); request != null; request = read(connection)) {
                mostAtOnce.accumulateAndGet(atOnce.incrementAndGet(), Math::max);
                try {
                    String answer;
                    synchronized (got) {
                        got.add(request);
                        answer = behaviour.apply(request);
                    }
                    if (answer.equals(HANG)) {
                        // Until the sender gives up, or this is closed.
                        connection.getInputStream().read();
                        return;
                    }
                    if (answer.equals(CLOSE)) {
                        return;
                    }
                    if (answer.equals(LATE)) {
                        closed.await(900, TimeUnit.MILLISECONDS);
                        answer = OK;
                    }
                    connection.getOutputStream().write(answer.getBytes(StandardCharsets.UTF_8));
                    connection.getOutputStream().flush();
                } finally {
                    atOnce.decrementAndGet();
                }
            }
        } catch (IOException e) {
            // The sender gave up.
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            connections.remove(connection);
        }
    }

    private static Got read(Socket connection) throws IOException {
        InputStream in = connection.getInputStream();
        ByteArrayOutputStream head = new ByteArrayOutputStream();
        while (!head.toString(StandardCharsets.UTF_8).endsWith("\r\n\r\n")) {
            int next = in.read();
            if (next < 0) {
                return null;
            }
            head.write(next);
        }
        Map<String, String> headers = new LinkedHashMap<>();
        for (String line : head.toString(StandardCharsets.UTF_8).split("\r\n", -1)) {
            int colon = line.indexOf(": ");
            if (colon > 0) {
                headers.put(line.substring(0, colon).toLowerCase(Locale.ROOT), line.substring(colon + 2));
            }
        }
        byte[] body = in.readNBytes(Integer.parseInt(headers.getOrDefault("content-length", "0")));
        return new Got(headers, new String(body, StandardCharsets.UTF_8));
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
