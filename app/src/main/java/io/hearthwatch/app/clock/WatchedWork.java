package io.hearthwatch.app.clock;

import java.time.Duration;
import java.time.Instant;
import java.util.function.LongSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One piece of due work with its record of failures: a failing one waits longer and longer between attempts, and says so at every doubling
 * of their number. Run by one thread at a time; {@link #state} may be read by any.
 */
final class WatchedWork {
    private static final Logger log = LoggerFactory.getLogger(WatchedWork.class);
    private static final Duration FIRST_PAUSE = Duration.ofMillis(500);
    private static final Duration LONGEST_PAUSE = Duration.ofMinutes(1);

    private final DueWork work;
    private final LongSupplier nanoTime;
    private volatile DueState state;
    private long notBefore;

    WatchedWork(DueWork work, LongSupplier nanoTime) {
        this.work = work;
        this.nanoTime = nanoTime;
        this.state = new DueState(work.name(), 0, null, null, null);
    }

    DueWork work() {
        return work;
    }

    DueState state() {
        return state;
    }

    /** Does what is due; a failure is remembered and thrown on. */
    void run(Instant at) {
        try {
            work.runDue(at);
        } catch (RuntimeException | Error e) {
            failed(at, e);
            throw e;
        }
        succeeded(at);
    }

    /** Does what is due, unless it failed a moment ago; a failure is logged and left for a later attempt, since what is due stays due. */
    void attempt(Instant at) {
        if (state.failing() && nanoTime.getAsLong() - notBefore < 0) {
            return;
        }
        try {
            run(at);
        } catch (RuntimeException | Error e) {
            // An error too: one that ended this thread would end all due work without a word.
            int failures = state.failures();
            if (Integer.bitCount(failures) == 1) {
                log.error(
                        "due work '{}' failed ({} in a row) and will be tried again; the rest goes on: {}",
                        work.name(),
                        failures,
                        message(e),
                        e);
            }
        }
    }

    private void succeeded(Instant at) {
        if (state.failing()) {
            log.info("due work '{}' succeeds again after {} failures", work.name(), state.failures());
        }
        state = new DueState(work.name(), 0, null, null, at);
    }

    private void failed(Instant at, Throwable e) {
        int failures = state.failures() + 1;
        Instant since = state.failing() ? state.failingSince() : at;
        state = new DueState(work.name(), failures, since, message(e), state.doneAt());
        long pause = FIRST_PAUSE.toNanos() << Math.min(failures - 1, 10);
        notBefore = nanoTime.getAsLong() + Math.min(LONGEST_PAUSE.toNanos(), pause);
    }

    private static String message(Throwable e) {
        return e.getMessage() == null ? e.toString() : e.getMessage();
    }
}
