package io.hearthwatch.predictor.storage;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.hearthwatch.database.Database;
import io.hearthwatch.predictor.AuditEntry;
import io.hearthwatch.predictor.ModelInfo;
import io.hearthwatch.predictor.PredictionException;
import io.hearthwatch.predictor.Target;
import io.hearthwatch.predictor.TrainingRecord;
import io.hearthwatch.predictor.features.FeatureExtractor;
import io.hearthwatch.predictor.features.Horizons;
import io.hearthwatch.predictor.features.Vocabulary;
import io.hearthwatch.predictor.learning.AgeRule;
import io.hearthwatch.predictor.learning.Algorithm;
import io.hearthwatch.predictor.learning.AnomalyRule;
import io.hearthwatch.predictor.learning.ComponentModel;
import io.hearthwatch.predictor.learning.FaultCodeRule;
import io.hearthwatch.predictor.learning.Hazard;
import io.hearthwatch.predictor.learning.LearningSettings;
import io.hearthwatch.predictor.learning.Schedule;
import io.hearthwatch.predictor.learning.TrainedModel;
import io.hearthwatch.predictor.learning.TreeSettings;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The registry of models in {@code prediction}: artefacts, what they were trained on, and what evaluations found. Keeps the
 * models used last in memory; a stored model never changes. Thread-safe; blocks.
 */
public final class ModelStore {
    private static final int CACHED = 8;
    /** What documents look like that this version writes; it reads 1 as well. */
    private static final int FORMAT = 2;

    private static final ObjectMapper JSON =
            new ObjectMapper().configure(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES, false);

    private final Database database;
    private final Map<String, TrainedModel> cache = new LinkedHashMap<>(16, 0.75f, true) {
        @Override
        protected boolean removeEldestEntry(Map.Entry<String, TrainedModel> eldest) {
            return size() > CACHED;
        }
    };

    public ModelStore(Database database) {
        this.database = database;
    }

    /** The parts of a model that nobody asks for by SQL. */
    private record Document(
            Vocabulary vocabulary,
            FaultCodeRule codeRule,
            AgeRule ageRule,
            // Of format 1.
            TreeSettings settings,
            LearningSettings learning,
            AnomalyRule anomaly,
            int appliances,
            long decisions,
            long faultDecisions,
            int rows,
            String first,
            String last) {}

    /**
     * Stores a model and what its training was made from; the first of its type becomes champion.
     *
     * @param who had it trained
     */
    public String add(TrainedModel model, TrainingRecord record, String who, Instant now) {
        String type = model.extractor().vocabulary().type();
        return database.inTransaction(connection -> {
            String id = insert(connection, type, model, now);
            insertComponents(connection, id, model);
            TrainingRecords.insert(connection, id, record);
            boolean first = AliasStore.first(connection, type, Target.FAILURE, id, now);
            AuditLog.write(
                    connection,
                    now,
                    AuditEntry.of(who, "train")
                            .about(type, Target.FAILURE)
                            .model(id, null)
                            .because(first ? "first model of its type" : null)
                            .with(trained(model, first)));
            return id;
        });
    }

    private static ObjectNode trained(TrainedModel model, boolean champion) {
        return JSON.createObjectNode()
                .put("until", model.until().toString())
                .put("algorithm", model.settings().algorithm().id())
                .put("decisions", model.span().decisions())
                .put("champion", champion);
    }

    private static String insert(Connection connection, String type, TrainedModel model, Instant now)
            throws SQLException {
        String sql = """
                insert into prediction.model
                    (seq, id, type, created_at, trained_until, horizon_ms, lead_ms, every_ms, anchor, on_fault, document,
                     horizons_ms, acting, format)
                overriding system value
                select n, ? || '-' || n, ?, ?, ?, ?, ?, ?, ?, ?, ?::jsonb, ?, ?, ?
                from nextval(pg_get_serial_sequence('prediction.model', 'seq')) n
                returning id
                """;
        try (PreparedStatement insert = connection.prepareStatement(sql)) {
            insert.setString(1, type);
            insert.setString(2, type);
            insert.setObject(3, at(now));
            insert.setObject(4, at(model.until()));
            insert.setLong(5, model.horizon().toMillis());
            insert.setLong(6, model.lead().toMillis());
            insert.setLong(7, model.schedule().interval().toMillis());
            insert.setObject(8, at(model.schedule().anchor()));
            insert.setBoolean(9, model.schedule().onFault());
            insert.setString(10, document(model));
            insert.setArray(11, connection.createArrayOf("int8", millis(model.horizons())));
            insert.setInt(12, model.horizons().acting());
            insert.setInt(13, FORMAT);
            try (ResultSet row = insert.executeQuery()) {
                row.next();
                return row.getString(1);
            }
        }
    }

    private static Object[] millis(Horizons horizons) {
        return horizons.ends().stream().map(Duration::toMillis).toArray();
    }

    private static String document(TrainedModel model) {
        TrainedModel.Span span = model.span();
        try {
            return JSON.writeValueAsString(new Document(
                    model.extractor().vocabulary(),
                    model.codeRule(),
                    model.ageRule(),
                    null,
                    model.settings(),
                    model.anomaly(),
                    span.appliances(),
                    span.decisions(),
                    span.faultDecisions(),
                    span.rows(),
                    span.first() == null ? null : span.first().toString(),
                    span.last() == null ? null : span.last().toString()));
        } catch (JsonProcessingException e) {
            throw new IllegalStateException(e);
        }
    }

