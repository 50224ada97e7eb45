package io.hearthwatch.predictor.storage;

import io.hearthwatch.database.Database;
import io.hearthwatch.predictor.Alias;
import io.hearthwatch.predictor.AuditEntry;
import io.hearthwatch.predictor.Target;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/**
 * Which model of a type is champion and which challenger, for each target, and the champions before it. Every change is one
 * transaction together with its line in the audit log; changes to one type and target wait for each other. Thread-safe; blocks.
 */
public final class AliasStore {
    private final Database database;

    public AliasStore(Database database) {
        this.database = database;
    }

    /** What came of a change. */
    public enum Result {
        DONE,
        /** It was so already. */
        NOTHING_TO_DO,
        /** Something else was changed in between, or there is nothing to go back to. */
        REFUSED
    }

    /** One model took another one's place. */
    public record Change(String model, String previous) {}

    /** The model that the service follows for a type's failures. */
    public Optional<String> champion(String type) {
        return find(type, Target.FAILURE, Alias.Name.CHAMPION).map(Alias::model);
    }

    /** The model with that alias. */
    public Optional<Alias> find(String type, Target target, Alias.Name name) {
        return database.withConnection(connection -> find(connection, type, target, name));
    }

    /** All aliases, in order of type, target and name. */
    public List<Alias> all() {
        String sql = "select type, target, alias, model_id, since from prediction.alias order by type, target, alias";
        return database.withConnection(connection -> {
            List<Alias> all = new ArrayList<>();
            try (PreparedStatement select = connection.prepareStatement(sql);
                    ResultSet row = select.executeQuery()) {
                while (row.next()) {
                    all.add(alias(row));
                }
            }
            return all;
        });
    }

    /**
     * Whether a model is still the champion of a type's failures; if so it stays it until the transaction ends. To be asked last, so that
     * nobody waits for long.
     */
    public static boolean keepsChampion(Connection connection, String type, String model) throws SQLException {
        String sql = """
                select 1 from prediction.alias
                where type = ? and target = 'failure' and alias = 'champion' and model_id = ? for share
                """;
        try (PreparedStatement select = connection.prepareStatement(sql)) {
            select.setString(1, type);
            select.setString(2, model);
            try (ResultSet row = select.executeQuery()) {
                return row.next();
            }
        }
    }

    /** Makes a model the champion if its type and target have none, in the caller's transaction; says whether it did. */
    public static boolean first(Connection connection, String type, Target target, String model, Instant at)
            throws SQLException {
        lock(connection, type, target);
        if (find(connection, type, target, Alias.Name.CHAMPION).isPresent()) {
            return false;
        }
        set(connection, new Alias(type, target, Alias.Name.CHAMPION, model, at));
        recordPromotion(connection, type, target, model, null, at);
        return true;
    }

    /**
     * Makes a model the champion.
     *
     * @param expected the champion that the caller knows of, or null for none; refused if it is another one by now
     * @param entry goes into the audit log
     */
    public Result promote(String type, Target target, String model, String expected, Instant at, AuditEntry entry) {
        return changing(type, target, connection -> {
            String champion = find(connection, type, target, Alias.Name.CHAMPION)
                    .map(Alias::model)
                    .orElse(null);
            if (model.equals(champion)) {
                return Result.NOTHING_TO_DO;
            }
            if (!Objects.equals(champion, expected)) {
                return Result.REFUSED;
            }
            set(connection, new Alias(type, target, Alias.Name.CHAMPION, model, at));
            recordPromotion(connection, type, target, model, champion, at);
            // What is live is no challenger any more.
            removeChallenger(connection, type, target, model, at);
            AuditLog.write(connection, at, entry.about(type, target).model(model, champion));
            return Result.DONE;
        });
    }

    /** Makes a model the challenger, unless it is the champion; it takes the place of another one. */
    public Result challenge(String type, Target target, String model, Instant at, AuditEntry entry) {
        return changing(type, target, connection -> {
            if (isNow(connection, type, target, Alias.Name.CHAMPION, model)) {
                return Result.REFUSED;
            }
            if (isNow(connection, type, target, Alias.Name.CHALLENGER, model)) {
                return Result.NOTHING_TO_DO;
            }
            String previous = removeChallenger(connection, type, target, null, at);
            set(connection, new Alias(type, target, Alias.Name.CHALLENGER, model, at));
            if (target == Target.FAILURE) {
                ShadowStore.begin(connection, type, model, at);
            }
            AuditLog.write(connection, at, entry.about(type, target).model(model, previous));
            return Result.DONE;
        });
    }

    /** Takes the challenger out of its shadow service; nothing to do if there is none. */
    public Result withdraw(String type, Target target, Instant at, AuditEntry entry) {
        return changing(type, target, connection -> {
            String previous = removeChallenger(connection, type, target, null, at);
            if (previous == null) {
                return Result.NOTHING_TO_DO;
            }
            AuditLog.write(connection, at, entry.about(type, target).model(previous, null));
            return Result.DONE;
        });
    }

