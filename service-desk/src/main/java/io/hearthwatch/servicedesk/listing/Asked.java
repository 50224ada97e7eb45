package io.hearthwatch.servicedesk.listing;

import io.hearthwatch.servicedesk.ticket.TicketRefusal;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;

/** Filters as they were asked for, by name; a value that makes no sense is refused with what would. */
final class Asked {
    private static final Instant EARLIEST = Instant.parse("1900-01-01T00:00:00Z");
    private static final Instant LATEST = Instant.parse("9999-12-31T00:00:00Z");
    private static final int LONGEST = 200;
    private static final int MOST_NAMED = 20;

    private final Map<String, String> values;

    Asked(Map<String, String> values) {
        this.values = values;
    }

    Optional<String> text(String name) {
        Optional<String> text =
                Optional.ofNullable(values.get(name)).map(String::strip).filter(value -> !value.isEmpty());
        text.ifPresent(value -> {
            if (value.length() > LONGEST || value.indexOf('\0') >= 0) {
                throw TicketRefusal.invalid(
                        name + " is longer than " + LONGEST + " characters, or holds a null", "say it in fewer words");
            }
        });
        return text;
    }

    /** Does something with one of the choices, where it is asked for. */
    void oneOf(String name, List<String> choices, Consumer<String> use) {
        text(name).ifPresent(value -> {
            if (!choices.contains(value)) {
                List<String> named = choices.subList(0, Math.min(choices.size(), MOST_NAMED));
                throw unknown(name, value, "use one of " + String.join(", ", named));
            }
            use.accept(value);
        });
    }

    Optional<Instant> instant(String name) {
        return text(name).map(value -> {
            try {
                Instant instant = OffsetDateTime.parse(value).toInstant();
                if (instant.isBefore(EARLIEST) || instant.isAfter(LATEST)) {
                    throw new DateTimeException("out of range");
                }
                return instant;
            } catch (DateTimeException e) {
                throw TicketRefusal.invalid(
                        name + ": '" + shortened(value) + "' is not an instant between " + EARLIEST + " and " + LATEST,
                        "write it as 2015-08-01T06:00:00Z");
            }
        });
    }

    static TicketRefusal unknown(String name, String value, String hint) {
        return TicketRefusal.invalid(name + ": '" + shortened(value) + "' is not known", hint);
    }

    static String shortened(String value) {
        return value.length() <= 60 ? value : value.substring(0, 60) + "…";
    }
}
