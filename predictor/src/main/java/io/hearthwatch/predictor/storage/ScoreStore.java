package io.hearthwatch.predictor.storage;

import io.hearthwatch.database.Database;
import io.hearthwatch.predictor.ComponentScore;
import io.hearthwatch.predictor.learning.Basis;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Types;
import java.time.Duration;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** The latest score of each component, in {@code prediction.score}. Thread-safe; blocks. */
public final class ScoreStore {
    private final Database database;

    public ScoreStore(Database database) {
        this.database = database;
    }

    /** Writes scores, unless a later one is there; in the caller's transaction. */
    public void upsert(Connection connection, Collection<ComponentScore> scores) throws SQLException {
        String sql = """
                insert into prediction.score as s
                    (appliance_no, component, model_id, as_of, probability, basis, probabilities)
                values (?, ?, ?, ?, ?, ?, ?)
                on conflict (appliance_no, component) do update set model_id = excluded.model_id,
                    as_of = excluded.as_of, probability = excluded.probability, basis = excluded.basis,
                    probabilities = excluded.probabilities
                where s.as_of <= excluded.as_of
                """;
        // The driver makes one statement of a batch, and one statement may touch a row once: only the newest score of
        // each matters.
        Map<String, ComponentScore> newest = new LinkedHashMap<>();
        for (ComponentScore score : scores) {
            newest.merge(
                    score.applianceNo() + "/" + score.component(),
                    score,
                    (one, other) -> other.asOf().isBefore(one.asOf()) ? one : other);
        }
        try (PreparedStatement upsert = connection.prepareStatement(sql)) {
            for (ComponentScore score : newest.values()) {
                upsert.setInt(1, score.applianceNo());
                upsert.setString(2, score.component());
                upsert.setString(3, score.modelId());
                upsert.setObject(4, score.asOf().atOffset(ZoneOffset.UTC));
                upsert.setObject(5, number(score.probability()), Types.REAL);
                upsert.setString(6, score.basis().id());
                Object[] outlooks = score.outlooks().stream()
                        .map(outlook -> number(outlook.probability()))
                        .toArray();
                upsert.setArray(7, connection.createArrayOf("float4", outlooks));
                upsert.addBatch();
            }
            upsert.executeBatch();
        }
    }

    /** The latest scores of an appliance, by component. */
    public List<ComponentScore> of(int applianceNo) {
        String sql = """
                select s.appliance_no, s.component, s.model_id, s.as_of, s.probability, s.basis, s.probabilities,
                    m.horizons_ms
                from prediction.score s join prediction.model m on m.id = s.model_id
                where s.appliance_no = ? order by s.component
                """;
        return database.withConnection(connection -> {
            List<ComponentScore> scores = new ArrayList<>();
            try (PreparedStatement select = connection.prepareStatement(sql)) {
                select.setInt(1, applianceNo);
                try (ResultSet row = select.executeQuery()) {
                    while (row.next()) {
                        scores.add(new ComponentScore(
                                row.getInt(1),
                                row.getString(2),
                                row.getString(3),
                                row.getObject(4, OffsetDateTime.class).toInstant(),
                                probability(row.getObject(5, Float.class)),
                                Basis.valueOf(row.getString(6).toUpperCase(Locale.ROOT)),
                                outlooks(row)));
                    }
                }
            }
            return scores;
        });
    }

    private static List<ComponentScore.Outlook> outlooks(ResultSet row) throws SQLException {
        Float[] probabilities = (Float[]) row.getArray(7).getArray();
        Long[] horizons = (Long[]) row.getArray(8).getArray();
        List<ComponentScore.Outlook> outlooks = new ArrayList<>();
        for (int i = 0; i < Math.min(probabilities.length, horizons.length); i++) {
            outlooks.add(new ComponentScore.Outlook(Duration.ofMillis(horizons[i]), probability(probabilities[i])));
        }
        return outlooks;
    }

    private static Float number(double probability) {
        return Double.isNaN(probability) ? null : (Float) (float) probability;
    }

    private static double probability(Float number) {
        return number == null ? Double.NaN : number;
    }
}
