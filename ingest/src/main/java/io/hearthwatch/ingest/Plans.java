package io.hearthwatch.ingest;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;

/** Keeps the planner from reading a whole table where a few thousand keys of it are wanted. */
final class Plans {
    private Plans() {}

    /**
     * For the rest of the transaction, rows are looked up by key and in the order asked for. The planner cannot know how narrow our spans
     * of time are, guesses a ninth of the table, and would read all of it; compiling such a plan costs more than running it.
     */
    static void byKey(Connection connection) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute("set local enable_seqscan = off; set local enable_hashjoin = off;"
                    + " set local enable_mergejoin = off; set local max_parallel_workers_per_gather = 0;"
                    + " set local jit = off");
        }
    }
}
