package io.hearthwatch.ingest;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import io.hearthwatch.ingest.Reason.Problem;
import java.io.IOException;
import java.io.StringWriter;
import java.util.HashMap;
import java.util.Map;

/** The fields of one item that is not a reading: read once each, the first problem kept. Owned by one thread. */
final class ItemFields {
    private static final int LONGEST_TEXT = 200;
    private static final int LONGEST_JSON = 4096;
    private static final JsonFactory WRITER = new JsonFactory();

    private final Map<String, String> texts = new HashMap<>();
    private Problem problem;
    private boolean hasTime;
    private long millis;
    private Boolean flag;

    void time(JsonParser parser) throws IOException {
        if (hasTime) {
            fail(Reason.DUPLICATE_KEY.because("ts twice"));
        }
        Problem wrong = TimeLimits.notATime(parser);
        if (wrong != null) {
            fail(wrong);
        } else {
            hasTime = true;
            millis = parser.getLongValue();
        }
    }

    void text(JsonParser parser, String name, JsonToken token) throws IOException {
        if (token != JsonToken.VALUE_STRING) {
            parser.skipChildren();
            fail(Reason.WRONG_TYPE.because(name + " is not a text"));
        } else if (parser.getTextLength() > LONGEST_TEXT) {
            fail(Reason.TOO_LARGE.because(name + " is longer than " + LONGEST_TEXT + " characters"));
        } else {
            put(name, parser.getText());
        }
    }

    void flag(JsonParser parser, String name, JsonToken token) throws IOException {
        if (!token.isBoolean()) {
            parser.skipChildren();
            fail(Reason.WRONG_TYPE.because(name + " is not true or false"));
        } else if (flag != null) {
            fail(Reason.DUPLICATE_KEY.because(name + " twice"));
        } else {
            flag = token == JsonToken.VALUE_TRUE;
        }
    }

    /** Any object, kept as JSON whatever it came as; null is as good as absent. */
    void json(JsonParser parser, String name, JsonToken token) throws IOException {
        if (token == JsonToken.VALUE_NULL) {
            return;
        }
        if (token != JsonToken.START_OBJECT) {
            parser.skipChildren();
            fail(Reason.WRONG_TYPE.because(name + " is not an object"));
            return;
        }
        StringWriter text = new StringWriter();
        try (JsonGenerator generator = WRITER.createGenerator(text)) {
            generator.copyCurrentStructure(parser);
        }
        if (text.getBuffer().length() > LONGEST_JSON) {
            fail(Reason.TOO_LARGE.because(name + " is longer than " + LONGEST_JSON + " characters"));
        } else if (text.getBuffer().indexOf("\\u0000") >= 0) {
            fail(Reason.WRONG_TYPE.because(name + " has a zero character"));
        } else {
            put(name, text.toString());
        }
    }

    private void put(String name, String value) {
        if (!Texts.storable(value)) {
            fail(Reason.WRONG_TYPE.because(name + " has characters that are none"));
        } else if (texts.put(name, value) != null) {
            fail(Reason.DUPLICATE_KEY.because(name + " twice"));
        }
    }

    private void fail(Problem what) {
        problem = problem == null ? what : problem;
    }

    /** What was wrong first, or null. */
    Problem problem() {
        return problem;
    }

    boolean hasTime() {
        return hasTime;
    }

    long millis() {
        return millis;
    }

    /** A text or JSON field, or null. */
    String text(String name) {
        return texts.get(name);
    }

    /** The boolean field, or null. */
    Boolean flag() {
        return flag;
    }
}
