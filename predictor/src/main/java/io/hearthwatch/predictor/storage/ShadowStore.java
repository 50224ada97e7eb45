package io.hearthwatch.predictor.storage;

import io.hearthwatch.database.Database;
import io.hearthwatch.predictor.ShadowRun;
import io.hearthwatch.predictor.storage.DueStore.Claim;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Types;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/**
 * Challengers in shadow: since when, what the champion has scored that they are still to score, and how they fare. The champion's
 * transaction only leaves a note here; nothing that a challenger does can touch it. Thread-safe; blocks.
 */
public final class ShadowStore {
    private final Database database;

    public ShadowStore(Database database) {
        this.database = database;
    }

    /**
     * Something that the champion scored.
     *
     * @param applianceNo null for all appliances of the type
     * @param scored how many (appliance, instant) pairs the champion scored of it
     */
    public record Due(long seq, Instant asOf, Integer applianceNo, int scored) {}

    static void begin(Connection connection, String type, String model, Instant at) throws SQLException {
        String sql = "insert into prediction.shadow (type, model_id, since) values (?, ?, ?)";
        try (PreparedStatement insert = connection.prepareStatement(sql)) {
            insert.setString(1, type);
            insert.setString(2, model);
            insert.setObject(3, at(at));
            insert.executeUpdate();
        }
    }

    static void end(Connection connection, String type, Instant at) throws SQLException {
        String end = "update prediction.shadow set ended_at = ? where type = ? and ended_at is null";
        try (PreparedStatement update = connection.prepareStatement(end)) {
            update.setObject(1, at(at));
            update.setString(2, type);
            update.executeUpdate();
        }
    }

    /** Notes, in the champion's transaction, that it scored all appliances of a type; nothing where there is no challenger. */
    public void noteAll(Connection connection, String type, Instant asOf, int scored) throws SQLException {
        try (PreparedStatement insert = connection.prepareStatement(NOTE)) {
            note(insert, type, asOf, null, scored);
            insert.executeUpdate();
        }
    }

    /** Notes, in the champion's transaction, that it scored appliances because of faults; nothing where there is no challenger. */
    public void note(Connection connection, String type, List<Claim> claims) throws SQLException {
        try (PreparedStatement insert = connection.prepareStatement(NOTE)) {
            for (Claim claim : claims) {
                note(insert, type, claim.due().toInstant(), claim.applianceNo(), 1);
                insert.addBatch();
            }
            insert.executeBatch();
        }
    }

    private static final String NOTE = """
            insert into prediction.shadow_due (shadow, as_of, appliance_no, scored)
            select seq, ?, ?, ? from prediction.shadow where type = ? and ended_at is null
            """;

    private static void note(PreparedStatement insert, String type, Instant asOf, Integer applianceNo, int scored)
            throws SQLException {
        insert.setObject(1, at(asOf));
        insert.setObject(2, applianceNo, Types.INTEGER);
        insert.setInt(3, scored);
        insert.setString(4, type);
    }

    /** The times in shadow that have something left to score, ended ones among them. */
    public List<Long> waiting() {
        return database.withConnection(connection -> {
            List<Long> waiting = new ArrayList<>();
            try (PreparedStatement select = connection.prepareStatement(
                            "select distinct shadow from prediction.shadow_due order by shadow");
                    ResultSet row = select.executeQuery()) {
                while (row.next()) {
                    waiting.add(row.getLong(1));
                }
            }
            return waiting;
        });
    }

    /** Forgets what a time in shadow that has ended did not get to. */
    public void forget(long shadow) {
        database.inTransaction(connection -> {
            try (PreparedStatement delete =
                    connection.prepareStatement("delete from prediction.shadow_due where shadow = ?")) {
                delete.setLong(1, shadow);
                return delete.executeUpdate();
            }
        });
    }

    /** The earliest instant that a challenger is to score and has not yet. */
    public Optional<Instant> earliest() {
        return database.withConnection(connection -> {
            try (PreparedStatement select =
                            connection.prepareStatement("select min(as_of) from prediction.shadow_due");
                    ResultSet row = select.executeQuery()) {
                row.next();
                return Optional.ofNullable(row.getObject(1, OffsetDateTime.class))
                        .map(OffsetDateTime::toInstant);
            }
        });
    }

