package io.hearthwatch.console;

import java.util.function.LongSupplier;
import java.util.function.Supplier;

/**
 * A figure that costs more to count the more is stored. It is counted again only when it is old, where old grows with what the last
 * count cost, so that a watched page never keeps the database busy. Thread-safe; one thread counts, the others get the last answer.
 */
final class Cached<T> {
    private static final long YOUNG_NANOS = 2_000_000_000L;
    private static final int REST_PER_WORK = 20;

    private final Supplier<T> source;
    private final LongSupplier nanos;
    private T value;
    private long freshUntil;
    private boolean counting;

    Cached(Supplier<T> source, LongSupplier nanos) {
        this.source = source;
        this.nanos = nanos;
    }

    T get() {
        synchronized (this) {
            boolean fresh = value != null && nanos.getAsLong() - freshUntil < 0;
            if (fresh || (counting && value != null)) {
                return value;
            }
            counting = true;
        }
        long begun = nanos.getAsLong();
        T counted = null;
        try {
            counted = source.get();
            return counted;
        } finally {
            synchronized (this) {
                counting = false;
                if (counted != null) {
                    value = counted;
                    long ended = nanos.getAsLong();
                    freshUntil = ended + Math.max(YOUNG_NANOS, (ended - begun) * REST_PER_WORK);
                }
            }
        }
    }
}
