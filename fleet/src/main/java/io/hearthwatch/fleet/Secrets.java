package io.hearthwatch.fleet;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.Base64;

/**
 * Generates appliances' secrets and checks them.
 *
 * <p>A slow hash (bcrypt, Argon2) makes guessing expensive where people choose passwords from a small space. These secrets are 32
 * bytes from a secure generator: 2^256 equally likely values cannot be searched at any speed, so one SHA-256 is as safe, and a
 * reconnect storm of a hundred thousand appliances costs a tenth of a second of hashing instead of hours. The salt keeps equal
 * secrets, which a maker might one day import, from having equal hashes. Nothing else may use this class for chosen passwords.
 */
final class Secrets {
    private static final int SECRET_BYTES = 32;
    private static final int SALT_BYTES = 16;
    private static final byte VERSION = 1;
    /** Compared against where there is no such appliance, so that the answer takes as long as for a wrong secret. */
    private static final byte[] NOBODY = new byte[1 + SALT_BYTES + 32];

    private final SecureRandom random;

    Secrets(SecureRandom random) {
        this.random = random;
    }

    /** A new secret: 43 characters of URL-safe base64. */
    String generate() {
        byte[] secret = new byte[SECRET_BYTES];
        random.nextBytes(secret);
        return Base64.getUrlEncoder().withoutPadding().encodeToString(secret);
    }

    /** Version byte, salt, SHA-256(salt, secret). */
    byte[] hash(String secret) {
        byte[] salt = new byte[SALT_BYTES];
        random.nextBytes(salt);
        byte[] hash = new byte[NOBODY.length];
        hash[0] = VERSION;
        System.arraycopy(salt, 0, hash, 1, SALT_BYTES);
        System.arraycopy(digest(salt, secret), 0, hash, 1 + SALT_BYTES, 32);
        return hash;
    }

    /** Whether the secret is the one that was hashed; constant time for a given length. A null hash matches nothing. */
    static boolean matches(String secret, byte[] hash) {
        byte[] expected = hash == null || hash.length != NOBODY.length ? NOBODY : hash;
        byte[] salt = Arrays.copyOfRange(expected, 1, 1 + SALT_BYTES);
        byte[] found = Arrays.copyOfRange(expected, 1 + SALT_BYTES, expected.length);
        boolean same = MessageDigest.isEqual(digest(salt, secret), found);
        return same && expected[0] == VERSION;
    }

    private static byte[] digest(byte[] salt, String secret) {
        try {
            MessageDigest sha = MessageDigest.getInstance("SHA-256");
            sha.update(salt);
            return sha.digest(secret.getBytes(StandardCharsets.UTF_8));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }
}
