package io.hearthwatch.predictor.life;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.hearthwatch.database.Database;
import io.hearthwatch.predictor.AuditEntry;
import io.hearthwatch.predictor.LifeModelInfo;
import io.hearthwatch.predictor.PredictionException;
import io.hearthwatch.predictor.Target;
import io.hearthwatch.predictor.features.FeatureExtractor;
import io.hearthwatch.predictor.features.Horizons;
import io.hearthwatch.predictor.features.Vocabulary;
import io.hearthwatch.predictor.learning.LearningSettings;
import io.hearthwatch.predictor.learning.RegressionTrees;
import io.hearthwatch.predictor.storage.AliasStore;
import io.hearthwatch.predictor.storage.AuditLog;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/**
 * Remaining-life models in the registry, beside failure models: rows of {@code prediction.model} with another target, what they learnt in
 * {@code prediction.life_component}. Keeps the models used last in memory; a stored model never changes. Thread-safe; blocks.
 */
public final class LifeStore {
    private static final int CACHED = 4;
    /** What documents look like. */
    private static final int FORMAT = 2;

    private static final ObjectMapper JSON =
            new ObjectMapper().configure(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES, false);

    private final Database database;
    private final Map<String, LifeModel> cache = new LinkedHashMap<>(16, 0.75f, true) {
        @Override
        protected boolean removeEldestEntry(Map.Entry<String, LifeModel> eldest) {
            return size() > CACHED;
        }
    };

    public LifeStore(Database database) {
        this.database = database;
    }

    /** The parts of a model that nobody asks for by SQL; {@code appliances} counts, {@code trainedOn} names by number. */
    private record Document(
            Vocabulary vocabulary,
            LearningSettings learning,
            Long capMillis,
            int appliances,
            Set<Integer> trainedOn,
            Set<String> asked,
            long decisions,
            int rows) {}

    /** The parts of a component that nobody asks for by SQL. */
    private record ComponentDocument(
            int rounds,
            int failures,
            long labels,
            long outlived,
            Margins margins,
            AgeLife ages,
            LifeFigures unseen,
            LifeFigures unseenByAge) {}

    /**
     * Stores a model, in the caller's transaction; the first of its type becomes champion of remaining life.
     *
     * @param asked the appliances that training was told to look at, by the maker's id; null for all
     * @param who had it trained
     */
    public String add(Connection connection, LifeModel model, Set<String> asked, String who, Instant now)
            throws SQLException {
        String id = insert(connection, model, asked, now);
        String type = model.extractor().vocabulary().type();
        boolean first = AliasStore.first(connection, type, Target.REMAINING_LIFE, id, now);
        AuditEntry entry = AuditEntry.of(who, "train")
                .about(type, Target.REMAINING_LIFE)
                .model(id, null)
                .because(first ? "first model of its type" : null)
                .with(JSON.createObjectNode()
                        .put("until", model.until().toString())
                        .put("decisions", model.decisions())
                        .put("champion", first));
        AuditLog.write(connection, now, entry);
        return id;
    }

    private static String insert(Connection connection, LifeModel model, Set<String> asked, Instant now)
            throws SQLException {
        String sql = """
                insert into prediction.model
                    (seq, id, type, target, created_at, trained_until, horizon_ms, lead_ms, every_ms, anchor, on_fault,
                     document, horizons_ms, acting, format)
                overriding system value
                select n, ? || '-' || n, ?, 'remaining_life', ?, ?, ?, 0, ?, ?, false, ?::jsonb, ?, 0, ?
                from nextval(pg_get_serial_sequence('prediction.model', 'seq')) n
                returning id
                """;
        String type = model.extractor().vocabulary().type();
        long horizon = model.extractor().horizons().to(0);
        try (PreparedStatement insert = connection.prepareStatement(sql)) {
            insert.setString(1, type);
            insert.setString(2, type);
            insert.setObject(3, at(now));
            insert.setObject(4, at(model.until()));
            insert.setLong(5, horizon);
            insert.setLong(6, model.every().toMillis());
            insert.setObject(7, at(model.until()));
            insert.setString(
                    8,
                    json(new Document(
                            model.extractor().vocabulary(),
                            model.settings(),
                            model.cap() == null ? null : model.cap().toMillis(),
                            model.appliances().size(),
                            new TreeSet<>(model.appliances()),
                            asked == null ? null : new TreeSet<>(asked),
                            model.decisions(),
                            model.rows())));
            insert.setArray(9, connection.createArrayOf("int8", new Object[] {horizon}));
            insert.setInt(10, FORMAT);
            try (ResultSet row = insert.executeQuery()) {
                row.next();
                String id = row.getString(1);
                for (LifeComponent component : model.components()) {
                    insert(connection, id, component);
                }
                return id;
            }
        }
    }

