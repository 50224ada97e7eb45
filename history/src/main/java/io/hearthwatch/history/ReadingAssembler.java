package io.hearthwatch.history;

import io.hearthwatch.catalog.ApplianceType;
import io.hearthwatch.catalog.Metric;
import io.hearthwatch.catalog.MetricKind;
import io.hearthwatch.catalog.yaml.DidYouMean;
import io.hearthwatch.history.csv.CsvRow;
import java.time.Instant;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Rows of telemetry: wide, with a column for each metric, or long, with a metric's name and value in each row. */
final class ReadingAssembler implements RowAssembler<RecordedReading> {
    private final EventFields fields;
    private final Cell metricName;
    private final Cell metricValue;
    private final Map<String, Cell> wide = new LinkedHashMap<>();
    /** Place of each metric in its type, by type. */
    private final Map<String, Map<String, Integer>> places = new HashMap<>();

    ReadingAssembler(EventFields fields, Source source, Header header) {
        this.fields = fields;
        this.metricName = header.bind(source.columns().get("metric"));
        this.metricValue = header.bind(source.columns().get("value"));
        source.metrics().forEach((metric, column) -> {
            Cell cell = header.bind(column);
            if (cell.bound()) {
                wide.put(metric, cell);
            }
        });
        if (!source.columns().containsKey("metric") && wide.isEmpty()) {
            header.problem(
                    source.line(), "no column of " + header.file() + " is a metric", "map at least one under metrics");
        }
    }

    @Override
    public RecordedReading assemble(CsvRow row, RecordPlace place) throws BadRowException {
        String id = fields.appliance(row);
        ApplianceType type = fields.type(id, row);
        Instant time = fields.time(row);
        String[] values = new String[type.metrics().size()];
        int found = 0;
        if (metricName.bound()) {
            found += set(values, type, metricName.required(row), metricValue, row);
        }
        for (Map.Entry<String, Cell> metric : wide.entrySet()) {
            found += set(values, type, metric.getKey(), metric.getValue(), row);
        }
        if (found == 0) {
            throw new BadRowException("the row has no value");
        }
        return new RecordedReading(place, id, type.id(), time, fields.receivedAt(row, time), values);
    }

    /** Puts a value in its place; returns how many were put. */
    private int set(String[] values, ApplianceType type, String name, Cell cell, CsvRow row) throws BadRowException {
        String text = cell.text(row);
        if (text == null) {
            return 0;
        }
        Integer place = places.computeIfAbsent(type.id(), id -> places(type)).get(name);
        if (place == null) {
            throw new BadRowException("type " + type.id() + " has no metric " + Column.shortened(name) + ": "
                    + DidYouMean.hint(
                            name, type.metrics().stream().map(Metric::name).toList()));
        }
        Metric metric = type.metrics().get(place);
        values[place] = metric.kind() == MetricKind.STATE
                ? state(metric, text, cell)
                : cell.column().convert(text);
        return 1;
    }

    private static Map<String, Integer> places(ApplianceType type) {
        Map<String, Integer> places = new HashMap<>();
        for (Metric metric : type.metrics()) {
            places.put(metric.name(), places.size());
        }
        return places;
    }

    /** A state is recorded by the value's name or by its number. */
    private static String state(Metric metric, String text, Cell cell) throws BadRowException {
        List<String> values = metric.values();
        if (values.contains(text)) {
            return text;
        }
        if (text.matches("[0-9]{1,5}") && Integer.parseInt(text) < values.size()) {
            return values.get(Integer.parseInt(text));
        }
        throw new BadRowException(cell.column().describe() + ": \"" + Column.shortened(text) + "\" is no value of "
                + metric.name() + ": " + DidYouMean.hint(text, values));
    }
}
