package io.hearthwatch.benchmarks.faults;

import java.io.IOException;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/**
 * Makes the database answer writes with an error of our choice. Triggers, one a statement, on the tables that ingest writes call a
 * function; what the function does is replaced while they are in use, which needs no lock on the tables.
 */
final class AnswerInjection {
    static final String DISK_FULL = "53100";

    /** Errors that pass: serialization failure, deadlock, out of memory, too many connections, cancelled, read-only, lock not available. */
    static final List<String> PASSING =
            List.of("40001", "40P01", "53200", "53300", "57014", "57P03", "25006", "55P03", "58030");

    private static final List<String> TABLES = List.of(MessageMaker.TYPE, "fault", "rejected", "hour_dirty");
    private static final int PATIENCE_SECONDS = 60;

    private final ServerProcess server;

    AnswerInjection(ServerProcess server) {
        this.server = server;
    }

    /** Puts the triggers into place. */
    void install() throws IOException {
        execute("create schema if not exists faults");
        execute(function("null;"));
        for (String table : TABLES) {
            execute("create or replace trigger injected before insert or update on telemetry." + table
                    + " for each statement execute function faults.answer()");
        }
    }

    /** Answers a share of the writes with an error, until {@link #stop}. */
    void answer(String sqlState, double share) throws IOException {
        execute(function("if random() < " + share + " then raise exception 'injected' using errcode = '" + sqlState
                + "'; end if;"));
    }

    void stop() throws IOException {
        execute(function("null;"));
    }

    private static String function(String body) {
        return "create or replace function faults.answer() returns trigger language plpgsql as $$ begin " + body
                + " return null; end $$";
    }

    /** Tries for as long as a database may need to come back from another fault. */
    private void execute(String sql) throws IOException {
        long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(PATIENCE_SECONDS);
        while (true) {
            try (Connection connection = server.connect();
                    Statement statement = connection.createStatement()) {
                statement.execute(sql);
                return;
            } catch (SQLException | IOException e) {
                if (System.nanoTime() > deadline || Thread.currentThread().isInterrupted()) {
                    throw new IOException("the database does not take an order: " + e.getMessage(), e);
                }
                LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(100));
            }
        }
    }
}
