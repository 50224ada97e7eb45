package io.hearthwatch.predictor.evaluation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.hearthwatch.predictor.Progress;
import java.util.Arrays;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;

class BootstrapTest {
    private static final int APPLIANCES = 400;

    private static double[] normal(long seed, double mean) {
        Random random = new Random(seed);
        double[] values = new double[APPLIANCES];
        Arrays.setAll(values, i -> mean + random.nextGaussian());
        return values;
    }

    private static double[] ones() {
        double[] ones = new double[APPLIANCES];
        Arrays.fill(ones, 1);
        return ones;
    }

    @Test
    void intervalOfAMeanIsAsWideAsItsStandardErrorSays() {
        double[] values = normal(5, 3);
        double mean = Arrays.stream(values).average().orElseThrow();
        double spread = Math.sqrt(
                Arrays.stream(values).map(v -> (v - mean) * (v - mean)).sum() / APPLIANCES);
        Bootstrap bootstrap = new Bootstrap();
        bootstrap.add("mean", Statistic.ratio(values, ones(), 1));
        Interval interval = bootstrap.run(APPLIANCES, Progress.NONE).get("mean");
        double half = 1.96 * spread / Math.sqrt(APPLIANCES);
        assertThat(interval.low()).isCloseTo(mean - half, within(0.15 * half));
        assertThat(interval.high()).isCloseTo(mean + half, within(0.15 * half));
    }

    @Test
    void differencesArePairedSoWhatIsCommonFallsOut() {
        double[] a = normal(6, 3);
        double[] b = Arrays.stream(a).map(v -> v + 0.01).toArray();
        Bootstrap bootstrap = new Bootstrap();
        bootstrap.add("difference", Statistic.ratio(b, ones(), 1).minus(Statistic.ratio(a, ones(), 1)));
        Interval interval = bootstrap.run(APPLIANCES, Progress.NONE).get("difference");
        assertThat(interval.low()).isCloseTo(0.01, within(1e-9));
        assertThat(new Difference(0.01, interval).verdict()).isEqualTo(Verdict.BETTER);
    }

    @Test
    void sameSeedGivesTheSameInterval() {
        Bootstrap one = new Bootstrap();
        one.add("mean", Statistic.ratio(normal(7, 0), ones(), 1));
        Bootstrap other = new Bootstrap();
        other.add("mean", Statistic.ratio(normal(7, 0), ones(), 1));
        assertThat(one.run(APPLIANCES, Progress.NONE)).isEqualTo(other.run(APPLIANCES, Progress.NONE));
    }

    @Test
    void nothingIsSaidOfFewerThanTwoAppliancesOrWhatIsMostlyUndefined() {
        Bootstrap alone = new Bootstrap();
        alone.add("mean", times -> 1);
        assertThat(alone.run(1, Progress.NONE)).isEmpty();
        Bootstrap undefined = new Bootstrap();
        undefined.add("never", times -> Double.NaN);
        undefined.add("always", times -> 1);
        assertThat(undefined.run(3, Progress.NONE)).isEqualTo(Map.of("always", new Interval(1, 1)));
    }

    @Test
    void perfectCountsAreNotCertain() {
        double[] once = ones();
        Bootstrap perfect = new Bootstrap();
        perfect.add("all", Statistic.share(once, once));
        perfect.add("none", Statistic.share(new double[APPLIANCES], once));
        perfect.add("quiet", Statistic.rate(new double[APPLIANCES], once, 100));
        Map<String, Interval> intervals = perfect.run(APPLIANCES, Progress.NONE);
        // 0.025^(1/400); and ln 40 events in 400 appliances, times 100.
        assertThat(intervals.get("all").low()).isCloseTo(0.99082, within(1e-5));
        assertThat(intervals.get("all").high()).isEqualTo(1);
        assertThat(intervals.get("none").high()).isCloseTo(0.00918, within(1e-5));
        assertThat(intervals.get("quiet").high()).isCloseTo(0.92222, within(1e-5));
        assertThat(intervals.get("quiet").low()).isZero();
    }
}
