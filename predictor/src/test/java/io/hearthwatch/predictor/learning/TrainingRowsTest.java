package io.hearthwatch.predictor.learning;

import static org.assertj.core.api.Assertions.assertThat;

import io.hearthwatch.predictor.features.ApplianceHistory;
import io.hearthwatch.predictor.features.FeatureExtractor;
import io.hearthwatch.predictor.features.Horizons;
import io.hearthwatch.predictor.features.Vocabulary;
import java.time.Duration;
import java.util.Arrays;
import java.util.BitSet;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Which decisions training looks at. */
class TrainingRowsTest {
    private static final long HOUR = 3_600_000L;
    private static final long DAY = 24 * HOUR;
    private static final long LAST = 100 * DAY;

    private final FeatureExtractor extractor = new FeatureExtractor(
            new Vocabulary("kettle", List.of(), List.of("E1"), List.of("heater"), List.of()),
            Duration.ZERO,
            Duration.ofDays(1));

    private static ApplianceHistory seenFor(int no, int days) {
        ApplianceHistory history = new ApplianceHistory(no, "K-" + no, null, ApplianceHistory.UNKNOWN, 0);
        history.seenAt(LAST - days * DAY);
        return history;
    }

    @Test
    void decisionsStepBackFromTheLastToTheFirstTheApplianceWasThere() {
        TrainingRows rows = new TrainingRows(extractor, LAST + DAY, 1000, 1);
        rows.add(seenFor(1, 3), LAST, DAY, true);
        rows.add(seenFor(2, -1), LAST, DAY, true);
        assertThat(rows.where(at -> true)).hasSize(4);
        assertThat(rows.at(0)).isEqualTo(LAST - 3 * DAY);
        assertThat(rows.appliances()).isEqualTo(1);
    }

    @Test
    void faultsAddDecisionsAtTheirArrivalThatAreNotOnTheSchedule() {
        ApplianceHistory history = seenFor(1, 3);
        history.faults().add(LAST - DAY, LAST - DAY, 0);
        history.faults().add(LAST - 7 * HOUR, LAST - 6 * HOUR, 0);
        history.faults().add(LAST - HOUR, LAST + HOUR, 0);
        TrainingRows rows = new TrainingRows(extractor, LAST + DAY, 1000, 1);
        rows.add(history, LAST, DAY, true);
        assertThat(rows.scheduledWhere(at -> true)).hasSize(4);
        assertThat(rows.where(at -> true)).hasSize(5);
        assertThat(rows.where(at -> at == LAST - 6 * HOUR)).hasSize(1);
    }

    @Test
    void uneventfulDecisionsAreSampledAndWeighAsManyAsTheyStandFor() {
        TrainingRows rows = new TrainingRows(extractor, LAST + DAY, 1000, 1);
        TrainingRows again = new TrainingRows(extractor, LAST + DAY, 1000, 1);
        for (int no = 1; no <= 1000; no++) {
            for (TrainingRows each : List.of(rows, again)) {
                ApplianceHistory history = seenFor(no, 9);
                if (no % 10 == 0) {
                    history.failures().add(LAST - 3 * DAY, LAST - 3 * DAY, 0);
                }
                each.add(history, LAST, DAY, false);
            }
        }
        int[] all = rows.where(at -> true);
        assertThat(rows.size()).isBetween(500, 1000).isEqualTo(again.size());
        assertThat(rows.scheduledSeen()).isEqualTo(10_000);
        BitSet failing = rows.labels(0, 0, all);
        assertThat(failing.cardinality()).as("every eventful decision is kept").isEqualTo(100);
        long[] weights = rows.weights(all);
        assertThat(failing.stream()).allMatch(row -> weights[row] == 1);
        assertThat(Arrays.stream(weights).sum()).as("decisions stood for").isBetween(9_000L, 11_000L);
        assertThat(rows.failures(0, 0)).isEqualTo(100);
        assertThat(rows.everFailed(0)).isEqualTo(100);
        assertThat(Arrays.stream(all).mapToLong(rows::at).toArray())
                .isEqualTo(Arrays.stream(all).mapToLong(again::at).toArray());
    }

