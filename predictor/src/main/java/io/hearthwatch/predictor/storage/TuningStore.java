package io.hearthwatch.predictor.storage;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.hearthwatch.database.Database;
import io.hearthwatch.predictor.PredictionException;
import io.hearthwatch.predictor.TrainingRecord;
import io.hearthwatch.predictor.features.Horizons;
import io.hearthwatch.predictor.learning.Algorithm;
import io.hearthwatch.predictor.learning.LearningSettings;
import io.hearthwatch.predictor.learning.Trial;
import io.hearthwatch.predictor.tuning.NumberedTrial;
import io.hearthwatch.predictor.tuning.Tuning;
import java.sql.Array;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/** Tunings and their trials, in {@code prediction.tuning} and {@code prediction.trial}. Thread-safe; blocks. */
public final class TuningStore {
    private static final ObjectMapper JSON =
            new ObjectMapper().configure(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES, false);

    private final Database database;

    public TuningStore(Database database) {
        this.database = database;
    }

    /**
     * What was asked for, and what was learnt from.
     *
     * @param until ISO 8601
     */
    public record Document(
            long leadMs,
            List<Long> endsMs,
            int acting,
            String until,
            long everyMs,
            boolean onFault,
            List<Algorithm> algorithms,
            LearningSettings first,
            TrainingRecord record) {

        /** The windows. */
        public Horizons horizons() {
            return new Horizons(
                    Duration.ofMillis(leadMs),
                    endsMs.stream().map(Duration::ofMillis).toList(),
                    acting);
        }
    }

    /** Judged trials are as short as this in {@code prediction.trial}. */
    private record Result(Trial trial, double seconds) {}

    /**
     * A stored tuning.
     *
     * @param firstLosses of the first trial by appliance; null if it was not judged yet
     */
    @SuppressWarnings("ArrayRecordComponent") // nobody compares them
    public record Stored(Tuning tuning, Document document, double[] firstLosses) {}

    /** Begins one; gives its id. */
    public String begin(String type, Document document, Instant now) {
        String sql = """
                insert into prediction.tuning (seq, id, type, created_at, document, rows_hash)
                overriding system value
                select n, ? || '-tuning-' || n, ?, ?, ?::jsonb, ?
                from nextval(pg_get_serial_sequence('prediction.tuning', 'seq')) n
                returning id
                """;
        return database.inTransaction(connection -> {
            try (PreparedStatement insert = connection.prepareStatement(sql)) {
                insert.setString(1, type);
                insert.setString(2, type);
                insert.setObject(3, now.atOffset(ZoneOffset.UTC));
                insert.setString(4, json(document));
                insert.setString(5, document.record().rowsHash());
                try (ResultSet row = insert.executeQuery()) {
                    row.next();
                    return row.getString(1);
                }
            }
        });
    }

    /**
     * Adds a judged trial.
     *
     * @param losses by appliance, of the first trial; null for others
     * @throws PredictionException if that trial is there already: another process is at work on the same tuning
     */
    public void add(String id, NumberedTrial trial, double[] losses, Instant now) {
        String sql = """
                insert into prediction.trial (tuning_id, no, finished_at, settings, result, losses)
                values (?, ?, ?, ?::jsonb, ?::jsonb, ?) on conflict do nothing
                """;
        int added = database.inTransaction(connection -> {
            try (PreparedStatement insert = connection.prepareStatement(sql)) {
                insert.setString(1, id);
                insert.setInt(2, trial.no());
                insert.setObject(3, now.atOffset(ZoneOffset.UTC));
                insert.setString(4, json(trial.settings()));
                insert.setString(5, json(new Result(trial.trial(), trial.seconds())));
                insert.setArray(
                        6,
                        losses == null
                                ? null
                                : connection.createArrayOf(
                                        "float8", Arrays.stream(losses).boxed().toArray()));
                return insert.executeUpdate();
            }
        });
        if (added == 0) {
            throw new PredictionException(
                    "trial " + trial.no() + " of tuning " + id + " was judged by another process meanwhile",
                    "let that one go on, or begin another tuning");
        }
    }

    /** Notes the model that a tuning's best settings were trained into. */
    public void trained(String id, String modelId) {
        database.inTransaction(connection -> {
            String sql = "update prediction.tuning set model_id = ? where id = ?";
            try (PreparedStatement update = connection.prepareStatement(sql)) {
                update.setString(1, modelId);
                update.setString(2, id);
                return update.executeUpdate();
            }
        });
    }

    /** The tuning with that id. */
    public Optional<Stored> find(String id) {
        String sql = "select type, created_at, model_id, document from prediction.tuning where id = ?";
        return database.withConnection(connection -> {
            try (PreparedStatement select = connection.prepareStatement(sql)) {
                select.setString(1, id);
                try (ResultSet row = select.executeQuery()) {
                    if (!row.next()) {
                        return Optional.empty();
                    }
                    Document document = JSON.readValue(row.getString(4), Document.class);
                    Tuning tuning = new Tuning(
                            id,
                            row.getString(1),
                            row.getObject(2, OffsetDateTime.class).toInstant(),
                            trials(connection, id),
                            row.getString(3));
                    return Optional.of(new Stored(tuning, document, losses(connection, id)));
                }
            } catch (JsonProcessingException e) {
                throw new IllegalStateException("the tuning " + id + " cannot be read: " + e.getMessage(), e);
            }
        });
    }

    /** Ids of the newest tunings, newest first. */
    public List<String> newest(int limit) {
        return database.withConnection(connection -> {
            List<String> ids = new ArrayList<>();
            String sql = "select id from prediction.tuning order by seq desc limit ?";
            try (PreparedStatement select = connection.prepareStatement(sql)) {
                select.setInt(1, limit);
                try (ResultSet row = select.executeQuery()) {
                    while (row.next()) {
                        ids.add(row.getString(1));
                    }
                }
            }
            return ids;
        });
    }

    private static List<NumberedTrial> trials(Connection connection, String id)
            throws SQLException, JsonProcessingException {
        List<NumberedTrial> trials = new ArrayList<>();
        String sql = "select no, settings, result from prediction.trial where tuning_id = ? order by no";
        try (PreparedStatement select = connection.prepareStatement(sql)) {
            select.setString(1, id);
            try (ResultSet row = select.executeQuery()) {
                while (row.next()) {
                    Result result = JSON.readValue(row.getString(3), Result.class);
                    trials.add(new NumberedTrial(
                            row.getInt(1),
                            JSON.readValue(row.getString(2), LearningSettings.class),
                            result.trial(),
                            result.seconds()));
                }
            }
        }
        return trials;
    }

    private static double[] losses(Connection connection, String id) throws SQLException {
        String sql = "select losses from prediction.trial where tuning_id = ? and no = 1";
        try (PreparedStatement select = connection.prepareStatement(sql)) {
            select.setString(1, id);
            try (ResultSet row = select.executeQuery()) {
                Array losses = row.next() ? row.getArray(1) : null;
                return losses == null
                        ? null
                        : Arrays.stream((Double[]) losses.getArray())
                                .mapToDouble(Double::doubleValue)
                                .toArray();
            }
        }
    }

    private static String json(Object value) {
        try {
            return JSON.writeValueAsString(value);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException(e);
        }
    }
}
