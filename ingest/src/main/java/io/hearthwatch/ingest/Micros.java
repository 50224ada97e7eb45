package io.hearthwatch.ingest;

import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;

/** Instants as microseconds since 1970, the precision of the database, and hours as whole numbers since 1970. */
final class Micros {
    private static final long HOUR = 3_600_000_000L;

    private static final Instant FIRST = Instant.parse("0001-01-01T00:00:00Z");
    private static final Instant LAST = Instant.parse("9999-12-31T00:00:00Z");

    private Micros() {}

    /** The nearest instant that can be written as PostgreSQL reads it: callers may mean "ever" by the ends of time. */
    static Instant storable(Instant instant) {
        if (instant.isBefore(FIRST)) {
            return FIRST;
        }
        return instant.isAfter(LAST) ? LAST : instant;
    }

    /** The same as a parameter of a statement. */
    static OffsetDateTime parameter(Instant instant) {
        return storable(instant).atOffset(ZoneOffset.UTC);
    }

    static long of(Instant instant) {
        return ChronoUnit.MICROS.between(Instant.EPOCH, instant);
    }

    static Instant instant(long micros) {
        return Instant.EPOCH.plus(micros, ChronoUnit.MICROS);
    }

    /** The hour (h−1, h] in which a time lies, named by its end. */
    static int hour(long micros) {
        return (int) (Math.floorDiv(micros - 1, HOUR) + 1);
    }

    static long ofHour(int hour) {
        return hour * HOUR;
    }

    static Instant instantOfHour(int hour) {
        return Instant.ofEpochSecond(hour * 3600L);
    }
}
