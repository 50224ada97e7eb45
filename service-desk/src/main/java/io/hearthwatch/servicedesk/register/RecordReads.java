package io.hearthwatch.servicedesk.register;

import com.fasterxml.jackson.core.type.TypeReference;
import io.hearthwatch.servicedesk.Sql;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Records as a service file would say them. Stateless. */
final class RecordReads {
    private static final TypeReference<Map<String, Object>> OBJECT = new TypeReference<>() {};

    private RecordReads() {}

    static Optional<RegisterRecord> find(Connection connection, RecordKind kind, String id) throws SQLException {
        return Sql.first(
                connection,
                "select * from service." + kind.table() + " where id = ?",
                row -> switch (kind) {
                    case REGION -> record(kind, row, true, Map.of("name", name(row)));
                    case CENTRE -> record(kind, row, row.getBoolean("active"), centre(connection, row));
                    case TECHNICIAN -> record(kind, row, row.getBoolean("active"), technician(connection, row));
                    case HOUSEHOLD -> record(kind, row, row.getObject("erased_at") == null, household(row));
                },
                id);
    }

    private static RegisterRecord record(RecordKind kind, ResultSet row, boolean active, Map<String, Object> values)
            throws SQLException {
        return new RegisterRecord(kind, row.getString("id"), row.getInt("version"), active, values);
    }

    private static Map<String, Object> name(ResultSet row) throws SQLException {
        Map<String, Object> name = new LinkedHashMap<>();
        name.put("en", row.getString("name_en"));
        name.put("zh", row.getString("name_zh"));
        return name;
    }

    private static Map<String, Object> centre(Connection connection, ResultSet row) throws SQLException {
        Map<String, Object> values = new LinkedHashMap<>();
        values.put("name", name(row));
        put(values, row, "time_zone", "latitude", "longitude", "warehouse", "region", "kind", "phone");
        values.put(
                "territory",
                Sql.list(
                        connection,
                        "select area from service.centre_territory where centre = ? order by area",
                        area -> area.getString("area"),
                        row.getString("id")));
        values.put("competences", abilities(connection, "centre_competence", "centre", row.getString("id")));
        values.put(
                "work",
                Sql.list(
                        connection,
                        "select kind from service.centre_work where centre = ? order by kind",
                        kind -> kind.getString("kind"),
                        row.getString("id")));
        return values;
    }

    private static Map<String, Object> technician(Connection connection, ResultSet row) throws SQLException {
        Map<String, Object> values = new LinkedHashMap<>();
        put(values, row, "name", "centre", "grade", "warehouse");
        // Where a technician was seen last is not where the day begins.
        if (row.getObject("position_at") == null) {
            put(values, row, "latitude", "longitude");
        }
        values.put("skills", abilities(connection, "technician_skill", "technician", row.getString("id")));
        String hours = row.getString("hours");
        if (hours != null) {
            Map<String, Object> all = Sql.fromJson(hours, OBJECT);
            values.put("hours", all.get("week"));
            values.put("days", all.getOrDefault("days", Map.of()));
        }
        return values;
    }

    private static Map<String, Object> household(ResultSet row) throws SQLException {
        Map<String, Object> values = new LinkedHashMap<>();
        put(values, row, "name", "address", "phone", "language", "centre", "latitude", "longitude", "engineer");
        return values;
    }

    private static void put(Map<String, Object> values, ResultSet row, String... columns) throws SQLException {
        for (String column : columns) {
            Object value = row.getObject(column);
            if (value != null) {
                values.put(column, value);
            }
        }
    }

    private static Map<String, List<String>> abilities(Connection connection, String table, String column, String id)
            throws SQLException {
        Map<String, List<String>> abilities = new LinkedHashMap<>();
        Sql.list(
                connection,
                "select type, fault_class from service." + table + " where " + column
                        + " = ? order by type, fault_class",
                row -> abilities
                        .computeIfAbsent(row.getString("type"), type -> new ArrayList<>())
                        .add(row.getString("fault_class")),
                id);
        return abilities;
    }

    /** What changed of a record, the newest first. */
    static List<RegisterChange> changes(Connection connection, String kind, String id, int limit) throws SQLException {
        return Sql.list(
                connection,
                "select * from service.register_change where kind = ? and subject = ? order by id desc limit ?",
                row -> new RegisterChange(
                        Sql.instant(row, "at"),
                        row.getString("who"),
                        row.getString("what"),
                        row.getInt("version"),
                        List.of((String[]) row.getArray("fields").getArray()),
                        Sql.fromJson(row.getString("detail"), OBJECT)),
                kind,
                id,
                limit);
    }
}
