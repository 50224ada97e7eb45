package io.hearthwatch.ingest;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import io.hearthwatch.catalog.MetricKind;
import io.hearthwatch.ingest.Outcome.Origin;
import io.hearthwatch.ingest.Reason.Problem;
import java.io.IOException;
import java.util.Arrays;

/**
 * Reads readings: {@code {"ts":…,"values":{metric: value}}}, the same without {@code ts}, or just {@code {metric: value}}; the
 * latter two take the time of receipt. One wrong metric refuses the whole reading. Owned by one thread.
 */
final class TelemetryItems implements Decoder.Items {
    private final TimeLimits limits;
    private TypeTable table;
    private double[] values = new double[0];

    // The item under way. The first problem is kept; the rest of the item is read only to find its end.
    private Problem problem;
    private boolean stamped;
    private long millis;
    private boolean wrapped;
    private String bare;
    private int given;

    TelemetryItems(TimeLimits limits) {
        this.limits = limits;
    }

    TelemetryItems of(TypeTable type) {
        if (table != type) {
            table = type;
            values = new double[type.size()];
        }
        return this;
    }

    @Override
    public Problem read(JsonParser parser, ReceivedMessage message, Batch batch, Origin origin) throws IOException {
        begin();
        for (String name = parser.nextFieldName(); name != null; name = parser.nextFieldName()) {
            JsonToken token = parser.nextToken();
            switch (name) {
                case "ts" -> time(parser);
                case "values" -> values(parser, token);
                default -> {
                    bare = name;
                    metric(parser, name, token);
                }
            }
        }
        end(message);
        if (problem == null) {
            long receivedAt = Micros.of(message.receivedAt());
            if (!stamped) {
                batch.unstamped();
            }
            batch.reading(
                    table,
                    message.appliance().no(),
                    stamped ? millis * 1000 : receivedAt,
                    receivedAt,
                    values,
                    origin.until(parser));
        }
        return problem;
    }

    private void begin() {
        Arrays.fill(values, Double.NaN);
        problem = null;
        stamped = false;
        wrapped = false;
        bare = null;
        given = 0;
    }

    private void time(JsonParser parser) throws IOException {
        if (stamped) {
            fail(Reason.DUPLICATE_KEY.because("ts twice"));
        }
        Problem wrong = TimeLimits.notATime(parser);
        if (wrong != null) {
            fail(wrong);
        } else {
            stamped = true;
            millis = parser.getLongValue();
        }
    }

    private void values(JsonParser parser, JsonToken token) throws IOException {
        if (wrapped) {
            fail(Reason.DUPLICATE_KEY.because("values twice"));
        }
        wrapped = true;
        if (token != JsonToken.START_OBJECT) {
            parser.skipChildren();
            fail(Reason.WRONG_TYPE.because("values is not an object"));
            return;
        }
        for (String name = parser.nextFieldName(); name != null; name = parser.nextFieldName()) {
            metric(parser, name, parser.nextToken());
        }
    }

    private void metric(JsonParser parser, String name, JsonToken token) throws IOException {
        int metric = problem == null ? table.index(name) : -1;
        if (metric < 0) {
            parser.skipChildren();
            fail(problem == null ? Reason.UNKNOWN_METRIC.because(table.id() + " has no metric '" + name + "'") : null);
        } else if (!Double.isNaN(values[metric])) {
            parser.skipChildren();
            fail(Reason.DUPLICATE_KEY.because(name + " twice"));
        } else if (token != JsonToken.VALUE_NULL) { // a null is no reading
            value(parser, metric, token);
        }
    }

    private void value(JsonParser parser, int metric, JsonToken token) throws IOException {
        double value;
        switch (token) {
            case VALUE_NUMBER_INT, VALUE_NUMBER_FLOAT -> value = parser.getDoubleValue();
            case VALUE_TRUE, VALUE_FALSE -> {
                if (table.kind(metric) != MetricKind.STATE
                        || table.metrics().get(metric).values().size() != 2) {
                    fail(table.wrongType(metric, "a boolean"));
                    return;
                }
                value = token == JsonToken.VALUE_TRUE ? 1 : 0;
            }
            case VALUE_STRING -> {
                if (table.kind(metric) != MetricKind.STATE) {
                    fail(table.wrongType(metric, "a text"));
                    return;
                }
                value = table.state(metric, parser.getText());
                if (value < 0) {
                    fail(table.unknownState(metric, parser.getText()));
                    return;
                }
            }
            default -> {
                parser.skipChildren();
                fail(table.wrongType(metric, "neither a number nor a text"));
                return;
            }
        }
        fail(table.check(metric, value));
        values[metric] = value;
        given++;
    }

    private void end(ReceivedMessage message) {
        if (wrapped && bare != null) {
            fail(Reason.UNKNOWN_FIELD.because("'" + bare + "' beside values"));
        } else if (stamped && !wrapped) {
            fail(Reason.MISSING_FIELD.because("ts without values"));
        } else if (given == 0) {
            fail(Reason.MISSING_FIELD.because("no metric has a value"));
        }
        if (stamped) {
            fail(limits.check(millis, message.receivedAt()));
            if (problem == null) {
                fail(table.checkKept(millis * 1000));
            }
        }
    }

    private void fail(Problem what) {
        problem = problem == null ? what : problem;
    }
}
