package io.hearthwatch.predictor.evaluation;

import static io.hearthwatch.predictor.evaluation.Courses.course;
import static io.hearthwatch.predictor.evaluation.Courses.lines;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.hearthwatch.predictor.Progress;
import java.time.Instant;
import java.util.Map;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;

/** Worked by hand: two appliances, three days each. The first fails in a at day 3, the second in b at day 1. */
class FiguresTest {
    private static final Offset<Double> EXACTLY = within(1e-9);
    private static final float[][] FIRST = {{0.1f, 0.2f, 0.9f}, {0, 0, 0}};
    private static final float[][] SECOND = {{0.6f, 0.1f, 0.1f}, {0.3f, 0.4f, 0}};

    private static Tally tally(Lines lines) {
        Tally tally = Courses.tally();
        both(lines, tally, new Kept(2, 100));
        return tally;
    }

    private static void both(Lines lines, Tally tally, Kept kept) {
        Course first = course(1, lines, FIRST, new double[][] {{3}, {}});
        kept.add(0, first);
        tally.add(first);
        Course second = course(2, lines, SECOND, new double[][] {{}, {1}});
        kept.add(1, second);
        tally.add(second);
    }

    private static Scorecard card(Lines lines) {
        Tally tally = Courses.tally();
        Kept kept = new Kept(2, 100);
        both(lines, tally, kept);
        return new Figures(tally, kept, Method.MODEL, Courses.QUESTION).card(Map.of());
    }

    @Test
    void countsAreOfComponentsAndInAll() {
        Scorecard card = card(lines(0.5, 0.35, null));
        assertThat(card.components().get("a").confusion()).isEqualTo(new Confusion(1, 1, 1));
        assertThat(card.components().get("b").confusion()).isEqualTo(new Confusion(0, 1, 1));
        assertThat(card.micro()).isEqualTo(new Confusion(1, 2, 2));
        assertThat(card.micro().f1()).isCloseTo(2 / 6.0, EXACTLY);
        assertThat(card.anyFailure().baseRate()).isEqualTo(0.5);
        assertThat(card.anyFailure().failures()).isEqualTo(2);
    }

    @Test
    void failureIsForeseenOnlyByAFlagOfItsOwnComponent() {
        Scorecard card = card(lines(0.5, 0.35, null));
        // Flagged for a at day 2, a day before it failed; the second was flagged for a, but failed in b.
        assertThat(card.anyFailure().eventRecall()).isEqualTo(0.5);
        assertThat(card.anyFailure().medianLeadHours()).isEqualTo(24);
        assertThat(card.components().get("b").eventRecall()).isZero();
        assertThat(card.components().get("b").medianLeadHours()).isNull();
    }

    @Test
    void leadIsCountedFromTheFirstFlag() {
        Scorecard card = card(lines(0.2, 0.3, null));
        assertThat(card.components().get("a").medianLeadHours()).isEqualTo(48);
        assertThat(card.anyFailure().medianLeadHours()).isEqualTo(36);
        // (0, 48] in eight bins of 6 hours: 24 h is in the fourth, 48 h in the last.
        assertThat(card.pooled().leads().histogram()).containsExactly(0, 0, 0, 1, 0, 0, 0, 1);
    }

    @Test
    void withoutThresholdNothingIsFlaggedAndUndefinedRatiosAreNull() {
        Scorecard card = card(lines(null, null, null));
        assertThat(card.micro()).isEqualTo(new Confusion(0, 0, 3));
        assertThat(card.micro().precision()).isNull();
        assertThat(card.micro().recall()).isZero();
    }

    @Test
    void brierScoreIsTheMeanSquaredDistance() {
        Scorecard card = card(lines(0.5, 0.35, null));
        double a = (0.01 + 0.64 + 0.01 + 0.36 + 0.01 + 0.01) / 6;
        double b = (0 + 0 + 0 + 0.49 + 0.16 + 0) / 6;
        assertThat(card.components().get("a").pooled().brier()).isCloseTo(a, within(1e-7));
        assertThat(card.pooled().brier()).isCloseTo((a + b) / 2, within(1e-7));
        assertThat(card.components().get("a").pooled().brierOfBaseRate()).isCloseTo(1 / 3.0 * 2 / 3.0, EXACTLY);
    }

