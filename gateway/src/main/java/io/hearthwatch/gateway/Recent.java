package io.hearthwatch.gateway;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Function;

/** A map that remembers so many keys, and forgets the one that was asked for longest ago. Safe for use by several threads. */
final class Recent<K, V> {
    private final int most;
    private final Map<K, V> values;

    Recent(int most) {
        this.most = most;
        this.values = new Bounded();
    }

    synchronized V get(K key, Function<K, V> otherwise) {
        return values.computeIfAbsent(key, otherwise);
    }

    synchronized void put(K key, V value) {
        values.put(key, value);
    }

    /** Null where there is none. */
    synchronized V remove(K key) {
        return values.remove(key);
    }

    @SuppressWarnings("serial") // never serialized
    private final class Bounded extends LinkedHashMap<K, V> {
        Bounded() {
            super(16, 0.75f, true);
        }

        @Override
        protected boolean removeEldestEntry(Map.Entry<K, V> eldest) {
            return size() > most;
        }
    }
}
