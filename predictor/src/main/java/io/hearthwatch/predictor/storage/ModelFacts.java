package io.hearthwatch.predictor.storage;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.hearthwatch.database.Database;
import io.hearthwatch.predictor.Alias;
import io.hearthwatch.predictor.AuditRecord;
import io.hearthwatch.predictor.ModelDocument;
import io.hearthwatch.predictor.ModelInfo;
import io.hearthwatch.predictor.ModelSummary;
import io.hearthwatch.predictor.ModelSummary.StoredEvaluation;
import io.hearthwatch.predictor.Target;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What people ask about models: reads, never loads an artefact. Thread-safe; blocks. */
public final class ModelFacts {
    private static final ObjectMapper JSON = new ObjectMapper();
    /** Tribuo's provenance begins with the class that it is of, and names versions. */
    private static final Pattern PROVENANCE = Pattern.compile("([a-z-]+)-version = ([^\\s,]+)");

    private final Database database;
    private final ModelStore models;

    public ModelFacts(Database database) {
        this.database = database;
        this.models = new ModelStore(database);
    }

    /** All models, or those of a type, newest first. */
    public List<ModelSummary> summaries(String typeOrNull, List<Alias> aliases) {
        Map<String, Target> targets = targets();
        Map<String, StoredEvaluation> newest = newestEvaluations(typeOrNull, null);
        return models.list(typeOrNull).stream()
                .map(model -> summary(model, targets, aliases, newest.get(model.id())))
                .toList();
    }

    /** One model. */
    public Optional<ModelSummary> summary(String id, List<Alias> aliases) {
        return models.info(id)
                .map(model -> summary(
                        model,
                        targets(),
                        aliases,
                        newestEvaluations(model.type(), id).get(id)));
    }

    private static ModelSummary summary(
            ModelInfo model, Map<String, Target> targets, List<Alias> aliases, StoredEvaluation evaluation) {
        List<Alias.Name> names = aliases.stream()
                .filter(alias -> alias.model().equals(model.id()))
                .map(Alias::name)
                .toList();
        return new ModelSummary(model, targets.get(model.id()), names, evaluation);
    }

    private Map<String, Target> targets() {
        return database.withConnection(connection -> {
            Map<String, Target> targets = new HashMap<>();
            try (PreparedStatement select = connection.prepareStatement("select id, target from prediction.model");
                    ResultSet row = select.executeQuery()) {
                while (row.next()) {
                    targets.put(row.getString(1), Target.of(row.getString(2)).orElseThrow());
                }
            }
            return targets;
        });
    }

    /**
     * The newest of each model's own: figures of models that were trained like it, on folds, are not its figures. Whole documents are long and
     * models many, so the database takes out the little that is looked at in a list.
     */
    private Map<String, StoredEvaluation> newestEvaluations(String typeOrNull, String idOrNull) {
        String sql = """
                select distinct on (e.model_id) e.model_id, e.seq, e.at, jsonb_strip_nulls(jsonb_build_object(
                    'from', e.document -> 'from', 'to', e.document -> 'to', 'judged', e.document -> 'judged',
                    'rmse_hours', e.document -> 'rmse_hours',
                    'micro', jsonb_build_object('f1', e.document #> '{micro,f1}'),
                    'any_failure', jsonb_build_object(
                        'average_precision', e.document #> '{any_failure,average_precision}',
                        'event_recall', e.document #> '{any_failure,event_recall}')))
                from prediction.evaluation e join prediction.model m on m.id = e.model_id
                where (?::text is null or m.type = ?) and (?::text is null or m.id = ?)
                    and coalesce((e.document #>> '{judged,folds}')::int, 0) = 0
                order by e.model_id, e.seq desc
                """;
        return database.withConnection(connection -> {
            Map<String, StoredEvaluation> newest = new HashMap<>();
            try (PreparedStatement select = connection.prepareStatement(sql)) {
                select.setString(1, typeOrNull);
                select.setString(2, typeOrNull);
                select.setString(3, idOrNull);
                select.setString(4, idOrNull);
                try (ResultSet row = select.executeQuery()) {
                    while (row.next()) {
                        newest.put(row.getString(1), evaluation(row));
                    }
                }
            }
            return newest;
        });
    }

