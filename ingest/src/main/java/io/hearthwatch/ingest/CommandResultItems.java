package io.hearthwatch.ingest;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import io.hearthwatch.ingest.Outcome.Origin;
import io.hearthwatch.ingest.Reason.Problem;
import java.io.IOException;

/** Reads answers to commands: {@code {"id":"…","ok":true,"result":{…}}}. Other fields are passed over. */
final class CommandResultItems implements Decoder.Items {
    @Override
    public Problem read(JsonParser parser, ReceivedMessage message, Batch batch, Origin origin) throws IOException {
        ItemFields fields = new ItemFields();
        for (String name = parser.nextFieldName(); name != null; name = parser.nextFieldName()) {
            JsonToken token = parser.nextToken();
            switch (name) {
                case "id" -> fields.text(parser, "id", token);
                case "ok" -> fields.flag(parser, "ok", token);
                case "result" -> fields.json(parser, "result", token);
                default -> parser.skipChildren();
            }
        }
        if (fields.problem() != null) {
            return fields.problem();
        }
        String id = fields.text("id");
        if (id == null || id.isEmpty() || fields.flag() == null) {
            return Reason.MISSING_FIELD.because("an answer needs id and ok");
        }
        batch.result(new CommandResultWriter.Item(
                new CommandResultWriter.Key(message.appliance().no(), id),
                Micros.of(message.receivedAt()),
                fields.flag(),
                fields.text("result"),
                origin.until(parser)));
        return null;
    }
}
