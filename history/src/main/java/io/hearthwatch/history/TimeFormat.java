package io.hearthwatch.history;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeFormatterBuilder;
import java.time.format.ResolverStyle;
import java.time.temporal.ChronoField;
import java.time.temporal.ChronoUnit;
import java.time.temporal.TemporalAccessor;
import java.time.temporal.TemporalQueries;
import java.util.Locale;
import java.util.regex.Pattern;

/**
 * How times are written. Results are whole milliseconds, rounded down, because that is what an appliance can send: a replayed
 * reading must have the time of the imported one.
 */
abstract class TimeFormat {
    private static final Instant EARLIEST = Instant.parse("1900-01-01T00:00:00Z");
    private static final Instant LATEST = Instant.parse("2200-01-01T00:00:00Z");
    /** No exponents: BigDecimal would work for minutes on the digits of 1e999999999. */
    private static final Pattern NUMBER = Pattern.compile("[+-]?[0-9]{1,15}(\\.[0-9]{0,12})?");

    private static final DateTimeFormatter ISO = new DateTimeFormatterBuilder()
            .append(DateTimeFormatter.ISO_LOCAL_DATE)
            .optionalStart()
            .appendLiteral('T')
            .append(DateTimeFormatter.ISO_LOCAL_TIME)
            .appendPattern("[ ][XXX][XX][X]")
            .optionalEnd()
            .toFormatter(Locale.ENGLISH)
            .withResolverStyle(ResolverStyle.STRICT);

    /** A text that {@link #parse} would take, for hints. */
    abstract String example();

    /** Throws {@link DateTimeException} or {@link ArithmeticException} where the text is not such a time. */
    abstract Instant read(String text);

    /** The instant that a text means. */
    final Instant parse(String text, String where) throws BadRowException {
        try {
            Instant time = read(text).truncatedTo(ChronoUnit.MILLIS);
            if (time.isBefore(EARLIEST) || !time.isBefore(LATEST)) {
                throw new BadRowException(where + ": " + time + " is not in the years 1900 to 2199");
            }
            return time;
        } catch (DateTimeException | ArithmeticException e) {
            throw new BadRowException(
                    where + ": \"" + Column.shortened(text) + "\" is not a time such as " + example());
        }
    }

    /** ISO 8601, with a T or a space between date and time; the zone counts where the text has none. */
    static TimeFormat iso(ZoneId zone) {
        return new TimeFormat() {
            @Override
            Instant read(String text) {
                String iso = text.length() > 10 && text.charAt(10) == ' '
                        ? text.substring(0, 10) + 'T' + text.substring(11)
                        : text;
                return instant(ISO.parse(iso), zone);
            }

            @Override
            String example() {
                return "2015-01-31T06:00:00Z or 2015-01-31 06:00";
            }
        };
    }

    /**
     * A pattern of {@link DateTimeFormatter}; the zone counts where the pattern has none.
     *
     * @throws IllegalArgumentException if it is not such a pattern
     */
    static TimeFormat pattern(String pattern, ZoneId zone) {
        // Strict, so that the 30th of February is no day; years without an era are then written u, not y.
        DateTimeFormatter formatter = DateTimeFormatter.ofPattern(
                        pattern.contains("G") ? pattern : pattern.replace('y', 'u'), Locale.ENGLISH)
                .withResolverStyle(ResolverStyle.STRICT);
        String example = formatter.format(ZonedDateTime.of(2015, 1, 31, 6, 0, 0, 0, zone));
        return new TimeFormat() {
            @Override
            Instant read(String text) {
                return instant(formatter.parse(text), zone);
            }

            @Override
            String example() {
                return example;
            }
        };
    }

    /** Numbers that count units since an instant. */
    static TimeFormat since(Instant start, ChronoUnit unit) {
        BigDecimal millis = BigDecimal.valueOf(unit.getDuration().toMillis());
        return new TimeFormat() {
            @Override
            Instant read(String text) {
                if (!NUMBER.matcher(text).matches()) {
                    throw new DateTimeException("not a plain number");
                }
                BigDecimal elapsed = new BigDecimal(text).multiply(millis);
                return start.plusMillis(elapsed.setScale(0, RoundingMode.FLOOR).longValueExact());
            }

            @Override
            String example() {
                return "1422684000 (" + unit.toString().toLowerCase(Locale.ROOT) + " since " + start + ")";
            }
        };
    }

    private static Instant instant(TemporalAccessor parsed, ZoneId zone) {
        if (parsed.isSupported(ChronoField.INSTANT_SECONDS)) {
            return Instant.from(parsed);
        }
        LocalDate date = parsed.query(TemporalQueries.localDate());
        if (date == null) {
            throw new DateTimeException("no date");
        }
        LocalTime time = parsed.query(TemporalQueries.localTime());
        ZoneId own = parsed.isSupported(ChronoField.OFFSET_SECONDS)
                ? ZoneOffset.ofTotalSeconds(parsed.get(ChronoField.OFFSET_SECONDS))
                : parsed.query(TemporalQueries.zoneId());
        // In the hour that summer time skips this is an hour later; in the one it repeats, the first of the two.
        return date.atTime(time == null ? LocalTime.MIDNIGHT : time)
                .atZone(own == null ? zone : own)
                .toInstant();
    }
}
