package io.hearthwatch.console;

import io.hearthwatch.servicedesk.money.Actor;
import io.hearthwatch.servicedesk.money.Claims;
import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.List;
import java.util.stream.Stream;

/** What a request about money says: who does it, and members that are read one by one. Amounts are exact decimals. */
final class MoneyBody {
    private static final String[] ITEM = {"who", "item", "part_line", "quantity", "km", "amount", "evidence"};

    private final Body body;
    private final Actor actor;

    /** Reads a body that may have these members beside {@code who}. */
    MoneyBody(Call call, String... members) {
        this.body = new Body(
                call, Stream.concat(Stream.of("who"), Stream.of(members)).toArray(String[]::new));
        this.actor = Actor.of(call.caller(), text("who"));
    }

    Actor actor() {
        return actor;
    }

    /** A text, or null. */
    String text(String name) {
        return text(body, name);
    }

    private static String text(Body body, String name) {
        String value = body.text(name, null);
        return value == null ? null : value.strip();
    }

    String required(String name) {
        return body.required(name).strip();
    }

    /** An exact number, or null. */
    BigDecimal decimal(String name) {
        return body.exact(name);
    }

    /** A whole number, or null. */
    Integer number(String name) {
        return body.whole(name);
    }

    /** An id, given as a number or as a text of digits; or null. */
    Long id(String name) {
        return body.id(name);
    }

    boolean flag(String name) {
        return body.flag(name);
    }

    /** A date that must be there. */
    LocalDate date(String name) {
        return body.date(name);
    }

    /** Everything but {@code who}, as JSON. */
    String rest() {
        return body.allBut("who");
    }

    /** The lines of a claim. */
    List<Claims.Item> claimed() {
        if (!body.has("lines")) {
            throw Problem.badRequest("'lines' is not a list", "send [{\"item\": \"labour\"}, …]");
        }
        return body.objects("lines", ITEM).stream()
                .map(line -> new Claims.Item(
                        line.required("item").strip(),
                        line.id("part_line"),
                        line.whole("quantity"),
                        line.exact("km"),
                        line.exact("amount"),
                        text(line, "evidence")))
                .toList();
    }
}
