package io.hearthwatch.console;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.hearthwatch.servicedesk.money.Actor;
import io.hearthwatch.servicedesk.money.Claims;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.DateTimeException;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/** What a request about money says: who, and members that are read one by one. Amounts are exact decimals. */
final class MoneyBody {
    private final ObjectNode json;
    private final Actor actor;

    /** Reads a body that may have these members beside {@code who}. */
    MoneyBody(Call call, String... members) {
        JsonNode body = call.body().length == 0 ? Json.object() : Json.parse(call.body());
        this.json = object(body, members);
        String once = call.header("Idempotency-Key").orElse(null);
        Actor by = Actor.of(call.caller(), text("who"));
        this.actor = once == null ? by : by.once(once, fingerprint(call, by));
    }

    private MoneyBody(MoneyBody whole, JsonNode part, String... members) {
        this.json = object(part, members);
        this.actor = whole.actor;
    }

    private static ObjectNode object(JsonNode body, String... members) {
        Set<String> known = new TreeSet<>(Set.of(members));
        known.add("who");
        if (!(body instanceof ObjectNode object)) {
            throw Problem.badRequest("the body is not an object", "send an object with " + String.join(", ", known));
        }
        object.fieldNames().forEachRemaining(name -> {
            if (!known.contains(name)) {
                throw Problem.badRequest(
                        "the key '" + Call.shortened(name) + "' is not known here", "use " + String.join(", ", known));
            }
        });
        return object;
    }

    private String fingerprint(Call call, Actor by) {
        try {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            // The members tell what is asked for: no two writes about money have the same.
            digest.update(
                    ("money\n" + call.target() + "\n" + by.name() + "\n" + json).getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(digest.digest());
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }

    Actor actor() {
        return actor;
    }

    /** A text, or null. */
    String text(String name) {
        JsonNode value = json.path(name);
        if (value.isMissingNode() || value.isNull()) {
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

    /** An exact number, or null. */
    BigDecimal decimal(String name) {
        JsonNode value = json.path(name);
        if (value.isMissingNode() || value.isNull()) {
            return null;
        }
        if (!value.isNumber() || Double.isInfinite(value.doubleValue())) {
            throw Problem.badRequest("'" + name + "' is not a number", "send it as 12.50");
        }
        return value.decimalValue();
    }

    /** A whole number, or null. */
    Integer number(String name) {
        JsonNode value = json.path(name);
        if (value.isMissingNode() || value.isNull()) {
            return null;
        }
        if (!value.isInt()) {
            throw Problem.badRequest("'" + name + "' is not a whole number", "send it as 3");
        }
        return value.intValue();
    }

    /** An id, given as a number or as a text of digits; or null. */
    Long id(String name) {
        JsonNode value = json.path(name);
        if (value.isMissingNode() || value.isNull()) {
            return null;
        }
        if (!value.asText().matches("\\d{1,18}")) {
            throw Problem.badRequest("'" + name + "' is not an id", "send its digits");
        }
        return Long.parseLong(value.asText());
    }

    boolean flag(String name) {
        JsonNode value = json.path(name);
        if (!value.isMissingNode() && !value.isNull() && !value.isBoolean()) {
            throw Problem.badRequest("'" + name + "' is neither true nor false", "send true or false");
        }
        return value.asBoolean();
    }

    /** A date that must be there. */
    LocalDate date(String name) {
        String value = required(name);
        try {
            return LocalDate.parse(value);
        } catch (DateTimeException e) {
            throw Problem.badRequest(
                    "'" + name + "' is '" + Call.shortened(value) + "', which is not a date", "write it as 2026-10-01");
        }
    }

    /** Everything but {@code who}, as JSON. */
    String rest() {
        ObjectNode rest = json.deepCopy();
        rest.remove("who");
        return rest.toString();
    }

    /** The lines of a claim. */
    List<Claims.Item> claimed() {
        JsonNode lines = json.path("lines");
        if (!lines.isArray()) {
            throw Problem.badRequest("'lines' is not a list", "send [{\"item\": \"labour\"}, …]");
        }
        List<Claims.Item> items = new ArrayList<>();
        for (JsonNode each : lines) {
            MoneyBody line = new MoneyBody(this, each, "item", "part_line", "quantity", "km", "amount", "evidence");
            items.add(new Claims.Item(
                    line.required("item"),
                    line.id("part_line"),
                    line.number("quantity"),
                    line.decimal("km"),
                    line.decimal("amount"),
                    line.text("evidence")));
        }
        return items;
    }
}
