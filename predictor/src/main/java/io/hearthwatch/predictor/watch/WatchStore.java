package io.hearthwatch.predictor.watch;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.hearthwatch.catalog.Text;
import io.hearthwatch.database.Database;
import io.hearthwatch.predictor.WatchReport;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** What the watch has found, in {@code prediction}. Thread-safe; blocks. */
public final class WatchStore {
    private static final Duration DRIFT_KEPT = Duration.ofDays(400);
    /** Longer than any horizon that is usual, and the 90 days that are looked back at. */
    private static final Duration SCORES_KEPT = Duration.ofDays(200);

    private static final ObjectMapper JSON = new ObjectMapper();

    private final Database database;

    public WatchStore(Database database) {
        this.database = database;
    }

    /**
     * The last daily look at a type.
     *
     * @param modelId whom it was at
     * @param at when
     * @param report what it found, as JSON
     * @param strikes by sign, how often in a row it was bad, or, negative, good
     */
    public record Last(String modelId, Instant at, JsonNode report, Map<String, Integer> strikes) {}

    /**
     * Since when a model is the champion of its type; its birth where it is not. A command may have made it champion before the service ran
     * for the first time, and the service's clock be a driven one that shows an earlier year: then, since the first score or decision of
     * its that the service kept, or since now where there is none yet.
     *
     * @param now by the service's clock
     */
    public Instant liveSince(String modelId, Instant now) {
        Instant since = aliasSince(modelId);
        return since.isAfter(now) ? firstInService(modelId, now).orElse(now) : since;
    }

    private Optional<Instant> firstInService(String modelId, Instant now) {
        String sql = """
                select least(
                    (select min(as_of) from prediction.score_log where model_id = ? and as_of <= ?),
                    (select min(as_of) from prediction.decision where model_id = ? and not shadow and as_of <= ?))
                """;
        return database.withConnection(connection -> {
            try (PreparedStatement select = connection.prepareStatement(sql)) {
                select.setString(1, modelId);
                select.setObject(2, at(now));
                select.setString(3, modelId);
                select.setObject(4, at(now));
                try (ResultSet row = select.executeQuery()) {
                    row.next();
                    return Optional.ofNullable(row.getObject(1, OffsetDateTime.class))
                            .map(OffsetDateTime::toInstant);
                }
            }
        });
    }

    private Instant aliasSince(String modelId) {
        String sql = """
                select coalesce((select a.since from prediction.alias a
                    where a.model_id = m.id and a.alias = 'champion'), m.created_at)
                from prediction.model m where m.id = ?
                """;
        return database.withConnection(connection -> {
            try (PreparedStatement select = connection.prepareStatement(sql)) {
                select.setString(1, modelId);
                try (ResultSet row = select.executeQuery()) {
                    row.next();
                    return instant(row, 1);
                }
            }
        });
    }

    /** The last daily look at a type. */
    public Optional<Last> last(String type) {
        String sql = "select model_id, as_of, report, strikes from prediction.watched where type = ?";
        return database.withConnection(connection -> {
            try (PreparedStatement select = connection.prepareStatement(sql)) {
                select.setString(1, type);
                try (ResultSet row = select.executeQuery()) {
                    return row.next()
                            ? Optional.of(new Last(
                                    row.getString(1),
                                    instant(row, 2),
                                    json(row.getString(3)),
                                    strikes(row.getString(4))))
                            : Optional.<Last>empty();
                }
            }
        });
    }

    /** What stands against a type's model. */
    public List<Warning> warnings(String type) {
        return database.withConnection(connection -> warnings(connection, type));
    }

    private static List<Warning> warnings(Connection connection, String type) throws SQLException {
        String sql = """
                select model_id, sign, began_at, said_en, said_zh from prediction.watch_warning
                where type = ? and ended_at is null order by id
                """;
        try (PreparedStatement select = connection.prepareStatement(sql)) {
            select.setString(1, type);
            List<Warning> warnings = new ArrayList<>();
            try (ResultSet row = select.executeQuery()) {
                while (row.next()) {
                    warnings.add(new Warning(
                            row.getString(1),
                            Sign.Kind.valueOf(row.getString(2).toUpperCase(Locale.ROOT)),
                            instant(row, 3),
                            new Text(row.getString(4), row.getString(5))));
                }
            }
            return warnings;
        }
    }

    /**
     * Keeps a daily look, with the warnings that stand after it.
     *
     * @return the warnings that stood before
     */
    public List<Warning> keep(WatchReport report, Map<String, Integer> strikes) {
        return database.inTransaction(connection -> {
            List<Warning> before = warnings(connection, report.type());
            for (Warning warning : before) {
                boolean goesOn = report.warnings().stream()
                        .anyMatch(w -> w.sign() == warning.sign() && w.modelId().equals(warning.modelId()));
                if (!goesOn) {
                    end(connection, report.type(), warning, report.at());
                }
            }
            for (Warning warning : report.warnings()) {
                upsert(connection, report.type(), warning);
            }
            if (report.drift() != null) {
                keepDrift(connection, report);
            }
            keepLast(connection, report, strikes);
            return before;
        });
    }

