package io.hearthwatch.app.serve;

import io.hearthwatch.app.clock.DueWork;
import io.hearthwatch.ingest.Housekeeping;
import io.hearthwatch.servicedesk.ServiceDesk;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.function.ToIntFunction;
import java.util.function.ToLongFunction;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Compresses and drops what is old, once at the start and then every hour of the clock; when it fails, again at once and then
 * later and later, as {@link io.hearthwatch.app.clock.TimeKeeper} does with all work. Never makes a driven clock stop: it does what
 * has become due when something else does.
 */
final class Tidying implements DueWork {
    private static final Logger log = LoggerFactory.getLogger(Tidying.class);
    private static final Duration EVERY = Duration.ofHours(1);

    private final ToIntFunction<Instant> readings;
    private final ToIntFunction<Instant> desk;
    private final ToLongFunction<Instant> decisions;
    private Instant next = Instant.MIN;

    Tidying(Housekeeping readings, ServiceDesk desk, ToLongFunction<Instant> decisions) {
        this(readings::run, desk::forget, decisions);
    }

    /** @param desk each returns how much there was to do as of an instant */
    Tidying(ToIntFunction<Instant> readings, ToIntFunction<Instant> desk, ToLongFunction<Instant> decisions) {
        this.readings = readings;
        this.desk = desk;
        this.decisions = decisions;
    }

    @Override
    public String name() {
        return "housekeeping";
    }

    @Override
    public Optional<Instant> nextDue() {
        return Optional.empty();
    }

    @Override
    public boolean holdsUpTime() {
        return false; // nothing waits for it, and what it did so far is committed
    }

    @Override
    public synchronized void runDue(Instant at) {
        if (at.isBefore(next)) {
            return;
        }
        int steps = readings.applyAsInt(at);
        int forgotten = desk.applyAsInt(at);
        long decided = decisions.applyAsLong(at);
        if (steps + forgotten + decided > 0) {
            log.debug(
                    "housekeeping: {} steps, {} old rows of the service desk, {} old decisions",
                    steps,
                    forgotten,
                    decided);
        }
        next = at.plus(EVERY);
    }
}