    /** A model's own newest evaluation, the whole of it. */
    public Optional<StoredEvaluation> newestEvaluation(String id) {
        String sql = """
                select model_id, seq, at, document from prediction.evaluation
                where model_id = ? and coalesce((document #>> '{judged,folds}')::int, 0) = 0 order by seq desc limit 1
                """;
        return database.withConnection(connection -> {
            try (PreparedStatement select = connection.prepareStatement(sql)) {
                select.setString(1, id);
                try (ResultSet row = select.executeQuery()) {
                    return row.next() ? Optional.of(evaluation(row)) : Optional.empty();
                }
            }
        });
    }

    /** The evaluations of a model, newest first. */
    public List<StoredEvaluation> evaluations(String id, int limit) {
        String sql = """
                select model_id, seq, at, document from prediction.evaluation where model_id = ? order by seq desc limit ?
                """;
        return database.withConnection(connection -> {
            List<StoredEvaluation> evaluations = new ArrayList<>();
            try (PreparedStatement select = connection.prepareStatement(sql)) {
                select.setString(1, id);
                select.setInt(2, limit);
                try (ResultSet row = select.executeQuery()) {
                    while (row.next()) {
                        evaluations.add(evaluation(row));
                    }
                }
            }
            return evaluations;
        });
    }

    private static StoredEvaluation evaluation(ResultSet row) throws SQLException {
        return new StoredEvaluation(
                row.getLong(2), row.getObject(3, OffsetDateTime.class).toInstant(), json(row.getString(4)));
    }

    /** Everything known of a model as one document. */
    public ObjectNode show(ModelSummary model, List<AuditRecord> audit) {
        String id = model.info().id();
        ObjectNode json = ModelDocument.of(model);
        json.set("settings", ModelDocument.settings(model.info()));
        database.withConnection(connection -> {
            String sql = """
                    select document -> 'appliances', document -> 'decisions', document -> 'faultDecisions',
                        document -> 'rows', document -> 'first', document -> 'last', document -> 'vocabulary'
                    from prediction.model where id = ?
                    """;
            try (PreparedStatement select = connection.prepareStatement(sql)) {
                select.setString(1, id);
                try (ResultSet row = select.executeQuery()) {
                    row.next();
                    ObjectNode span = json.putObject("span");
                    span.set("appliances", json(row.getString(1)));
                    span.set("decisions", json(row.getString(2)));
                    span.set("decisions_at_faults", json(row.getString(3)));
                    span.set("rows_kept", json(row.getString(4)));
                    span.set("first", json(row.getString(5)));
                    span.set("last", json(row.getString(6)));
                    ObjectNode vocabulary = json.putObject("vocabulary");
                    JsonNode words = json(row.getString(7));
                    words.properties().forEach(field -> {
                        if (field.getValue().isArray()) {
                            vocabulary.put(field.getKey(), field.getValue().size());
                        }
                    });
                }
            }
            return null;
        });
        json.set("provenance", provenance(id));
        ArrayNode evaluations = json.putArray("evaluations");
        evaluations(id, 20).forEach(evaluation -> evaluations.add(ModelDocument.brief(evaluation)));
        ArrayNode lines = json.putArray("audit");
        audit.forEach(line -> lines.add(ModelDocument.of(line)));
        return json;
    }

    /** With which versions each component's window was learnt; the whole provenance lies in {@code prediction.hazard}. */
    private ArrayNode provenance(String id) {
        String sql = """
                select component, step, provenance, fingerprint from prediction.hazard
                where model_id = ? and provenance is not null order by component collate "C", step
                """;
        return database.withConnection(connection -> {
            ArrayNode all = JSON.createArrayNode();
            try (PreparedStatement select = connection.prepareStatement(sql)) {
                select.setString(1, id);
                try (ResultSet row = select.executeQuery()) {
                    while (row.next()) {
                        ObjectNode one = all.addObject()
                                .put("component", row.getString(1))
                                // Counted from 1, as everywhere that people look.
                                .put("window", row.getInt(2) + 1)
                                .put("fingerprint", row.getString(4));
                        Matcher version = PROVENANCE.matcher(row.getString(3));
                        while (version.find()) {
                            one.put(version.group(1) + "_version", version.group(2));
                        }
                    }
                }
            }
            return all;
        });
    }

    private static JsonNode json(String text) {
        try {
            return text == null ? null : JSON.readTree(text);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("what is stored of a model cannot be read", e);
        }
    }
}