    private static void insertComponents(Connection connection, String id, TrainedModel model) throws SQLException {
        String sql = """
                insert into prediction.component_model (model_id, component, threshold_max_f1, threshold_cost)
                values (?, ?, ?, ?)
                """;
        try (PreparedStatement insert = connection.prepareStatement(sql)) {
            for (ComponentModel component : model.components()) {
                insert.setString(1, id);
                insert.setString(2, component.component());
                insert.setObject(3, component.maxF1Threshold());
                insert.setObject(4, component.costThreshold());
                insert.executeUpdate();
                HazardRows.insert(connection, id, component);
            }
        }
    }

    /** The newest trained model of a type's failures. */
    public Optional<String> newest(String type) {
        return id(
                "select id from prediction.model where type = ? and target = 'failure' order by seq desc limit 1",
                type);
    }

    private Optional<String> id(String sql, String type) {
        return database.withConnection(connection -> {
            try (PreparedStatement select = connection.prepareStatement(sql)) {
                select.setString(1, type);
                try (ResultSet row = select.executeQuery()) {
                    return row.next() ? Optional.of(row.getString(1)) : Optional.empty();
                }
            }
        });
    }

    /** Keeps what an evaluation found with its model. */
    public void addEvaluation(String id, Instant now, String json) {
        database.inTransaction(connection -> {
            String sql = "insert into prediction.evaluation (model_id, at, document) values (?, ?, ?::jsonb)";
            try (PreparedStatement insert = connection.prepareStatement(sql)) {
                insert.setString(1, id);
                insert.setObject(2, at(now));
                insert.setString(3, json);
                return insert.executeUpdate();
            }
        });
    }

    /** All models, or those of a type, newest first. */
    public List<ModelInfo> list(String type) {
        return database.withConnection(connection -> ModelInfos.read(connection, type, null));
    }

    /** The model of that id. */
    public Optional<ModelInfo> info(String id) {
        return database.withConnection(connection -> ModelInfos.read(connection, null, id)).stream()
                .findFirst();
    }

    /**
     * The model, from memory where it was used lately.
     *
     * @throws IllegalArgumentException if there is no such model
     */
    public TrainedModel load(String id) {
        synchronized (cache) {
            TrainedModel cached = cache.get(id);
            if (cached != null) {
                return cached;
            }
        }
        TrainedModel model = database.withConnection(connection -> read(connection, id));
        synchronized (cache) {
            cache.put(id, model);
        }
        return model;
    }

    private static TrainedModel read(Connection connection, String id) throws SQLException {
        String sql = """
                select document, trained_until, horizons_ms, lead_ms, acting, every_ms, anchor, on_fault, format
                from prediction.model where id = ? and target = 'failure'
                """;
        try (PreparedStatement select = connection.prepareStatement(sql)) {
            select.setString(1, id);
            try (ResultSet row = select.executeQuery()) {
                if (!row.next()) {
                    throw new IllegalArgumentException("there is no failure model " + id);
                }
                if (row.getInt(9) > FORMAT) {
                    throw new PredictionException(
                            "model " + id + " was trained by a later version of this program",
                            "use that version, or train anew with: model train");
                }
                Document document = JSON.readValue(row.getString(1), Document.class);
                FeatureExtractor extractor = new FeatureExtractor(document.vocabulary(), ModelInfos.horizons(row, 3));
                LearningSettings settings = document.learning() != null
                        ? document.learning()
                        : LearningSettings.DEFAULT.with(document.settings());
                return new TrainedModel(
                        extractor,
                        instant(row, 2),
                        new Schedule(Duration.ofMillis(row.getLong(6)), instant(row, 7), row.getBoolean(8)),
                        readComponents(connection, id, extractor, settings.algorithm()),
                        document.codeRule(),
                        document.ageRule(),
                        document.anomaly() == null ? AnomalyRule.NONE : document.anomaly(),
                        settings,
                        new TrainedModel.Span(
                                document.appliances(),
                                document.decisions(),
                                document.faultDecisions(),
                                document.rows(),
                                document.first() == null ? null : Instant.parse(document.first()),
                                document.last() == null ? null : Instant.parse(document.last())));
            }
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("the model " + id + " cannot be read: " + e.getMessage(), e);
        }
    }

    private static List<ComponentModel> readComponents(
            Connection connection, String id, FeatureExtractor extractor, Algorithm algorithm) throws SQLException {
        Map<String, List<Hazard>> hazards;
        try {
            hazards = HazardRows.read(connection, id, algorithm, extractor.names());
        } catch (IllegalArgumentException e) {
            throw new PredictionException(
                    "model " + id + " cannot be used by this version: " + e.getMessage(),
                    "train anew with: model train --type "
                            + extractor.vocabulary().type());
        }
        Map<String, ComponentModel> models = new LinkedHashMap<>();
        String sql = """
                select component, threshold_max_f1, threshold_cost from prediction.component_model where model_id = ?
                """;
        try (PreparedStatement select = connection.prepareStatement(sql)) {
            select.setString(1, id);
            try (ResultSet row = select.executeQuery()) {
                while (row.next()) {
                    models.put(
                            row.getString(1),
                            new ComponentModel(
                                    row.getString(1),
                                    hazards.get(row.getString(1)),
                                    extractor.horizons().acting(),
                                    row.getObject(2, Double.class),
                                    row.getObject(3, Double.class)));
                }
            }
        }
        return extractor.vocabulary().components().stream().map(models::get).toList();
    }

    private static OffsetDateTime at(Instant instant) {
        return instant.atOffset(ZoneOffset.UTC);
    }

    private static Instant instant(ResultSet row, int column) throws SQLException {
        return row.getObject(column, OffsetDateTime.class).toInstant();
    }
}