    @Test
    void averagePrecisionIsOfTheGreatestScoreOverComponents() {
        // In order: 0.9 fails, 0.6 fails, 0.4 lasts, 0.2 fails, then 0.1, 0.1 which last.
        assertThat(card(lines(0.5, 0.35, null)).anyFailure().averagePrecision())
                .isCloseTo((1 + 1 + 3 / 4.0) / 3, EXACTLY);
    }

    @Test
    void aDrawnApplianceCountsAsOftenAsItWasDrawn() {
        Tally tally = Courses.tally();
        Kept kept = new Kept(2, 100);
        both(lines(0.5, 0.35, null), tally, kept);
        Curve curve = Curve.of(kept, Method.MODEL, -1);
        // The first twice: 0.9, 0.9, 0.2, 0.2 fail and 0.1, 0.1 last.
        assertThat(curve.of(new int[] {2, 0})).isEqualTo(1);
        // The second three times, the first once: 0.9 f | 0.6 fff | 0.4 lll | 0.2 f.
        assertThat(curve.of(new int[] {1, 3})).isCloseTo((1 + 3 * 1 + 5 / 8.0) / 5, EXACTLY);
        assertThat(Statistic.ratio(new double[] {1, 2}, new double[] {4, 4}, 1).of(new int[] {3, 1}))
                .isCloseTo(5 / 16.0, EXACTLY);
        assertThat(tally.decisions()).isEqualTo(6);
    }

    @Test
    void moneyIsPartsVisitsAndMissedFailures() {
        // The model: first a at day 2 (foreseen); second a at day 0 (needless), b at day 1 (needless), b's failure
        // missed.
        Tally tally = tally(lines(0.5, 0.35, 24.0));
        assertThat(tally.cost(Method.MODEL, -1)).containsExactly(10, 10 + 90 + 10 + 90 + 400);
        assertThat(tally.costOfWaiting(-1)).containsExactly(400, 400);
        // By age every 24 h: at day 1 and 2. a of the first at day 1 prevents the failure at day 3; b of the second
        // fails at day 1.
        assertThat(tally.cost(Method.AGE_RULE, 0)).containsExactly(10 + 100, 200);
        assertThat(tally.cost(Method.AGE_RULE, 1)).containsExactly(200, 200 + 400);
        // Six appliance-days are 6 / 3000 of a hundred appliances' month.
        Money money = Money.of(tally, java.util.List.of("a", "b"), java.util.List.of(24.0, 24.0), Map.of());
        assertThat(money.methods().get("model").cost()).isCloseTo(610 / (6 / 3000.0), within(1e-6));
        assertThat(money.savings().get(Money.WAITING).value()).isCloseTo((800 - 610) / (6 / 3000.0), within(1e-6));
        assertThat(money.methods().get("model").needless()).isEqualTo(2);
        assertThat(money.methods().get("model").missed()).isEqualTo(1);
        assertThat(money.cheapest()).isEqualTo("fault_code_rule");
    }

    @Test
    void anOpenTicketIsNotOpenedAgain() {
        long day = Courses.DAY;
        long[] days = {0, day, 2 * day, 3 * day, 4 * day};
        // Open on days 0 to 2, needless; again on day 2, when it is over, until the failure at day 3; again on day 3.
        assertThat(Ticket.walk(days, i -> true, new long[] {3 * day}, 0, 2 * day))
                .isEqualTo(new Ticket(3, 2, 1));
        // With a lead of a day the failure comes too soon for the ticket of day 2, which is not needless either.
        assertThat(Ticket.walk(days, i -> true, new long[] {3 * day}, day, 2 * day))
                .isEqualTo(new Ticket(3, 2, 0));
    }

    @Test
    void budgetIsSpentOnTheGreatestScoresAndSavedUp() {
        Kept kept = new Kept(2, 100);
        both(lines(0.5, 0.35, null), Courses.tally(), kept);
        float[] greatest = kept.scores(Method.MODEL, -1);
        // Half an alert a day for two appliances. Day 1: the second (0.4), which lasts; at day 2 nothing is allowed.
        assertThat(AlertBudget.of(25, kept, greatest, 1)).isEqualTo(new AlertBudget(25, 0.0, 0.0));
        AlertBudget one = AlertBudget.of(50, kept, greatest, 1);
        // Day 0: the second, fails. Day 1: the second, lasts. Day 2: the first, fails.
        assertThat(one.precision()).isCloseTo(2 / 3.0, EXACTLY);
        assertThat(one.recall()).isCloseTo(2 / 3.0, EXACTLY);
        AlertBudget none = AlertBudget.of(1, kept, greatest, 1);
        assertThat(none.precision()).isNull();
        assertThat(none.recall()).isZero();
    }

