package io.hearthwatch.app.serve;

import io.hearthwatch.database.Database;
import io.hearthwatch.database.ProcessLocks;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;

/**
 * The name of this process's session at a broker, of which each is used by one process at a time: the lowest number that no other
 * process on the database holds. So a process that is killed and started again finds its session, and what it had not acknowledged,
 * without anybody having to give names. Thread-safe; every call blocks on the database.
 */
final class BrokerSeat implements Supplier<String> {
    /** Of PostgreSQL's advisory locks with one 64-bit key; ASCII for "hws", then the group's hash, then the number. */
    private static final long KEYS = 0x687773L << 40;

    private static final int MOST = 200;

    private final Database database;
    private final ProcessLocks locks;
    private final String group;
    private int seat;

    BrokerSeat(Database database, ProcessLocks locks, String group) {
        this.database = database;
        this.locks = locks;
        this.group = group;
        database.migrate("app");
    }

    /** The session's name; the same as before while this process holds it. */
    @Override
    public synchronized String get() {
        if (seat == 0 || !take(seat)) {
            seat = free();
            note(seat);
        }
        return name(seat);
    }

    /** Numbers that some process has used, and that this one does not use now. */
    synchronized List<Integer> others() {
        return database.withConnection(connection -> {
            List<Integer> others = new ArrayList<>();
            try (PreparedStatement select = connection.prepareStatement(
                    "select seat from app.broker_seat where broker_group = ? and seat <> ? order by seat")) {
                select.setString(1, group);
                select.setInt(2, seat);
                try (ResultSet rows = select.executeQuery()) {
                    while (rows.next()) {
                        others.add(rows.getInt(1));
                    }
                }
            }
            return others;
        });
    }

    /** Takes a number, if no other process has it. */
    boolean take(int number) {
        return locks.tryLock(key(number));
    }

    void giveBack(int number) {
        locks.unlock(key(number));
    }

    /** Notes that there is no session of this number any more. */
    void forget(int number) {
        update("delete from app.broker_seat where broker_group = ? and seat = ?", number);
    }

    String name(int number) {
        return "hearthwatch-" + group + "-" + number;
    }

    private void note(int number) {
        update("insert into app.broker_seat (broker_group, seat) values (?, ?) on conflict do nothing", number);
    }

    private void update(String sql, int number) {
        database.inTransaction(connection -> {
            try (PreparedStatement update = connection.prepareStatement(sql)) {
                update.setString(1, group);
                update.setInt(2, number);
                return update.executeUpdate();
            }
        });
    }

    private int free() {
        for (int number = 1; number <= MOST; number++) {
            if (take(number)) {
                return number;
            }
        }
        throw new IllegalStateException(MOST + " processes take messages for the group " + group + " already");
    }

    private long key(int number) {
        return KEYS | (group.hashCode() & 0xffff_ffffL) << 8 | number;
    }
}
