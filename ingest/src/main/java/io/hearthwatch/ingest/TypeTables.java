package io.hearthwatch.ingest;

import io.hearthwatch.catalog.ApplianceType;
import io.hearthwatch.catalog.Catalog;
import io.hearthwatch.catalog.Metric;
import io.hearthwatch.catalog.MetricKind;
import io.hearthwatch.database.Database;
import io.hearthwatch.database.DatabaseException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** The tables that the catalog's types need: made, or given the columns they lack, when the program starts. */
final class TypeTables {
    static final String HOURLY = "_hourly";
    private static final Set<String> OWN_COLUMNS = Set.of("appliance_no", "time", "received_at");
    private static final Set<String> OWN_TABLES = Set.of(
            "hour_dirty",
            "fault",
            "pending_score",
            "connection",
            "command_result",
            "rejected",
            "dropped_before",
            "schema_version");

    private final Map<String, TypeTable> tables = new LinkedHashMap<>();

    /** Knows the types, and makes nothing. */
    TypeTables(Catalog catalog) {
        catalog.types().values().forEach(type -> tables.put(type.id(), new TypeTable(type)));
    }

    /**
     * Makes the tables that are missing and adds the columns of new metrics, one program at a time, while others read and write.
     *
     * @throws DatabaseException if the catalog asks for what cannot be: a metric whose kind is not the stored one, or a name that is
     *     taken. Nothing is changed then.
     */
    static TypeTables open(Database database, Catalog catalog) {
        TypeTables all = new TypeTables(catalog);
        List<String> problems = new ArrayList<>();
        all.tables.values().forEach(table -> all.checkNames(table, problems));
        refuse(problems);
        List<TableChange> wanted = new ArrayList<>();
        for (TypeTable table : all.tables.values()) {
            wanted.add(new TableChange(table.id(), rawColumns(table), 3, "appliance_no", "time", true));
            wanted.add(new TableChange(table.id() + HOURLY, hourlyColumns(table), 3, "appliance_no", "hour", false));
        }
        database.withConnection(connection -> {
            new SchemaChanges(connection, database.storage()).apply(wanted);
            return null;
        });
        DroppedBefore.load(database, all);
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

    static void refuse(List<String> problems) {
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
}
