package io.hearthwatch.servicedesk.money;

import io.hearthwatch.database.Database;
import io.hearthwatch.servicedesk.Sql;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Map;

/** How every write about money goes: one transaction. */
final class Writing {
    private final Database database;
    private final InstantSource clock;

    Writing(Database database, InstantSource clock) {
        this.database = database;
        this.clock = clock;
    }

    /** What is done, and what is answered. */
    @FunctionalInterface
    interface Work {
        Map<String, Object> run(Connection connection, Instant at) throws SQLException;
    }

    /** What is read. */
    @FunctionalInterface
    interface Read<T> {
        T run(Connection connection) throws SQLException;
    }

    Instant now() {
        return clock.instant();
    }

    <T> T read(Read<T> read) {
        return database.withConnection(read::run);
    }

    <T> T inTransaction(Read<T> work) {
        return database.inTransaction(work::run);
    }

    Map<String, Object> write(Work work) {
        Instant at = clock.instant();
        return database.inTransaction(connection -> work.run(connection, at));
    }

    /** Waits for whoever else does something about the same. */
    static void lock(Connection connection, String what, String which) throws SQLException {
        Sql.list(connection, "select pg_advisory_xact_lock(hashtext(?), hashtext(?))", row -> null, what, which);
    }

    /** Everything that settles a centre's jobs, one after the other. */
    static void lockCentre(Connection connection, String centre) throws SQLException {
        lock(connection, "service.settlement", centre);
    }

    static void noteStatement(
            Connection connection, long statement, Instant at, String who, String what, Map<String, ?> detail)
            throws SQLException {
        note(connection, "statement", statement, at, who, what, detail);
    }

    static void noteClaim(Connection connection, long claim, Instant at, String who, String what, Map<String, ?> detail)
            throws SQLException {
        note(connection, "claim", claim, at, who, what, detail);
    }

    private static void note(
            Connection connection, String of, long id, Instant at, String who, String what, Map<String, ?> detail)
            throws SQLException {
        Sql.update(
                connection,
                "insert into service.settlement_event (" + of
                        + ", at, who, what, detail) values (?, ?, ?, ?, ?::jsonb)",
                id,
                at,
                who,
                what,
                Sql.json(detail));
    }
}
