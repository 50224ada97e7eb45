package io.hearthwatch.servicedesk.customer;

import io.hearthwatch.servicedesk.Refusal;
import java.nio.ByteBuffer;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.time.Instant;
import java.util.Base64;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * Makes and checks the tokens in customers' links: the ticket and the end of its validity, with HMAC-SHA256 over both. A token says nothing
 * of anybody and is kept nowhere. Immutable.
 */
final class LinkSigner {
    private static final int PAYLOAD = 16;
    private static final Base64.Encoder ENCODER = Base64.getUrlEncoder().withoutPadding();

    private final byte[] key;

    LinkSigner(byte[] key) {
        this.key = key.clone();
    }

    String sign(long ticket, Instant expires) {
        byte[] payload = ByteBuffer.allocate(PAYLOAD)
                .putLong(ticket)
                .putLong(expires.getEpochSecond())
                .array();
        return ENCODER.encodeToString(payload) + "." + ENCODER.encodeToString(mac(payload));
    }

    /**
     * The ticket that a token opens.
     *
     * @throws Refusal forbidden if it is not one of ours, gone if it has expired
     */
    long verify(String token, Instant now) {
        byte[] payload;
        byte[] signature;
        try {
            String[] pieces = token.split("\\.", -1);
            if (token.length() > 200 || pieces.length != 2) {
                throw forged();
            }
            payload = Base64.getUrlDecoder().decode(pieces[0]);
            signature = Base64.getUrlDecoder().decode(pieces[1]);
        } catch (IllegalArgumentException e) {
            throw forged();
        }
        if (payload.length != PAYLOAD || !MessageDigest.isEqual(signature, mac(payload))) {
            throw forged();
        }
        ByteBuffer read = ByteBuffer.wrap(payload);
        long ticket = read.getLong();
        Instant expires = Instant.ofEpochSecond(read.getLong());
        if (!now.isBefore(expires)) {
            throw new Refusal(
                    Refusal.Kind.GONE, "this link was good until " + expires, "ask your service centre for a new one");
        }
        return ticket;
    }

    private static Refusal forged() {
        return Refusal.forbidden("this link is not one of ours", "use the link exactly as it was sent");
    }

    private byte[] mac(byte[] payload) {
        try {
            Mac mac = Mac.getInstance("HmacSHA256");
            mac.init(new SecretKeySpec(key, "HmacSHA256"));
            return mac.doFinal(payload);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every Java platform has HmacSHA256", e);
        }
    }
}
