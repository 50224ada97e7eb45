package io.hearthwatch.ingest;

import io.hearthwatch.catalog.ApplianceType;
import io.hearthwatch.catalog.Metric;
import io.hearthwatch.catalog.MetricKind;
import io.hearthwatch.ingest.Reason.Problem;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * One appliance type as ingest sees it: its tables' names and columns, and which values its metrics can have, and up to when its
 * readings were dropped. Thread-safe.
 */
final class TypeTable {
    private final ApplianceType type;
    private final List<Metric> metrics;
    private final MetricKind[] kinds;
    private final double[] lowest;
    private final double[] highest;
    private final Map<String, Integer> indexes = new HashMap<>();
    private volatile long droppedMicros = Long.MIN_VALUE;

    TypeTable(ApplianceType type) {
        this.type = type;
        this.metrics = type.metrics();
        this.kinds = metrics.stream().map(Metric::kind).toArray(MetricKind[]::new);
        this.lowest = metrics.stream().mapToDouble(TypeTable::lowest).toArray();
        this.highest = metrics.stream().mapToDouble(TypeTable::highest).toArray();
        for (int i = 0; i < metrics.size(); i++) {
            indexes.put(metrics.get(i).name(), i);
        }
    }

    private static double lowest(Metric metric) {
        return switch (metric.kind()) {
            case GAUGE -> Math.max(metric.min(), -Float.MAX_VALUE);
            case COUNTER -> Math.max(metric.min(), -Double.MAX_VALUE);
            case STATE -> 0;
        };
    }

    private static double highest(Metric metric) {
        return switch (metric.kind()) {
            case GAUGE -> Math.min(metric.max(), Float.MAX_VALUE);
            case COUNTER -> Math.min(metric.max(), Double.MAX_VALUE);
            case STATE -> metric.values().size() - 1;
        };
    }

    ApplianceType type() {
        return type;
    }

    String id() {
        return type.id();
    }

    List<Metric> metrics() {
        return metrics;
    }

    int size() {
        return kinds.length;
    }

    MetricKind kind(int metric) {
        return kinds[metric];
    }

    /** The metric's place in the catalog, or -1. */
    int index(String metric) {
        Integer index = indexes.get(metric);
        return index == null ? -1 : index;
    }

    /** The table of raw readings, with its schema. */
    String raw() {
        return "telemetry." + quoted(type.id());
    }

    /** The table of hourly statistics, with its schema. */
    String hourly() {
        return "telemetry." + quoted(type.id() + TypeTables.HOURLY);
    }

    /** The metrics' columns, each with something before it: {@code , t."a", t."b"} for {@code , t.}. */
    String columns(String before) {
        return metrics.stream().map(m -> before + quoted(m.name())).collect(Collectors.joining());
    }

    /** Names come from the catalog and are identifiers, but may be words of SQL. */
    static String quoted(String name) {
        return '"' + name.replace("\"", "\"\"") + '"';
    }

    /** The type's id as it is written between quotes. */
    String idLiteral() {
        return type.id().replace("'", "''");
    }

    /** Learns up to when readings were dropped; null, or what is earlier than known, says nothing. */
    synchronized void dropped(Instant before) {
        if (before != null) {
            droppedMicros = Math.max(droppedMicros, Micros.of(before));
        }
    }

    /** Why no reading of that time is taken any more, or null if it is. */
    Problem checkKept(long micros) {
        long dropped = droppedMicros;
        return micros <= dropped
                ? Reason.TOO_LATE.because("retention dropped the readings of " + id() + " up to "
                        + Micros.instant(dropped) + ", so that none of then is taken any more")
                : null;
    }

    /** Why a metric cannot have a value, or null if it can. */
    Problem check(int metric, double value) {
        if (value >= lowest[metric] && value <= highest[metric]) {
            return kinds[metric] == MetricKind.STATE && value != Math.rint(value) ? unknownState(metric, value) : null;
        }
        if (kinds[metric] == MetricKind.STATE) {
            return unknownState(metric, value);
        }
        String name = metrics.get(metric).name();
        if (Double.isNaN(value) || Double.isInfinite(value)) {
            return Reason.NOT_A_NUMBER.because(name + " is " + value);
        }
        return Reason.OUT_OF_RANGE.because(
                name + " is " + value + ", outside " + lowest[metric] + " to " + highest[metric]);
    }

    /** The number of a state's named value, or -1. */
    int state(int metric, String value) {
        return metrics.get(metric).values().indexOf(value);
    }

    Problem unknownState(int metric, Object value) {
        Metric state = metrics.get(metric);
        return Reason.UNKNOWN_STATE.because(
                state.name() + " is " + value + ", not one of " + String.join(", ", state.values()));
    }

    Problem wrongType(int metric, String what) {
        Metric m = metrics.get(metric);
        return Reason.WRONG_TYPE.because(
                m.name() + " is " + what + ", not a " + (m.kind() == MetricKind.STATE ? "state's value" : "number"));
    }
}