    @Test
    void whatIsSaidAndWhatComesAreComparedInBins() {
        int size = 150;
        float[] scores = new float[size];
        boolean[] failed = new boolean[size];
        double[] ones = new double[size];
        java.util.Arrays.fill(ones, 1);
        for (int i = 0; i < size; i++) {
            // Fifty decisions each: 0.1 of which 10 fail, 0.3 of which 10 fail, 0.8 of which 40 fail.
            scores[i] = i < 50 ? 0.1f : i < 100 ? 0.3f : 0.8f;
            failed[i] = i % 50 < (i < 100 ? 10 : 40);
        }
        Reliability reliability = Reliability.of(scores, failed, ones);
        assertThat(reliability.error()).isCloseTo((0.1 + 0.1 + 0) / 3, within(1e-6));
        assertThat(reliability.points()).hasSize(3);
        assertThat(reliability.points().get(0).observed()).isEqualTo(0.8);
    }

    @Test
    void sampledDecisionsStandForThoseLeftOut() {
        Kept kept = new Kept(2, 200);
        Tally tally = Courses.tally();
        int size = 50;
        for (int no = 1; no <= 40; no++) {
            float[][] scores = new float[2][size];
            scores[0][48] = 0.9f;
            Course course = course(no, lines(0.5, 0.5, null), scores, new double[][] {{50}, {}});
            kept.add(no - 1, course);
            tally.add(course);
        }
        assertThat(kept.isAll()).isFalse();
        assertThat(kept.size()).isLessThanOrEqualTo(200);
        double all = 0;
        double failing = 0;
        for (int i = 0; i < kept.size(); i++) {
            all += kept.weight(i);
            failing += kept.row(i).fails(0) ? kept.weight(i) : 0;
        }
        assertThat(all).isCloseTo(40 * size, within(40.0 * size / 4));
        // Decisions before a failure are the fewer, and are not sampled.
        assertThat(failing).isEqualTo(80);
        assertThat(tally.decisions()).isEqualTo(40L * size);
    }

    @Test
    void orderOfScoresIsThatOfTheirValues() {
        assertThat(Curve.descending(new float[] {0.5f, -1, Float.NEGATIVE_INFINITY, 3, 0, 0.5f, -0f}))
                .containsExactly(3, 0, 5, 4, 6, 1, 2);
    }

    @Test
    void theWholeIsWrittenAsJsonWithIntervalsBesideTheirFigures() {
        Judgement judgement = new Judgement(Courses.QUESTION, Progress.NONE);
        for (int no = 1; no <= 12; no++) {
            boolean first = no % 2 == 0;
            Course course = course(
                    no,
                    lines(0.5, 0.35, 24.0),
                    first ? FIRST : SECOND,
                    first ? new double[][] {{3}, {}} : new double[][] {{}, {1}});
            judgement.add(course);
        }
        Evaluation evaluation = judgement.evaluation("m-1", Instant.EPOCH, Judged.of(12, 12, true, Instant.EPOCH, 0));
        var json = evaluation.toJson();
        assertThat(json.path("judged").path("what").asText()).isEqualTo("later_same_appliances");
        assertThat(json.path("micro").path("f1_95").size()).isEqualTo(2);
        assertThat(json.path("micro").path("f1_95").get(0).asDouble())
                .isLessThanOrEqualTo(json.path("micro").path("f1").asDouble());
        assertThat(json.path("money").path("model_saves").has("against_wait_for_failure_95"))
                .isTrue();
        assertThat(json.path("baselines")
                        .path("age_rule")
                        .path("micro")
                        .path("brier")
                        .isNull())
                .isTrue();
        assertThat(evaluation.toTable()).contains("judged: later, same appliances (12 of 12", "replace by age");
    }
}
