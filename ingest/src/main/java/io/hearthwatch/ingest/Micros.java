package io.hearthwatch.ingest;

import java.time.Instant;
import java.time.temporal.ChronoUnit;

/** Instants as microseconds since 1970, the precision of the database, and hours as whole numbers since 1970. */
final class Micros {
    private static final long HOUR = 3_600_000_000L;

    private Micros() {}

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