    @Test
    void eventfulDecisionsAreSampledTooOnceTheyAreMoreThanTheBound() {
        TrainingRows rows = new TrainingRows(extractor, LAST + DAY, 100, 1);
        for (int no = 1; no <= 1000; no++) {
            ApplianceHistory history = seenFor(no, 0);
            history.failures().add(LAST + HOUR, LAST + HOUR, 0);
            rows.add(history, LAST, DAY, false);
        }
        assertThat(rows.size()).isBetween(30, 100);
        assertThat(Arrays.stream(rows.weights(rows.where(at -> true))).sum()).isBetween(500L, 2000L);
        assertThat(rows.failures(0, 0)).isEqualTo(1000);
    }

    @Test
    void laterWindowsKnowOnlyDecisionsWhoseOutcomeIsKnownAndWhatHadNotFailedBefore() {
        FeatureExtractor chain = new FeatureExtractor(
                extractor.vocabulary(),
                new Horizons(Duration.ZERO, List.of(Duration.ofDays(1), Duration.ofDays(7)), 0));
        TrainingRows rows = new TrainingRows(chain, LAST + DAY, 1000, 1);
        ApplianceHistory history = seenFor(1, 20);
        history.failures().add(LAST - 8 * DAY, LAST - 8 * DAY, 0);
        rows.add(history, LAST, DAY, false);
        int[] all = rows.where(at -> true);
        assertThat(rows.atRisk(all, 0, 0)).hasSize(21);
        // Windows of the last 6 decisions end after what is known, and before one the component fails at once.
        assertThat(rows.atRisk(all, 0, 1)).hasSize(21 - 6 - 1);
        assertThat(rows.labels(0, 0, all).cardinality()).isEqualTo(1);
        assertThat(rows.labels(0, 1, all).cardinality()).isEqualTo(7);
    }

    @Test
    void whatWasReplacedInTimeIsNeitherAFailureNorAPartThatLasted() {
        FeatureExtractor two = new FeatureExtractor(
                new Vocabulary("kettle", List.of(), List.of("E1"), List.of("heater", "lid"), List.of()),
                new Horizons(Duration.ZERO, List.of(Duration.ofDays(1), Duration.ofDays(3)), 0));
        ApplianceHistory history = seenFor(1, 9);
        long worn = LAST - 12 * HOUR;
        history.repairs().add(worn, worn, 0);
        history.cutOffs().add(worn, worn, 0);
        // The new one.
        history.failures().add(LAST + HOUR, LAST + HOUR, 0);
        TrainingRows rows = new TrainingRows(two, LAST + 9 * DAY, 1000, 1);
        rows.add(history, LAST, DAY, false);

        int before = rows.where(at -> at == LAST - DAY)[0];
        assertThat(rows.isAtRisk(before, 0, 0)).isFalse();
        assertThat(rows.isAtRisk(before, 1, 0)).as("the other component").isTrue();
        assertThat(rows.failsBy(before, 0, 1)).isFalse();
        assertThat(rows.isKnown(before, 0)).isFalse();
        assertThat(rows.isUneventful(before)).isFalse();
        int earlier = rows.where(at -> at == LAST - 2 * DAY)[0];
        assertThat(rows.isAtRisk(earlier, 0, 0)).as("it lasted a day").isTrue();
        assertThat(rows.isAtRisk(earlier, 0, 1)).as("but not three").isFalse();
        int after = rows.where(at -> at == LAST)[0];
        assertThat(rows.failsBy(after, 0, 0)).isTrue();
        int longAgo = rows.where(at -> at == LAST - 8 * DAY)[0];
        assertThat(rows.isUneventful(longAgo)).isTrue();
    }

    @Test
    void failureBeforeAReplacementIsAFailure() {
        ApplianceHistory history = seenFor(1, 3);
        history.failures().add(LAST + HOUR, LAST + HOUR, 0);
        history.repairs().add(LAST + 2 * HOUR, LAST + 2 * HOUR, 0);
        history.cutOffs().add(LAST + 2 * HOUR, LAST + 2 * HOUR, 0);
        TrainingRows rows = new TrainingRows(extractor, LAST + DAY, 1000, 1);
        rows.add(history, LAST, DAY, false);
        int last = rows.where(at -> at == LAST)[0];
        assertThat(rows.isKnown(last, 0)).isTrue();
        assertThat(rows.failsBy(last, 0, 0)).isTrue();
    }
}
