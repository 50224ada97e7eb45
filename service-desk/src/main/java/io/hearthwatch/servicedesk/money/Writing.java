package io.hearthwatch.servicedesk.money;

import com.fasterxml.jackson.core.type.TypeReference;
import io.hearthwatch.database.Database;
import io.hearthwatch.servicedesk.Refusal;
import io.hearthwatch.servicedesk.Sql;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Map;
import java.util.Optional;

/** How every write about money goes: one transaction; under an idempotency key it is done once, and its answer kept with it. */
final class Writing {
    private static final TypeReference<Map<String, Object>> OBJECT = new TypeReference<>() {};

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

    private record Stored(String fingerprint, String answer) {}

    Instant now() {
        return clock.instant();
    }

    <T> T read(Read<T> read) {
        return database.withConnection(read::run);
    }

    <T> T inTransaction(Read<T> work) {
        return database.inTransaction(work::run);
    }

    Map<String, Object> write(Actor actor, Work work) {
        Instant at = clock.instant();
        return database.inTransaction(connection -> {
            if (actor.key() == null) {
                return work.run(connection, at);
            }
            lock(connection, "service.write_once", actor.key());
            Optional<Stored> before = Sql.first(
                    connection,
                    "select fingerprint, answer from service.write_once where key = ?",
                    row -> new Stored(row.getString("fingerprint"), row.getString("answer")),
                    actor.key());
            if (before.isPresent()) {
                if (!before.get().fingerprint().equals(actor.fingerprint())) {
                    throw Refusal.conflict(
                            "the idempotency key was used for another request", "take a new key for each new request");
                }
                return Sql.fromJson(before.get().answer(), OBJECT);
            }
            Map<String, Object> answer = work.run(connection, at);
            Sql.update(
                    connection,
                    "insert into service.write_once (key, fingerprint, answer, at) values (?, ?, ?::jsonb, ?)",
                    actor.key(),
                    actor.fingerprint(),
                    Sql.json(answer),
                    at);
            return answer;
        });
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
