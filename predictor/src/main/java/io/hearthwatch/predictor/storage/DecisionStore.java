package io.hearthwatch.predictor.storage;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import io.hearthwatch.catalog.Text;
import io.hearthwatch.database.Database;
import io.hearthwatch.predictor.ComponentScore;
import io.hearthwatch.predictor.Decision;
import io.hearthwatch.predictor.learning.Basis;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Types;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Consumer;

/**
 * Decisions, latest scores, and what is still to be decided, in {@code prediction} and {@code telemetry.pending_score}. Methods that take
 * a connection work in the caller's transaction. Thread-safe; blocks.
 */
public final class DecisionStore {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final int FETCHED = 1_000;

    private final Database database;

    public DecisionStore(Database database) {
        this.database = database;
    }

    /** An appliance that is to be scored as of an instant because a fault arrived. */
    public record Claim(int applianceNo, OffsetDateTime due) {}

    /** Up to when a type's schedule was run; begins, where nothing was run yet, with what the caller says. */
    public Instant decidedUntil(String type, Instant beginning) {
        return database.inTransaction(connection -> {
            String insert = "insert into prediction.decided (type, until) values (?, ?) on conflict do nothing";
            try (PreparedStatement statement = connection.prepareStatement(insert)) {
                statement.setString(1, type);
                statement.setObject(2, at(beginning));
                statement.executeUpdate();
            }
            return decided(connection, type, "");
        });
    }

    /** The same, locked until the transaction ends, so that one process runs a scheduled instant. */
    public Instant lockDecided(Connection connection, String type) throws SQLException {
        return decided(connection, type, " for update");
    }

    private static Instant decided(Connection connection, String type, String lock) throws SQLException {
        String sql = "select until from prediction.decided where type = ?" + lock;
        try (PreparedStatement select = connection.prepareStatement(sql)) {
            select.setString(1, type);
            try (ResultSet row = select.executeQuery()) {
                row.next();
                return instant(row, 1);
            }
        }
    }

    /** Says that the schedule was run up to an instant. */
    public void setDecided(Connection connection, String type, Instant until) throws SQLException {
        String sql = "update prediction.decided set until = ? where type = ?";
        try (PreparedStatement update = connection.prepareStatement(sql)) {
            update.setObject(1, at(until));
            update.setString(2, type);
            update.executeUpdate();
        }
    }

    /** Locks and returns the earliest claims of a type that are due before an instant; what others have locked is passed over. */
    public List<Claim> claim(Connection connection, String type, Instant before, int limit) throws SQLException {
        String sql = """
                select p.appliance_no, p.due from telemetry.pending_score p
                join fleet.appliance a on a.appliance_no = p.appliance_no
                where a.type = ? and p.due < ?
                order by p.due, p.appliance_no limit ?
                for update of p skip locked
                """;
        List<Claim> claims = new ArrayList<>();
        try (PreparedStatement select = connection.prepareStatement(sql)) {
            select.setString(1, type);
            select.setObject(2, at(before));
            select.setInt(3, limit);
            try (ResultSet row = select.executeQuery()) {
                while (row.next()) {
                    claims.add(new Claim(row.getInt(1), row.getObject(2, OffsetDateTime.class)));
                }
            }
        }
        return claims;
    }

    /** Deletes claims that were worked off. */
    public void delete(Connection connection, List<Claim> claims) throws SQLException {
        String sql = "delete from telemetry.pending_score where appliance_no = ? and due = ?";
        try (PreparedStatement delete = connection.prepareStatement(sql)) {
            for (Claim claim : claims) {
                delete.setInt(1, claim.applianceNo());
                delete.setObject(2, claim.due());
                delete.addBatch();
            }
            delete.executeBatch();
        }
    }

    /** Deletes a type's claims of exactly one instant, whose appliances were all scored as of it. */
    public void deleteAt(Connection connection, String type, Instant due) throws SQLException {
        delete(connection, type, "p.due = ?", due);
    }

    /** Deletes a type's claims that are due by an instant, since nobody decides on them. */
    public void deleteUpTo(Connection connection, String type, Instant due) throws SQLException {
        delete(connection, type, "p.due <= ?", due);
    }

