package io.hearthwatch.app.serve;

import io.hearthwatch.app.clock.DueWork;
import io.hearthwatch.ingest.Housekeeping;
import io.hearthwatch.servicedesk.ServiceDesk;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Compresses and drops what is old, once at the start and then every hour of the clock. Never makes a driven clock stop: it does what
 * has become due when something else does.
 */
final class Tidying implements DueWork {
    private static final Logger log = LoggerFactory.getLogger(Tidying.class);
    private static final Duration EVERY = Duration.ofHours(1);
    private static final Duration AFTER_FAILURE = Duration.ofMinutes(10);

    private final Housekeeping readings;
    private final ServiceDesk desk;
    private Instant next = Instant.MIN;

    Tidying(Housekeeping readings, ServiceDesk desk) {
        this.readings = readings;
        this.desk = desk;
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
    public synchronized void runDue(Instant at) {
        if (at.isBefore(next)) {
            return;
        }
        try {
            int steps = readings.run(at);
            int forgotten = desk.forget(at);
            if (steps + forgotten > 0) {
                log.debug("housekeeping: {} steps, {} old rows of the service desk", steps, forgotten);
            }
            next = at.plus(EVERY);
        } catch (RuntimeException e) {
            // Nothing else waits for it, and what it did so far is committed.
            log.warn("housekeeping failed and goes on in {} min: {}", AFTER_FAILURE.toMinutes(), e.getMessage());
            next = at.plus(AFTER_FAILURE);
        }
    }
}
