package io.hearthwatch.fleet;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.LongSupplier;

/**
 * The most recently used credentials, so that a storm of reconnecting appliances does not ask the database for each. An entry lives
 * for a minute, which bounds how long a secret that another process replaced still works here; a wrong secret is looked up anew at
 * most once a second per appliance, so that a secret replaced elsewhere works at once and guessing does not load the database.
 * Unknown ids are not cached: an appliance registered by another process may connect immediately. Thread-safe.
 */
final class CredentialCache {
    /** An appliance and the hash of its secret. */
    @SuppressWarnings("ArrayRecordComponent") // never compared or printed
    record Credential(Appliance appliance, byte[] secretHash) {}

    private record Entry(Credential credential, long readAt) {}

    private static final long LIFE_NANOS = 60_000_000_000L;
    private static final long LOOK_AGAIN_NANOS = 1_000_000_000L;

    private final Map<String, Entry> entries;
    private final Function<String, Optional<Credential>> lookup;
    private final LongSupplier nanoTime;
    /** Counts invalidations: a lookup that began before one must not put its older answer into the cache. */
    private long generation;

    /**
     * @param capacity most entries kept; the least recently used goes first
     * @param lookup reads the database
     * @param nanoTime elapsed time; real time even where the service's clock is driven, since it bounds staleness, not events
     */
    CredentialCache(int capacity, Function<String, Optional<Credential>> lookup, LongSupplier nanoTime) {
        this.lookup = lookup;
        this.nanoTime = nanoTime;
        this.entries = new LinkedHashMap<>(16, 0.75f, true) {
            @Override
            protected boolean removeEldestEntry(Map.Entry<String, Entry> eldest) {
                return size() > capacity;
            }
        };
    }

    /** The appliance, if the secret is its own. */
    Optional<Appliance> authenticate(String id, String secret) {
        Entry cached = fresh(id);
        if (cached != null) {
            if (Secrets.matches(secret, cached.credential().secretHash())) {
                return Optional.of(cached.credential().appliance());
            }
            if (nanoTime.getAsLong() - cached.readAt() < LOOK_AGAIN_NANOS) {
                return Optional.empty();
            }
        }
        Optional<Credential> stored = read(id);
        boolean matches =
                Secrets.matches(secret, stored.map(Credential::secretHash).orElse(null));
        return matches ? stored.map(Credential::appliance) : Optional.empty();
    }

    private synchronized Entry fresh(String id) {
        Entry entry = entries.get(id);
        return entry == null || nanoTime.getAsLong() - entry.readAt() > LIFE_NANOS ? null : entry;
    }

    private Optional<Credential> read(String id) {
        long readAt = nanoTime.getAsLong();
        long before;
        synchronized (this) {
            before = generation;
        }
        Optional<Credential> stored = lookup.apply(id);
        synchronized (this) {
            if (generation == before) {
                stored.ifPresentOrElse(
                        credential -> entries.put(id, new Entry(credential, readAt)), () -> entries.remove(id));
            }
        }
        return stored;
    }

    /** Forgets an appliance, because its credential or its entry in the registry changed. */
    synchronized void invalidate(String id) {
        generation++;
        entries.remove(id);
    }
}
