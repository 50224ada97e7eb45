package io.hearthwatch.ingest;

import io.hearthwatch.catalog.ApplianceType;
import io.hearthwatch.catalog.Catalog;
import io.hearthwatch.catalog.Metric;
import io.hearthwatch.catalog.MetricKind;
import io.hearthwatch.database.Database;
import io.hearthwatch.database.DatabaseException;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** The tables that the catalog's types need: made, or given the columns they lack, when the program starts. */
final class TypeTables {
    static final String HOURLY = "_hourly";
    private static final Set<String> OWN_COLUMNS = Set.of("appliance_no", "time", "received_at");
    private static final Set<String> OWN_TABLES = Set.of(
            "hour_dirty", "fault", "pending_score", "connection", "command_result", "rejected", "schema_version");
    /** Any number will do that no other part of the program takes. */
    private static final long LOCK = 0x6877_7465_6c65_0001L;

    private final Map<String, TypeTable> tables = new LinkedHashMap<>();

    private TypeTables(Catalog catalog) {
        catalog.types().values().forEach(type -> tables.put(type.id(), new TypeTable(type)));
    }

    /**
     * Makes the tables that are missing and adds the columns of new metrics, one program at a time.
     *
     * @throws DatabaseException if the catalog asks for what cannot be: a metric whose kind is not the stored one, or a name that is
     *     taken. Nothing is changed then.
     */
    static TypeTables open(Database database, Catalog catalog) {
        TypeTables all = new TypeTables(catalog);
        List<String> problems = new ArrayList<>();
        all.tables.values().forEach(table -> all.checkNames(table, problems));
        refuse(problems);
        database.inTransaction(connection -> {
            try (PreparedStatement lock = connection.prepareStatement("select pg_advisory_xact_lock(?)")) {
                lock.setLong(1, LOCK);
                lock.execute();
            }
            for (TypeTable table : all.tables.values()) {
                if (ensure(connection, table.id(), rawColumns(table), problems, "appliance_no, time")) {
                    database.storage().spreadOverTime(connection, table.raw());
                }
                ensure(connection, table.id() + HOURLY, hourlyColumns(table), problems, "appliance_no, hour");
            }
            refuse(problems);
            return null;
        });
        return all;
    }

    /** The table of a type, or null if the catalog has no such type. */
    TypeTable find(String type) {
        return tables.get(type);
    }

    TypeTable get(String type) {
        TypeTable table = tables.get(type);
        if (table == null) {
            throw new IllegalArgumentException("no appliance type " + type);
        }
        return table;
    }

    Collection<TypeTable> all() {
        return tables.values();
    }

    private void checkNames(TypeTable table, List<String> problems) {
        ApplianceType type = table.type();
        if (OWN_TABLES.contains(type.id())) {
            problems.add("an appliance type cannot be called '" + type.id() + "', it is the name of a table of ours");
        }
        if (type.id().endsWith(HOURLY)
                && tables.containsKey(type.id().substring(0, type.id().length() - HOURLY.length()))) {
            problems.add("an appliance type cannot be called '" + type.id()
                    + "', it is the name of another type's hourly table");
        }
        for (Metric metric : type.metrics()) {
            if (OWN_COLUMNS.contains(metric.name())) {
                problems.add("a metric of " + type.id() + " cannot be called '" + metric.name()
                        + "', it is the name of a column of ours");
            }
        }
    }

    private static void refuse(List<String> problems) {
        if (!problems.isEmpty()) {
            throw new DatabaseException("the catalog does not fit what is stored: " + String.join("; ", problems));
        }
    }

    static String columnType(MetricKind kind) {
        return switch (kind) {
            case GAUGE -> "real";
            case COUNTER -> "double precision";
            case STATE -> "smallint";
        };
    }

    private static Map<String, String> rawColumns(TypeTable table) {
        Map<String, String> columns = new LinkedHashMap<>();
        columns.put("appliance_no", "integer");
        columns.put("time", "timestamp with time zone");
        columns.put("received_at", "timestamp with time zone");
        table.metrics().forEach(metric -> columns.put(metric.name(), columnType(metric.kind())));
        return columns;
    }

    private static Map<String, String> hourlyColumns(TypeTable table) {
        Map<String, String> columns = new LinkedHashMap<>();
        columns.put("appliance_no", "integer");
        columns.put("hour", "timestamp with time zone");
        columns.put("count", "integer");
        HourlyColumns.of(table).forEach(column -> columns.put(column.name(), column.sqlType()));
        return columns;
    }

    /** Makes a table or adds the columns it lacks; true if it was made. */
    private static boolean ensure(
            Connection connection, String table, Map<String, String> wanted, List<String> problems, String key)
            throws SQLException {
        Map<String, String> stored = storedColumns(connection, table);
        String name = "telemetry." + TypeTable.quoted(table);
        if (stored.isEmpty()) {
            List<String> columns = new ArrayList<>();
            wanted.forEach((column, type) -> columns.add(TypeTable.quoted(column) + " " + type
                    + (OWN_COLUMNS.contains(column) || column.equals("count") ? " not null" : "")));
            execute(
                    connection,
                    "create table " + name + " (" + String.join(", ", columns) + ", primary key (" + key + "))");
            return true;
        }
        List<String> missing = new ArrayList<>();
        wanted.forEach((column, type) -> {
            String now = stored.get(column);
            if (now == null) {
                missing.add("add column " + TypeTable.quoted(column) + " " + type);
            } else if (!now.equals(type)) {
                problems.add("telemetry." + table + "." + column + " is stored as " + now
                        + ", but the catalog's kind needs " + type + "; give the metric its old kind, or a new name");
            }
        });
        if (!missing.isEmpty() && problems.isEmpty()) {
            execute(connection, "alter table " + name + " " + String.join(", ", missing));
        }
        return false;
    }

    private static Map<String, String> storedColumns(Connection connection, String table) throws SQLException {
        String sql = """
                select attname, format_type(atttypid, atttypmod)
                from pg_attribute
                join pg_class on pg_class.oid = attrelid
                join pg_namespace on pg_namespace.oid = relnamespace
                where nspname = 'telemetry' and relname = ? and attnum > 0 and not attisdropped
                """;
        Map<String, String> columns = new HashMap<>();
        try (PreparedStatement select = connection.prepareStatement(sql)) {
            select.setString(1, table);
            try (ResultSet rows = select.executeQuery()) {
                while (rows.next()) {
                    columns.put(rows.getString(1), rows.getString(2));
                }
            }
        }
        return columns;
    }

    private static void execute(Connection connection, String sql) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }
}