    /**
     * Takes the first notes of a time in shadow off the list, in the caller's transaction: one of all appliances, or as many of single ones as
     * come before the next such.
     */
    public List<Due> take(Connection connection, long shadow, int limit) throws SQLException {
        String sql = """
                select seq, as_of, appliance_no, scored from prediction.shadow_due
                where shadow = ? order by seq limit ? for update skip locked
                """;
        List<Due> taken = new ArrayList<>();
        try (PreparedStatement select = connection.prepareStatement(sql)) {
            select.setLong(1, shadow);
            select.setInt(2, limit);
            try (ResultSet row = select.executeQuery()) {
                while (row.next()) {
                    Due due = new Due(
                            row.getLong(1),
                            row.getObject(2, OffsetDateTime.class).toInstant(),
                            row.getObject(3, Integer.class),
                            row.getInt(4));
                    if (due.applianceNo() == null && !taken.isEmpty()) {
                        break;
                    }
                    taken.add(due);
                    if (due.applianceNo() == null) {
                        break;
                    }
                }
            }
        }
        Object[] numbers = taken.stream().map(Due::seq).toArray();
        try (PreparedStatement delete =
                connection.prepareStatement("delete from prediction.shadow_due where seq = any (?)")) {
            delete.setArray(1, connection.createArrayOf("int8", numbers));
            delete.executeUpdate();
        }
        return taken;
    }

    /** Adds to what a challenger has done; false if its time in shadow has ended, and nothing of it counts any more. */
    public boolean count(Connection connection, long shadow, List<Due> dues, long scored, String failure)
            throws SQLException {
        String sql = """
                update prediction.shadow set champion_scored = champion_scored + ?, scored = scored + ?,
                    failures = failures + ?, last_failure = coalesce(?, last_failure),
                    first_as_of = least(first_as_of, ?), last_as_of = greatest(last_as_of, ?)
                where seq = ? and ended_at is null
                """;
        try (PreparedStatement update = connection.prepareStatement(sql)) {
            update.setLong(1, dues.stream().mapToLong(Due::scored).sum());
            update.setLong(2, scored);
            update.setInt(3, failure == null ? 0 : 1);
            update.setString(4, failure);
            update.setObject(
                    5,
                    dues.stream()
                            .map(due -> at(due.asOf()))
                            .min(Comparator.naturalOrder())
                            .orElse(null));
            update.setObject(
                    6,
                    dues.stream()
                            .map(due -> at(due.asOf()))
                            .max(Comparator.naturalOrder())
                            .orElse(null));
            update.setLong(7, shadow);
            return update.executeUpdate() == 1;
        }
    }

    /** The time in shadow that is under way of a type, or the newest one that ended. */
    public Optional<ShadowRun> newest(String type) {
        return run("where type = ? order by seq desc limit 1", select -> select.setString(1, type));
    }

    /** A time in shadow by its number. */
    public Optional<ShadowRun> find(long shadow) {
        return run("where seq = ?", select -> select.setLong(1, shadow));
    }

    private interface Binder {
        void bind(PreparedStatement select) throws SQLException;
    }

    private Optional<ShadowRun> run(String which, Binder binder) {
        String sql = """
                select type, model_id, since, ended_at, champion_scored, scored, failures, last_failure,
                    first_as_of, last_as_of
                from prediction.shadow
                """ + which;
        return database.withConnection(connection -> {
            try (PreparedStatement select = connection.prepareStatement(sql)) {
                binder.bind(select);
                try (ResultSet row = select.executeQuery()) {
                    return row.next() ? Optional.of(run(row)) : Optional.empty();
                }
            }
        });
    }

    private static ShadowRun run(ResultSet row) throws SQLException {
        return new ShadowRun(
                row.getString(1),
                row.getString(2),
                instant(row, 3),
                instant(row, 4),
                row.getLong(5),
                row.getLong(6),
                row.getLong(7),
                row.getString(8),
                instant(row, 9),
                instant(row, 10));
    }

    private static Instant instant(ResultSet row, int column) throws SQLException {
        OffsetDateTime at = row.getObject(column, OffsetDateTime.class);
        return at == null ? null : at.toInstant();
    }

    private static OffsetDateTime at(Instant instant) {
        return instant.atOffset(ZoneOffset.UTC);
    }
}