    /**
     * Makes the champion before this one champion again; again and again, as far back as there were champions.
     *
     * @return what changed; empty if there is none to go back to
     */
    public Optional<Change> rollback(String type, Target target, Instant at, AuditEntry entry) {
        return changing(type, target, connection -> {
            String newest = """
                    select seq, model_id, previous_id from prediction.promotion
                    where type = ? and target = ? and undone_at is null order by seq desc limit 1
                    """;
            long seq;
            String undone;
            String restored;
            try (PreparedStatement select = connection.prepareStatement(newest)) {
                select.setString(1, type);
                select.setString(2, target.id());
                try (ResultSet row = select.executeQuery()) {
                    if (!row.next() || row.getString(3) == null) {
                        return Optional.empty();
                    }
                    seq = row.getLong(1);
                    undone = row.getString(2);
                    restored = row.getString(3);
                }
            }
            try (PreparedStatement undo =
                    connection.prepareStatement("update prediction.promotion set undone_at = ? where seq = ?")) {
                undo.setObject(1, at(at));
                undo.setLong(2, seq);
                undo.executeUpdate();
            }
            set(connection, new Alias(type, target, Alias.Name.CHAMPION, restored, at));
            removeChallenger(connection, type, target, restored, at);
            AuditLog.write(connection, at, entry.about(type, target).model(restored, undone));
            return Optional.of(new Change(restored, undone));
        });
    }

    private interface Work<T> {
        T in(Connection connection) throws SQLException;
    }

    private <T> T changing(String type, Target target, Work<T> work) {
        return database.inTransaction(connection -> {
            lock(connection, type, target);
            return work.in(connection);
        });
    }

    private static void lock(Connection connection, String type, Target target) throws SQLException {
        String sql = "select pg_advisory_xact_lock(hashtextextended('prediction.alias/' || ? || '/' || ?, 0))";
        try (PreparedStatement lock = connection.prepareStatement(sql)) {
            lock.setString(1, type);
            lock.setString(2, target.id());
            lock.execute();
        }
    }

    private static boolean isNow(Connection connection, String type, Target target, Alias.Name name, String model)
            throws SQLException {
        return find(connection, type, target, name)
                .filter(alias -> alias.model().equals(model))
                .isPresent();
    }

    private static Optional<Alias> find(Connection connection, String type, Target target, Alias.Name name)
            throws SQLException {
        String sql = """
                select type, target, alias, model_id, since from prediction.alias
                where type = ? and target = ? and alias = ?
                """;
        try (PreparedStatement select = connection.prepareStatement(sql)) {
            select.setString(1, type);
            select.setString(2, target.id());
            select.setString(3, name.id());
            try (ResultSet row = select.executeQuery()) {
                return row.next() ? Optional.of(alias(row)) : Optional.empty();
            }
        }
    }

    private static Alias alias(ResultSet row) throws SQLException {
        return new Alias(
                row.getString(1),
                Target.of(row.getString(2)).orElseThrow(),
                Alias.Name.of(row.getString(3)),
                row.getString(4),
                row.getObject(5, OffsetDateTime.class).toInstant());
    }

    private static void set(Connection connection, Alias alias) throws SQLException {
        String sql = """
                insert into prediction.alias (type, target, alias, model_id, since) values (?, ?, ?, ?, ?)
                on conflict (type, target, alias) do update set model_id = excluded.model_id, since = excluded.since
                """;
        try (PreparedStatement upsert = connection.prepareStatement(sql)) {
            upsert.setString(1, alias.type());
            upsert.setString(2, alias.target().id());
            upsert.setString(3, alias.name().id());
            upsert.setString(4, alias.model());
            upsert.setObject(5, at(alias.since()));
            upsert.executeUpdate();
        }
    }

    /** Removes the challenger, if it is that model; any one for null. Returns which it was, or null. */
    private static String removeChallenger(
            Connection connection, String type, Target target, String modelOrNull, Instant at) throws SQLException {
        String sql = """
                delete from prediction.alias
                where type = ? and target = ? and alias = 'challenger' and (?::text is null or model_id = ?)
                returning model_id
                """;
        try (PreparedStatement delete = connection.prepareStatement(sql)) {
            delete.setString(1, type);
            delete.setString(2, target.id());
            delete.setString(3, modelOrNull);
            delete.setString(4, modelOrNull);
            try (ResultSet row = delete.executeQuery()) {
                if (!row.next()) {
                    return null;
                }
                String model = row.getString(1);
                if (target == Target.FAILURE) {
                    ShadowStore.end(connection, type, at);
                }
                return model;
            }
        }
    }

    private static void recordPromotion(
            Connection connection, String type, Target target, String model, String previous, Instant at)
            throws SQLException {
        String sql = """
                insert into prediction.promotion (type, target, alias, model_id, previous_id, at)
                values (?, ?, 'champion', ?, ?, ?)
                """;
        try (PreparedStatement insert = connection.prepareStatement(sql)) {
            insert.setString(1, type);
            insert.setString(2, target.id());
            insert.setString(3, model);
            insert.setString(4, previous);
            insert.setObject(5, at(at));
            insert.executeUpdate();
        }
    }

    private static OffsetDateTime at(Instant instant) {
        return instant.atOffset(ZoneOffset.UTC);
    }
}
