package io.hearthwatch.ingest;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import io.hearthwatch.ingest.Outcome.Origin;
import io.hearthwatch.ingest.Reason.Problem;
import java.io.IOException;

/**
 * Reads what appliances say of themselves: {@code {"ts":…,"online":true,"firmware":"1.4.2"}}, every field optional, others passed
 * over, as makers put all kinds of attributes there. A last will is as old as its connection, so no status is too late.
 */
final class StatusItems implements Decoder.Items {
    private final TimeLimits limits;

    StatusItems(TimeLimits limits) {
        this.limits = limits;
    }

    @Override
    public Problem read(JsonParser parser, ReceivedMessage message, Batch batch, Origin origin) throws IOException {
        ItemFields fields = new ItemFields();
        for (String name = parser.nextFieldName(); name != null; name = parser.nextFieldName()) {
            JsonToken token = parser.nextToken();
            switch (name) {
                case "ts" -> fields.time(parser);
                case "online" -> fields.flag(parser, "online", token);
                case "firmware" -> fields.text(parser, "firmware", token);
                default -> parser.skipChildren();
            }
        }
        Problem problem = fields.problem() == null && fields.hasTime()
                ? limits.checkEarly(fields.millis(), message.receivedAt())
                : fields.problem();
        if (problem != null) {
            return problem;
        }
        if (!fields.hasTime()) {
            batch.unstamped();
        }
        // A time before the database's first year says only that the appliance's clock was never set.
        long at = fields.hasTime() ? Math.max(0, fields.millis()) * 1000 : Micros.of(message.receivedAt());
        batch.status(new ConnectionWriter.Status(
                message.appliance().no(), at, fields.flag(), fields.text("firmware"), origin.until(parser)));
        return null;
    }
}
