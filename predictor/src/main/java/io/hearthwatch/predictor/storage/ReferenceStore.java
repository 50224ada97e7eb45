package io.hearthwatch.predictor.storage;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.hearthwatch.database.Database;
import io.hearthwatch.predictor.learning.Reference;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.util.Optional;

/** What models are held against in service, in {@code prediction.reference}. Thread-safe; blocks. */
public final class ReferenceStore {
    private static final ObjectMapper JSON =
            new ObjectMapper().configure(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES, false);

    private final Database database;

    public ReferenceStore(Database database) {
        this.database = database;
    }

    /** Keeps a model's; one that is there already stays. */
    public void add(String modelId, Reference reference) {
        String sql =
                "insert into prediction.reference (model_id, document) values (?, ?::jsonb) on conflict do nothing";
        database.inTransaction(connection -> {
            try (PreparedStatement insert = connection.prepareStatement(sql)) {
                insert.setString(1, modelId);
                insert.setString(2, JSON.writeValueAsString(reference));
                return insert.executeUpdate();
            } catch (JsonProcessingException e) {
                throw new IllegalStateException(e);
            }
        });
    }

    /** A model's; empty where it was trained by a version before there were any. */
    public Optional<Reference> of(String modelId) {
        return database.withConnection(connection -> {
            try (PreparedStatement select =
                    connection.prepareStatement("select document from prediction.reference where model_id = ?")) {
                select.setString(1, modelId);
                try (ResultSet row = select.executeQuery()) {
                    return row.next()
                            ? Optional.of(JSON.readValue(row.getString(1), Reference.class))
                            : Optional.<Reference>empty();
                }
            } catch (JsonProcessingException e) {
                throw new IllegalStateException("what model " + modelId + " is held against cannot be read", e);
            }
        });
    }
}
