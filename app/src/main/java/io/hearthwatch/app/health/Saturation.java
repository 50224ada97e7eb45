package io.hearthwatch.app.health;

import java.util.Map;
import java.util.TreeMap;
import java.util.function.BooleanSupplier;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Says when appliances begin to be held back because more comes than can be committed, when that is over, and, at most once a minute,
 * which connections were refused. Looked at once a second by one thread.
 */
final class Saturation {
    private static final Logger log = LoggerFactory.getLogger(Saturation.class);
    /** Over only after this long without, lest it be said again and again under a load at the limit. */
    private static final long CALM_NANOS = 10_000_000_000L;

    private static final long REFUSALS_EVERY_NANOS = 60_000_000_000L;

    private final BooleanSupplier full;
    private final LongSupplier heldBack;
    private final BooleanSupplier roomOnDisk;
    private final Supplier<Map<String, Long>> refused;
    private final LongSupplier nanoTime;

    private long heldBackBefore;
    private boolean saturated;
    private long since;
    private long lastSeen;
    private Map<String, Long> refusedBefore = Map.of();
    private long refusalsToldAt;
    private boolean refusalsTold;

    /**
     * @param full whether no more may be queued now
     * @param heldBack how often a connection was held back because too much waited in the whole service
     * @param roomOnDisk whether messages are taken as far as the disk goes
     * @param refused connections refused, by reason
     */
    Saturation(
            BooleanSupplier full,
            LongSupplier heldBack,
            BooleanSupplier roomOnDisk,
            Supplier<Map<String, Long>> refused,
            LongSupplier nanoTime) {
        this.full = full;
        this.heldBack = heldBack;
        this.roomOnDisk = roomOnDisk;
        this.refused = refused;
        this.nanoTime = nanoTime;
    }

    void look() {
        long now = nanoTime.getAsLong();
        long held = heldBack.getAsLong();
        // With a full disk connections are held back too, and the gate before the disk says so.
        boolean seen = full.getAsBoolean() || (held > heldBackBefore && roomOnDisk.getAsBoolean());
        heldBackBefore = held;
        if (seen) {
            lastSeen = now;
            if (!saturated) {
                saturated = true;
                since = now;
                log.atWarn()
                        .addKeyValue("event", "saturation_begins")
                        .log("more comes than can be committed: appliances are held back, nothing is lost");
            }
        } else if (saturated && now - lastSeen > CALM_NANOS) {
            saturated = false;
            double seconds = (lastSeen - since) / 1e9;
            log.atInfo()
                    .addKeyValue("event", "saturation_ends")
                    .addKeyValue("seconds", seconds)
                    .log("appliances are not held back any more, after {} s", Math.max(1, Math.round(seconds)));
        }
        refusals(now);
    }

    private void refusals(long now) {
        if (refusalsTold && now - refusalsToldAt < REFUSALS_EVERY_NANOS) {
            return;
        }
        Map<String, Long> total = refused.get();
        Map<String, Long> since = new TreeMap<>();
        total.forEach((reason, n) -> {
            long more = n - refusedBefore.getOrDefault(reason, 0L);
            if (more > 0) {
                since.put(reason, more);
            }
        });
        if (since.isEmpty()) {
            return;
        }
        refusedBefore = Map.copyOf(total);
        refusalsTold = true;
        refusalsToldAt = now;
        log.atWarn()
                .addKeyValue("event", "connections_refused")
                .addKeyValue("refused", since)
                .log(
                        "connections refused: {} (more of them are told a minute from now at the earliest)",
                        since.entrySet().stream()
                                .map(e -> e.getValue() + " " + e.getKey())
                                .collect(Collectors.joining(", ")));
    }
}
