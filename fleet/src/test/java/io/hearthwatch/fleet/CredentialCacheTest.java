package io.hearthwatch.fleet;

import static org.assertj.core.api.Assertions.assertThat;

import io.hearthwatch.fleet.CredentialCache.Credential;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class CredentialCacheTest {
    private final Secrets secrets = new Secrets(new SecureRandom());
    private final Map<String, Credential> stored = new HashMap<>();
    private final AtomicInteger lookups = new AtomicInteger();
    private final AtomicLong nanos = new AtomicLong();
    private final CredentialCache cache = new CredentialCache(2, this::lookup, nanos::get);

    @Test
    void repeatedConnectsAskTheDatabaseOnce() {
        String secret = store("a");
        for (int i = 0; i < 1_000; i++) {
            assertThat(cache.authenticate("a", secret)).isPresent();
        }
        assertThat(lookups).hasValue(1);
    }

    @Test
    void wrongSecretIsRefusedAndLooksAgainAtMostOnceASecond() {
        store("a");
        for (int i = 0; i < 1_000; i++) {
            assertThat(cache.authenticate("a", "guess" + i)).isEmpty();
        }
        assertThat(lookups).hasValue(1);
        pass(Duration.ofSeconds(2));
        assertThat(cache.authenticate("a", "guess")).isEmpty();
        assertThat(lookups).hasValue(2);
    }

    @Test
    void secretReplacedElsewhereWorksAfterASecondAndTheOldOneStopsAfterAMinute() {
        String old = store("a");
        assertThat(cache.authenticate("a", old)).isPresent();
        String replaced = store("a");
        pass(Duration.ofSeconds(61));
        assertThat(cache.authenticate("a", old)).isEmpty();
        pass(Duration.ofSeconds(2));
        assertThat(cache.authenticate("a", replaced)).isPresent();
    }

    @Test
    void invalidatedEntryIsReadAnew() {
        String old = store("a");
        assertThat(cache.authenticate("a", old)).isPresent();
        String replaced = store("a");
        cache.invalidate("a");
        assertThat(cache.authenticate("a", old)).isEmpty();
        cache.invalidate("a");
        assertThat(cache.authenticate("a", replaced)).isPresent();
    }

    @Test
    void lookupThatBeganBeforeAnInvalidationIsNotKept() {
        String old = store("a");
        Credential before = stored.get("a");
        CredentialCache[] racing = new CredentialCache[1];
        racing[0] = new CredentialCache(
                2,
                id -> {
                    lookups.incrementAndGet();
                    racing[0].invalidate(id);
                    return Optional.of(before);
                },
                nanos::get);
        racing[0].authenticate("a", old);
        racing[0].authenticate("a", old);
        assertThat(lookups).hasValue(2);
    }

    @Test
    void capacityIsBoundedByForgettingTheLeastRecentlyUsed() {
        String a = store("a");
        String b = store("b");
        String c = store("c");
        cache.authenticate("a", a);
        cache.authenticate("b", b);
        cache.authenticate("a", a);
        cache.authenticate("c", c);
        assertThat(lookups).hasValue(3);
        cache.authenticate("a", a);
        assertThat(lookups).hasValue(3);
        cache.authenticate("b", b);
        assertThat(lookups).hasValue(4);
    }

    @Test
    void applianceUnknownBeforeMayConnectAsSoonAsItIsRegistered() {
        assertThat(cache.authenticate("a", "whatever")).isEmpty();
        String secret = store("a");
        assertThat(cache.authenticate("a", secret)).isPresent();
    }

    @Test
    void applianceWithoutSecretMayNotConnect() {
        stored.put("a", new Credential(appliance("a"), null));
        assertThat(cache.authenticate("a", "")).isEmpty();
    }

    private String store(String id) {
        String secret = secrets.generate();
        stored.put(id, new Credential(appliance(id), secrets.hash(secret)));
        return secret;
    }

    private static Appliance appliance(String id) {
        return new Appliance(1, id, "t", null, null, null, null, null);
    }

    private Optional<Credential> lookup(String id) {
        lookups.incrementAndGet();
        return Optional.ofNullable(stored.get(id));
    }

    private void pass(Duration time) {
        nanos.addAndGet(time.toNanos());
    }
}
