package io.hearthwatch.console;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.hearthwatch.servicedesk.outbox.OnceStore;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpMethod;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Set;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Supplier;

/**
 * Writes that carry an {@code Idempotency-Key}: done once, answered alike however often they are asked for; the same key with another request
 * is refused. The key belongs to the one who asks. Only what was done is remembered: after a refusal the same key may be tried again.
 *
 * <p>The routes of a ticket's steps keep their keys themselves. Writes with workers of their own, which move the clock or go about models, may
 * take long and are not held in one transaction; they do no more when they are asked for twice.
 */
final class OnceWrites {
    private static final Set<HttpMethod> WRITES =
            Set.of(HttpMethod.POST, HttpMethod.PUT, HttpMethod.PATCH, HttpMethod.DELETE);
    /** They change nothing, and what they answer is not to be kept. */
    private static final Set<String> READS = Set.of("/api/v1/tickets/{id}/link", "/api/v1/policy/simulate");

    private final OnceStore store;

    OnceWrites(OnceStore store) {
        this.store = store;
    }

    /** What is answered, as JSON. */
    Buffer answer(HttpMethod method, String path, Call call, Supplier<JsonNode> handler) {
        String key = call.header("Idempotency-Key").orElse(null);
        if (key == null || !WRITES.contains(method) || READS.contains(path)) {
            return Json.bytes(handler.get());
        }
        // Customers have no name, but the link that they came by.
        String owner = digest(call.caller().who() + (Callers.isOpen(path) ? "\n" + call.target() : ""));
        String request = method + " " + path + "\n" + call.target() + "\n" + call.query();
        String fingerprint = digest(request + "\n" + HexFormat.of().formatHex(call.body()));
        AtomicReference<Buffer> first = new AtomicReference<>();
        try {
            OnceStore.Answer kept = store.once(owner, key, fingerprint, () -> {
                JsonNode answer = handler.get();
                first.set(Json.bytes(answer));
                return Json.bytes(withoutSecret(answer)).toString(StandardCharsets.UTF_8);
            });
            return kept.again() ? Buffer.buffer(kept.text()) : first.get();
        } catch (OnceStore.KeyReusedException e) {
            throw new Problem(422, "Key used before", e.getMessage(), "take a new key for each new request");
        }
    }

    /** The same of an answer with a status, a version and a place. */
    Routes.Versioned versioned(HttpMethod method, String path, Call call, Supplier<Routes.Versioned> handler) {
        if (call.header("Idempotency-Key").isEmpty()) {
            return handler.get();
        }
        JsonNode kept = Json.parse(answer(method, path, call, () -> {
                    Routes.Versioned answer = handler.get();
                    return Json.object()
                            .put("status", answer.status())
                            .put("etag", answer.etag())
                            .put("location", answer.location())
                            .set("body", answer.body());
                })
                .getBytes());
        return new Routes.Versioned(
                kept.path("status").asInt(),
                kept.path("etag").textValue(),
                kept.path("location").textValue(),
                kept.path("body"));
    }

    /** A secret is shown once, and not kept. */
    private static JsonNode withoutSecret(JsonNode answer) {
        return answer.has("secret") ? ((ObjectNode) answer.deepCopy()).without("secret") : answer;
    }

    private static String digest(String text) {
        try {
            return HexFormat.of()
                    .formatHex(MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8)));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }
}
