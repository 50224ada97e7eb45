package io.hearthwatch.predictor.features;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.hearthwatch.catalog.MetricKind;
import io.hearthwatch.predictor.features.Feature.Kind;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Features as of an instant: nothing later, nothing unheard of, windows closed at the right end. */
class FeatureExtractorTest {
    private static final long HOUR = 3_600_000L;
    private static final long DAY = 24 * HOUR;
    private static final long T = Instant.parse("2024-05-20T06:00:00Z").toEpochMilli();

    private final FeatureExtractor extractor = new FeatureExtractor(
            new Vocabulary(
                    "kettle",
                    List.of(
                            new Vocabulary.MetricName("temperature", MetricKind.GAUGE),
                            new Vocabulary.MetricName("energy", MetricKind.COUNTER)),
                    List.of("E1", "E2"),
                    List.of("heater", "pump"),
                    List.of("big", "small"),
                    List.of(new CodePair(0, 1)),
                    true),
            Duration.ofDays(1),
            Duration.ofDays(20));

    private static ApplianceHistory empty() {
        return new ApplianceHistory(1, "K-1", "big", T - 400 * DAY, 2);
    }

    private static void hour(ApplianceHistory history, long end, float... means) {
        history.addHour(end, new int[] {2, 2}, means, means, means, new float[2]);
    }

    private float value(ApplianceHistory history, Kind kind, int subject) {
        return extractor.extract(history, T)[extractor.column(kind, subject)];
    }

    /** A history of 60 days; everything after {@code cut} only if the future is wanted. */
    private static ApplianceHistory random(int seed, boolean future) {
        Random random = new Random(seed);
        ApplianceHistory history = empty();
        for (long at = T - 60 * DAY; at < T + 5 * DAY; at += HOUR) {
            float mean = 50 + (float) random.nextGaussian();
            float energy = random.nextFloat();
            boolean fault = random.nextInt(30) == 0;
            boolean repair = random.nextInt(200) == 0;
            boolean late = random.nextInt(4) == 0;
            if (at > T && !future) {
                continue;
            }
            hour(history, at, mean, energy);
            long received = late ? T + HOUR : at;
            if (fault && (received <= T || future)) {
                history.faults().add(at, received, (int) (at / HOUR % 2));
            }
            if (repair && (received <= T || future)) {
                history.repairs().add(at, received, 0);
                history.failures().add(at, received, 0);
            }
        }
        return history;
    }

    /** Days of a fleet, each with what came of it; those that are not over are there only if the future is wanted. */
    private static FleetDays fleet(int seed, boolean future) {
        FleetDayTable table = new FleetDayTable();
        Random random = new Random(seed);
        for (long day = T / DAY * DAY - 20 * DAY; day <= T + 5 * DAY; day += DAY) {
            double mean = 50 + random.nextGaussian();
            if (future || day <= T - FleetDays.SETTLED) {
                table.put(new FleetDayTable.Key("big", day, "temperature"), new FleetDays.Day(30, mean, 2));
            }
        }
        return table;
    }

    @ParameterizedTest
    @ValueSource(ints = {3, 4, 5, 6, 7, 8})
    void futureChangesNoFeature(int seed) {
        ApplianceHistory known = random(seed, false);
        known.setFleet(fleet(seed, false));
        ApplianceHistory whole = random(seed, true);
        whole.setFleet(fleet(seed, true));
        float[] past = extractor.extract(known, T);
        assertThat(extractor.extract(whole, T)).isEqualTo(past);
        assertThat(whole.faults().size()).isGreaterThan(known.faults().size());
        for (Kind kind : List.of(Kind.FLEET_24H, Kind.TREND_28D, Kind.CHANGE_WEEK, Kind.PAIR_HOURS_SINCE)) {
            assertThat(past[extractor.column(kind, 0)]).as(kind.name()).isNotNaN();
        }
        assertThat(past[extractor.column(Kind.USAGE_28D, 1)]).isPositive();
        assertThat(past[extractor.column(Kind.SEASON_WINTER, 0)]).isBetween(-1f, 1f);
    }

    @Test
    void appliancesAreToldFromTheirLikesInStandardDeviationsAmongThese() {
        ApplianceHistory history = empty();
        history.setFleet((line, day, metric) -> new FleetDays.Day(10, 40, 5));
        hour(history, T, 55, 1);
        assertThat(value(history, Kind.FLEET_24H, 0)).isEqualTo(3f);
        history.setFleet((line, day, metric) -> new FleetDays.Day(2, 40, 5));
        assertThat(value(history, Kind.FLEET_24H, 0))
                .as("of two likes nothing is said")
                .isNaN();
    }

    @Test
    void trendsAreADayAndUsageIsWhatACounterGrewBy() {
        ApplianceHistory history = empty();
        for (int h = 24 * 20; h >= 0; h--) {
            hour(history, T - h * HOUR, 100 - h / 24f * 2, 3);
        }
        assertThat(value(history, Kind.TREND_7D, 0)).isCloseTo(2f, within(1e-3f));
        assertThat(value(history, Kind.USAGE_24H, 1)).isEqualTo(72f);
        assertThat(value(history, Kind.USAGE_7D, 1)).isEqualTo(7 * 72f);
        assertThat(value(history, Kind.CHANGE_WEEK, 0)).isPositive();
    }

