package io.hearthwatch.predictor.features;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.Random;
import java.util.function.IntToDoubleFunction;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class SteadyRunTest {
    private static final int DAYS = DailyMeans.DAYS;

    /** Daily means, from a function of how many days ago. */
    private static double[] days(IntToDoubleFunction value) {
        return IntStream.range(0, DAYS).mapToDouble(value).toArray();
    }

    private static double ramp(int ago, int begin, double aDay) {
        return 48 + Math.max(0, begin - ago) * aDay;
    }

    @Test
    void aRampAfterALevelIsToldFromItsBeginning() {
        assertThat(SteadyRun.of(days(ago -> ramp(ago, 9, 5)))).isEqualTo(new SteadyRun(true, 9, false));
        assertThat(SteadyRun.of(days(ago -> -ramp(ago, 9, 5)))).isEqualTo(new SteadyRun(false, 9, false));
        assertThat(SteadyRun.of(days(ago -> -ago))).isEqualTo(new SteadyRun(true, DAYS - 1, true));
    }

    @Test
    void underNoiseItIsFoundAndItsBeginningIsRightWithinDays() {
        int found = 0;
        int near = 0;
        for (int seed = 0; seed < 500; seed++) {
            Random random = new Random(seed);
            SteadyRun run = SteadyRun.of(days(ago -> ramp(ago, 9, 1.2) + random.nextGaussian()));
            if (run != null) {
                found++;
                assertThat(run.rising()).isTrue();
                near += Math.abs(run.days() - 9) <= 2 ? 1 : 0;
            }
        }
        assertThat(found).isGreaterThan(400);
        assertThat(near).isGreaterThan(found * 8 / 10);
    }

    @Test
    void ofNoiseAloneHardlyEverAnythingIsSaid() {
        assertThat(said(random -> ago -> random.nextGaussian())).isLessThan(20);
    }

    @Test
    void aWeeklySeasonIsNoRun() {
        assertThat(said(random -> {
                    double shift = random.nextDouble() * 7;
                    return ago -> 5 * Math.sin(2 * Math.PI * (ago + shift) / 7) + 0.3 * random.nextGaussian();
                }))
                .isLessThan(20);
        assertThat(said(random -> {
                    int shift = random.nextInt(7);
                    return ago -> ((ago + shift) % 7 < 2 ? 5 : 0) + 0.3 * random.nextGaussian();
                }))
                .isLessThan(20);
    }

    @Test
    void aStepIsNoRun() {
        assertThat(said(random -> {
                    int step = 1 + random.nextInt(20);
                    return ago -> (ago < step ? 20 : 0) + random.nextGaussian();
                }))
                .isLessThan(20);
    }

    @Test
    void whatRoseAndCameToRestIsNoRun() {
        assertThat(said(random -> ago -> Math.min(10, Math.max(0, 17 - ago)) * 2 + random.nextGaussian()))
                .as("a week of rest after ten days of rise is nearly always seen")
                .isLessThan(60);
        assertThat(said(random -> ago -> -Math.abs(ago - 6) * 2 + 0.3 * random.nextGaussian(), true))
                .isZero();
    }

    @Test
    void anOddDayEndsNoRun() {
        double[] days = days(ago -> ramp(ago, 12, 3) + (ago % 2 == 0 ? 0.5 : -0.5));
        days[5] = 200;
        SteadyRun run = SteadyRun.of(days);
        assertThat(run.rising()).isTrue();
        assertThat(run.days()).isBetween(11, 12);
    }

    @Test
    void missingDaysAreSteppedOverUnlessTheyAreMany() {
        double[] days = days(ago -> ramp(ago, 12, 3));
        days[4] = days[7] = days[8] = Double.NaN;
        assertThat(SteadyRun.of(days)).isEqualTo(new SteadyRun(true, 12, false));
        Arrays.fill(days, 7, 10, Double.NaN);
        assertThat(SteadyRun.of(days)).isEqualTo(new SteadyRun(true, 6, true));
        Arrays.fill(days, 0, 2, Double.NaN);
        assertThat(SteadyRun.of(days)).isNull();
        assertThat(SteadyRun.of(days(ago -> Double.NaN))).isNull();
        assertThat(SteadyRun.of(days(ago -> 5))).isNull();
    }

    @Test
    void whatRepeatsEveryDayDropsOut() {
        long at = 400 * FeatureExtractor.DAY + 9 * FeatureExtractor.HOUR;
        ApplianceHistory warmer = hours(at, 0);
        assertThat(DailyMeans.of(warmer, 0, at).steadyRun()).isNull();
        SteadyRun run = DailyMeans.of(hours(at, 0.8), 0, at).steadyRun();
        assertThat(run.rising()).isTrue();
        assertThat(run.days()).isBetween(8, 9);
        assertThat(DailyMeans.of(hours(at, 0.8), 0, at - 9 * FeatureExtractor.DAY)
                        .steadyRun())
                .as("nothing of the future is known")
                .isNull();
    }

    /** A daily season ten times as large as what a day adds in the last eight days. */
    private static ApplianceHistory hours(long at, double aDay) {
        ApplianceHistory history = new ApplianceHistory(1, "A", null, ApplianceHistory.UNKNOWN, 1);
        Random random = new Random(3);
        for (int h = 40 * 24; h >= 0; h--) {
            float value = (float) (20
                    + 8 * Math.sin(2 * Math.PI * h / 24)
                    + aDay * Math.max(0, 8.5 - h / 24.0)
                    + 0.2 * random.nextGaussian());
            history.addHour(
                    at - h * FeatureExtractor.HOUR,
                    new int[] {4},
                    new float[] {value},
                    new float[] {value},
                    new float[] {value},
                    new float[] {0});
        }
        return history;
    }

    private interface Series {
        IntToDoubleFunction of(Random random);
    }

    /** In how many of a thousand cases something is said. */
    private static long said(Series series) {
        return said(series, false) + said(series, true);
    }

    private static long said(Series series, boolean rising) {
        return IntStream.range(0, 1000)
                .mapToObj(seed -> SteadyRun.of(days(series.of(new Random(seed)))))
                .filter(run -> run != null && run.rising() == rising)
                .count();
    }
}