    private static void insert(Connection connection, String id, LifeComponent component) throws SQLException {
        String sql = """
                insert into prediction.life_component (model_id, component, document, artefact, provenance, fingerprint)
                values (?, ?, ?::jsonb, ?, ?, ?)
                """;
        try (PreparedStatement insert = connection.prepareStatement(sql)) {
            insert.setString(1, id);
            insert.setString(2, component.component());
            insert.setString(
                    3,
                    json(new ComponentDocument(
                            component.rounds(),
                            component.failures(),
                            component.labels(),
                            component.outlived(),
                            component.margins(),
                            component.ages(),
                            component.unseen(),
                            component.unseenByAge())));
            insert.setBytes(4, component.trees().map(RegressionTrees::toBytes).orElse(null));
            insert.setString(
                    5, component.trees().map(RegressionTrees::provenance).orElse(null));
            insert.setString(
                    6, component.trees().map(RegressionTrees::fingerprint).orElse(null));
            insert.executeUpdate();
        }
    }

    /** The newest trained model of a type. */
    public Optional<String> newest(String type) {
        return text(
                "select id from prediction.model where type = ? and target = 'remaining_life' order by seq desc limit 1",
                type);
    }

    /** The model whose estimates the service gives for a type. */
    public Optional<String> champion(String type) {
        return text(
                "select model_id from prediction.alias where type = ? and target = 'remaining_life' and alias = 'champion'",
                type);
    }

    private Optional<String> text(String sql, String key) {
        return database.withConnection(connection -> {
            try (PreparedStatement select = connection.prepareStatement(sql)) {
                select.setString(1, key);
                try (ResultSet row = select.executeQuery()) {
                    return row.next() ? Optional.of(row.getString(1)) : Optional.empty();
                }
            }
        });
    }

    /**
     * The model, from memory where it was used lately.
     *
     * @throws PredictionException if there is no such remaining-life model, or this version cannot read it
     */
    public LifeModel load(String id) {
        synchronized (cache) {
            LifeModel cached = cache.get(id);
            if (cached != null) {
                return cached;
            }
        }
        LifeModel model = database.withConnection(connection -> read(connection, id));
        synchronized (cache) {
            cache.put(id, model);
        }
        return model;
    }

    private static LifeModel read(Connection connection, String id) throws SQLException {
        String sql = """
                select document, trained_until, horizon_ms, every_ms, format
                from prediction.model where id = ? and target = 'remaining_life'
                """;
        try (PreparedStatement select = connection.prepareStatement(sql)) {
            select.setString(1, id);
            try (ResultSet row = select.executeQuery()) {
                if (!row.next()) {
                    throw new PredictionException("there is no remaining-life model " + id, "see: model list");
                }
                if (row.getInt(5) > FORMAT) {
                    throw new PredictionException(
                            "model " + id + " was trained by a later version of this program",
                            "use that version, or train anew with: model train --target remaining_life");
                }
                Document document = JSON.readValue(row.getString(1), Document.class);
                FeatureExtractor extractor = new FeatureExtractor(
                        document.vocabulary(), Horizons.of(Duration.ZERO, Duration.ofMillis(row.getLong(3))));
                return new LifeModel(
                        extractor,
                        row.getObject(2, OffsetDateTime.class).toInstant(),
                        Duration.ofMillis(row.getLong(4)),
                        document.capMillis() == null ? null : Duration.ofMillis(document.capMillis()),
                        components(connection, id, extractor),
                        document.learning(),
                        document.trainedOn(),
                        document.decisions(),
                        document.rows());
            }
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("the model " + id + " cannot be read: " + e.getMessage(), e);
        }
    }

    private static List<LifeComponent> components(Connection connection, String id, FeatureExtractor extractor)
            throws SQLException, JsonProcessingException {
        String sql = "select component, document, artefact from prediction.life_component where model_id = ?";
        Map<String, LifeComponent> components = new LinkedHashMap<>();
        try (PreparedStatement select = connection.prepareStatement(sql)) {
            select.setString(1, id);
            try (ResultSet row = select.executeQuery()) {
                while (row.next()) {
                    ComponentDocument document = JSON.readValue(row.getString(2), ComponentDocument.class);
                    components.put(
                            row.getString(1),
                            new LifeComponent(
                                    row.getString(1),
                                    Optional.ofNullable(row.getBytes(3))
                                            .map(bytes -> RegressionTrees.fromBytes(bytes, extractor.names())),
                                    document.rounds(),
                                    document.failures(),
                                    document.labels(),
                                    document.outlived(),
                                    document.margins(),
                                    document.ages(),
                                    document.unseen(),
                                    document.unseenByAge()));
                }
            }
        } catch (IllegalArgumentException e) {
            throw new PredictionException(
                    "model " + id + " cannot be used by this version: " + e.getMessage(),
                    "train anew with: model train --target remaining_life --type "
                            + extractor.vocabulary().type());
        }
        return extractor.vocabulary().components().stream().map(components::get).toList();
    }

