package io.hearthwatch.servicedesk.ticket;

import com.fasterxml.jackson.core.type.TypeReference;
import io.hearthwatch.servicedesk.Sql;
import java.sql.Array;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.ResultSetMetaData;
import java.sql.SQLException;
import java.time.OffsetDateTime;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Rows as they are shown: values by column, times as ISO-8601 in UTC. */
final class Rows {
    private static final TypeReference<Object> ANY = new TypeReference<>() {};

    private Rows() {}

    static List<Map<String, Object>> of(Connection connection, String sql, Object... parameters) throws SQLException {
        return Sql.list(connection, sql, Rows::row, parameters);
    }

    private static Map<String, Object> row(ResultSet row) throws SQLException {
        ResultSetMetaData columns = row.getMetaData();
        Map<String, Object> values = new LinkedHashMap<>();
        for (int i = 1; i <= columns.getColumnCount(); i++) {
            values.put(columns.getColumnLabel(i), value(row, i, columns.getColumnTypeName(i)));
        }
        return values;
    }

    private static Object value(ResultSet row, int column, String type) throws SQLException {
        return switch (type) {
            case "timestamptz" -> {
                OffsetDateTime at = row.getObject(column, OffsetDateTime.class);
                yield at == null ? null : at.toInstant().toString();
            }
            case "date" -> row.getString(column);
            case "jsonb" -> row.getString(column) == null ? null : Sql.fromJson(row.getString(column), ANY);
            case "_text" -> {
                Array array = row.getArray(column);
                yield array == null ? null : Arrays.asList((Object[]) array.getArray());
            }
            default -> row.getObject(column);
        };
    }
}
