package io.hearthwatch.app.serve;

import io.hearthwatch.app.clock.DueWork;
import io.hearthwatch.predictor.ServiceWatch;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Looks once a day of the clock whether the models in service still hold. Never makes a driven clock stop: it does what has become due when
 * something else does.
 */
final class Watching implements DueWork {
    private static final Logger log = LoggerFactory.getLogger(Watching.class);
    /** Which type is due is asked of the database, which need not be at every round. */
    private static final Duration ASKED_EVERY = Duration.ofMinutes(5);

    private static final Duration AFTER_FAILURE = Duration.ofHours(1);

    private final ServiceWatch watch;
    private Instant next = Instant.MIN;

    Watching(ServiceWatch watch) {
        this.watch = watch;
    }

    @Override
    public String name() {
        return "watch";
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
            int looked = watch.checkDue(at);
            if (looked > 0) {
                log.debug("looked whether {} models still hold", looked);
            }
            next = at.plus(ASKED_EVERY);
        } catch (RuntimeException e) {
            // Nothing else waits for it, and what it found of the other models is committed.
            log.warn(
                    "cannot look whether a model still holds; tried again in {} min: {}",
                    AFTER_FAILURE.toMinutes(),
                    e.getMessage());
            next = at.plus(AFTER_FAILURE);
        }
    }
}
