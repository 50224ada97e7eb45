package io.hearthwatch.predictor.features;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** Of what was replaced while it worked, nobody knows whether it would have failed. */
class CutOffTest {
    private static final long DAY = 24 * 3_600_000L;

    private final ApplianceHistory history = new ApplianceHistory(1, "K-1", null, ApplianceHistory.UNKNOWN, 0);

    private void replacedInTime(long at) {
        history.repairs().add(at, at, 0);
        history.cutOffs().add(at, at, 0);
    }

    @Test
    void outcomeIsUnknownWhereTheWindowHoldsTheReplacement() {
        replacedInTime(10 * DAY);
        assertThat(history.isCutOff(0, 9 * DAY, 0, 2 * DAY)).isTrue();
        assertThat(history.isCutOff(0, 7 * DAY, 0, 2 * DAY))
                .as("it lasted so long")
                .isFalse();
        assertThat(history.isCutOff(0, 10 * DAY, 0, 2 * DAY)).as("the new one").isFalse();
        assertThat(history.isCutOff(1, 9 * DAY, 0, 2 * DAY)).as("another one").isFalse();
    }

    @Test
    void failureBeforeTheReplacementIsKnownAndOneAfterItIsTheNewOnes() {
        replacedInTime(10 * DAY);
        history.failures().add(11 * DAY, 11 * DAY, 0);
        assertThat(history.isCutOff(0, 9 * DAY, 0, 3 * DAY)).isTrue();
        history.cutOffs().add(12 * DAY, 12 * DAY, 0);
        assertThat(history.isCutOff(0, 10 * DAY, 0, 3 * DAY))
                .as("it failed first")
                .isFalse();
    }

    @Test
    void otherReplacementsCutNothingOff() {
        history.repairs().add(10 * DAY, 10 * DAY, 0);
        assertThat(history.isCutOff(0, 9 * DAY, 0, 2 * DAY)).isFalse();
    }
}
