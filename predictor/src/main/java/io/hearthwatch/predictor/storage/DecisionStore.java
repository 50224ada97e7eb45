package io.hearthwatch.predictor.storage;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import io.hearthwatch.catalog.Text;
import io.hearthwatch.database.Database;
import io.hearthwatch.predictor.Decision;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Consumer;

/** Decisions, in {@code prediction.decision}. Methods that take a connection work in the caller's transaction. Thread-safe; blocks. */
public final class DecisionStore {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final int FETCHED = 1_000;

    private final Database database;

    public DecisionStore(Database database) {
        this.database = database;
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