    private static void delete(Connection connection, String type, String which, Instant due) throws SQLException {
        String sql = "delete from telemetry.pending_score p using fleet.appliance a"
                + " where a.appliance_no = p.appliance_no and a.type = ? and " + which;
        try (PreparedStatement delete = connection.prepareStatement(sql)) {
            delete.setString(1, type);
            delete.setObject(2, at(due));
            delete.executeUpdate();
        }
    }

    /** The first instant after this one at which a fault's claim is due. */
    public Optional<Instant> nextClaim(Instant after) {
        return database.withConnection(connection -> {
            try (PreparedStatement select =
                    connection.prepareStatement("select min(due) from telemetry.pending_score where due > ?")) {
                select.setObject(1, at(after));
                try (ResultSet row = select.executeQuery()) {
                    row.next();
                    return Optional.ofNullable(row.getObject(1, OffsetDateTime.class))
                            .map(OffsetDateTime::toInstant);
                }
            }
        });
    }

    /** Writes decisions; one that is there already is left as it is. Returns how many are new. */
    public int insert(Connection connection, Collection<Decision> decisions) throws SQLException {
        return insert(connection, decisions, false);
    }

    /** Writes what a challenger would have decided. */
    public int insertShadow(Connection connection, Collection<Decision> decisions) throws SQLException {
        return insert(connection, decisions, true);
    }

    private static int insert(Connection connection, Collection<Decision> decisions, boolean shadow)
            throws SQLException {
        String sql = """
                insert into prediction.decision
                    (id, model_id, appliance_no, component, as_of, probability, reasons, faults, shadow)
                values (?, ?, ?, ?, ?, ?, ?::jsonb, ?::jsonb, ?) on conflict do nothing
                """;
        int inserted = 0;
        try (PreparedStatement insert = connection.prepareStatement(sql)) {
            for (Decision decision : decisions) {
                insert.setObject(1, decision.id());
                insert.setString(2, decision.modelId());
                insert.setInt(3, decision.applianceNo());
                insert.setString(4, decision.component());
                insert.setObject(5, at(decision.asOf()));
                insert.setFloat(6, (float) decision.probability());
                insert.setString(7, reasons(decision));
                insert.setString(8, faults(decision));
                insert.setBoolean(9, shadow);
                inserted += insert.executeUpdate();
            }
        }
        return inserted;
    }

