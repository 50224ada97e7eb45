package io.hearthwatch.history;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Instant;
import java.time.ZoneId;
import java.time.temporal.ChronoUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class TimeFormatTest {
    private static final ZoneId SHANGHAI = ZoneId.of("Asia/Shanghai");

    @ParameterizedTest
    @CsvSource({
        "2015-01-31T06:00:00Z, 2015-01-31T06:00:00Z",
        "2015-01-31 06:00:00Z, 2015-01-31T06:00:00Z",
        "2015-01-31T06:00:00+01:00, 2015-01-31T05:00:00Z",
        "2015-01-31T06:00:00+0100, 2015-01-31T05:00:00Z",
        "2015-01-31 06:00:00 +01, 2015-01-31T05:00:00Z",
        "2015-01-31 06:00:00, 2015-01-30T22:00:00Z",
        "2015-01-31T06:00, 2015-01-30T22:00:00Z",
        "2015-01-31, 2015-01-30T16:00:00Z",
        "2015-01-31 06:00:00.123999, 2015-01-30T22:00:00.123Z"
    })
    void isoIsReadWithAndWithoutZone(String text, Instant time) throws BadRowException {
        assertThat(TimeFormat.iso(SHANGHAI).parse(text, "column t")).isEqualTo(time);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "now",
                "2015-02-30",
                "2015-1-31",
                "31.01.2015",
                "2015-01-31T25:00",
                "1422684000",
                "2015-01-31x"
            })
    void whatIsNoIsoTimeIsSaidWithAnExample(String text) {
        assertThatThrownBy(() -> TimeFormat.iso(SHANGHAI).parse(text, "column t"))
                .isInstanceOf(BadRowException.class)
                .hasMessage(
                        "column t: \"" + text + "\" is not a time such as 2015-01-31T06:00:00Z or 2015-01-31 06:00");
    }

    @Test
    void epochNumbersAreRead() throws BadRowException {
        TimeFormat seconds = TimeFormat.since(Instant.EPOCH, ChronoUnit.SECONDS);
        assertThat(seconds.parse("1422684000", "t")).isEqualTo("2015-01-31T06:00:00Z");
        assertThat(seconds.parse("1422684000.2509", "t")).isEqualTo("2015-01-31T06:00:00.250Z");
        TimeFormat millis = TimeFormat.since(Instant.EPOCH, ChronoUnit.MILLIS);
        assertThat(millis.parse("1422684000250", "t")).isEqualTo("2015-01-31T06:00:00.250Z");
        TimeFormat cycles = TimeFormat.since(Instant.parse("2015-01-31T00:00:00Z"), ChronoUnit.HOURS);
        assertThat(cycles.parse("6.5", "t")).isEqualTo("2015-01-31T06:30:00Z");
    }

    @ParameterizedTest
    @ValueSource(strings = {"1e999999999", "NaN", "0x10", "2015-01-31", "--1", "999999999999999"})
    void whatIsNoPlainNumberIsRefused(String text) {
        assertThatThrownBy(() ->
                        TimeFormat.since(Instant.EPOCH, ChronoUnit.SECONDS).parse(text, "t"))
                .isInstanceOf(BadRowException.class);
    }

    @Test
    void millisecondsTakenForSecondsAreNoticed() {
        assertThatThrownBy(() ->
                        TimeFormat.since(Instant.EPOCH, ChronoUnit.SECONDS).parse("1422684000250", "t"))
                .hasMessageContaining("is not in the years 1900 to 2199");
    }

    @Test
    void ownPatternsAreRead() throws BadRowException {
        assertThat(TimeFormat.pattern("dd.MM.yyyy HH:mm", SHANGHAI).parse("31.01.2015 06:00", "t"))
                .isEqualTo("2015-01-30T22:00:00Z");
        assertThat(TimeFormat.pattern("MMM d, uuuu", SHANGHAI).parse("Jan 31, 2015", "t"))
                .isEqualTo("2015-01-30T16:00:00Z");
        assertThat(TimeFormat.pattern("yyyy-MM-dd HH:mm VV", SHANGHAI).parse("2015-07-31 06:00 Europe/Berlin", "t"))
                .isEqualTo("2015-07-31T04:00:00Z");
    }

    @Test
    void dayThatTheCalendarLacksIsRefusedInAnyFormat() {
        assertThatThrownBy(() -> TimeFormat.pattern("dd.MM.yyyy", SHANGHAI).parse("30.02.2015", "t"))
                .isInstanceOf(BadRowException.class)
                .hasMessageContaining("31.01.2015");
    }

    @Test
    void localTimesAroundSummerTimeHaveOneMeaning() throws BadRowException {
        TimeFormat berlin = TimeFormat.iso(ZoneId.of("Europe/Berlin"));
        assertThat(berlin.parse("2015-03-29 02:30", "t")).isEqualTo("2015-03-29T01:30:00Z");
        assertThat(berlin.parse("2015-10-25 02:30", "t")).isEqualTo("2015-10-25T00:30:00Z");
    }
}
