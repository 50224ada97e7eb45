package io.hearthwatch.servicedesk.outbox;

import io.hearthwatch.servicedesk.Refusal;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.stream.Collectors;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * What requests to other systems are signed with, by the Standard Webhooks convention: HMAC-SHA256 over {@code id.timestamp.body}, in
 * Base64 behind {@code v1,}; a request that is signed with two secrets carries both signatures. Never shown again once it was made.
 */
public final class Secret {
    private static final String PREFIX = "whsec_";
    private static final int BYTES = 32;
    private static final int LEAST = 24;
    private static final int MOST = 64;
    private static final SecureRandom RANDOM = new SecureRandom();

    private final byte[] key;

    private Secret(byte[] key) {
        this.key = key;
    }

    static Secret random() {
        byte[] key = new byte[BYTES];
        RANDOM.nextBytes(key);
        return new Secret(key);
    }

    static Secret stored(byte[] key) {
        return new Secret(key.clone());
    }

    /**
     * One that somebody set up: {@code whsec_…} by the convention, else the text itself in UTF-8.
     *
     * @throws Refusal if it begins like one of the convention and is none; without the text
     */
    public static Secret configured(String text) {
        return text.startsWith(PREFIX) ? parse(text) : new Secret(text.getBytes(StandardCharsets.UTF_8));
    }

    /** @throws Refusal if the text is no secret; without the text */
    static Secret parse(String text) {
        byte[] key = new byte[0];
        if (text.startsWith(PREFIX)) {
            try {
                key = Base64.getDecoder().decode(text.substring(PREFIX.length()));
            } catch (IllegalArgumentException e) {
                key = new byte[0];
            }
        }
        if (key.length < LEAST || key.length > MOST) {
            throw Refusal.invalid(
                    "the secret is not " + PREFIX + " and " + LEAST + " to " + MOST + " bytes in Base64",
                    "leave it out, and one is made");
        }
        return new Secret(key);
    }

    byte[] bytes() {
        return key.clone();
    }

    /** As its receiver is to keep it. */
    String shown() {
        return PREFIX + Base64.getEncoder().encodeToString(key);
    }

    /**
     * The value of the header {@code webhook-signature}.
     *
     * @param id what {@code webhook-id} says
     * @param at what {@code webhook-timestamp} says, of which whole seconds count
     */
    public static String sign(List<Secret> secrets, String id, Instant at, byte[] body) {
        return secrets.stream().map(secret -> "v1," + secret.mac(id, at, body)).collect(Collectors.joining(" "));
    }

    private String mac(String id, Instant at, byte[] body) {
        try {
            Mac mac = Mac.getInstance("HmacSHA256");
            mac.init(new SecretKeySpec(key, "HmacSHA256"));
            mac.update((id + "." + at.getEpochSecond() + ".").getBytes(StandardCharsets.UTF_8));
            return Base64.getEncoder().encodeToString(mac.doFinal(body));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every Java platform has HmacSHA256", e);
        }
    }

    @Override
    public String toString() {
        return "a secret";
    }
}
