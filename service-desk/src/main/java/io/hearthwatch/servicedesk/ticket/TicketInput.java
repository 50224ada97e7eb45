package io.hearthwatch.servicedesk.ticket;

import java.math.BigDecimal;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/**
 * What was sent with a request, read key by key; what nobody reads is refused, so that a mistyped key is not passed over in silence.
 * Values are what JSON knows: texts, numbers, flags, lists, and objects as maps.
 */
public final class TicketInput {
    private static final int LONGEST = 2_000;
    private static final int MOST_ITEMS = 100;
    private static final Instant EARLIEST = Instant.parse("1900-01-01T00:00:00Z");
    private static final Instant LATEST = Instant.parse("2200-01-01T00:00:00Z");

    private final Map<String, Object> values;
    private final String place;

    /** @param values by key; a null counts as not sent */
    public TicketInput(Map<String, Object> values) {
        this(values, "");
    }

    /** What was sent, as it was. */
    Map<String, Object> values() {
        return values;
    }

    private TicketInput(Map<String, Object> values, String place) {
        this.values = values;
        this.place = place;
    }

    /** Refuses keys other than these. */
    TicketInput allow(String... keys) {
        Set<String> known = new TreeSet<>(Set.of(keys));
        for (String key : new TreeSet<>(values.keySet())) {
            if (!known.contains(key)) {
                throw TicketRefusal.invalid(
                        "the key '" + shortened(place + key) + "' is not known here",
                        "use " + String.join(", ", known));
            }
        }
        return this;
    }

    /** The same without a key. */
    TicketInput without(String key) {
        Map<String, Object> rest = new LinkedHashMap<>(values);
        rest.remove(key);
        return new TicketInput(rest, place);
    }

    boolean has(String key) {
        return values.get(key) != null;
    }

    Set<String> keys() {
        return values.keySet();
    }

    Optional<String> text(String key) {
        Object value = values.get(key);
        if (value == null) {
            return Optional.empty();
        }
        if (!(value instanceof String text)) {
            throw wrong(key, "is not a text", "send it in quotes");
        }
        String stripped = text.strip();
        if (stripped.isEmpty()) {
            return Optional.empty();
        }
        if (stripped.length() > LONGEST || stripped.indexOf('\0') >= 0) {
            throw wrong(key, "is longer than " + LONGEST + " characters", "say it in fewer words");
        }
        return Optional.of(stripped);
    }

    String required(String key, String hint) {
        return text(key).orElseThrow(() -> wrong(key, "is missing", hint));
    }

    Optional<String> oneOf(String key, String... choices) {
        return oneOf(key, List.of(choices));
    }

    Optional<String> oneOf(String key, List<String> choices) {
        Optional<String> value = text(key);
        if (value.isPresent() && !choices.contains(value.get())) {
            throw wrong(key, "cannot be '" + shortened(value.get()) + "'", "use one of " + String.join(", ", choices));
        }
        return value;
    }

    String requiredOneOf(String key, String... choices) {
        return oneOf(key, choices)
                .orElseThrow(() -> wrong(key, "is missing", "use one of " + String.join(", ", choices)));
    }

    Optional<Boolean> flag(String key) {
        Object value = values.get(key);
        if (value == null) {
            return Optional.empty();
        }
        if (!(value instanceof Boolean flag)) {
            throw wrong(key, "is neither true nor false", "send true or false");
        }
        return Optional.of(flag);
    }

    boolean requiredFlag(String key) {
        return flag(key).orElseThrow(() -> wrong(key, "is missing", "send true or false"));
    }

    Optional<Instant> instant(String key) {
        return text(key).map(value -> {
            try {
                Instant instant = OffsetDateTime.parse(value).toInstant();
                if (instant.isBefore(EARLIEST) || instant.isAfter(LATEST)) {
                    throw new DateTimeException("out of range");
                }
                return instant;
            } catch (DateTimeException e) {
                throw wrong(key, "is not an instant", "write it as 2026-11-23T08:00:00+01:00");
            }
        });
    }

    Instant requiredInstant(String key) {
        return instant(key).orElseThrow(() -> wrong(key, "is missing", "write it as 2026-11-23T08:00:00+01:00"));
    }

    Optional<LocalDate> date(String key) {
        return text(key).map(value -> {
            try {
                LocalDate day = LocalDate.parse(value);
                if (day.getYear() < 1900 || day.getYear() > 2199) {
                    throw new DateTimeException("out of range");
                }
                return day;
            } catch (DateTimeException e) {
                throw wrong(key, "is not a day", "write it as 2026-11-23");
            }
        });
    }

    Optional<BigDecimal> amount(String key) {
        Object value = values.get(key);
        if (value == null) {
            return Optional.empty();
        }
        BigDecimal amount = value instanceof Number number ? new BigDecimal(number.toString()) : null;
        if (amount == null
                || amount.signum() < 0
                || amount.compareTo(BigDecimal.valueOf(1_000_000_000)) > 0
                || amount.stripTrailingZeros().scale() > 2) {
            throw wrong(key, "is not an amount", "send a number from 0 to 1000000000 with at most two decimals");
        }
        return Optional.of(amount);
    }

    Optional<Integer> number(String key, int least, int most) {
        Object value = values.get(key);
        if (value == null) {
            return Optional.empty();
        }
        if (!(value instanceof Integer number) || number < least || number > most) {
            throw wrong(key, "is not a whole number from " + least + " to " + most, "send one");
        }
        return Optional.of(number);
    }

    List<String> texts(String key) {
        return items(key).stream()
                .map(item -> {
                    if (!(item instanceof String text) || text.isBlank() || text.length() > LONGEST) {
                        throw wrong(key, "is not a list of texts", "send [\"…\"]");
                    }
                    return text.strip();
                })
                .toList();
    }

    /** The objects of a list; empty where nothing was sent. */
    List<TicketInput> objects(String key) {
        List<Object> items = items(key);
        List<TicketInput> objects = new ArrayList<>();
        for (int i = 0; i < items.size(); i++) {
            objects.add(object(items.get(i), key + "[" + i + "]"));
        }
        return objects;
    }

    /** The object of that key; empty where nothing was sent. */
    TicketInput object(String key) {
        return values.get(key) == null ? new TicketInput(Map.of(), place + key + ".") : object(values.get(key), key);
    }

    private List<Object> items(String key) {
        Object value = values.get(key);
        if (value == null) {
            return List.of();
        }
        if (!(value instanceof List<?> list) || list.size() > MOST_ITEMS) {
            throw wrong(key, "is not a list of at most " + MOST_ITEMS, "send […]");
        }
        return List.copyOf(list);
    }

    @SuppressWarnings("unchecked") // JSON objects have texts as keys
    private TicketInput object(Object value, String key) {
        if (!(value instanceof Map<?, ?> map)) {
            throw wrong(key, "is not an object", "send {…}");
        }
        return new TicketInput((Map<String, Object>) map, place + key + ".");
    }

    TicketRefusal wrong(String key, String what, String hint) {
        return TicketRefusal.invalid("'" + place + key + "' " + what, hint);
    }

    static String shortened(String value) {
        return value.length() <= 60 ? value : value.substring(0, 60) + "…";
    }
}
