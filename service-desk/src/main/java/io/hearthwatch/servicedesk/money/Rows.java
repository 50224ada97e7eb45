package io.hearthwatch.servicedesk.money;

import com.fasterxml.jackson.core.type.TypeReference;
import io.hearthwatch.servicedesk.Sql;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.ResultSetMetaData;
import java.sql.SQLException;
import java.time.OffsetDateTime;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Rows as they are shown: values by column, times as ISO-8601 in UTC, months as {@code 2026-11}, amounts as exact decimals. */
final class Rows {
    /** Most rows of a list. */
    static final int MOST = 1_000;

    private static final TypeReference<Object> ANY = new TypeReference<>() {};

    private Rows() {}

    static List<Map<String, Object>> of(Connection connection, String sql, Object... parameters) throws SQLException {
        return Sql.list(connection, sql, Rows::row, parameters);
    }

    static Optional<Map<String, Object>> first(Connection connection, String sql, Object... parameters)
            throws SQLException {
        return Sql.first(connection, sql, Rows::row, parameters);
    }

    private static Map<String, Object> row(ResultSet row) throws SQLException {
        ResultSetMetaData columns = row.getMetaData();
        Map<String, Object> values = new LinkedHashMap<>();
        for (int i = 1; i <= columns.getColumnCount(); i++) {
            String name = columns.getColumnLabel(i);
            values.put(name, value(row, i, name, columns.getColumnTypeName(i)));
        }
        return values;
    }

    private static Object value(ResultSet row, int column, String name, String type) throws SQLException {
        return switch (type) {
            case "timestamptz" -> {
                OffsetDateTime at = row.getObject(column, OffsetDateTime.class);
                yield at == null ? null : at.toInstant().toString();
            }
            case "date" -> {
                String day = row.getString(column);
                yield day == null || !name.equals("month") ? day : day.substring(0, 7);
            }
            case "jsonb" -> row.getString(column) == null ? null : Sql.fromJson(row.getString(column), ANY);
            default -> row.getObject(column);
        };
    }
}
