package io.hearthwatch.servicedesk.customer;

import io.hearthwatch.servicedesk.Sql;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.time.Duration;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.Map;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * Hands messages to another system, which brings them to the customer (a push service, an SMS gateway). Signed: header
 * {@code X-Hearthwatch-Signature: sha256=…}, HMAC-SHA256 of the body under the shared secret, in hexadecimal. Thread-safe.
 */
public final class WebhookChannel implements MessageChannel {
    private static final Duration TIMEOUT = Duration.ofSeconds(10);

    private final HttpClient client =
            HttpClient.newBuilder().connectTimeout(TIMEOUT).build();
    private final URI address;
    private final byte[] secret;

    public WebhookChannel(URI address, String secret) {
        this.address = address;
        this.secret = secret.getBytes(StandardCharsets.UTF_8);
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
        HttpRequest request = HttpRequest.newBuilder(address)
                .timeout(TIMEOUT)
                .header("Content-Type", "application/json")
                .header("Idempotency-Key", letter.id())
                .header("X-Hearthwatch-Signature", "sha256=" + HexFormat.of().formatHex(mac(body)))
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

    private byte[] mac(byte[] body) {
        try {
            Mac mac = Mac.getInstance("HmacSHA256");
            mac.init(new SecretKeySpec(secret, "HmacSHA256"));
            return mac.doFinal(body);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every Java platform has HmacSHA256", e);
        }
    }
}
