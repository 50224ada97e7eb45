package io.hearthwatch.ingest;

import io.hearthwatch.catalog.Metric;
import io.hearthwatch.catalog.MetricKind;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/** The statistics' columns of a type's hourly table, in the order in which they are written and read. */
final class HourlyColumns {
    private HourlyColumns() {}

    /** A column and its type in SQL. */
    record Column(String name, String sqlType) {}

    /** Six columns for every metric, and the increase for a counter. */
    static List<Column> of(TypeTable table) {
        List<Column> columns = new ArrayList<>();
        for (Metric metric : table.metrics()) {
            // A counter's values need more digits than a real has.
            String number = metric.kind() == MetricKind.COUNTER ? "double precision" : "real";
            columns.add(new Column(metric.name() + "_count", "integer"));
            for (String statistic : List.of("_mean", "_min", "_max", "_sd", "_last")) {
                columns.add(new Column(metric.name() + statistic, number));
            }
            if (metric.kind() == MetricKind.COUNTER) {
                columns.add(new Column(metric.name() + "_increase", number));
            }
        }
        return columns;
    }

    /** All of them for a statement, each behind a comma and, where given, a table's alias. */
    static String list(TypeTable table, String alias) {
        return of(table).stream()
                .map(column -> ", " + alias + TypeTable.quoted(column.name()))
                .collect(Collectors.joining());
    }
}
