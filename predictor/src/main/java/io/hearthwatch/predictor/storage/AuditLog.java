package io.hearthwatch.predictor.storage;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.hearthwatch.database.Database;
import io.hearthwatch.predictor.AuditEntry;
import io.hearthwatch.predictor.AuditRecord;
import io.hearthwatch.predictor.Target;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;

/**
 * Who did what to models, in {@code prediction.audit}. Lines are only added; the database refuses to change or delete one. Thread-safe;
 * blocks.
 */
public final class AuditLog {
    private static final ObjectMapper JSON = new ObjectMapper();

    private final Database database;

    public AuditLog(Database database) {
        this.database = database;
    }

    /** Adds a line in the caller's transaction, so that it is there exactly if what it tells of is. */
    public static void write(Connection connection, Instant at, AuditEntry entry) throws SQLException {
        String sql = """
                insert into prediction.audit (at, who, action, type, target, model, previous, reason, details)
                values (?, ?, ?, ?, ?, ?, ?, ?, ?::jsonb)
                """;
        try (PreparedStatement insert = connection.prepareStatement(sql)) {
            insert.setObject(1, at.atOffset(ZoneOffset.UTC));
            insert.setString(2, entry.who());
            insert.setString(3, entry.action());
            insert.setString(4, entry.type());
            insert.setString(5, entry.target() == null ? null : entry.target().id());
            insert.setString(6, entry.model());
            insert.setString(7, entry.previous());
            insert.setString(8, entry.reason());
            insert.setString(9, entry.details().toString());
            insert.executeUpdate();
        }
    }

    /** Adds a line. */
    public void write(Instant at, AuditEntry entry) {
        database.inTransaction(connection -> {
            write(connection, at, entry);
            return null;
        });
    }

    /**
     * The newest lines, newest first.
     *
     * @param type only those about a type; null for all
     * @param model only those about a model; null for all
     * @param limit most lines wanted
     */
    public List<AuditRecord> newest(String type, String model, int limit) {
        String sql = """
                select seq, at, who, action, type, target, model, previous, reason, details from prediction.audit
                where (?::text is null or type = ?) and (?::text is null or model = ? or previous = ?)
                order by seq desc limit ?
                """;
        return database.withConnection(connection -> {
            List<AuditRecord> records = new ArrayList<>();
            try (PreparedStatement select = connection.prepareStatement(sql)) {
                select.setString(1, type);
                select.setString(2, type);
                select.setString(3, model);
                select.setString(4, model);
                select.setString(5, model);
                select.setInt(6, limit);
                try (ResultSet row = select.executeQuery()) {
                    while (row.next()) {
                        records.add(record(row));
                    }
                }
            }
            return records;
        });
    }

    private static AuditRecord record(ResultSet row) throws SQLException {
        AuditEntry entry = new AuditEntry(
                row.getString(3),
                row.getString(4),
                row.getString(5),
                row.getString(6) == null ? null : Target.of(row.getString(6)).orElseThrow(),
                row.getString(7),
                row.getString(8),
                row.getString(9),
                details(row.getString(10)));
        return new AuditRecord(
                row.getLong(1), row.getObject(2, OffsetDateTime.class).toInstant(), entry);
    }

    private static ObjectNode details(String json) {
        try {
            return JSON.readValue(json, ObjectNode.class);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("a line of the audit log cannot be read", e);
        }
    }
}
