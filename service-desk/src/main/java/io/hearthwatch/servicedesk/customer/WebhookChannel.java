package io.hearthwatch.servicedesk.customer;

import io.hearthwatch.servicedesk.Refusal;
import io.hearthwatch.servicedesk.Sql;
import io.hearthwatch.servicedesk.outbox.Secret;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Hands messages to another system, which brings them to the customer (a push service, an SMS gateway). Signed as everything that is sent to
 * other systems ({@link Secret}): {@code webhook-id}, {@code webhook-timestamp} and {@code webhook-signature}. Thread-safe.
 */
public final class WebhookChannel implements MessageChannel {
    private static final Duration TIMEOUT = Duration.ofSeconds(10);

    private final HttpClient client =
            HttpClient.newBuilder().connectTimeout(TIMEOUT).build();
    private final URI address;
    private final Secret secret;
    private final InstantSource wall;

    /**
     * @param secret {@code whsec_…} in Base64, else any text
     * @param wall what requests are stamped with: receivers compare it with their own clock
     * @throws Refusal if the secret begins like one in Base64 and is none; without the secret
     */
    public WebhookChannel(URI address, String secret, InstantSource wall) {
        this.address = address;
        this.secret = Secret.configured(secret);
        this.wall = wall;
    }

    @Override
    public void send(Letter letter) throws IOException {
        Map<String, String> json = new LinkedHashMap<>();
        json.put("id", letter.id());
        json.put("household", letter.household());
        json.put("ticket", letter.ticket());
        json.put("kind", letter.kind());
        json.put("language", letter.language());
        json.put("subject", letter.subject());
        json.put("body", letter.body());
        byte[] body = Sql.json(json).getBytes(StandardCharsets.UTF_8);
        Instant at = wall.instant();
        HttpRequest request = HttpRequest.newBuilder(address)
                .timeout(TIMEOUT)
                .header("Content-Type", "application/json")
                .header("Idempotency-Key", letter.id())
                .header("webhook-id", letter.id())
                .header("webhook-timestamp", Long.toString(at.getEpochSecond()))
                .header("webhook-signature", Secret.sign(List.of(secret), letter.id(), at, body))
                .POST(HttpRequest.BodyPublishers.ofByteArray(body))
                .build();
        try {
            int status =
                    client.send(request, HttpResponse.BodyHandlers.discarding()).statusCode();
            if (status < 200 || status > 299) {
                throw new IOException("the webhook answered " + status);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("stopped while the webhook was asked", e);
        }
    }
}
