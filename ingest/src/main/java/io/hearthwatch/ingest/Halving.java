package io.hearthwatch.ingest;

import io.hearthwatch.database.Database;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Savepoint;
import java.util.Set;

/** Writes rows so that one which PostgreSQL refuses is found, by halving, and does not take its neighbours with it. */
final class Halving {
    static final String UNIQUE_VIOLATION = "23505";
    /** Data exception, integrity constraint, WITH CHECK OPTION, limit exceeded, raised by a trigger: the row's own fault. */
    private static final Set<String> ROW_CLASSES = Set.of("22", "23", "44", "54", "P0");

    /** A key written meanwhile; a deadlock, whose victim we are; a transaction that cannot be put in order with others. */
    private static final Set<String> RACES = Set.of(UNIQUE_VIOLATION, "40P01", "40001");

    private Halving() {}

    /** Writes the rows from one index to another (exclusive) and says what is to be done once they are written. */
    interface Work {
        Runnable write(int from, int to) throws SQLException;
    }

    /** Told about a row that was refused, and why. */
    interface Refusal {
        void refused(int row, SQLException why);
    }

    /**
     * Runs the work over all rows of {@code [from, to)}, in a savepoint.
     *
     * @throws SQLException if it failed for a reason that has nothing to do with single rows
     */
    static void run(Connection connection, int from, int to, Work work, Refusal refusal) throws SQLException {
        if (from >= to) {
            return;
        }
        Savepoint before = connection.setSavepoint();
        try {
            Runnable then = work.write(from, to);
            connection.releaseSavepoint(before);
            then.run();
        } catch (SQLException e) {
            if (!isRowsFault(e)) {
                throw e;
            }
            connection.rollback(before);
            connection.releaseSavepoint(before);
            if (to - from == 1) {
                refusal.refused(from, e);
                return;
            }
            int middle = (from + to) >>> 1;
            run(connection, from, middle, work, refusal);
            run(connection, middle, to, work, refusal);
        }
    }

    /** Whether another writer was in the way: the same work in a new transaction may go through, and finds what that one wrote. */
    static boolean isRace(Exception e) {
        return e instanceof SQLException sql && sql.getSQLState() != null && RACES.contains(sql.getSQLState());
    }

    /** Whether the same rows would be refused again, and fewer of them might not be. */
    static boolean isRowsFault(SQLException e) {
        String state = e.getSQLState();
        return !Database.isUnavailable(e)
                && state != null
                && state.length() == 5
                && !state.equals(UNIQUE_VIOLATION)
                && ROW_CLASSES.contains(state.substring(0, 2));
    }
}
