package io.hearthwatch.app.clock;

import io.hearthwatch.database.DatabaseException;
import io.hearthwatch.database.DatabaseUnavailableException;
import io.hearthwatch.database.ProcessLocks;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Which of several processes on one database does the work that is due. The work itself bears being done by two at once, each piece
 * being a transaction that takes it off the list; taking turns spares them the doubled effort and the waiting for each other.
 */
public final class Turn {
    private static final Logger log = LoggerFactory.getLogger(Turn.class);
    /** Of PostgreSQL's advisory locks with one 64-bit key; ASCII for "hw due". */
    private static final long KEY = 0x6877_2064_7565L;

    private static final long POLL_NANOS = TimeUnit.MILLISECONDS.toNanos(20);

    private final ProcessLocks locks;
    private boolean waited;

    public Turn(ProcessLocks locks) {
        this.locks = locks;
    }

    /**
     * Whether this process is the one: it stays the one until it ends or loses its session, and then another is, within one round of its
     * own. Where the database cannot be asked it says yes, and the work finds that out for itself.
     */
    public synchronized boolean isMine() {
        boolean mine;
        try {
            mine = locks.tryLock(KEY);
        } catch (DatabaseException | DatabaseUnavailableException e) {
            log.debug("cannot ask whose turn it is: {}", e.getMessage());
            return true;
        }
        if (mine && waited) {
            log.info("the process that did the due work is gone; this one does it now");
        } else if (!mine && !waited) {
            log.info("another process on this database does the due work; this one takes over when it ends");
        }
        waited = !mine;
        return mine;
    }

    /**
     * Does something when no other process on the database does such a thing, one after the other.
     *
     * @throws IllegalStateException if the keeper is closed before it is this process's turn
     */
    public synchronized <T> T take(TimeKeeper keeper, Supplier<T> work) {
        while (!locks.tryLock(KEY)) {
            if (keeper.isClosing()) {
                throw new IllegalStateException("the service is stopping");
            }
            LockSupport.parkNanos(POLL_NANOS);
        }
        try {
            return work.get();
        } finally {
            locks.unlock(KEY);
        }
    }
}
