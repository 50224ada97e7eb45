package io.hearthwatch.app.clock;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Does work when it is due, in order of instants, and at one instant in the order given: hours closed, tickets expired, decisions made,
 * decisions handed to the service desk.
 */
public final class TimeKeeper {
    private static final Logger log = LoggerFactory.getLogger(TimeKeeper.class);

    private final List<DueWork> works;
    private volatile boolean closing;

    public TimeKeeper(List<DueWork> works) {
        this.works = List.copyOf(works);
    }

    /**
     * Moves a driven clock forward, stopping at every instant at which work is due, and returns when all of it is committed. Two callers
     * wait for each other.
     *
     * @return the next instant at which work is already known to be due
     * @throws IllegalArgumentException if {@code to} lies before what the clock shows
     */
    public synchronized Optional<Instant> advance(DrivenClock clock, Instant to) {
        if (clock.everSet() && to.isBefore(clock.instant())) {
            throw new IllegalArgumentException("the clock shows " + clock.instant() + " and moves forward only");
        }
        if (!clock.everSet()) {
            // Nothing before the first instant is made up for.
            clock.show(to);
        }
        Instant last = null;
        Optional<Instant> due = nextDue();
        while (!closing && due.isPresent() && due.get().isBefore(to)) {
            Instant at = due.get().isBefore(clock.instant()) ? clock.instant() : due.get();
            if (at.equals(last)) {
                throw new IllegalStateException("work due at " + due.get() + " is still due after it was done");
            }
            clock.show(at);
            runAll(at);
            clock.keep();
            last = at;
            due = nextDue();
        }
        if (closing) {
            throw new IllegalStateException("the service is stopping; what is due stays due");
        }
        clock.show(to);
        runAll(to);
        clock.keep();
        return nextDue().filter(instant -> instant.isAfter(to));
    }

    /** Does whatever is due at or before the instant; for a clock that runs by itself. */
    public synchronized void runUpTo(Instant now) {
        runAll(now);
    }

    /** Ends an advance at the next instant where it can pause, and returns when nothing runs any more. */
    public void close() {
        closing = true;
        synchronized (this) {
            log.debug("no work is under way");
        }
    }

    /** The next instant at which work is already known to be due. */
    public Optional<Instant> nextDue() {
        return works.stream().map(DueWork::nextDue).flatMap(Optional::stream).min(Instant::compareTo);
    }

    private void runAll(Instant at) {
        for (DueWork work : works) {
            work.runDue(at);
        }
    }

    /**
     * Runs what is due again and again until told to stop; a failure is logged and tried again at the next round, since what is due stays
     * due.
     *
     * @param sleep waits for the next round; returns false to stop
     */
    public void runForever(java.time.InstantSource clock, BooleanSupplier sleep) {
        boolean failing = false;
        do {
            try {
                runUpTo(clock.instant());
                failing = false;
            } catch (RuntimeException e) {
                if (!failing) {
                    log.error("work that is due failed and will be tried again: {}", e.getMessage(), e);
                }
                failing = true;
            }
        } while (sleep.getAsBoolean());
    }
}
