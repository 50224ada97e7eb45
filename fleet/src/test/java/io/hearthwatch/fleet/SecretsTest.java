package io.hearthwatch.fleet;

import static org.assertj.core.api.Assertions.assertThat;

import java.security.SecureRandom;
import java.util.HashSet;
import java.util.Set;
import org.junit.jupiter.api.Test;

class SecretsTest {
    private final Secrets secrets = new Secrets(new SecureRandom());

    @Test
    void secretIs32BytesOfUrlSafeBase64AndNeverTheSame() {
        Set<String> seen = new HashSet<>();
        for (int i = 0; i < 1_000; i++) {
            String secret = secrets.generate();
            assertThat(secret).matches("[A-Za-z0-9_-]{43}");
            assertThat(seen.add(secret)).isTrue();
        }
    }

    @Test
    void onlyTheHashedSecretMatches() {
        String secret = secrets.generate();
        byte[] hash = secrets.hash(secret);
        assertThat(Secrets.matches(secret, hash)).isTrue();
        assertThat(Secrets.matches(secret + "x", hash)).isFalse();
        assertThat(Secrets.matches("", hash)).isFalse();
    }

    @Test
    void equalSecretsHashDifferently() {
        assertThat(secrets.hash("same")).isNotEqualTo(secrets.hash("same"));
    }

    @Test
    void missingOrForeignHashMatchesNothing() {
        assertThat(Secrets.matches("", null)).isFalse();
        assertThat(Secrets.matches("", new byte[49])).isFalse();
        assertThat(Secrets.matches("", new byte[0])).isFalse();
    }
}
