package io.hearthwatch.app.cli;

import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.time.YearMonth;
import java.time.format.DateTimeParseException;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** Reads instants and durations as people write them. */
final class Instants {
    private static final Pattern SHORT = Pattern.compile("(\\d+)\\s*(ms|s|m|h|d|w)");

    private Instants() {}

    /** {@code 2015-08-01T06:00:00Z}, or with an offset. */
    static final class InstantConverter implements ITypeConverter<Instant> {
        @Override
        public Instant convert(String text) {
            try {
                return OffsetDateTime.parse(text).toInstant();
            } catch (DateTimeParseException e) {
                throw new TypeConversionException("'" + text + "' is not an instant such as 2015-08-01T06:00:00Z");
            }
        }
    }

    /** {@code 2026-10-01}; a year of more digits is beyond what the database holds. */
    static final class DayConverter implements ITypeConverter<LocalDate> {
        @Override
        public LocalDate convert(String text) {
            try {
                if (text.length() == "2026-10-01".length()) {
                    return LocalDate.parse(text);
                }
            } catch (DateTimeParseException e) {
                // Told below, as one that is too long.
            }
            throw new TypeConversionException("'" + text + "' is not a day such as 2026-10-01");
        }
    }

    /** {@code 2026-11}; the same years as over HTTP. */
    static final class MonthConverter implements ITypeConverter<YearMonth> {
        @Override
        public YearMonth convert(String text) {
            try {
                YearMonth month = YearMonth.parse(text);
                if (month.getYear() >= 2000 && month.getYear() <= 9998) {
                    return month;
                }
            } catch (DateTimeParseException e) {
                // Told below, as one out of range.
            }
            throw new TypeConversionException("'" + text + "' is not a month from 2000 on, such as 2026-11");
        }
    }

    /** {@code 24h}, {@code 7d}, {@code 90m}, or ISO-8601 such as {@code PT24H}. */
    static final class DurationConverter implements ITypeConverter<Duration> {
        @Override
        public Duration convert(String text) {
            Matcher matcher = SHORT.matcher(text);
            try {
                return matcher.matches()
                        ? duration(Long.parseLong(matcher.group(1)), matcher.group(2))
                        : Duration.parse(text);
            } catch (DateTimeParseException | NumberFormatException | ArithmeticException e) {
                throw new TypeConversionException("'" + text + "' is not a duration such as 24h, 7d or PT24H");
            }
        }

        private static Duration duration(long amount, String unit) {
            return switch (unit) {
                case "ms" -> Duration.ofMillis(amount);
                case "s" -> Duration.ofSeconds(amount);
                case "m" -> Duration.ofMinutes(amount);
                case "h" -> Duration.ofHours(amount);
                case "d" -> Duration.ofDays(amount);
                default -> Duration.ofDays(Math.multiplyExact(7, amount));
            };
        }
    }
}
