package io.hearthwatch.predictor.report;

import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;

/** Instants as days, in UTC. */
final class Dates {
    private static final DateTimeFormatter DAY = DateTimeFormatter.ofPattern("yyyy-MM-dd", Locale.ROOT);
    private static final DateTimeFormatter MINUTE = DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm", Locale.ROOT);

    private Dates() {}

    static String day(Instant instant) {
        return DAY.format(instant.atOffset(ZoneOffset.UTC));
    }

    /** Of an instant as a document has it. */
    static String minute(String instant) {
        return MINUTE.format(Instant.parse(instant).atOffset(ZoneOffset.UTC)) + " UTC";
    }
}
