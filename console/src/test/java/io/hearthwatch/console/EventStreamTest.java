package io.hearthwatch.console;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.Test;

class EventStreamTest {

    @Test
    void listenersHearOfChangesAndOfTheClock() throws Exception {
        try (SampleHouse house = SampleHouse.furnished(0);
                Listener one = new Listener(house.url());
                Listener two = new Listener(house.url())) {
            await().untilAsserted(() -> assertThat(one.lines).contains("event: change"));
            one.lines.clear();
            two.lines.clear();
            house.clock.advance(SampleHouse.NOW.plusSeconds(60));
            await().untilAsserted(() -> assertThat(one.lines)
                    .contains("data: {\"now\":\"2026-11-20T14:36:00Z\",\"next_due\":null,\"mode\":\"driven\"}"));
            assertThat(one.lines).doesNotContain("event: change");
            house.propose(6, "motor", 0.7, null);
            await().untilAsserted(() -> assertThat(one.lines).contains("event: change"));
            await().untilAsserted(() -> assertThat(two.lines).contains("event: change"));
            assertThat(one.compressed).isFalse();
        }
    }

    @Test
    void moreListenersThanAllowedLetTheOldestGo() throws Exception {
        try (SampleHouse house = SampleHouse.empty(0);
                Listener oldest = new Listener(house.url())) {
            HttpClient client = HttpClient.newHttpClient();
            List<HttpResponse<InputStream>> others = new CopyOnWriteArrayList<>();
            for (int i = 0; i < EventStream.MOST_LISTENERS; i++) {
                others.add(client.send(
                        HttpRequest.newBuilder(URI.create(house.url() + "/api/v1/events"))
                                .build(),
                        HttpResponse.BodyHandlers.ofInputStream()));
            }
            await().atMost(Duration.ofSeconds(10))
                    .untilAsserted(() -> assertThat(oldest.ended).isTrue());
            for (HttpResponse<InputStream> other : others) {
                other.body().close();
            }
            assertThat(new Http(house.url()).get("/health/ready").status()).isEqualTo(200);
        }
    }

    /** Collects the lines of a stream until closed. */
    private static final class Listener implements AutoCloseable {
        final List<String> lines = new CopyOnWriteArrayList<>();
        final boolean compressed;
        volatile boolean ended;
        private final InputStream body;

        Listener(String url) throws IOException, InterruptedException {
            HttpResponse<InputStream> response = HttpClient.newHttpClient()
                    .send(
                            HttpRequest.newBuilder(URI.create(url + "/api/v1/events"))
                                    .header("Accept-Encoding", "gzip")
                                    .build(),
                            HttpResponse.BodyHandlers.ofInputStream());
            compressed =
                    response.headers().firstValue("content-encoding").orElse("").contains("gzip");
            body = response.body();
            Thread reader = new Thread(this::read, "listener");
            reader.setDaemon(true);
            reader.start();
        }

        private void read() {
            try (BufferedReader reader = new BufferedReader(new InputStreamReader(body, StandardCharsets.UTF_8))) {
                for (String line = reader.readLine(); line != null; line = reader.readLine()) {
                    lines.add(line);
                }
            } catch (IOException e) {
                lines.add("ended: " + e.getMessage());
            } finally {
                ended = true;
            }
        }

        @Override
        public void close() throws IOException {
            body.close();
        }
    }
}
