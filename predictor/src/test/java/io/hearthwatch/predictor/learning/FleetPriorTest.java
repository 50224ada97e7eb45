package io.hearthwatch.predictor.learning;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

/** What is said of components that hardly failed. */
class FleetPriorTest {
    private static final double HOURS = 1_000_000;

    @Test
    void componentThatNeverFailedIsNotSaidNeverToFail() {
        FleetPrior prior = FleetPrior.fit(new int[] {40, 60, 0, 1}, HOURS);
        double never = prior.probability(0, HOURS, 720);
        double once = prior.probability(1, HOURS, 720);
        double often = prior.probability(60, HOURS, 720);
        assertThat(never).isPositive().isLessThan(once);
        assertThat(once).isLessThan(often);
        assertThat(often).as("many failures outweigh the prior").isCloseTo(60 * 720 / HOURS, within(0.002));
    }

    @Test
    void longerSeenToLastIsLessLikelyToFail() {
        FleetPrior prior = FleetPrior.fit(new int[] {5, 3, 0}, HOURS);
        assertThat(prior.probability(0, 10 * HOURS, 720)).isLessThan(prior.probability(0, HOURS, 720));
    }

    @Test
    void chainOfWindowsIsThatOfItsSum() {
        FleetPrior prior = FleetPrior.fit(new int[] {5, 3, 0}, HOURS);
        double day = prior.probability(1, HOURS, 24);
        double rest = prior.probability(1, HOURS, 144);
        assertThat(1 - (1 - day) * (1 - rest)).isCloseTo(prior.probability(1, HOURS, 168), within(1e-12));
    }

    @Test
    void whereHardlyAnythingFailedThereIsNoNumber() {
        assertThat(FleetPrior.fit(new int[] {1, 1, 0}, HOURS).probability(0, HOURS, 24))
                .isNaN();
        assertThat(FleetPrior.fit(new int[] {9}, 0).probability(0, 0, 24)).isNaN();
        assertThat(Hazard.unlearnt(0, 0, 0, Double.NaN).basis()).isEqualTo(Basis.TOO_LITTLE_DATA);
    }
}
