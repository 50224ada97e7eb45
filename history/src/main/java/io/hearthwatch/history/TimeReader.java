package io.hearthwatch.history;

import io.hearthwatch.catalog.yaml.YamlNode;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeParseException;
import java.time.temporal.ChronoUnit;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** Reads how times are written: for the whole mapping, and where a column differs. */
final class TimeReader {
    static final List<String> KEYS = List.of("format", "time_zone", "since", "unit");

    /** Units in which a column may count time. */
    enum Unit {
        MILLISECONDS(ChronoUnit.MILLIS),
        SECONDS(ChronoUnit.SECONDS),
        MINUTES(ChronoUnit.MINUTES),
        HOURS(ChronoUnit.HOURS),
        DAYS(ChronoUnit.DAYS);

        private final ChronoUnit unit;

        Unit(ChronoUnit unit) {
            this.unit = unit;
        }
    }

    private final YamlNode sharedFormat;
    private final ZoneId sharedZone;

    TimeReader(YamlNode sharedFormat, ZoneId sharedZone) {
        this.sharedFormat = sharedFormat;
        this.sharedZone = sharedZone;
        format(sharedFormat, sharedZone);
    }

    /** A column of times, with the mapping's own format unless it says otherwise. */
    TimeColumn read(YamlNode node, Column column) {
        if (!node.isMapping()) {
            return new TimeColumn(column, format(sharedFormat, sharedZone), sharedZone);
        }
        ZoneId zone = zone(node.get("time_zone"), sharedZone);
        YamlNode since = node.get("since");
        YamlNode unit = node.get("unit");
        if (since.isMissing()) {
            if (unit.isPresent()) {
                unit.problem("needs the instant from which it counts", "since: 2015-01-01T00:00:00Z");
            }
            YamlNode own = node.get("format");
            return new TimeColumn(column, format(own.isPresent() ? own : sharedFormat, zone), zone);
        }
        if (node.get("format").isPresent()) {
            since.problem("cannot stand beside format", "remove one of them");
        }
        Instant start = instant(since).orElse(Instant.EPOCH);
        ChronoUnit counted = node.require("unit", "one of " + String.join(", ", units()))
                .oneOf(Unit.class)
                .map(u -> u.unit)
                .orElse(ChronoUnit.SECONDS);
        return new TimeColumn(column, TimeFormat.since(start, counted), zone);
    }

    private static List<String> units() {
        return Arrays.stream(Unit.values())
                .map(unit -> unit.name().toLowerCase(Locale.ROOT))
                .toList();
    }

    private static TimeFormat format(YamlNode node, ZoneId zone) {
        String format = node.isMissing() ? "iso" : node.text().orElse("iso");
        return switch (format) {
            case "iso" -> TimeFormat.iso(zone);
            case "epoch_seconds" -> TimeFormat.since(Instant.EPOCH, ChronoUnit.SECONDS);
            case "epoch_millis" -> TimeFormat.since(Instant.EPOCH, ChronoUnit.MILLIS);
            default -> pattern(node, format, zone);
        };
    }

    private static TimeFormat pattern(YamlNode node, String pattern, ZoneId zone) {
        try {
            // A mistyped word, such as epoch_second, would be a pattern of sorts.
            if (pattern.matches(".*[yu].*[dD].*|.*[dD].*[yu].*") && !pattern.startsWith("epoch")) {
                return TimeFormat.pattern(pattern, zone);
            }
        } catch (IllegalArgumentException | DateTimeException e) {
            // Said below.
        }
        node.problem(
                "is \"" + pattern + "\", which is no format of dates",
                "iso, epoch_seconds, epoch_millis, or a pattern such as dd.MM.yyyy HH:mm:ss");
        return TimeFormat.iso(zone);
    }

    static ZoneId zone(YamlNode node, ZoneId otherwise) {
        if (node.isMissing()) {
            return otherwise;
        }
        Optional<String> name = node.text();
        try {
            return name.map(ZoneId::of).orElse(otherwise);
        } catch (DateTimeException e) {
            node.problem("is no time zone: " + name.orElse(""), "such as UTC, Europe/Berlin, Asia/Shanghai or +08:00");
            return otherwise;
        }
    }

    static Optional<Instant> instant(YamlNode node) {
        Optional<String> text = node.text();
        try {
            return text.map(Instant::parse);
        } catch (DateTimeParseException e) {
            node.problem("is \"" + text.orElse("") + "\", which is no instant", "such as 2015-01-01T00:00:00Z");
            return Optional.empty();
        }
    }
}
