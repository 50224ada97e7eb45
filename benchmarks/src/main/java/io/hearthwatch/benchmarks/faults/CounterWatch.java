package io.hearthwatch.benchmarks.faults;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Looks at the server's own counters again and again: do they add up at every look ({@code received = stored + repeated + rejected + in
 * flight}), how much waits in memory, how large is the process.
 */
final class CounterWatch implements AutoCloseable {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final long EVERY_MILLIS = 250;

    private final ServerProcess server;
    private final HttpClient client =
            HttpClient.newBuilder().connectTimeout(Duration.ofSeconds(2)).build();
    private final Thread thread = new Thread(this::run, "counter-watch");
    private final AtomicLong looks = new AtomicLong();
    private final AtomicLong broken = new AtomicLong();
    private final AtomicLong mostQueuedBytes = new AtomicLong();
    private final AtomicLong mostResidentBytes = new AtomicLong();
    private volatile boolean closed;

    CounterWatch(ServerProcess server) {
        this.server = server;
        thread.setDaemon(true);
        thread.start();
    }

    private void run() {
        while (!closed) {
            try {
                look();
                TimeUnit.MILLISECONDS.sleep(EVERY_MILLIS);
            } catch (InterruptedException e) {
                return;
            }
        }
    }

    /** The counters now, if the server answers. */
    Optional<JsonNode> look() throws InterruptedException {
        try {
            HttpRequest request = HttpRequest.newBuilder(
                            URI.create("http://127.0.0.1:" + server.httpPort() + "/api/v1/ingest"))
                    .timeout(Duration.ofSeconds(2))
                    .build();
            HttpResponse<String> reply = client.send(request, HttpResponse.BodyHandlers.ofString());
            if (reply.statusCode() != 200) {
                return Optional.empty();
            }
            JsonNode counters = JSON.readTree(reply.body());
            looks.incrementAndGet();
            if (!addsUp(counters)) {
                broken.incrementAndGet();
            }
            mostQueuedBytes.accumulateAndGet(counters.path("queued_bytes").asLong(), Math::max);
            mostResidentBytes.accumulateAndGet(residentBytes(server.pid()), Math::max);
            return Optional.of(counters);
        } catch (IOException away) {
            return Optional.empty();
        }
    }

    private static boolean addsUp(JsonNode counters) {
        return counters.path("received").asLong()
                == counters.path("stored").asLong()
                        + counters.path("repeated").asLong()
                        + counters.path("rejected").asLong()
                        + counters.path("in_flight").asLong();
    }

    /** Resident memory of a process, 0 where the system does not tell. */
    private static long residentBytes(long pid) throws IOException {
        Path status = Path.of("/proc", String.valueOf(pid), "status");
        if (!Files.isReadable(status)) {
            return 0;
        }
        return Files.readAllLines(status, StandardCharsets.UTF_8).stream()
                .filter(line -> line.startsWith("VmRSS:"))
                .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")) * 1024)
                .findFirst()
                .orElse(0);
    }

    long looks() {
        return looks.get();
    }

    long looksThatDidNotAddUp() {
        return broken.get();
    }

    long mostQueuedBytes() {
        return mostQueuedBytes.get();
    }

    long mostResidentBytes() {
        return mostResidentBytes.get();
    }

    @Override
    public void close() {
        closed = true;
        thread.interrupt();
    }
}
