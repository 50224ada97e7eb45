package io.hearthwatch.console;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.core.StreamWriteFeature;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.PropertyNamingStrategies;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.module.SimpleModule;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.ser.std.ToStringSerializer;
import io.hearthwatch.catalog.Text;
import io.vertx.core.buffer.Buffer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.Map;

/** JSON in and out, with times as ISO-8601 in UTC and words in both languages. */
final class Json {
    private static final TypeReference<Map<String, Object>> OBJECT = new TypeReference<>() {};
    private static final int DEEPEST = 20;
    private static final JsonMapper MAPPER = mapper();
    private static final JsonMapper RECORDS = JsonMapper.builder()
            .propertyNamingStrategy(PropertyNamingStrategies.SNAKE_CASE)
            .addModule(new SimpleModule()
                    .addSerializer(Instant.class, ToStringSerializer.instance)
                    .addSerializer(LocalDate.class, ToStringSerializer.instance)
                    .addSerializer(Duration.class, ToStringSerializer.instance))
            .build();

    private Json() {}

    private static JsonMapper mapper() {
        JsonMapper mapper = JsonMapper.builder()
                .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
                // 50, not 5E+1.
                .enable(StreamWriteFeature.WRITE_BIGDECIMAL_AS_PLAIN)
                .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
                .build();
        mapper.getFactory()
                .setStreamReadConstraints(
                        StreamReadConstraints.builder().maxNestingDepth(DEEPEST).build());
        return mapper;
    }

    static ObjectNode object() {
        return JsonNodeFactory.instance.objectNode();
    }

    static ArrayNode array() {
        return JsonNodeFactory.instance.arrayNode();
    }

    static ObjectNode text(Text text) {
        return text == null ? null : object().put("en", text.en()).put("zh", text.zh());
    }

    /** Maps, lists and plain values as JSON. */
    static JsonNode of(Object value) {
        return MAPPER.valueToTree(value);
    }

    /** An object as plain values, lists and maps. */
    static Map<String, Object> map(JsonNode object) {
        return MAPPER.convertValue(object, OBJECT);
    }

    /** A record, or a list of records, with its components' names in snake case; times as ISO-8601, words in both languages. */
    static JsonNode ofRecords(Object value) {
        return RECORDS.valueToTree(value);
    }

    /** The instant as ISO-8601 in UTC, or null. */
    static String time(Instant instant) {
        return instant == null ? null : instant.toString();
    }

    static Buffer bytes(JsonNode json) {
        try {
            return Buffer.buffer(MAPPER.writeValueAsBytes(json));
        } catch (JsonProcessingException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** What a request's body says. */
    static JsonNode parse(byte[] body) {
        try {
            JsonNode json = MAPPER.readTree(body);
            if (json == null || json.isMissingNode()) {
                throw Problem.badRequest("the body is empty", "send JSON as docs/openapi.yaml describes it");
            }
            refuseUnstorable(json);
            return json;
        } catch (JsonProcessingException e) {
            throw Problem.badRequest(
                    "the body is not JSON: " + e.getOriginalMessage().replaceAll(" \\(start marker at .*", "")
                            + where(e),
                    "send JSON in UTF-8 as docs/openapi.yaml describes it");
        } catch (IOException e) {
            throw Problem.badRequest("the body cannot be read: " + e.getMessage(), "send JSON in UTF-8");
        }
    }

    /** No text that the database could not hold goes further than here. */
    private static void refuseUnstorable(JsonNode json) {
        json.fieldNames().forEachRemaining(Json::refuseUnstorable);
        if (json.isTextual()) {
            refuseUnstorable(json.textValue());
        }
        json.forEach(Json::refuseUnstorable);
    }

    private static void refuseUnstorable(String text) {
        if (text.indexOf('\0') >= 0) {
            throw Problem.badRequest("the body has the character NUL in a text", "leave out \\u0000");
        }
        if (text.codePoints().anyMatch(code -> code >= Character.MIN_SURROGATE && code <= Character.MAX_SURROGATE)) {
            throw Problem.badRequest(
                    "the body has half a character in a text: a surrogate without its other half",
                    "send both, as \\ud83d\\ude00, or the character in UTF-8");
        }
    }

    private static String where(JsonProcessingException e) {
        return e.getLocation() == null
                ? ""
                : " at line " + e.getLocation().getLineNr() + ", column "
                        + e.getLocation().getColumnNr();
    }
}
