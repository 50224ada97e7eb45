package io.hearthwatch.predictor.watch;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.hearthwatch.database.Database;
import io.hearthwatch.predictor.PromotionJudge;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.Locale;
import java.util.Optional;

/** What was trained anew, in {@code prediction.retraining}. Thread-safe; blocks. */
public final class RetrainingStore {
    private static final ObjectMapper JSON = new ObjectMapper();

    private final Database database;

    public RetrainingStore(Database database) {
        this.database = database;
    }

    /** How a retraining ended. */
    public enum Outcome {
        DONE,
        FAILED,
        /** It has not ended: the process did. */
        INTERRUPTED
    }

    /** A type's newest retraining. */
    public record Last(Instant began, Outcome outcome) {}

    /** Writes down that one begins; returns its number. */
    public long begin(String type, String champion, Instant at) {
        return database.inTransaction(connection -> {
            String sql =
                    "insert into prediction.retraining (type, champion_id, began_at) values (?, ?, ?) returning id";
            try (PreparedStatement insert = connection.prepareStatement(sql)) {
                insert.setString(1, type);
                insert.setString(2, champion);
                insert.setObject(3, at.atOffset(ZoneOffset.UTC));
                try (ResultSet row = insert.executeQuery()) {
                    row.next();
                    return row.getLong(1);
                }
            }
        });
    }

    /** Writes down what came of it. */
    public void end(long id, String model, Optional<PromotionJudge.Verdict> verdict, Instant at) {
        ObjectNode judged = JSON.createObjectNode();
        verdict.ifPresent(v -> {
            judged.put("verdict", v.kind().name().toLowerCase(Locale.ROOT));
            judged.put("sentence", v.sentence());
            judged.set("figures", v.details());
        });
        update(id, model, null, verdict.isPresent() ? judged.toString() : null, at);
    }

    /** Writes down why nothing came of it. */
    public void fail(long id, String error, Instant at) {
        update(id, null, error, null, at);
    }

    private void update(long id, String model, String error, String judged, Instant at) {
        database.inTransaction(connection -> {
            String sql =
                    "update prediction.retraining set ended_at = ?, model_id = ?, error = ?, judged = ?::jsonb where id = ?";
            try (PreparedStatement update = connection.prepareStatement(sql)) {
                update.setObject(1, at.atOffset(ZoneOffset.UTC));
                update.setString(2, model);
                update.setString(3, error);
                update.setString(4, judged);
                update.setLong(5, id);
                return update.executeUpdate();
            }
        });
    }

    /** The newest of a type. */
    public Optional<Last> last(String type) {
        String sql = """
                select began_at, ended_at is null, error is not null from prediction.retraining
                where type = ? order by id desc limit 1
                """;
        return database.withConnection(connection -> {
            try (PreparedStatement select = connection.prepareStatement(sql)) {
                select.setString(1, type);
                try (ResultSet row = select.executeQuery()) {
                    if (!row.next()) {
                        return Optional.<Last>empty();
                    }
                    Outcome outcome =
                            row.getBoolean(2) ? Outcome.INTERRUPTED : row.getBoolean(3) ? Outcome.FAILED : Outcome.DONE;
                    return Optional.of(
                            new Last(row.getObject(1, OffsetDateTime.class).toInstant(), outcome));
                }
            }
        });
    }

    /** Whether a model was trained anew here. */
    public boolean cameFromHere(String model) {
        return database.withConnection(connection -> {
            try (PreparedStatement select = connection.prepareStatement(
                    "select exists (select from prediction.retraining where model_id = ?)")) {
                select.setString(1, model);
                try (ResultSet row = select.executeQuery()) {
                    row.next();
                    return row.getBoolean(1);
                }
            }
        });
    }
}