    private static void end(Connection connection, String type, Warning warning, Instant at) throws SQLException {
        String sql = """
                update prediction.watch_warning set ended_at = greatest(?, began_at)
                where type = ? and sign = ? and ended_at is null
                """;
        try (PreparedStatement update = connection.prepareStatement(sql)) {
            update.setObject(1, at(at));
            update.setString(2, type);
            update.setString(3, warning.sign().id());
            update.executeUpdate();
        }
    }

    private static void upsert(Connection connection, String type, Warning warning) throws SQLException {
        String sql = """
                insert into prediction.watch_warning (type, model_id, sign, began_at, said_en, said_zh)
                values (?, ?, ?, ?, ?, ?)
                on conflict (type, sign) where ended_at is null
                    do update set said_en = excluded.said_en, said_zh = excluded.said_zh
                """;
        try (PreparedStatement insert = connection.prepareStatement(sql)) {
            insert.setString(1, type);
            insert.setString(2, warning.modelId());
            insert.setString(3, warning.sign().id());
            insert.setObject(4, at(warning.began()));
            insert.setString(5, warning.words().en());
            insert.setString(6, warning.words().zh());
            insert.executeUpdate();
        }
    }

    private static void keepDrift(Connection connection, WatchReport report) throws SQLException {
        String sql = """
                insert into prediction.drift (model_id, as_of, line, firmware, appliances, compared, drifted,
                    worst_psi, score_psi, document)
                values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?::jsonb) on conflict do nothing
                """;
        JsonNode groups = report.toJson().at("/drift/groups");
        try (PreparedStatement insert = connection.prepareStatement(sql)) {
            for (int i = 0; i < groups.size(); i++) {
                DriftGroup group = report.drift().groups().get(i);
                insert.setString(1, report.model());
                insert.setObject(2, at(report.drift().asOf()));
                insert.setString(3, group.line() == null ? "" : group.line());
                insert.setString(4, group.firmware() == null ? "" : group.firmware());
                insert.setInt(5, group.appliances());
                insert.setInt(6, group.compared());
                insert.setInt(7, group.drifted());
                insert.setObject(8, orNull(group.worstPsi()));
                insert.setObject(9, orNull(group.scorePsi()));
                insert.setString(10, groups.get(i).toString());
                insert.addBatch();
            }
            insert.executeBatch();
        }
    }

    private static void keepLast(Connection connection, WatchReport report, Map<String, Integer> strikes)
            throws SQLException {
        String sql = """
                insert into prediction.watched (type, model_id, as_of, report, strikes) values (?, ?, ?, ?::jsonb, ?::jsonb)
                on conflict (type) do update set model_id = excluded.model_id, as_of = excluded.as_of,
                    report = excluded.report, strikes = excluded.strikes
                """;
        ObjectNode counts = JSON.createObjectNode();
        strikes.forEach(counts::put);
        try (PreparedStatement insert = connection.prepareStatement(sql)) {
            insert.setString(1, report.type());
            insert.setString(2, report.model());
            insert.setObject(3, at(report.at()));
            insert.setString(4, report.toJson().toString());
            insert.setString(5, counts.toString());
            insert.executeUpdate();
        }
    }

    /** Forgets what nobody looks back at any more; returns how many rows. */
    public int forget(Instant now) {
        return database.inTransaction(connection -> delete(connection, "drift", now.minus(DRIFT_KEPT))
                + delete(connection, "score_log", now.minus(SCORES_KEPT)));
    }

    private static int delete(Connection connection, String table, Instant before) throws SQLException {
        try (PreparedStatement delete =
                connection.prepareStatement("delete from prediction." + table + " where as_of < ?")) {
            delete.setObject(1, at(before));
            return delete.executeUpdate();
        }
    }

    private static Float orNull(double value) {
        return Double.isNaN(value) ? null : (float) value;
    }

    private static Map<String, Integer> strikes(String text) {
        Map<String, Integer> strikes = new HashMap<>();
        json(text)
                .properties()
                .forEach(e -> strikes.put(e.getKey(), e.getValue().asInt()));
        return strikes;
    }

    private static JsonNode json(String text) {
        try {
            return JSON.readTree(text);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("what was stored of the watch cannot be read: " + e.getMessage(), e);
        }
    }

    private static OffsetDateTime at(Instant instant) {
        return instant.atOffset(ZoneOffset.UTC);
    }

    private static Instant instant(ResultSet row, int column) throws SQLException {
        return row.getObject(column, OffsetDateTime.class).toInstant();
    }
}
