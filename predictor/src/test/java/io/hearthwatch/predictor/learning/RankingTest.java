package io.hearthwatch.predictor.learning;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.time.Duration;
import java.time.Instant;
import java.util.BitSet;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Worked by hand. */
class RankingTest {
    private static BitSet set(int... members) {
        BitSet set = new BitSet();
        for (int member : members) {
            set.set(member);
        }
        return set;
    }

    @Test
    void averagePrecisionSumsPrecisionOverTheRecallGained() {
        float[] scores = {0.9f, 0.8f, 0.7f, 0.6f};
        // hits at ranks 1 and 3: 1/2 * 1/1 + 1/2 * 2/3
        assertThat(Ranking.averagePrecision(scores, set(0, 2))).isCloseTo(5 / 6.0, within(1e-12));
    }

    @Test
    void tiesAreTakenTogether() {
        float[] scores = {0.5f, 0.5f, 0.5f, 0.1f};
        assertThat(Ranking.averagePrecision(scores, set(0))).isCloseTo(1 / 3.0, within(1e-12));
        assertThat(Ranking.averagePrecision(scores, set(2))).isCloseTo(1 / 3.0, within(1e-12));
    }

    @Test
    void withoutFailuresThereIsNoAveragePrecision() {
        assertThat(Ranking.averagePrecision(new float[] {1, 2}, set())).isNull();
        assertThat(Thresholds.maxF1(new float[] {1, 2}, set())).isEmpty();
    }

    @Test
    void thresholdLiesBetweenTheLastFlaggedAndTheNext() {
        float[] scores = {0.9f, 0.8f, 0.2f, 0.1f};
        double threshold = Thresholds.maxF1(scores, set(0, 1)).orElseThrow();
        // The odds are 4 and 1/4.
        assertThat(threshold).isCloseTo(0.5, within(1e-6));
        assertThat(Thresholds.maxF1(new float[] {300, 200, 100}, set(0)).orElseThrow())
                .isEqualTo(250);
        assertThat(Thresholds.maxF1(new float[] {0.5f, 0.5f}, set(0)).orElseThrow())
                .isEqualTo(0.5);
    }

    @Test
    void scheduleKnowsItsInstantsBeforeAndAfterItsAnchor() {
        Schedule schedule = new Schedule(Duration.ofHours(24), Instant.parse("2024-01-10T06:00:00Z"), true);
        assertThat(schedule.upTo(Instant.parse("2024-01-10T06:00:00Z"))).isEqualTo("2024-01-10T06:00:00Z");
        assertThat(schedule.after(Instant.parse("2024-01-10T06:00:00Z"))).isEqualTo("2024-01-11T06:00:00Z");
        assertThat(schedule.upTo(Instant.parse("2024-01-08T05:59:59Z"))).isEqualTo("2024-01-07T06:00:00Z");
    }

    @Test
    void unseenSetOfCodesTakesTheFiguresOfItsLargestSeenSubset() {
        List<BitSet> codes = List.of(set(), set(), set(0), set(0), set(0, 1), set(2));
        FaultCodeRule rule = FaultCodeRule.learn(codes, List.of(set(2, 3, 4)), new long[] {1, 1, 1, 1, 1, 1});
        float[] scores = rule.scores(List.of(set(0, 1, 2), set(0, 1), set(0, 3), set(0), set(3), set()))[0];
        assertThat(scores[0]).isEqualTo(scores[1]);
        assertThat(scores[2]).isEqualTo(scores[3]);
        assertThat(scores[4]).isEqualTo(scores[5]);
        assertThat(scores[3]).isGreaterThan(scores[5]);
    }
}
