package io.hearthwatch.console;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.math.BigDecimal;
import java.time.DateTimeException;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/** The object that a request's body is; its members are read one by one, and those that nobody knows are refused. */
final class Body {
    private static final int MOST_WHO = 100;
    private static final int MOST_ITEMS = 200;

    private final ObjectNode json;
    private final Call call;

    /** Reads a body that may have these members; an empty one has none. */
    Body(Call call, String... known) {
        this(call, call.body().length == 0 ? Json.object() : Json.parse(call.body()), known);
    }

    /** Reads a part of a body. */
    Body(Call call, JsonNode body, String... known) {
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
        this.call = call;
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

    /** A date that must be there. */
    LocalDate date(String name) {
        String value = required(name);
        try {
            // Years of more digits are beyond what the database holds.
            if (value.length() == "2026-10-01".length()) {
                return LocalDate.parse(value);
            }
        } catch (DateTimeException e) {
            // Told below, as one out of range.
        }
        throw Problem.badRequest(
                "'" + name + "' is '" + Call.shortened(value) + "', which is not a date", "write it as 2026-10-01");
    }

    /** A whole number that must be there. */
    int number(String name, int least, int most) {
        JsonNode value = json.path(name);
        if (!value.isInt() || value.intValue() < least || value.intValue() > most) {
            throw Problem.badRequest(
                    "'" + name + "' is " + (value.isMissingNode() ? "missing" : "not right"),
                    "send a whole number from " + least + " to " + most);
        }
        return value.intValue();
    }

    /** A number that must be there. */
    double decimal(String name, double least, double most) {
        JsonNode value = json.path(name);
        if (!value.isNumber() || value.doubleValue() < least || value.doubleValue() > most) {
            throw Problem.badRequest(
                    "'" + name + "' is " + (value.isMissingNode() ? "missing" : "not right"),
                    "send a number from " + least + " to " + most);
        }
        return value.doubleValue();
    }

    /** An exact number, or null. */
    BigDecimal exact(String name) {
        if (!has(name)) {
            return null;
        }
        JsonNode value = json.get(name);
        if (!value.isNumber() || Double.isInfinite(value.doubleValue())) {
            throw Problem.badRequest("'" + name + "' is not a number", "send it as 12.50");
        }
        return value.decimalValue();
    }

    /** A whole number, or null. */
    Integer whole(String name) {
        if (!has(name)) {
            return null;
        }
        if (!json.get(name).isInt()) {
            throw Problem.badRequest("'" + name + "' is not a whole number", "send it as 3");
        }
        return json.get(name).intValue();
    }

    /** An id, given as a number or as a text of digits; or null. */
    Long id(String name) {
        if (!has(name)) {
            return null;
        }
        String digits = json.get(name).asText();
        if (!digits.matches("\\d{1,18}")) {
            throw Problem.badRequest("'" + name + "' is not an id", "send its digits");
        }
        return Long.parseLong(digits);
    }

    /** All members but this one, as JSON. */
    String allBut(String name) {
        return json.deepCopy().without(name).toString();
    }

    /** Whether a member is there and not null. */
    boolean has(String name) {
        return json.hasNonNull(name);
    }

    /** The objects of a list; none if it is not there. Each may have these members. */
    List<Body> objects(String name, String... known) {
        JsonNode value = json.path(name);
        if (value.isMissingNode() || value.isNull()) {
            return List.of();
        }
        if (!value.isArray() || value.size() > MOST_ITEMS) {
            throw Problem.badRequest("'" + name + "' is not a list of at most " + MOST_ITEMS, "send [{…}, …]");
        }
        List<Body> items = new ArrayList<>();
        value.forEach(item -> items.add(new Body(call, item, known)));
        return items;
    }

    /** The object of that name, which may have these members; nothing if it is not there. */
    Optional<Body> optional(String name, String... known) {
        return has(name) ? Optional.of(new Body(call, json.get(name), known)) : Optional.empty();
    }

    /** Lists of texts by name; none if it is not there. */
    Map<String, List<String>> lists(String name) {
        Map<String, List<String>> lists = new LinkedHashMap<>();
        object(name).properties().forEach(entry -> {
            List<String> texts = new ArrayList<>();
            if (!entry.getValue().isArray()) {
                throw Problem.badRequest("'" + name + "." + entry.getKey() + "' is not a list", "send [\"…\"]");
            }
            entry.getValue().forEach(text -> texts.add(text.asText()));
            lists.put(entry.getKey(), texts);
        });
        return lists;
    }

    /** The texts of a list; none if it is not there. */
    List<String> texts(String name) {
        JsonNode value = json.path(name);
        List<String> texts = new ArrayList<>();
        if (value.isMissingNode() || value.isNull()) {
            return texts;
        }
        if (!value.isArray() || value.size() > MOST_ITEMS) {
            throw Problem.badRequest("'" + name + "' is not a list of at most " + MOST_ITEMS, "send [\"…\", \"…\"]");
        }
        value.forEach(text -> {
            if (!text.isTextual()) {
                throw Problem.badRequest("'" + name + "' holds something that is not a text", "send [\"…\", \"…\"]");
            }
            texts.add(text.textValue());
        });
        return texts;
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

    /** Who asks, for the audit log: the person; while nobody is registered that it came this way, and who it says it is. */
    String who() {
        if (call.caller().person() != null) {
            return call.caller().who();
        }
        String who = text("who", "").strip();
        if (who.length() > MOST_WHO || who.chars().anyMatch(Character::isISOControl)) {
            throw Problem.badRequest("'who' is longer than " + MOST_WHO + " characters, or has lines", "give a name");
        }
        return who.isEmpty() ? "api" : "api " + who;
    }
}
