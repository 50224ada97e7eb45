package io.hearthwatch.predictor.storage;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.hearthwatch.database.Database;
import io.hearthwatch.predictor.TrainingRecord;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Optional;

/** The rows of {@code prediction.training}: what each model was trained from and with. */
public final class TrainingRecords {
    private static final ObjectMapper JSON =
            new ObjectMapper().configure(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES, false);

    private TrainingRecords() {}

    /** Writes a model's, in the caller's transaction. */
    public static void insert(Connection connection, String modelId, TrainingRecord record) throws SQLException {
        String sql = "insert into prediction.training (model_id, document) values (?, ?::jsonb)";
        try (PreparedStatement insert = connection.prepareStatement(sql)) {
            insert.setString(1, modelId);
            insert.setString(2, JSON.writeValueAsString(record));
            insert.executeUpdate();
        } catch (JsonProcessingException e) {
            throw new IllegalStateException(e);
        }
    }

    /** What a model was trained from and with; empty if it was trained by a version that did not write that down. */
    public static Optional<TrainingRecord> of(Database database, String modelId) {
        String sql = "select document from prediction.training where model_id = ?";
        return database.withConnection(connection -> {
            try (PreparedStatement select = connection.prepareStatement(sql)) {
                select.setString(1, modelId);
                try (ResultSet row = select.executeQuery()) {
                    return row.next()
                            ? Optional.of(JSON.readValue(row.getString(1), TrainingRecord.class))
                            : Optional.empty();
                }
            } catch (JsonProcessingException e) {
                throw new IllegalStateException("what model " + modelId + " was trained from cannot be read", e);
            }
        });
    }
}
