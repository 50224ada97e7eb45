package io.hearthwatch.predictor.life;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.hearthwatch.predictor.features.ApplianceHistory;
import java.time.Duration;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** What counts as a known life, and what is made of errors. */
class LifetimesTest {
    private static final long HOUR = 3_600_000L;

    private static ApplianceHistory watched(int hours) {
        ApplianceHistory history = new ApplianceHistory(1, "A-1", null, 0, 1);
        for (int h = 1; h <= hours; h++) {
            history.addHour(h * HOUR, new int[] {1}, new float[1], new float[1], new float[1], new float[1]);
        }
        return history;
    }

    private static float life(ApplianceHistory history, int at, Integer cap) {
        return new Lifetimes(1000 * HOUR, cap == null ? null : Duration.ofHours(cap))
                .from(history, 0, at * HOUR)
                .hours();
    }

    @Test
    void aLifeIsTheTimeUntilTheNextFailureUpToTheCap() {
        ApplianceHistory history = watched(100);
        history.failures().add(40 * HOUR, 40 * HOUR, 0);
        history.failures().add(100 * HOUR, 100 * HOUR, 0);

        assertThat(life(history, 10, null)).isEqualTo(30);
        assertThat(life(history, 10, 25)).isEqualTo(25);
        assertThat(life(history, 40, null)).isEqualTo(60);
        assertThat(life(history, 100, null)).isNaN();
    }

    @Test
    void anApplianceThatStoppedReportingIsNotTakenForOneThatLasted() {
        ApplianceHistory history = watched(50);

        assertThat(life(history, 10, 40)).isEqualTo(40);
        assertThat(life(history, 11, 40)).isNaN();
        assertThat(life(history, 10, null)).isNaN();
    }

    @Test
    void aPartReplacedBeforeItFailedIsCutOffThere() {
        ApplianceHistory history = watched(100);
        history.repairs().add(30 * HOUR, 30 * HOUR, 0);
        history.failures().add(80 * HOUR, 80 * HOUR, 0);

        assertThat(life(history, 10, null)).isNaN();
        assertThat(life(history, 10, 20)).isEqualTo(20);
        assertThat(life(history, 30, null)).isEqualTo(50);
    }

    @Test
    void whatHappensAfterTheEndOfTrainingIsNotKnown() {
        ApplianceHistory history = watched(100);
        history.failures().add(60 * HOUR, 60 * HOUR, 0);
        Lifetimes early = new Lifetimes(50 * HOUR, Duration.ofHours(30));

        assertThat(early.from(history, 0, 40 * HOUR).isKnown()).isFalse();
        assertThat(early.from(history, 0, 20 * HOUR).outlived()).isTrue();
    }

    @Test
    void lateEstimatesCostMoreThanEarlyOnes() {
        assertThat(LifeErrors.nasaPenalty(0)).isZero();
        assertThat(LifeErrors.nasaPenalty(-13)).isCloseTo(Math.E - 1, within(1e-9));
        assertThat(LifeErrors.nasaPenalty(10)).isCloseTo(Math.E - 1, within(1e-9));
    }

    @Test
    void marginsGrowWhereEstimatesErrMoreAndHoldWhatTheyPromise() {
        Random random = new Random(3);
        int n = 4000;
        float[] estimates = new float[n];
        float[] truths = new float[n];
        long[] weights = new long[n];
        int[] appliances = new int[n];
        for (int i = 0; i < n; i++) {
            truths[i] = random.nextInt(100);
            estimates[i] = (float) Math.max(0, truths[i] + random.nextGaussian() * (2 + truths[i] / 10));
            weights[i] = 1;
            appliances[i] = i % 200;
        }
        Margins margins = Margins.learn(0.8, estimates, truths, weights, appliances);

        int held = 0;
        for (int i = 0; i < n; i++) {
            held += margins.low(estimates[i]) <= truths[i] && truths[i] <= margins.high(estimates[i]) ? 1 : 0;
        }
        assertThat(held / (double) n).isBetween(0.79, 0.85);
        assertThat(margins.high(80) - margins.low(80)).isGreaterThan(1.5 * (margins.high(20) - margins.low(20)));
        assertThat(margins.low(0)).isZero();
    }

    @Test
    void shortLivesAreLookedAtHourlyAndLongOnesDaily() {
        assertThat(RunLengths.interval(Duration.ofHours(200), null)).isEqualTo(Duration.ofHours(1));
        assertThat(RunLengths.interval(Duration.ofDays(365), null)).isEqualTo(Duration.ofHours(24));
        assertThat(RunLengths.interval(Duration.ofDays(365), Duration.ofHours(125)))
                .isEqualTo(Duration.ofHours(1));
    }
}
