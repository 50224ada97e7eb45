package io.hearthwatch.servicedesk.parts;

import com.fasterxml.jackson.core.type.TypeReference;
import io.hearthwatch.database.Database;
import io.hearthwatch.database.DatabaseException;
import io.hearthwatch.servicedesk.Sql;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.InstantSource;
import java.util.Map;
import java.util.Optional;

/**
 * Requests that do their work once, however often they are sent: the key, the work and the answer are one transaction. Two equal
 * requests at once wait for each other at the key's row.
 */
final class Operations {
    private static final TypeReference<Map<String, Object>> OBJECT = new TypeReference<>() {};
    private static final String DEADLOCK = "40P01";
    private static final int ATTEMPTS = 5;

    private final Database database;
    private final InstantSource clock;

    Operations(Database database, InstantSource clock) {
        this.database = database;
        this.clock = clock;
    }

    /** The work of a request, in its transaction. */
    @FunctionalInterface
    interface Work {
        Map<String, Object> run(Connection connection, Step step) throws SQLException;
    }

    /**
     * Does the work unless the key's request has been done.
     *
     * @param request what is asked for, which the key stands for from now on
     * @throws PartsRefusedException if the work refuses, or the key stands for another request; nothing has changed then
     */
    Answer once(Client client, String kind, Map<String, ?> request, Work work) {
        for (int attempt = 1; ; attempt++) {
            try {
                return database.inTransaction(connection -> inTransaction(connection, client, kind, request, work));
            } catch (DatabaseException e) {
                // Everybody locks in one order, so this is for what the order does not cover; the loser was rolled
                // back.
                boolean deadlock = e.getCause() instanceof SQLException sql && DEADLOCK.equals(sql.getSQLState());
                if (!deadlock || attempt == ATTEMPTS) {
                    throw e;
                }
            }
        }
    }

    private Answer inTransaction(Connection connection, Client client, String kind, Map<String, ?> request, Work work)
            throws SQLException {
        Step begun = new Step(clock.instant(), client.who(), null);
        Optional<Long> id = Sql.first(
                connection,
                """
                insert into service.stock_operation (key, at, who, kind, request) values (?, ?, ?, ?, ?::jsonb)
                on conflict (key) do nothing returning id
                """,
                row -> row.getLong("id"),
                client.key(),
                begun.at(),
                client.who(),
                kind,
                Sql.json(request));
        if (id.isEmpty()) {
            return new Answer(answerBefore(connection, client, kind, request), true);
        }
        Map<String, Object> answer = work.run(connection, new Step(begun.at(), begun.who(), id.get()));
        Sql.update(
                connection,
                "update service.stock_operation set answer = ?::jsonb where id = ?",
                Sql.json(answer),
                id.get());
        return new Answer(answer, false);
    }

    private static Map<String, Object> answerBefore(
            Connection connection, Client client, String kind, Map<String, ?> request) throws SQLException {
        String answer = Sql.first(
                        connection,
                        "select answer from service.stock_operation where key = ? and kind = ? and request = ?::jsonb",
                        row -> row.getString("answer"),
                        client.key(),
                        kind,
                        Sql.json(request))
                .orElseThrow(() -> PartsRefusedException.keyReused(client.key()));
        return Sql.fromJson(answer, OBJECT);
    }
}
