package io.hearthwatch.predictor.evaluation;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import org.junit.jupiter.api.Test;

/** Worked by hand: a decision a day, hours in use as recorded. */
class ReplacingTest {
    private static final long DAY = 86_400_000L;

    private static Ticket walk(Double days, double[] inUseDays, double... failures) {
        long[] instants = new long[inUseDays.length];
        float[] hours = new float[inUseDays.length];
        for (int i = 0; i < instants.length; i++) {
            instants[i] = (100 + i) * DAY;
            hours[i] = (float) (24 * inUseDays[i]);
        }
        long[] failed = Arrays.stream(failures)
                .mapToLong(day -> (long) ((100 + day) * DAY))
                .toArray();
        return Replacing.walk(instants, hours, days == null ? null : (Double) (24 * days), failed, 0);
    }

    private static double[] from(double first, int decisions) {
        double[] days = new double[decisions];
        Arrays.setAll(days, i -> first + i);
        return days;
    }

    @Test
    void failureIsPreventedHoweverLongAfterTheReplacement() {
        // In use for 2 days at first; replaced at 5, on the third day; it would have failed ten days later.
        assertThat(walk(5.0, from(2, 14), 13.0)).isEqualTo(new Ticket(3, 2, 1));
        assertThat(walk(20.0, from(2, 14), 13.0)).isEqualTo(new Ticket(0, 0, 0));
        assertThat(walk(null, from(2, 14), 13.0)).isEqualTo(new Ticket(0, 0, 0));
    }

    @Test
    void failureOfANewerPartIsNotPrevented() {
        // Replaced on the second day by the rule; the record has a new part from day 4 on, which fails at day 6, too
        // young to be replaced.
        double[] inUse = {3, 4, 5, 6, 0, 1, 2, 3};
        assertThat(walk(4.0, inUse, 6.0)).isEqualTo(new Ticket(1, 1, 0));
        // The part that failed at day 4 is the one that was replaced.
        assertThat(walk(4.0, inUse, 4.0)).isEqualTo(new Ticket(1, 0, 1));
    }

    @Test
    void partThatIsOlderAtFirstWasReplacedBefore() {
        // 13 days old at first: replaced at 5 and 10, so 3 days old now, and again on day 2, 7. What it prevents is
        // paid for once more.
        assertThat(walk(5.0, from(13, 8), 6.5)).isEqualTo(new Ticket(3, 2, 1));
        assertThat(walk(5.0, from(13, 8))).isEqualTo(new Ticket(2, 2, 0));
    }

    @Test
    void unknownAgeReplacesNothing() {
        double[] unknown = new double[9];
        Arrays.fill(unknown, Double.NaN);
        assertThat(walk(1.0, unknown, 3.0)).isEqualTo(new Ticket(0, 0, 0));
    }
}
