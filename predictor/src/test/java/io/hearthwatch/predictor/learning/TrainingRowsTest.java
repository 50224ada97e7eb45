package io.hearthwatch.predictor.learning;

import static org.assertj.core.api.Assertions.assertThat;

import io.hearthwatch.predictor.features.ApplianceHistory;
import io.hearthwatch.predictor.features.FeatureExtractor;
import io.hearthwatch.predictor.features.Vocabulary;
import java.time.Duration;
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
        TrainingRows rows = new TrainingRows(extractor, 0, DAY, 1000);
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
        TrainingRows rows = new TrainingRows(extractor, 0, DAY, 1000);
        rows.add(history, LAST, DAY, true);
        assertThat(rows.scheduledWhere(at -> true)).hasSize(4);
        assertThat(rows.where(at -> true)).hasSize(5);
        assertThat(rows.where(at -> at == LAST - 6 * HOUR)).hasSize(1);
    }

    @Test
    void largeFleetIsSampledByWholeAppliancesTheSameEachTime() {
        TrainingRows rows = new TrainingRows(extractor, 0, DAY, 1000);
        TrainingRows again = new TrainingRows(extractor, 0, DAY, 1000);
        for (int no = 1; no <= 1000; no++) {
            rows.add(seenFor(no, 9), LAST, DAY, false);
            again.add(seenFor(no, 9), LAST, DAY, false);
        }
        assertThat(rows.size()).isLessThanOrEqualTo(1000).isGreaterThan(300).isEqualTo(rows.appliances() * 10);
        assertThat(again.size()).isEqualTo(rows.size());
    }
}
