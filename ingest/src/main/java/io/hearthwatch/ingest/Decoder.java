package io.hearthwatch.ingest;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonFactoryBuilder;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.core.TSFBuilder;
import com.fasterxml.jackson.core.exc.StreamConstraintsException;
import com.fasterxml.jackson.core.json.JsonReadFeature;
import com.fasterxml.jackson.dataformat.cbor.CBORFactory;
import io.hearthwatch.ingest.Outcome.Origin;
import io.hearthwatch.ingest.Reason.Problem;
import java.io.IOException;

/**
 * Reads a message's payload, one item or an array of them, and puts each item into the batch, or its refusal. Whatever the bytes
 * are, it doesn't throw: every message ends as good items, refused items, or both. Owned by one thread.
 */
final class Decoder {
    private static final StreamReadConstraints LIMITS = StreamReadConstraints.builder()
            .maxNestingDepth(20)
            .maxNumberLength(100)
            .maxStringLength(8192)
            .maxNameLength(200)
            .build();
    private static final JsonFactory JSON = limited(new JsonFactoryBuilder()
                    // Read, so that NaN costs its item only and not the whole message.
                    .enable(JsonReadFeature.ALLOW_NON_NUMERIC_NUMBERS))
            .build();
    private static final JsonFactory CBOR = limited(CBORFactory.builder()).build();

    private final TypeTables tables;
    private final IngestSettings settings;
    private final PlainReadings plain;
    private final TelemetryItems telemetry;
    private final FaultItems faults;
    private final StatusItems statuses;
    private final CommandResultItems results;

    // The item under way, for the refusal if the payload breaks off inside it.
    private int item;
    private int from;

    private static <F extends JsonFactory, B extends TSFBuilder<F, B>> B limited(B builder) {
        return builder.streamReadConstraints(LIMITS)
                .enable(StreamReadFeature.USE_FAST_DOUBLE_PARSER)
                .enable(StreamReadFeature.USE_FAST_BIG_NUMBER_PARSER)
                // Names come from strangers: they must not fill the JVM's table of strings.
                .disable(JsonFactory.Feature.INTERN_FIELD_NAMES);
    }

    Decoder(TypeTables tables, IngestSettings settings) {
        this.tables = tables;
        this.settings = settings;
        TimeLimits limits = new TimeLimits(settings.earlyLimit(), settings.lateLimit());
        this.plain = new PlainReadings(limits, settings.maxItems());
        this.telemetry = new TelemetryItems(limits);
        this.faults = new FaultItems(limits);
        this.statuses = new StatusItems(limits);
        this.results = new CommandResultItems();
    }

    /** What reads the items of one kind of message. */
    interface Items {
        /**
         * Reads one item, which begins at the parser's current token and is an object, to its end.
         *
         * @return why it is refused, or null if it was put into the batch
         */
        Problem read(JsonParser parser, ReceivedMessage message, Batch batch, Origin origin) throws IOException;
    }

    /** Adds a message, or the note that an appliance came or went, to the batch. */
    void decode(Pending pending, Batch batch) {
        int owner = batch.begin(pending);
        if (pending.message == null) {
            batch.note(pending.note);
            return;
        }
        ReceivedMessage message = pending.message;
        Problem whole = wholeMessage(message);
        if (whole != null) {
            batch.reject(new Origin(owner, 0, 0, message.payload().length), whole);
            return;
        }
        if (message.kind() == MessageKind.TELEMETRY
                && message.contentType() == ContentType.JSON
                && plain.read(tables.get(message.appliance().type()), message, batch, owner)) {
            return;
        }
        parse(message, batch, owner);
    }

