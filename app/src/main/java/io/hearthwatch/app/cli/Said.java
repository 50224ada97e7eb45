package io.hearthwatch.app.cli;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** What {@code --set KEY=VALUE} says: a value that reads as JSON is one, anything else is a text; a dot in the key leads into an object. */
public final class Said {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final TypeReference<Object> ANY = new TypeReference<>() {};

    private Said() {}

    /** All of it, in the order in which it was said. */
    public static Map<String, Object> read(List<String> pairs) {
        Map<String, Object> all = new LinkedHashMap<>();
        for (String pair : pairs) {
            int equals = pair.indexOf('=');
            if (equals < 1) {
                throw CommandFailure.usage(
                        "--set " + pair + " has no value", "--set key=value, such as --set way=home");
            }
            put(all, pair.substring(0, equals), value(pair.substring(equals + 1)));
        }
        return all;
    }

    @SuppressWarnings("unchecked") // only maps that were made here are gone into
    private static void put(Map<String, Object> all, String key, Object value) {
        int dot = key.indexOf('.');
        if (dot < 0) {
            all.put(key, value);
        } else {
            Object inner = all.computeIfAbsent(key.substring(0, dot), name -> new LinkedHashMap<String, Object>());
            if (!(inner instanceof Map<?, ?>)) {
                throw CommandFailure.usage("--set " + key + " goes into a plain value", "give the key once");
            }
            put((Map<String, Object>) inner, key.substring(dot + 1), value);
        }
    }

    private static Object value(String text) {
        boolean json = text.matches("true|false|-?\\d{1,9}(\\.\\d+)?|[\\[{].*");
        if (!json) {
            return text;
        }
        try {
            return JSON.readValue(text, ANY);
        } catch (JsonProcessingException e) {
            throw CommandFailure.usage(
                    "--set: " + text + " is not JSON",
                    "put quotes around the whole pair: --set 'items=[{\"item\":\"…\"}]'");
        }
    }
}