    @Test
    void moreTelemetryThanNeededChangesNoFeature() {
        ApplianceHistory whole = random(3, false);
        ApplianceHistory recent = empty();
        Random random = new Random(3);
        for (long at = T - 60 * DAY; at <= T; at += HOUR) {
            float mean = 50 + (float) random.nextGaussian();
            float energy = random.nextFloat();
            random.nextInt(30);
            random.nextInt(200);
            random.nextInt(4);
            if (at > T - FeatureExtractor.TELEMETRY_DAYS * DAY) {
                hour(recent, at, mean, energy);
            }
        }
        float[] a = extractor.extract(whole, T);
        float[] b = extractor.extract(recent, T);
        for (Feature feature : extractor.features()) {
            if (feature.kind().subject() == Feature.Subject.METRIC) {
                int column = extractor.column(feature.kind(), feature.subject());
                assertThat(b[column]).as(feature.name()).isEqualTo(a[column]);
            }
        }
    }

    @Test
    void hourThatEndsAtTheInstantCountsAndALaterOneDoesNot() {
        ApplianceHistory history = empty();
        hour(history, T - DAY, 100, 1);
        hour(history, T, 50, 1);
        hour(history, T + HOUR, 900, 1);
        assertThat(value(history, Kind.LATEST, 0)).isEqualTo(50);
        // (T - 24 h, T] is open on the left.
        assertThat(value(history, Kind.MEAN_24H, 0)).isEqualTo(50);
        assertThat(value(history, Kind.MEAN_3D, 0)).isEqualTo(75);
        assertThat(value(history, Kind.HOURS_SINCE_READING, 0)).isZero();
    }

    @Test
    void faultAtTheInstantCountsOnceItWasReceived() {
        ApplianceHistory history = empty();
        hour(history, T - HOUR, 1, 1);
        history.faults().add(T - DAY, T - DAY, 0);
        history.faults().add(T, T, 0);
        history.faults().add(T, T + 1, 1);
        assertThat(value(history, Kind.CODE_COUNT_24H, 0)).isEqualTo(1);
        assertThat(value(history, Kind.CODE_COUNT_7D, 0)).isEqualTo(2);
        assertThat(value(history, Kind.CODE_HOURS_SINCE, 0)).isZero();
        assertThat(value(history, Kind.CODE_COUNT_24H, 1)).isZero();
        assertThat(value(history, Kind.CODE_HOURS_SINCE, 1)).isNaN();
    }

    @Test
    void componentsAgeFromTheirReplacement() {
        ApplianceHistory history = empty();
        hour(history, T, 1, 1);
        history.repairs().add(T - 45 * DAY, T - 45 * DAY, 0);
        history.repairs().add(T - 30 * DAY, T - 30 * DAY, 0);
        history.repairs().add(T - 10 * DAY, T + 1, 0);
        assertThat(value(history, Kind.IN_USE, 0)).isEqualTo(30 * 24);
        assertThat(value(history, Kind.IN_USE, 1)).isEqualTo(400 * 24);
        // Repaired every 15 days, and 30 days ago: the next visit is due in 15.
        assertThat(value(history, Kind.HOURS_TO_NEXT_VISIT, 0)).isEqualTo(15 * 24);
        assertThat(value(history, Kind.IN_USE_AT_NEXT_VISIT, 0)).isEqualTo(45 * 24);
        assertThat(value(history, Kind.IN_USE_AT_VISIT_IN_WINDOW, 0)).isEqualTo(45 * 24);
    }

    @Test
    void visitOutsideTheWindowIsNoVisitInIt() {
        Visits visits = new Visits(T, 1, 15 * DAY);
        assertThat(visits.untilFirstWithin(T, 0, 14 * DAY)).isNaN();
        assertThat(visits.untilFirstWithin(T, 0, 15 * DAY)).isEqualTo(15 * DAY);
        assertThat(visits.untilFirstWithin(T, 15 * DAY, 29 * DAY)).isNaN();
        assertThat(visits.untilFirstWithin(T, 15 * DAY, 30 * DAY)).isEqualTo(30 * DAY);
        assertThat(visits.untilFirstWithin(T + DAY, 0, 14 * DAY)).isEqualTo(14 * DAY);
        assertThat(new Visits(T, 1, 0).untilFirstWithin(T, 0, DAY)).isNaN();
    }

    @Test
    void labelIsPositiveWithinTheWindowOnly() {
        ApplianceHistory history = empty();
        history.failures().add(T + 24 * HOUR, T + 24 * HOUR, 0);
        assertThat(history.fails(0, T, 0, 24 * HOUR)).as("at the end").isTrue();
        assertThat(history.fails(0, T, 0, 24 * HOUR - 1)).as("after the end").isFalse();
        assertThat(history.fails(0, T + 24 * HOUR, 0, 24 * HOUR))
                .as("at the decision")
                .isFalse();
        assertThat(history.fails(0, T, 24 * HOUR, 168 * HOUR)).as("at the lead").isFalse();
        assertThat(history.fails(0, T + 1, 24 * HOUR - 2, 168 * HOUR))
                .as("after the lead")
                .isTrue();
        assertThat(history.fails(1, T, 0, 24 * HOUR)).as("another component").isFalse();
    }

    @Test
    void applianceTakesPartFromItsFirstHourOn() {
        ApplianceHistory history = empty();
        assertThat(history.activeAt(T)).isFalse();
        hour(history, T, 1, 1);
        assertThat(history.activeAt(T)).isTrue();
        assertThat(history.activeAt(T - 1)).isFalse();
    }
}
