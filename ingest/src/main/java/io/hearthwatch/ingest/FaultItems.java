package io.hearthwatch.ingest;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import io.hearthwatch.catalog.Severity;
import io.hearthwatch.ingest.Outcome.Origin;
import io.hearthwatch.ingest.Reason.Problem;
import java.io.IOException;

/**
 * Reads faults: {@code {"ts":…,"code":"E18","state":"raised"|"cleared","detail":{…}}}. One without {@code ts} takes the time of
 * receipt. Other fields are passed over. Owned by one thread.
 */
final class FaultItems implements Decoder.Items {
    private final TimeLimits limits;
    private TypeTable table;

    FaultItems(TimeLimits limits) {
        this.limits = limits;
    }

    FaultItems of(TypeTable type) {
        table = type;
        return this;
    }

    @Override
    public Problem read(JsonParser parser, ReceivedMessage message, Batch batch, Origin origin) throws IOException {
        ItemFields fields = new ItemFields();
        for (String name = parser.nextFieldName(); name != null; name = parser.nextFieldName()) {
            JsonToken token = parser.nextToken();
            switch (name) {
                case "ts" -> fields.time(parser);
                case "code" -> fields.text(parser, "code", token);
                case "state" -> fields.text(parser, "state", token);
                case "detail" -> fields.json(parser, "detail", token);
                default -> parser.skipChildren();
            }
        }
        Problem problem = check(fields, message);
        if (problem != null) {
            return problem;
        }
        long receivedAt = Micros.of(message.receivedAt());
        if (!fields.hasTime()) {
            batch.unstamped();
        }
        batch.fault(new FaultWriter.Item(
                new FaultWriter.Key(
                        message.appliance().no(),
                        fields.hasTime() ? fields.millis() * 1000 : receivedAt,
                        fields.text("code"),
                        fields.text("state").equals("raised")),
                receivedAt,
                fields.text("detail"),
                table.type().faults().get(fields.text("code")).severity() == Severity.SAFETY,
                origin.until(parser)));
        return null;
    }

    private Problem check(ItemFields fields, ReceivedMessage message) {
        if (fields.problem() != null) {
            return fields.problem();
        }
        String code = fields.text("code");
        String state = fields.text("state");
        if (code == null || state == null) {
            return Reason.MISSING_FIELD.because("a fault needs code and state");
        }
        if (!table.type().faults().containsKey(code)) {
            return Reason.UNKNOWN_FAULT.because(table.id() + " has no fault code '" + code + "'");
        }
        if (!state.equals("raised") && !state.equals("cleared")) {
            return Reason.UNKNOWN_STATE.because("state is '" + state + "', not raised or cleared");
        }
        return fields.hasTime() ? limits.check(fields.millis(), message.receivedAt()) : null;
    }
}
