package io.hearthwatch.console;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.hearthwatch.servicedesk.parts.Client;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/** What a request about parts says: its key, who asks, and members that are read one by one. */
final class PartsBody {
    private static final int MOST_TEXTS = 10_000;

    private final ObjectNode json;
    private final Call call;

    /** Reads a body that may have these members beside {@code key} and {@code who}. */
    PartsBody(Call call, String... members) {
        Set<String> known = new TreeSet<>(Set.of(members));
        known.add("key");
        known.add("who");
        if (!(Json.parse(call.body()) instanceof ObjectNode object)) {
            throw Problem.badRequest("the body is not an object", "send an object with " + String.join(", ", known));
        }
        object.fieldNames().forEachRemaining(name -> {
            if (!known.contains(name)) {
                throw Problem.badRequest(
                        "the key '" + Call.shortened(name) + "' is not known here", "use " + String.join(", ", known));
            }
        });
        this.json = object;
        this.call = call;
    }

    /** The person who is signed in; while nobody is registered, whoever the body names. */
    Client client() {
        return new Client(
                required("key"),
                call.caller().person() == null ? required("who") : call.caller().who());
    }

    /**
     * In which role something is approved: that of the person who is signed in; while nobody is registered, the one that the body names.
     */
    String role() {
        if (call.caller().person() == null) {
            return required("role");
        }
        String own = call.caller().person().role().id();
        String named = text("role");
        if (named != null && !named.equals(own)) {
            throw new Problem(
                    403,
                    "Forbidden",
                    "you are " + own + ", not " + Call.shortened(named),
                    "leave 'role' out: it is that of who is signed in");
        }
        return own;
    }

    private JsonNode member(String name) {
        JsonNode value = json.path(name);
        return value.isNull() ? json.path("") : value;
    }

    /** A text, or null. */
    String text(String name) {
        JsonNode value = member(name);
        if (value.isMissingNode()) {
            return null;
        }
        if (!value.isTextual()) {
            throw Problem.badRequest("'" + name + "' is not a text", "send it in quotes");
        }
        return value.textValue().strip();
    }

    String required(String name) {
        String value = text(name);
        if (value == null || value.isEmpty()) {
            throw Problem.badRequest("'" + name + "' is missing", "add it to the body");
        }
        return value;
    }

    boolean flag(String name, boolean otherwise) {
        JsonNode value = member(name);
        if (value.isMissingNode()) {
            return otherwise;
        }
        if (!value.isBoolean()) {
            throw Problem.badRequest("'" + name + "' is neither true nor false", "send true or false");
        }
        return value.booleanValue();
    }

    boolean has(String name) {
        return !member(name).isMissingNode();
    }

    int number(String name) {
        JsonNode value = member(name);
        if (value.isMissingNode()) {
            throw Problem.badRequest("'" + name + "' is missing", "add a whole number to the body");
        }
        if (!value.isInt()) {
            throw Problem.badRequest("'" + name + "' is not a whole number", "send it as 3");
        }
        return value.intValue();
    }

    /** The id of a ticket, given as that or as its number for people, such as HW-000123; or null. */
    Long ticket() {
        String value = member("ticket").asText();
        return value.matches("HW-\\d{6,18}") ? Long.valueOf(value.substring(3)) : id("ticket");
    }

    /** An id, given as a number or as a text of digits; or null. */
    Long id(String name) {
        JsonNode value = member(name);
        if (value.isMissingNode()) {
            return null;
        }
        if (!value.asText().matches("\\d{1,18}")) {
            throw Problem.badRequest("'" + name + "' is not an id", "send its digits");
        }
        return Long.parseLong(value.asText());
    }

    Instant instant(String name) {
        String value = text(name);
        return value == null ? null : Call.instant(name, value);
    }

    /** A list of texts; empty where there is none. */
    List<String> texts(String name) {
        JsonNode value = member(name);
        if (value.isMissingNode()) {
            return List.of();
        }
        List<String> texts = new ArrayList<>();
        for (JsonNode each : value) {
            texts.add(each.isTextual() ? each.textValue() : null);
        }
        if (!value.isArray() || texts.size() > MOST_TEXTS || texts.contains(null)) {
            throw Problem.badRequest(
                    "'" + name + "' is not a list of at most " + MOST_TEXTS + " texts", "send [\"…\", \"…\"]");
        }
        return texts;
    }
}
