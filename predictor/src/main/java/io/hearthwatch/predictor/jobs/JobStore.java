package io.hearthwatch.predictor.jobs;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.hearthwatch.database.Database;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Types;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Jobs in {@code prediction.job}; the newest that ended are kept. Thread-safe; blocks. */
final class JobStore {
    private static final int KEPT = 200;
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String COLUMNS = "id, command, arguments, who, state, created_at, started_at, ended_at, phase,"
            + " progress, result, error, hint, file_name, file_type, file_bytes";

    private final Database database;

    JobStore(Database database) {
        this.database = database;
    }

    /** Queues a job; empty if as many wait already as may. */
    Optional<JobInfo> add(String command, ObjectNode arguments, String who, Instant now, int mostWaiting) {
        return database.inTransaction(connection -> {
            // One at a time, so that the bound holds.
            run(connection, "select pg_advisory_xact_lock(hashtextextended('prediction.job', 0))");
            try (PreparedStatement count =
                            connection.prepareStatement("select count(*) from prediction.job where state = 'queued'");
                    ResultSet row = count.executeQuery()) {
                row.next();
                if (row.getLong(1) >= mostWaiting) {
                    return Optional.empty();
                }
            }
            run(
                    connection,
                    "delete from prediction.job where ended_at is not null and id not in"
                            + " (select id from prediction.job where ended_at is not null order by id desc limit "
                            + KEPT + ")");
            String sql = "insert into prediction.job (command, arguments, who, state, created_at)"
                    + " values (?, ?::jsonb, ?, 'queued', ?) returning " + COLUMNS;
            try (PreparedStatement insert = connection.prepareStatement(sql)) {
                insert.setString(1, command);
                insert.setString(2, arguments.toString());
                insert.setString(3, who);
                insert.setObject(4, at(now));
                return Optional.of(read(insert).get(0));
            }
        });
    }

    private static void run(Connection connection, String sql) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            statement.execute();
        }
    }

    /** The newest jobs, newest first. */
    List<JobInfo> list(int limit) {
        return select("select " + COLUMNS + " from prediction.job order by id desc limit ?", limit);
    }

    /** The job of that number. */
    Optional<JobInfo> find(long id) {
        return select("select " + COLUMNS + " from prediction.job where id = ?", id).stream()
                .findFirst();
    }

    private List<JobInfo> select(String sql, long parameter) {
        return database.withConnection(connection -> {
            try (PreparedStatement select = connection.prepareStatement(sql)) {
                select.setLong(1, parameter);
                return read(select);
            }
        });
    }

    /** Ends a job that waits, and asks one that runs to end; does nothing to one that has ended. */
    void cancel(long id, Instant now) {
        String sql = """
                update prediction.job set cancel_requested = true,
                    ended_at = case when state = 'queued' then ?::timestamptz end,
                    state = case when state = 'queued' then 'cancelled' else state end
                where id = ? and state in ('queued', 'running')
                """;
        database.inTransaction(connection -> {
            try (PreparedStatement update = connection.prepareStatement(sql)) {
                update.setObject(1, at(now));
                update.setLong(2, id);
                return update.executeUpdate();
            }
        });
    }

    /** The oldest job that waits, running from now on. */
    Optional<JobInfo> begin(Instant now) {
        String sql = """
                update prediction.job set state = 'running', started_at = ?
                where id = (select id from prediction.job where state = 'queued' order by id limit 1 for update)
                returning\s""" + COLUMNS;
        return database.inTransaction(connection -> {
            try (PreparedStatement update = connection.prepareStatement(sql)) {
                update.setObject(1, at(now));
                return read(update).stream().findFirst();
            }
        });
    }

    /** Notes how far a running job is; false if it is to end. */
    boolean progress(long id, String phase, Double progress) {
        String sql = """
                update prediction.job set phase = ?, progress = ? where id = ? and state = 'running'
                returning cancel_requested
                """;
        return database.inTransaction(connection -> {
            try (PreparedStatement update = connection.prepareStatement(sql)) {
                update.setString(1, phase);
                update.setObject(2, progress, Types.REAL);
                update.setLong(3, id);
                try (ResultSet row = update.executeQuery()) {
                    return row.next() && !row.getBoolean(1);
                }
            }
        });
    }

    /** Notes how a running job ended. */
    void end(long id, JobInfo.State state, JsonNode result, String error, String hint, Instant now) {
        String sql = """
                update prediction.job set state = ?, result = ?::jsonb, error = ?, hint = ?, ended_at = ?
                where id = ? and state = 'running'
                """;
        database.inTransaction(connection -> {
            try (PreparedStatement update = connection.prepareStatement(sql)) {
                update.setString(1, state.id());
                update.setString(2, result == null ? null : result.toString());
                update.setString(3, error);
                update.setString(4, hint);
                update.setObject(5, at(now));
                update.setLong(6, id);
                return update.executeUpdate();
            }
        });
    }

    /** Says of every job that runs that it was interrupted; by whoever alone may run jobs, and runs none. */
    void interruptAll(Instant now) {
        String sql = """
                update prediction.job set state = 'interrupted', ended_at = ?, error = 'the service ended while it ran',
                    hint = 'ask for it again'
                where state = 'running'
                """;
        database.inTransaction(connection -> {
            try (PreparedStatement update = connection.prepareStatement(sql)) {
                update.setObject(1, at(now));
                return update.executeUpdate();
            }
        });
    }

    private static List<JobInfo> read(PreparedStatement statement) throws SQLException {
        List<JobInfo> jobs = new ArrayList<>();
        try (ResultSet row = statement.executeQuery()) {
            while (row.next()) {
                Float progress = row.getObject(10, Float.class);
                jobs.add(new JobInfo(
                        row.getLong(1),
                        row.getString(2),
                        json(row.getString(3)),
                        row.getString(4),
                        JobInfo.State.of(row.getString(5)),
                        instant(row, 6),
                        instant(row, 7),
                        instant(row, 8),
                        row.getString(9),
                        progress == null ? null : (double) progress,
                        json(row.getString(11)),
                        row.getString(12),
                        row.getString(13),
                        row.getString(14) == null
                                ? null
                                : new JobFile(row.getString(14), row.getString(15), row.getLong(16))));
            }
        }
        return jobs;
    }

    private static JsonNode json(String text) {
        try {
            return text == null ? null : JSON.readTree(text);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("a stored job cannot be read", e);
        }
    }

    private static OffsetDateTime at(Instant instant) {
        return instant.atOffset(ZoneOffset.UTC);
    }

    private static Instant instant(ResultSet row, int column) throws SQLException {
        OffsetDateTime at = row.getObject(column, OffsetDateTime.class);
        return at == null ? null : at.toInstant();
    }
}
