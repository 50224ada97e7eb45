package io.hearthwatch.servicedesk.parts;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

/** Needs and reorder points reckoned by hand. */
class NeedTest {
    @Test
    void consumptionIsAGammaPoissonMixture() {
        // Prior 0.1 a day worth 30 days, then 9 in 90 days: shape 3 + 9 = 12, rate 120. In 15 days: 1.5, variance 1.5 ×
        // (1 + 15/120).
        Need need = Need.consumption(.1, 30, 9, 90, 15);
        assertThat(need.mean()).isCloseTo(1.5, within(1e-12));
        assertThat(need.variance()).isCloseTo(1.6875, within(1e-12));
        // Negative binomial of size 12 and p = 120/135: none .88889^12 = .2433, one .2433 × 12 × .11111 = .3244, two
        // .2343.
        assertThat(need.above(0)).isCloseTo(1 - .24332, within(1e-4));
        assertThat(need.above(1)).isCloseTo(1 - .24332 - .32442, within(1e-4));
        assertThat(need.above(2)).isCloseTo(1 - .24332 - .32442 - .23430, within(1e-4));
    }

    @Test
    void poissonQuantilesAreThoseOfTheTables() {
        Need need = new Need(2, 2);
        // P(≤ 4) = .9473, P(≤ 5) = .9834.
        assertThat(need.quantile(.94)).isEqualTo(4);
        assertThat(need.quantile(.95)).isEqualTo(5);
        assertThat(need.above(4)).isCloseTo(.0527, within(1e-4));
        assertThat(new Need(0, 0).quantile(.99)).isZero();
    }

    @Test
    void openPredictionsAddWhatTheyAreLikelyToNeed() {
        Need need = new Need(2, 2).plus(Need.chance(.5)).plus(Need.chance(.8));
        assertThat(need.mean()).isCloseTo(3.3, within(1e-12));
        assertThat(need.variance()).isCloseTo(2 + .25 + .16, within(1e-12));
    }

    @Test
    void uncertainLeadTimeWidensTheNeed() {
        // 0.5 a day, lead time ± 4 days: variance + .25 × 16.
        assertThat(new Need(7, 7).withLeadDeviation(.5, 4).variance()).isCloseTo(11, within(1e-12));
    }

    @Test
    void ordersTheEconomicQuantityAtTheReorderPoint() {
        // √(2 × 25 × 73 / (18.25 × .2)) = √1000 = 31.6; the reorder point of a need of 2 at 95 % is 5.
        Reorder reorder = Reorder.of(new Need(2, 2), 73, .95, 25, 18.25, .2, 1, 5, 5);
        assertThat(reorder.point()).isEqualTo(5);
        assertThat(reorder.quantity()).isEqualTo(32);
        assertThat(reorder.risk()).isCloseTo(.0166, within(1e-4));
    }

    @Test
    void ordersNothingAboveThePointAndAtLeastWhatTheSupplierSells() {
        assertThat(Reorder.of(new Need(2, 2), 73, .95, 25, 18.25, .2, 1, 2, 6).quantity())
                .isZero();
        assertThat(Reorder.of(new Need(2, 2), 73, .95, 25, 18.25, .2, 50, 0, 0).quantity())
                .isEqualTo(50);
        // Without a price a month's need, but never less than what brings the position above the point: 5 + 1 − (−4).
        assertThat(Reorder.of(new Need(2, 2), 24, .95, 25, 0, .2, 1, 0, -4).quantity())
                .isEqualTo(10);
    }

    @Test
    void whereNothingIsNeededNothingIsBoughtUnlessSomebodyWaits() {
        assertThat(Reorder.of(new Need(0, 0), 0, .95, 25, 0, .2, 1, 0, 0).quantity())
                .isZero();
        assertThat(Reorder.of(new Need(0, 0), 0, .95, 25, 0, .2, 1, 0, -1).quantity())
                .isEqualTo(2);
    }
}