    /** Reads whatever the payload is. */
    void parse(ReceivedMessage message, Batch batch, int owner) {
        item = 0;
        from = 0;
        try (JsonParser parser =
                (message.contentType() == ContentType.CBOR ? CBOR : JSON).createParser(message.payload())) {
            items(parser, message, batch, owner);
        } catch (StreamConstraintsException e) {
            broken(batch, owner, message, Reason.TOO_LARGE.because(e.getOriginalMessage()));
        } catch (IOException | RuntimeException e) {
            // The parsers mean to throw IOException only; on hostile bytes not all of them keep to it.
            broken(batch, owner, message, Reason.BAD_PAYLOAD.because(told(e)));
        }
    }

    private static String told(Exception e) {
        String message = e instanceof com.fasterxml.jackson.core.JacksonException json
                ? json.getOriginalMessage()
                : String.valueOf(e.getMessage());
        // What follows speaks of the parser's settings, not of the payload.
        int library = message == null ? -1 : message.indexOf(" (start marker at");
        return library < 0 ? message : message.substring(0, library);
    }

    /** What is left of a payload that breaks off counts as one item; those before it stand. */
    private void broken(Batch batch, int owner, ReceivedMessage message, Problem problem) {
        batch.reject(new Origin(owner, item, from, message.payload().length), problem);
    }

    private Problem wholeMessage(ReceivedMessage message) {
        if (message.kind() == MessageKind.FOREIGN_TOPIC) {
            return Reason.FOREIGN_TOPIC.because("published on a topic that is not the appliance's own");
        }
        if (message.kind() == MessageKind.UNKNOWN_APPLIANCE) {
            return Reason.UNKNOWN_APPLIANCE.because(
                    "no appliance '" + message.appliance().id() + "' is registered");
        }
        if (message.payload().length > settings.maxPayloadBytes()) {
            return Reason.TOO_LARGE.because(
                    message.payload().length + " bytes, more than " + settings.maxPayloadBytes());
        }
        if (message.payload().length == 0) {
            return Reason.BAD_PAYLOAD.because("empty payload");
        }
        if (tables.find(message.appliance().type()) == null) {
            return Reason.UNKNOWN_TYPE.because(
                    "the catalog has no type '" + message.appliance().type() + "'");
        }
        return null;
    }

    private void items(JsonParser parser, ReceivedMessage message, Batch batch, int owner) throws IOException {
        Items kind = kind(message);
        JsonToken token = parser.nextToken();
        if (token == null) {
            throw new IOException("nothing but white space");
        }
        if (token != JsonToken.START_ARRAY) {
            one(kind, parser, token, message, batch, new Origin(owner, 0, 0, message.payload().length));
        } else {
            for (token = parser.nextToken(); token != JsonToken.END_ARRAY; token = parser.nextToken()) {
                if (token == null) {
                    throw new IOException("the array does not end");
                }
                from = (int) parser.currentTokenLocation().getByteOffset();
                if (item >= settings.maxItems()) {
                    broken(batch, owner, message, Reason.TOO_LARGE.because("more than " + item + " items"));
                    return;
                }
                one(kind, parser, token, message, batch, new Origin(owner, item, from, message.payload().length));
            }
        }
        if (parser.nextToken() != null) {
            throw new IOException("something follows the end of the payload");
        }
    }

    private void one(
            Items kind, JsonParser parser, JsonToken token, ReceivedMessage message, Batch batch, Origin origin)
            throws IOException {
        Problem problem;
        if (token == JsonToken.START_OBJECT) {
            problem = kind.read(parser, message, batch, origin);
        } else {
            parser.skipChildren();
            problem = Reason.WRONG_TYPE.because("an item must be an object");
        }
        if (problem != null) {
            batch.reject(origin.until(parser), problem);
        }
        item++;
        from = (int) parser.currentLocation().getByteOffset();
    }

    private Items kind(ReceivedMessage message) {
        TypeTable table = tables.get(message.appliance().type());
        return switch (message.kind()) {
            case TELEMETRY -> telemetry.of(table);
            case FAULTS -> faults.of(table);
            case STATUS -> statuses;
            case COMMAND_RESULT -> results;
            case FOREIGN_TOPIC, UNKNOWN_APPLIANCE -> throw new IllegalStateException("refused before");
        };
    }
}
