package io.hearthwatch.gateway;

import io.vertx.core.Vertx;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;

/**
 * Those who wait until there is room, woken in the order in which they came, so many at a time while there is: when a database comes
 * back, thousands that start again in one moment would fill the room at once and wait anew. Safe for use by several threads.
 */
final class Resumption<T> {
    private static final int AT_ONCE = 200;
    private static final long PACE_MILLIS = 10;

    private final Vertx vertx;
    private final BooleanSupplier room;
    private final Consumer<T> wake;
    private final Runnable whenFull;
    private final Set<T> waiting = new LinkedHashSet<>();
    private boolean stepping;

    /**
     * @param room whether somebody may go on now
     * @param wake runs on any thread
     * @param whenFull called when somebody waits and there is no room: has {@link #begin} called when there is
     */
    Resumption(Vertx vertx, BooleanSupplier room, Consumer<T> wake, Runnable whenFull) {
        this.vertx = vertx;
        this.room = room;
        this.wake = wake;
        this.whenFull = whenFull;
    }

    synchronized void add(T one) {
        waiting.add(one);
    }

    /** It waits no more, because it is gone. */
    synchronized void forget(T one) {
        waiting.remove(one);
    }

    /** There may be room now. */
    void begin() {
        synchronized (this) {
            if (stepping || waiting.isEmpty()) {
                return;
            }
            stepping = true;
        }
        step();
    }

    private void step() {
        List<T> woken = new ArrayList<>();
        boolean free = room.getAsBoolean();
        boolean left;
        synchronized (this) {
            Iterator<T> next = waiting.iterator();
            while (free && next.hasNext() && woken.size() < AT_ONCE) {
                woken.add(next.next());
                next.remove();
            }
            left = !waiting.isEmpty();
            stepping = free && left;
        }
        woken.forEach(wake);
        if (free && left) {
            vertx.setTimer(PACE_MILLIS, t -> step());
        } else if (left) {
            whenFull.run();
        }
    }

    synchronized int size() {
        return waiting.size();
    }
}
