package io.hearthwatch.app.serve;

import io.hearthwatch.database.ProcessLocks;
import java.util.function.Supplier;

/**
 * The name of this process's session at a broker, of which each is used by one process at a time: the lowest number that no other
 * process on the database holds. So a process that is killed and started again finds its session, and what it had not acknowledged,
 * without anybody having to give names.
 */
final class BrokerSeat implements Supplier<String> {
    /** Of PostgreSQL's advisory locks with one 64-bit key; ASCII for "hws", then the group's hash, then the number. */
    private static final long KEYS = 0x687773L << 40;

    private static final int MOST = 200;

    private final ProcessLocks locks;
    private final String group;
    private int seat;

    BrokerSeat(ProcessLocks locks, String group) {
        this.locks = locks;
        this.group = group;
    }

    /** The session's name; the same as before while this process holds it. */
    @Override
    public synchronized String get() {
        if (seat == 0 || !locks.tryLock(key(seat))) {
            seat = free();
        }
        return "hearthwatch-" + group + "-" + seat;
    }

    private int free() {
        for (int number = 1; number <= MOST; number++) {
            if (locks.tryLock(key(number))) {
                return number;
            }
        }
        throw new IllegalStateException(MOST + " processes take messages for the group " + group + " already");
    }

    private long key(int number) {
        return KEYS | (group.hashCode() & 0xffff_ffffL) << 8 | number;
    }
}
