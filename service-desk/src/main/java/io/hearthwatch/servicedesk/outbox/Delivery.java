package io.hearthwatch.servicedesk.outbox;

import io.hearthwatch.database.DatabaseException;
import io.hearthwatch.database.DatabaseUnavailableException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Delivers events: one thread talks to the database, requests are under way beside it, a bounded number for each receiver, so that a slow one
 * holds up nobody else. Any number of processes may deliver from one database; each line of a ticket is one's at a time, by lease.
 *
 * <p>Started once; {@link #close} stops it. Pauses and leases go by a clock that runs on by itself, even where the service's is driven:
 * receivers live in real time.
 */
public final class Delivery implements AutoCloseable {
    private static final Logger log = LoggerFactory.getLogger(Delivery.class);
    private static final int LOOKUP_THREADS = 8;
    private static final int MOST_LOOKUPS = 1_000;
    private static final long STOP_SECONDS = 5;

    private final EventLog events;
    private final Lines lines;
    private final OutboxSettings settings;
    private final InstantSource wall;
    private final InstantSource clock;
    private final DeliveryCounts counts;
    private final ExecutorService lookups;
    private final Sender sender;
    private final Thread thread;

    private final BlockingQueue<Lines.Ended> ended = new LinkedBlockingQueue<>();
    /** Used on the thread only, as the two below. */
    private final Map<Long, Integer> underWay = new HashMap<>();

    private final List<Lines.Ended> unsettled = new ArrayList<>();
    private final Map<UUID, Integer> leases = new HashMap<>();
    private boolean away;
    private final CountDownLatch stopping = new CountDownLatch(1);

    Delivery(
            EventLog events,
            Lines lines,
            OutboxSettings settings,
            InstantSource wall,
            InstantSource clock,
            DeliveryCounts counts) {
        this.events = events;
        this.lines = lines;
        this.settings = settings;
        this.wall = wall;
        this.clock = clock;
        this.counts = counts;
        this.lookups = new ThreadPoolExecutor(
                LOOKUP_THREADS,
                LOOKUP_THREADS,
                1,
                TimeUnit.MINUTES,
                new ArrayBlockingQueue<>(MOST_LOOKUPS),
                work -> daemon(work, "webhook-names"));
        this.sender = new Sender(settings, wall, lookups);
        this.thread = daemon(this::run, "webhooks");
    }

    private static Thread daemon(Runnable work, String name) {
        Thread thread = new Thread(work, name);
        thread.setDaemon(true);
        return thread;
    }

    /** Begins to deliver. */
    public void start() {
        thread.start();
    }

    private void run() {
        try {
            work();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void work() throws InterruptedException {
        boolean busy = true;
        while (stopping.getCount() > 0) {
            try {
                collect(busy ? 0 : settings.round().toMillis());
                busy = round();
                if (away) {
                    away = false;
                    log.info("webhooks are delivered again");
                }
            } catch (DatabaseUnavailableException e) {
                busy = false;
                pauseAfter(e);
            } catch (RuntimeException e) {
                busy = false;
                log.error("delivering webhooks failed, and is tried again", e);
                pauseAfter(null);
            }
        }
    }

    /** Leases last until then, so nothing is lost. */
    private void pauseAfter(DatabaseUnavailableException e) throws InterruptedException {
        if (e != null && !away) {
            away = true;
            log.warn("no webhooks are delivered for now: {}", e.getMessage());
        }
        stopping.await(1, TimeUnit.SECONDS);
    }

    private void collect(long waitMillis) throws InterruptedException {
        Lines.Ended first = unsettled.isEmpty() ? ended.poll(waitMillis, TimeUnit.MILLISECONDS) : null;
        if (first != null) {
            unsettled.add(first);
        }
        ended.drainTo(unsettled);
    }

    /** One step; true if there is more to do at once. */
    private boolean round() {
        settle();
        boolean more = events.advance(wall.instant());
        Instant now = wall.instant();
        boolean sent = false;
        for (long webhook : lines.due(now)) {
            int room = settings.atOnce() - underWay.getOrDefault(webhook, 0);
            if (room > 0) {
                for (Line line : claim(webhook, room, now)) {
                    send(line);
                    sent = true;
                }
            }
        }
        return more && !sent;
    }

    /** What cannot be read for one subscription holds up no other. */
    private List<Line> claim(long webhook, int room, Instant now) {
        try {
            return lines.claim(webhook, room, now, clock.instant());
        } catch (DatabaseException e) {
            log.error("webhook {}: what is due cannot be read, and is tried again", webhook, e);
            return List.of();
        }
    }

    private void send(Line line) {
        underWay.merge(line.webhook(), 1, Integer::sum);
        leases.merge(line.lease(), 1, Integer::sum);
        try {
            CompletableFuture<Void> unused =
                    sender.send(line).thenAccept(attempt -> ended.add(new Lines.Ended(line, attempt)));
        } catch (RuntimeException e) {
            Attempt failed = new Attempt(
                    wall.instant(), Duration.ZERO, null, e.getClass().getSimpleName(), null);
            ended.add(new Lines.Ended(line, failed));
        }
    }

    private void settle() {
        if (unsettled.isEmpty()) {
            return;
        }
        Map<Lines.Ended, Lines.Fate> fates = noted(unsettled);
        for (Lines.Ended each : unsettled) {
            Lines.Fate fate = fates.get(each);
            counts.count(fate);
            fewer(underWay, each.line().webhook());
            fewer(leases, each.line().lease());
            tell(each, fate);
        }
        unsettled.clear();
    }

    private static <K> void fewer(Map<K, Integer> counts, K key) {
        counts.merge(key, -1, (count, one) -> count + one == 0 ? null : count + one);
    }

    /** All in one transaction; where the database refuses that, each in its own, so that one which it never takes holds up no other. */
    private Map<Lines.Ended, Lines.Fate> noted(List<Lines.Ended> ended) {
        try {
            return lines.settle(ended, clock.instant());
        } catch (DatabaseException e) {
            if (ended.size() == 1) {
                Line line = ended.get(0).line();
                log.error(
                        "webhook {}: what it answered about ticket {} cannot be noted, and is asked for again: {}",
                        line.webhook(),
                        line.ticket(),
                        e.getMessage());
                return Map.of(ended.get(0), Lines.Fate.NOT_NOTED);
            }
            Map<Lines.Ended, Lines.Fate> all = new HashMap<>();
            ended.forEach(each -> all.putAll(noted(List.of(each))));
            return all;
        }
    }

    private static void tell(Lines.Ended each, Lines.Fate fate) {
        if (fate == Lines.Fate.PARKED) {
            log.warn(
                    "webhook {}: ticket {} is parked at event {}: {}; look: hearthwatch webhook dead",
                    each.line().webhook(),
                    each.line().ticket(),
                    each.line().content().id(),
                    each.attempt().shown());
        } else if (each.attempt().gone()) {
            log.warn(
                    "webhook {} is stopped: its receiver answered 410 Gone",
                    each.line().webhook());
        } else if (!each.attempt().taken()) {
            log.debug("webhook {}: {}", each.line().webhook(), each.attempt().shown());
        }
    }

    /** Stops; what is under way gets a few seconds to be answered, the rest is another's at once. */
    @Override
    public void close() {
        stopping.countDown();
        try {
            thread.join(TimeUnit.SECONDS.toMillis(STOP_SECONDS));
            if (thread.isAlive()) {
                return;
            }
            long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(STOP_SECONDS);
            while (!underWay.isEmpty() && System.nanoTime() < deadline) {
                collect(100);
                settle();
            }
            if (!leases.isEmpty()) {
                lines.giveBack(leases.keySet());
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (DatabaseException | DatabaseUnavailableException e) {
            log.debug("leases of webhooks run out by themselves: {}", e.getMessage());
        } finally {
            lookups.shutdownNow();
        }
    }
}
