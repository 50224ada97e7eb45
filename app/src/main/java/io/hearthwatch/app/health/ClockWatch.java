package io.hearthwatch.app.health;

import io.hearthwatch.console.HealthCheck.Health;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Compares the service's clock with the database's and with the time that has really passed, and says once when they part, once when
 * they agree again, and each time when one jumped. Never makes the service unready: appliances that are cut off would be worse served
 * than by a clock that is some seconds off. Safe for use by several threads.
 */
public final class ClockWatch implements BooleanSupplier {
    /** Nothing to speak of. */
    private static final Duration APART = Duration.ofSeconds(5);

    private static final Duration JUMP = Duration.ofSeconds(2);

    private static final Logger log = LoggerFactory.getLogger(ClockWatch.class);

    private final InstantSource clock;
    private final LongSupplier nanoTime;
    private final Supplier<Optional<Instant>> database;
    private final boolean driven;

    private Look last;
    private long jumps;
    private Duration difference;
    private boolean apart;
    /** Whose clock brought the difference about, as far as was seen; for the end of a sentence. */
    private String because = "";

    private String jumped = "";

    /** The clock and the time since some moment, read together. */
    private record Look(Instant wall, long nanos) {
        /** How much further the clock went from this look to a later one than time did. */
        Duration gained(Look later) {
            return Duration.between(wall, later.wall).minusNanos(later.nanos - nanos);
        }
    }

    /**
     * @param nanoTime time that no clock's setting changes
     * @param database what the database's clock shows, or nothing where it does not answer; may take long
     * @param driven whether the service's clock moves only through the API, so that there is nothing to compare
     */
    ClockWatch(InstantSource clock, LongSupplier nanoTime, Supplier<Optional<Instant>> database, boolean driven) {
        this.clock = clock;
        this.nanoTime = nanoTime;
        this.database = database;
        this.driven = driven;
    }

    /** Asks the database; whether it answered. */
    @Override
    public boolean getAsBoolean() {
        Look asked = look();
        Optional<Instant> said = database.get();
        Look answered = look();
        said.ifPresent(time -> compare(asked, time, answered));
        return said.isPresent();
    }

    private Look look() {
        Look now = new Look(clock.instant(), nanoTime.getAsLong());
        synchronized (this) {
            Duration gained = last == null ? Duration.ZERO : last.gained(now);
            last = now;
            if (!driven && gained.abs().compareTo(JUMP) >= 0) {
                jumps++;
                jumped = "this machine's clock jumped " + way(gained) + " at " + now.wall();
                log.atWarn()
                        .addKeyValue("event", "clock_jumped")
                        .addKeyValue("seconds", gained.toMillis() / 1e3)
                        .log("the clock jumped {}: it was set, or this machine slept", way(gained));
            }
        }
        return now;
    }

    private synchronized void compare(Look asked, Instant said, Look answered) {
        if (asked.gained(answered).abs().compareTo(JUMP) >= 0) {
            return; // it jumped while we waited for the answer
        }
        Duration before = difference;
        if (said.isBefore(asked.wall())) {
            difference = Duration.between(asked.wall(), said);
        } else {
            difference = said.isAfter(answered.wall()) ? Duration.between(answered.wall(), said) : Duration.ZERO;
        }
        boolean were = apart;
        apart = difference.abs().compareTo(APART) >= 0;
        if (!apart) {
            jumped = ""; // whatever it was, it did not part them
        }
        if (driven || apart == were) {
            return;
        }
        if (apart) {
            String whose = before == null
                    ? ""
                    : jumped.isEmpty() ? "the database's clock jumped, or went wrong by and by" : jumped;
            because = whose.isEmpty() ? "" : "; " + whose;
            log.atWarn()
                    .addKeyValue("event", "clocks_apart")
                    .addKeyValue("seconds", difference.toMillis() / 1e3)
                    .log("the database's clock is {} this machine's{}", beside(difference), because);
        } else {
            because = "";
            log.atInfo()
                    .addKeyValue("event", "clocks_together")
                    .log("the database's clock and this machine's agree again");
        }
    }

    private static String way(Duration by) {
        return (by.isNegative() ? "back" : "forward") + " by " + seconds(by);
    }

    private static String beside(Duration difference) {
        return seconds(difference) + (difference.isNegative() ? " behind" : " ahead of");
    }

    private static String seconds(Duration length) {
        return Math.round(length.abs().toMillis() / 1e3) + " s";
    }

    /** How often the clock jumped since the service started. */
    public synchronized long jumps() {
        return jumps;
    }

    /** How far the database's clock is ahead, in seconds; 0 as far as can be told, NaN where it was not asked or time is driven. */
    public synchronized double differenceSeconds() {
        return driven || difference == null ? Double.NaN : difference.toMillis() / 1e3;
    }

    /** For readiness: what it shows, and what is wrong with it. */
    public synchronized Health health() {
        Instant now = clock.instant();
        if (driven) {
            return Health.well("driven, shows " + now);
        }
        String shows = "the system's, shows " + now;
        if (difference == null) {
            return Health.well(shows + "; not yet compared with the database's");
        }
        return Health.well(
                apart
                        ? shows + "; the database's is " + beside(difference) + " it" + because
                                + "; keep both right with NTP"
                        : shows + ", as the database's does");
    }
}