    /** The appliances that training was told to look at, by the maker's id; null for all. */
    public Set<String> asked(String id) {
        return text("select document from prediction.model where id = ? and target = 'remaining_life'", id)
                .map(document -> {
                    try {
                        return JSON.readValue(document, Document.class).asked();
                    } catch (JsonProcessingException e) {
                        throw new IllegalStateException("the model " + id + " cannot be read: " + e.getMessage(), e);
                    }
                })
                .orElse(null);
    }

    /** Whether there is a remaining-life model of that id. */
    public boolean has(String id) {
        return text("select id from prediction.model where id = ? and target = 'remaining_life'", id)
                .isPresent();
    }

    /** All remaining-life models, or those of a type, newest first. */
    public List<LifeModelInfo> list(String typeOrNull) {
        String sql = """
                select m.id, m.type, exists (select from prediction.alias a where a.model_id = m.id
                        and a.target = 'remaining_life' and a.alias = 'champion'),
                    m.trained_until, m.every_ms, m.document
                from prediction.model m
                where m.target = 'remaining_life' and (?::text is null or m.type = ?) order by m.seq desc
                """;
        return database.withConnection(connection -> {
            List<LifeModelInfo> models = new ArrayList<>();
            try (PreparedStatement select = connection.prepareStatement(sql)) {
                select.setString(1, typeOrNull);
                select.setString(2, typeOrNull);
                try (ResultSet row = select.executeQuery()) {
                    while (row.next()) {
                        Document document = JSON.readValue(row.getString(6), Document.class);
                        models.add(new LifeModelInfo(
                                row.getString(1),
                                row.getString(2),
                                row.getBoolean(3),
                                row.getObject(4, OffsetDateTime.class).toInstant(),
                                Duration.ofMillis(row.getLong(5)),
                                document.capMillis() == null ? null : Duration.ofMillis(document.capMillis()),
                                LifeTrainer.LEVEL,
                                document.learning().seed(),
                                document.appliances(),
                                document.decisions(),
                                document.rows(),
                                infos(connection, row.getString(1))));
                    }
                }
            } catch (JsonProcessingException e) {
                throw new IllegalStateException("what is stored of a model cannot be read: " + e.getMessage(), e);
            }
            return models;
        });
    }

    private static List<LifeModelInfo.ComponentInfo> infos(Connection connection, String id)
            throws SQLException, JsonProcessingException {
        String sql = """
                select component, document, fingerprint from prediction.life_component
                where model_id = ? order by component collate "C"
                """;
        List<LifeModelInfo.ComponentInfo> infos = new ArrayList<>();
        try (PreparedStatement select = connection.prepareStatement(sql)) {
            select.setString(1, id);
            try (ResultSet row = select.executeQuery()) {
                while (row.next()) {
                    ComponentDocument document = JSON.readValue(row.getString(2), ComponentDocument.class);
                    infos.add(new LifeModelInfo.ComponentInfo(
                            row.getString(1),
                            row.getString(3) != null,
                            document.failures(),
                            document.labels(),
                            document.outlived(),
                            document.rounds(),
                            document.unseen(),
                            document.unseenByAge(),
                            row.getString(3)));
                }
            }
        }
        return infos;
    }

    /** Keeps what an evaluation found with its model. */
    public void addEvaluation(String id, Instant now, Map<String, Object> figures) {
        database.inTransaction(connection -> {
            String sql = "insert into prediction.evaluation (model_id, at, document) values (?, ?, ?::jsonb)";
            try (PreparedStatement insert = connection.prepareStatement(sql)) {
                insert.setString(1, id);
                insert.setObject(2, at(now));
                insert.setString(3, json(figures));
                return insert.executeUpdate();
            }
        });
    }

    private static String json(Object value) {
        try {
            return JSON.writeValueAsString(value);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException(e);
        }
    }

    private static OffsetDateTime at(Instant instant) {
        return instant.atOffset(ZoneOffset.UTC);
    }
}
