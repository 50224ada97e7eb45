package io.hearthwatch.predictor;

import io.hearthwatch.database.Database;
import io.hearthwatch.database.ProcessLocks;
import java.util.concurrent.CancellationException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Supplier;

/**
 * One training at a time on a database, whoever asks for it: a person at the command line, a job, the service by itself. Two at once would
 * need twice the memory, and each take twice as long. A process that ends gives its turn back.
 */
final class TrainingTurn {
    /** Of PostgreSQL's advisory locks with one 64-bit key; ASCII for "hw learn". */
    private static final long KEY = 0x6877_206c_6561_726eL;

    private static final long PAUSE_NANOS = TimeUnit.MILLISECONDS.toNanos(500);

    private TrainingTurn() {}

    /**
     * Does work if nothing trains now.
     *
     * @param what is trained for whom, for those who wait meanwhile
     * @return whether it was done
     */
    static boolean ifFree(Database database, String what, Runnable work) {
        try (ProcessLocks session = session(database, what)) {
            if (!session.tryLock(KEY)) {
                return false;
            }
            try {
                work.run();
                return true;
            } finally {
                session.unlock(KEY);
            }
        }
    }

    /**
     * Does work after whatever trains now.
     *
     * @param what is trained for whom, for those who wait meanwhile
     * @param progress is told that it waits, and for what; what it throws ends the waiting
     */
    static <T> T await(Database database, String what, Progress progress, Supplier<T> work) {
        try (ProcessLocks session = session(database, what)) {
            while (!session.tryLock(KEY)) {
                String other =
                        session.heldFor(KEY).map(held -> " (" + held + ")").orElse("");
                progress.at("waiting: one training at a time, and another is under way" + other, 0, 0);
                LockSupport.parkNanos(PAUSE_NANOS);
                if (Thread.currentThread().isInterrupted()) {
                    throw new CancellationException("interrupted while waiting to train");
                }
            }
            try {
                return work.get();
            } finally {
                session.unlock(KEY); // at once: the server takes a moment to notice that a session is over
            }
        }
    }

    /** One of its own, so that two threads of a process don't train together either. */
    private static ProcessLocks session(Database database, String what) {
        return database.processLocks(what);
    }
}
