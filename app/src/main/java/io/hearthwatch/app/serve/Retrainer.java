package io.hearthwatch.app.serve;

import io.hearthwatch.app.clock.DueWork;
import io.hearthwatch.database.ProcessLocks;
import io.hearthwatch.predictor.Progress;
import io.hearthwatch.predictor.Retraining;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.CancellationException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Trains anew what the service follows, now and then, one type after the other and in one process at a time. Gives way to appliances: it does not
 * begin while more comes than can be committed, and pauses when that begins meanwhile. A training that was interrupted begins anew. Never
 * makes a driven clock stop.
 */
final class Retrainer implements DueWork {
    private static final Logger log = LoggerFactory.getLogger(Retrainer.class);
    /** Of PostgreSQL's advisory locks with one 64-bit key; ASCII for "hw learn". */
    static final long KEY = 0x6877_206c_6561_726eL;

    private static final Duration ASKED_EVERY = Duration.ofMinutes(5);
    private static final long PAUSE_NANOS = TimeUnit.MILLISECONDS.toNanos(200);

    private final Retraining retraining;
    private final ProcessLocks locks;
    private final Duration every;
    private final BooleanSupplier saturated;
    private final BooleanSupplier stopping;
    private Instant next = Instant.MIN;

    /**
     * Makes one.
     *
     * @param every how old a model may become
     * @param saturated whether more comes than can be committed
     * @param stopping whether the service is to end
     */
    Retrainer(
            Retraining retraining,
            ProcessLocks locks,
            Duration every,
            BooleanSupplier saturated,
            BooleanSupplier stopping) {
        this.retraining = retraining;
        this.locks = locks;
        this.every = every;
        this.saturated = saturated;
        this.stopping = stopping;
    }

    @Override
    public String name() {
        return "retraining";
    }

    @Override
    public Optional<Instant> nextDue() {
        return Optional.empty();
    }

    @Override
    public synchronized void runDue(Instant at) {
        if (at.isBefore(next) || saturated.getAsBoolean()) {
            return;
        }
        next = at.plus(ASKED_EVERY);
        if (!locks.tryLock(KEY)) {
            return;
        }
        try {
            for (String type : retraining.due(at, every)) {
                retrain(type);
            }
        } finally {
            locks.unlock(KEY);
        }
    }

    private void retrain(String type) {
        try {
            retraining.retrain(type, "service", givingWay());
        } catch (CancellationException e) {
            log.info("{}: training anew was interrupted and begins anew with the service", type);
            throw e;
        } catch (RuntimeException e) {
            // Written down with the retraining; it is tried again a day later.
            log.atError()
                    .addKeyValue("event", "model_retraining_failed")
                    .addKeyValue("type", type)
                    .log("{}: training anew failed and is tried again in a day: {}", type, e.getMessage(), e);
        }
    }

    private Progress givingWay() {
        return (phase, done, total) -> {
            while (saturated.getAsBoolean() && !stopping.getAsBoolean()) {
                LockSupport.parkNanos(PAUSE_NANOS);
            }
            if (stopping.getAsBoolean()) {
                throw new CancellationException("the service is stopping");
            }
        };
    }
}
