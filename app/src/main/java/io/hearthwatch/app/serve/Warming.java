package io.hearthwatch.app.serve;

import io.hearthwatch.app.clock.DueWork;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import java.util.function.Predicate;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps the last quarter's scores ready to try policies on, a few hours behind at most, so that what a cost would have done shows at once. Does
 * not begin while more comes than can be committed. Nothing waits for it, and what it computes can be computed again.
 */
final class Warming implements DueWork {
    private static final Logger log = LoggerFactory.getLogger(Warming.class);
    private static final Duration EVERY = Duration.ofHours(6);

    private final Collection<String> types;
    private final Predicate<String> warm;
    private final BooleanSupplier saturated;
    private Instant next = Instant.MIN;

    /**
     * Makes one.
     *
     * @param warm gets a type's last quarter ready; says whether there was anything to do
     * @param saturated whether more comes than can be committed
     */
    Warming(Collection<String> types, Predicate<String> warm, BooleanSupplier saturated) {
        this.types = types;
        this.warm = warm;
        this.saturated = saturated;
    }

    @Override
    public String name() {
        return "trials";
    }

    @Override
    public Optional<Instant> nextDue() {
        return Optional.empty();
    }

    @Override
    public boolean holdsUpTime() {
        return false;
    }

    @Override
    public synchronized void runDue(Instant at) {
        if (at.isBefore(next) || saturated.getAsBoolean()) {
            return;
        }
        next = at.plus(EVERY);
        for (String type : types) {
            try {
                if (warm.test(type)) {
                    log.debug("{}: the last quarter is ready to try policies on", type);
                }
            } catch (RuntimeException e) {
                // Whoever tries a policy computes it then.
                log.warn("{}: the last quarter cannot be got ready to try policies on: {}", type, e.getMessage());
            }
        }
    }
}
