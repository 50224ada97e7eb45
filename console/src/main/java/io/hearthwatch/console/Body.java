package io.hearthwatch.console;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Set;
import java.util.TreeSet;

/** The object that a request's body is; its members are read one by one, and those that nobody knows are refused. */
final class Body {
    private static final int MOST_WHO = 100;

    private final ObjectNode json;

    /** Reads a body that may have these members; an empty one has none. */
    Body(Call call, String... known) {
        JsonNode body = call.body().length == 0 ? Json.object() : Json.parse(call.body());
        Set<String> names = new TreeSet<>(Set.of(known));
        if (!(body instanceof ObjectNode object)) {
            throw Problem.badRequest("the body is not an object", "send an object with " + String.join(", ", names));
        }
        object.fieldNames().forEachRemaining(name -> {
            if (!names.contains(name)) {
                throw Problem.badRequest(
                        "the key '" + Call.shortened(name) + "' is not known here", "use " + String.join(", ", names));
            }
        });
        this.json = object;
    }

    String text(String name, String otherwise) {
        JsonNode value = json.path(name);
        if (value.isMissingNode() || value.isNull()) {
            return otherwise;
        }
        if (!value.isTextual()) {
            throw Problem.badRequest("'" + name + "' is not a text", "send it in quotes");
        }
        return value.textValue();
    }

    String required(String name) {
        String value = text(name, "");
        if (value.isBlank()) {
            throw Problem.badRequest("'" + name + "' is missing", "add it to the body");
        }
        return value;
    }

    boolean flag(String name) {
        JsonNode value = json.path(name);
        if (value.isMissingNode() || value.isNull()) {
            return false;
        }
        if (!value.isBoolean()) {
            throw Problem.badRequest("'" + name + "' is neither true nor false", "send true or false");
        }
        return value.booleanValue();
    }

    /** The object of that name; an empty one if there is none. */
    ObjectNode object(String name) {
        JsonNode value = json.path(name);
        if (value.isMissingNode() || value.isNull()) {
            return Json.object();
        }
        if (!(value instanceof ObjectNode object)) {
            throw Problem.badRequest("'" + name + "' is not an object", "send {…}");
        }
        return object;
    }

    /** Who asks, for the audit log: that it came this way, and who it says it is, since nobody has to sign in. */
    String who() {
        String who = text("who", "").strip();
        if (who.length() > MOST_WHO || who.chars().anyMatch(Character::isISOControl)) {
            throw Problem.badRequest("'who' is longer than " + MOST_WHO + " characters, or has lines", "give a name");
        }
        return who.isEmpty() ? "api" : "api " + who;
    }
}