    /** Writes scores, unless a later one is there. */
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
                upsert.setObject(4, at(score.asOf()));
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
    public List<ComponentScore> scores(int applianceNo) {
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
                                instant(row, 4),
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

    /** Decisions that were not handed over yet, in order of instant, appliance and component; no challenger's. */
    public List<Decision> unrelayed(int limit) {
        return unrelayed(limit, false);
    }

    /** The same of challengers. */
    public List<Decision> unrelayedShadow(int limit) {
        return unrelayed(limit, true);
    }

    private List<Decision> unrelayed(int limit, boolean shadow) {
        String sql = """
                select d.id, d.model_id, d.appliance_no, d.component, d.as_of, d.probability, m.lead_ms, m.horizon_ms,
                    d.reasons, d.faults
                from prediction.decision d join prediction.model m on m.id = d.model_id
                where d.relayed_at is null and d.shadow = ? order by d.as_of, d.appliance_no, d.component limit ?
                """;
        return database.withConnection(connection -> {
            List<Decision> decisions = new ArrayList<>();
            try (PreparedStatement select = connection.prepareStatement(sql)) {
                select.setBoolean(1, shadow);
                select.setInt(2, limit);
                try (ResultSet row = select.executeQuery()) {
                    while (row.next()) {
                        decisions.add(decision(row));
                    }
                }
            }
            return decisions;
        });
    }

    /**
     * The decisions about a type's appliances with {@code from <= as of <= to}, by time.
     *
     * @param challenger only this model's, made in shadow; null for what the service itself decided
     */
    public void between(String type, String challenger, Instant from, Instant to, Consumer<Decision> consumer) {
        String sql = """
                select d.id, d.model_id, d.appliance_no, d.component, d.as_of, d.probability, m.lead_ms, m.horizon_ms,
                    d.reasons, d.faults
                from prediction.decision d join prediction.model m on m.id = d.model_id
                where m.type = ? and d.shadow = ? and (?::text is null or d.model_id = ?) and d.as_of between ? and ?
                order by d.as_of, d.appliance_no, d.component
                """;
        // The driver reads a result in portions only inside a transaction.
        database.inTransaction(connection -> {
            try (PreparedStatement select = connection.prepareStatement(sql)) {
                select.setFetchSize(FETCHED);
                select.setString(1, type);
                select.setBoolean(2, challenger != null);
                select.setString(3, challenger);
                select.setString(4, challenger);
                select.setObject(5, at(from));
                select.setObject(6, at(to));
                try (ResultSet row = select.executeQuery()) {
                    while (row.next()) {
                        consumer.accept(decision(row));
                    }
                }
            }
            return null;
        });
    }

    /** How many decisions were not handed over yet; counted up to a million. */
    public long unrelayedCount() {
        return database.withConnection(connection -> {
            try (PreparedStatement select = connection.prepareStatement("""
                            select count(*) from (
                                select 1 from prediction.decision where relayed_at is null and not shadow limit 1000000) d
                            """);
                    ResultSet row = select.executeQuery()) {
                row.next();
                return row.getLong(1);
            }
        });
    }

    /** Up to when the newest decision of a type that was not handed over yet knows. */
    public Optional<Instant> newestUnrelayed(String type) {
        String sql = """
                select max(d.as_of) from prediction.decision d join prediction.model m on m.id = d.model_id
                where d.relayed_at is null and not d.shadow and m.type = ?
                """;
        return database.withConnection(connection -> {
            try (PreparedStatement select = connection.prepareStatement(sql)) {
                select.setString(1, type);
                try (ResultSet row = select.executeQuery()) {
                    row.next();
                    return Optional.ofNullable(row.getObject(1, OffsetDateTime.class))
                            .map(OffsetDateTime::toInstant);
                }
            }
        });
    }

    /** Notes that decisions were handed over. */
    public void markRelayed(Collection<UUID> ids, Instant now) {
        database.inTransaction(connection -> {
            String sql = "update prediction.decision set relayed_at = ? where id = any (?) and relayed_at is null";
            try (PreparedStatement update = connection.prepareStatement(sql)) {
                update.setObject(1, at(now));
                update.setArray(2, connection.createArrayOf("uuid", ids.toArray()));
                return update.executeUpdate();
            }
        });
    }

    private static Decision decision(ResultSet row) throws SQLException {
        List<Text> reasons = new ArrayList<>();
        List<Decision.RaisedFault> faults = new ArrayList<>();
        try {
            for (JsonNode reason : JSON.readTree(row.getString(9))) {
                reasons.add(new Text(reason.get("en").asText(), reason.get("zh").asText()));
            }
            for (JsonNode fault : JSON.readTree(row.getString(10))) {
                faults.add(new Decision.RaisedFault(
                        fault.get("code").asText(),
                        Instant.parse(fault.get("at").asText())));
            }
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("a stored decision cannot be read", e);
        }
        return new Decision(
                row.getObject(1, UUID.class),
                row.getString(2),
                row.getInt(3),
                row.getString(4),
                instant(row, 5),
                row.getFloat(6),
                Duration.ofMillis(row.getLong(7)),
                Duration.ofMillis(row.getLong(8)),
                reasons,
                faults);
    }

    private static String reasons(Decision decision) {
        ArrayNode array = JSON.createArrayNode();
        decision.reasons()
                .forEach(text -> array.addObject().put("en", text.en()).put("zh", text.zh()));
        return array.toString();
    }

    private static String faults(Decision decision) {
        ArrayNode array = JSON.createArrayNode();
        decision.faults()
                .forEach(fault -> array.addObject()
                        .put("code", fault.code())
                        .put("at", fault.at().toString()));
        return array.toString();
    }

    private static OffsetDateTime at(Instant instant) {
        return instant.atOffset(ZoneOffset.UTC);
    }

    private static Instant instant(ResultSet row, int column) throws SQLException {
        return row.getObject(column, OffsetDateTime.class).toInstant();
    }
}
