package io.hearthwatch.app.money;

import io.hearthwatch.app.cli.CommandFailure;
import io.hearthwatch.servicedesk.money.Claims;
import java.math.BigDecimal;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;

/** A line of a claim as it is typed: what it is for, then what is said about it. */
final class ClaimedLine {
    private static final Set<String> KEYS = Set.of("part_line", "quantity", "km", "amount", "evidence");

    private ClaimedLine() {}

    static Claims.Item read(String text) {
        String[] words = text.split(",", -1);
        Map<String, String> said = new HashMap<>();
        for (int i = 1; i < words.length; i++) {
            String[] pair = words[i].split("=", 2);
            if (pair.length < 2 || !KEYS.contains(pair[0].strip())) {
                throw wrong(text);
            }
            said.put(pair[0].strip(), pair[1].strip());
        }
        try {
            return new Claims.Item(
                    words[0].strip(),
                    said.containsKey("part_line") ? Long.valueOf(said.get("part_line")) : null,
                    said.containsKey("quantity") ? Integer.valueOf(said.get("quantity")) : null,
                    exact(said.get("km")),
                    exact(said.get("amount")),
                    said.get("evidence"));
        } catch (NumberFormatException e) {
            throw wrong(text);
        }
    }

    private static BigDecimal exact(String text) {
        if (text == null) {
            return null;
        }
        if (!text.matches("\\d{1,9}(\\.\\d{1,4})?")) {
            throw new NumberFormatException(text);
        }
        return new BigDecimal(text);
    }

    private static CommandFailure wrong(String text) {
        return CommandFailure.usage(
                "--lines '" + text + "' is not an item with part_line, quantity, km, amount or evidence",
                "--lines travel_km,km=12.5,evidence=log-17");
    }
}
