package io.hearthwatch.predictor.evaluation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.BitSet;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Worked by hand. */
class ScorecardTest {
    private static final long HOUR = 3_600_000L;
    private static final long DAY = 24 * HOUR;

    private static BitSet set(int... members) {
        BitSet set = new BitSet();
        for (int member : members) {
            set.set(member);
        }
        return set;
    }

    // Two appliances, three days each; horizon 48 h. Appliance 0 fails (component a) at day 3, appliance 1 (b) at day
    // 1.
    private final Decisions decisions = new Decisions(
            new int[] {0, 0, 0, 1, 1, 1},
            new long[] {0, DAY, 2 * DAY, 0, DAY, 2 * DAY},
            List.of(set(1, 2), set(3)),
            List.of(new Decisions.Event(0, 3 * DAY, 1, 3), new Decisions.Event(1, DAY, 3, 4)));

    private final float[][] scores = {{0.1f, 0.2f, 0.9f, 0.6f, 0.1f, 0.1f}, {0, 0, 0, 0.3f, 0.4f, 0}};

    @Test
    void countsAreOfComponentsAndInAll() {
        Scorecard card = Scorecard.of(decisions, List.of("a", "b"), scores, new Double[] {0.5, 0.35});
        assertThat(card.components().get("a").confusion()).isEqualTo(new Confusion(1, 1, 1));
        assertThat(card.components().get("b").confusion()).isEqualTo(new Confusion(0, 1, 1));
        assertThat(card.micro()).isEqualTo(new Confusion(1, 2, 2));
        assertThat(card.micro().f1()).isCloseTo(2 / 6.0, within(1e-12));
        assertThat(card.anyFailure().baseRate()).isEqualTo(0.5);
    }

    @Test
    void failureIsForeseenOnlyByAFlagOfItsOwnComponent() {
        Scorecard card = Scorecard.of(decisions, List.of("a", "b"), scores, new Double[] {0.5, 0.35});
        // Flagged for a at day 2, a day before it failed; appliance 1 was flagged for a, but failed in b.
        assertThat(card.anyFailure().eventRecall()).isEqualTo(0.5);
        assertThat(card.anyFailure().medianLeadHours()).isEqualTo(24);
        assertThat(card.components().get("b").eventRecall()).isZero();
        assertThat(card.components().get("b").medianLeadHours()).isNull();
    }

    @Test
    void leadIsCountedFromTheFirstFlag() {
        Scorecard card = Scorecard.of(decisions, List.of("a", "b"), scores, new Double[] {0.2, 0.3});
        assertThat(card.components().get("a").medianLeadHours()).isEqualTo(48);
        assertThat(card.anyFailure().medianLeadHours()).isEqualTo(36);
    }

    @Test
    void withoutThresholdNothingIsFlaggedAndUndefinedRatiosAreNull() {
        Scorecard card = Scorecard.of(decisions, List.of("a", "b"), scores, new Double[2]);
        assertThat(card.micro()).isEqualTo(new Confusion(0, 0, 3));
        assertThat(card.micro().precision()).isNull();
        assertThat(card.micro().recall()).isZero();
    }

    @Test
    void budgetIsSpentOnTheGreatestScoresAndSavedUp() {
        // Half an alert a day for two appliances: one alert every second instant.
        AlertBudget budget = AlertBudget.of(25, decisions, Decisions.greatest(scores, 6), 1);
        // At day 1: allowance 1 → appliance 1 (0.4), which lasts; at day 2 nothing is allowed.
        assertThat(budget).isEqualTo(new AlertBudget(25, 0.0, 0.0));
        AlertBudget one = AlertBudget.of(50, decisions, Decisions.greatest(scores, 6), 1);
        // Day 0: appliance 1, fails. Day 1: appliance 1, lasts. Day 2: appliance 0, fails.
        assertThat(one.precision()).isCloseTo(2 / 3.0, within(1e-12));
        assertThat(one.recall()).isCloseTo(2 / 3.0, within(1e-12));
    }

    @Test
    void budgetOfNothingIsUndefined() {
        AlertBudget budget = AlertBudget.of(1, decisions, Decisions.greatest(scores, 6), 1);
        assertThat(budget.precision()).isNull();
        assertThat(budget.recall()).isZero();
    }
}
