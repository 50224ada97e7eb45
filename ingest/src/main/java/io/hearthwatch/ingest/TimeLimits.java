package io.hearthwatch.ingest;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import io.hearthwatch.ingest.Reason.Problem;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;

/** How early and how late an item may be, against the clock at its receipt. Immutable. */
final class TimeLimits {
    private final long earlyMillis;
    private final long lateMillis;

    TimeLimits(Duration early, Duration late) {
        this.earlyMillis = early.toMillis();
        this.lateMillis = late.toMillis();
    }

    /** Why the token under the parser is no {@code ts}, or null if it is one. */
    static Problem notATime(JsonParser parser) throws IOException {
        JsonToken token = parser.currentToken();
        if (token != JsonToken.VALUE_NUMBER_INT) {
            parser.skipChildren();
            return Reason.WRONG_TYPE.because("ts is not a whole number of milliseconds since 1970");
        }
        JsonParser.NumberType size = parser.getNumberType();
        return size == JsonParser.NumberType.INT || size == JsonParser.NumberType.LONG
                ? null
                : Reason.WRONG_TYPE.because("ts is far too large");
    }

    /** Why an item cannot be of that time, or null if it can. */
    Problem check(long millis, Instant receivedAt) {
        Problem early = checkEarly(millis, receivedAt);
        if (early != null) {
            return early;
        }
        // The difference of two longs may overflow, the sum of a sane instant and a sane duration doesn't.
        return millis < receivedAt.toEpochMilli() - lateMillis
                ? Reason.TOO_LATE.because("ts " + millis + " is more than "
                        + Duration.ofMillis(lateMillis).toDays() + " days before " + receivedAt)
                : null;
    }

    /** The same for an item that may be as old as it likes. */
    Problem checkEarly(long millis, Instant receivedAt) {
        return millis > receivedAt.toEpochMilli() + earlyMillis
                ? Reason.TOO_EARLY.because("ts " + millis + " is more than "
                        + Duration.ofMillis(earlyMillis).toMinutes() + " minutes after " + receivedAt)
                : null;
    }
}
