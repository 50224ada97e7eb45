package io.hearthwatch.ingest;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * A table of {@code telemetry} as the catalog wants it.
 *
 * @param name without its schema
 * @param columns every column with its SQL type, in order
 * @param columnsOfOurs so many of them, the first ones, are ours and filled in every row; the others are metrics'
 * @param applianceColumn first part of the primary key
 * @param timeColumn second part of it
 * @param overTime whether its rows are spread over time and compressed where the server can
 */
record TableChange(
        String name,
        Map<String, String> columns,
        int columnsOfOurs,
        String applianceColumn,
        String timeColumn,
        boolean overTime) {

    String quotedName() {
        return "telemetry." + TypeTable.quoted(name);
    }

    /** Makes the table. */
    String create() {
        List<String> parts = new ArrayList<>();
        columns.forEach((column, type) ->
                parts.add(TypeTable.quoted(column) + " " + type + (parts.size() < columnsOfOurs ? " not null" : "")));
        parts.add("primary key (" + applianceColumn + ", " + timeColumn + ")");
        return "create table " + quotedName() + " (" + String.join(", ", parts) + ")";
    }

    /** Adds the columns that are missing; null if none is. New columns are empty, so no row is written. */
    String addMissing(Map<String, String> stored) {
        List<String> missing = new ArrayList<>();
        columns.forEach((column, type) -> {
            if (!stored.containsKey(column)) {
                missing.add("add column " + TypeTable.quoted(column) + " " + type);
            }
        });
        return missing.isEmpty() ? null : "alter table " + quotedName() + " " + String.join(", ", missing);
    }

    /** Columns that are stored as something else than they would have to be. */
    List<String> problems(Map<String, String> stored) {
        List<String> problems = new ArrayList<>();
        columns.forEach((column, type) -> {
            String now = stored.get(column);
            if (now != null && !now.equals(type)) {
                problems.add("telemetry." + name + "." + column + " is stored as " + now
                        + ", but the catalog's kind needs " + type + "; give the metric its old kind, or a new name");
            }
        });
        return problems;
    }
}
