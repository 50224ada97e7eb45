package io.hearthwatch.predictor.storage;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.hearthwatch.predictor.ModelInfo;
import io.hearthwatch.predictor.features.Horizons;
import io.hearthwatch.predictor.learning.LearningSettings;
import io.hearthwatch.predictor.learning.TreeSettings;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;

/** What models are, without what they learnt; read in the caller's transaction. */
final class ModelInfos {
    private static final ObjectMapper JSON =
            new ObjectMapper().configure(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES, false);

    private ModelInfos() {}

    /** Those of a type, unless that is null, and of an id, unless that is null; newest first. */
    static List<ModelInfo> read(Connection connection, String type, String id) throws SQLException {
        List<ModelInfo> models = new ArrayList<>();
        String sql = """
                    select m.id, m.type, exists (select from prediction.alias a
                            where a.model_id = m.id and a.alias = 'champion'),
                        m.created_at, m.trained_until, m.horizons_ms, m.lead_ms, m.acting, m.every_ms, m.on_fault,
                        m.document -> 'learning', m.document -> 'settings'
                    from prediction.model m
                    where (?::text is null or m.type = ?) and (?::text is null or m.id = ?) order by m.seq desc
                    """;
        try (PreparedStatement select = connection.prepareStatement(sql)) {
            select.setString(1, type);
            select.setString(2, type);
            select.setString(3, id);
            select.setString(4, id);
            try (ResultSet row = select.executeQuery()) {
                while (row.next()) {
                    models.add(new ModelInfo(
                            row.getString(1),
                            row.getString(2),
                            row.getBoolean(3),
                            row.getObject(4, OffsetDateTime.class).toInstant(),
                            row.getObject(5, OffsetDateTime.class).toInstant(),
                            horizons(row, 6),
                            Duration.ofMillis(row.getLong(9)),
                            row.getBoolean(10),
                            settings(row.getString(11), row.getString(12)),
                            components(connection, row.getString(1), row.getInt(8))));
                }
            }
        }
        return models;
    }

    /** From three columns: the ends, the lead and the acting window. */
    static Horizons horizons(ResultSet row, int column) throws SQLException {
        Long[] ends = (Long[]) row.getArray(column).getArray();
        return new Horizons(
                Duration.ofMillis(row.getLong(column + 1)),
                Arrays.stream(ends).map(Duration::ofMillis).toList(),
                row.getInt(column + 2));
    }

    private static LearningSettings settings(String learning, String format1) {
        try {
            return learning != null && !learning.equals("null")
                    ? JSON.readValue(learning, LearningSettings.class)
                    : LearningSettings.DEFAULT.with(JSON.readValue(format1, TreeSettings.class));
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("a stored model's settings cannot be read: " + e.getMessage(), e);
        }
    }

    private static List<ModelInfo.ComponentInfo> components(Connection connection, String id, int acting)
            throws SQLException {
        Map<String, List<ModelInfo.WindowInfo>> windows = HazardRows.infos(connection, id);
        String sql = """
                select component, threshold_max_f1, threshold_cost
                from prediction.component_model where model_id = ? order by component collate "C"
                """;
        List<ModelInfo.ComponentInfo> components = new ArrayList<>();
        try (PreparedStatement select = connection.prepareStatement(sql)) {
            select.setString(1, id);
            try (ResultSet row = select.executeQuery()) {
                while (row.next()) {
                    components.add(HazardRows.info(
                            row.getString(1),
                            windows.getOrDefault(row.getString(1), List.of()),
                            acting,
                            row.getObject(2, Double.class),
                            row.getObject(3, Double.class)));
                }
            }
        }
        return components;
    }
}
