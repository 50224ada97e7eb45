package io.hearthwatch.app.serve;

import io.hearthwatch.app.clock.DueWork;
import io.hearthwatch.predictor.Progress;
import io.hearthwatch.predictor.Retraining;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.CancellationException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;

/**
 * Trains anew what the service follows, now and then, when nothing else trains. Gives way to appliances: it does not begin while more comes
 * than can be committed, and pauses when that begins meanwhile. A training that was interrupted begins anew. Never
 * makes a driven clock stop.
 */
final class Retrainer implements DueWork {
    private static final Duration ASKED_EVERY = Duration.ofMinutes(5);
    private static final long PAUSE_NANOS = TimeUnit.MILLISECONDS.toNanos(200);

    private final Retraining retraining;
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
    Retrainer(Retraining retraining, Duration every, BooleanSupplier saturated, BooleanSupplier stopping) {
        this.retraining = retraining;
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
        retraining.retrainDue(at, every, givingWay());
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
