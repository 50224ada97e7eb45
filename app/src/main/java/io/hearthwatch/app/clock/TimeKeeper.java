package io.hearthwatch.app.clock;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import java.util.function.LongSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Does work when it is due, in order of instants, and at one instant in the order given: hours closed, tickets expired, decisions made,
 * decisions handed to the service desk.
 *
 * <p>With a clock that runs by itself, one piece of work that fails does not hold up the others: it is tried again later and later, and
 * {@link #states} says so. With a driven clock, time does not pass a failure: the advance fails, and the same advance may be asked for again.
 */
public final class TimeKeeper {
    private static final Logger log = LoggerFactory.getLogger(TimeKeeper.class);

    private final List<WatchedWork> works;
    private volatile boolean closing;

    public TimeKeeper(List<DueWork> works) {
        this(works, System::nanoTime);
    }

    TimeKeeper(List<DueWork> works, LongSupplier nanoTime) {
        this.works = works.stream().map(work -> new WatchedWork(work, nanoTime)).toList();
    }

    /** How each piece of work fares, in the order in which they run. */
    public List<DueState> states() {
        return works.stream().map(WatchedWork::state).toList();
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

    /** Does whatever is due at or before the instant, each piece of work for itself; for a clock that runs by itself. */
    public synchronized void runUpTo(Instant now) {
        for (WatchedWork work : works) {
            if (!closing) {
                work.attempt(now);
            }
        }
    }

    /** Whether {@link #close} was called. */
    boolean isClosing() {
        return closing;
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
        return works.stream()
                .map(work -> work.work().nextDue())
                .flatMap(Optional::stream)
                .min(Instant::compareTo);
    }

    /** Does all that is due, in order, up to the first failure that time must not pass. */
    void runAll(Instant at) {
        for (WatchedWork work : works) {
            if (closing) {
                throw new IllegalStateException("the service is stopping; what is due stays due");
            }
            if (work.work().holdsUpTime()) {
                work.run(at);
            } else {
                work.attempt(at);
            }
        }
    }

    /**
     * Runs what is due again and again until told to stop.
     *
     * @param turn asked before each round whether it is this process's to do the work
     * @param sleep waits for the next round; returns false to stop
     */
    public void runForever(java.time.InstantSource clock, BooleanSupplier turn, BooleanSupplier sleep) {
        do {
            if (turn.getAsBoolean()) {
                runUpTo(clock.instant());
            }
        } while (sleep.getAsBoolean());
    }
}
