package io.hearthwatch.simulator.home;

import io.hearthwatch.simulator.home.Behaviour.Habit;
import java.time.DayOfWeek;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.util.SplittableRandom;

/** How one household uses one appliance: more or less than others, earlier or later, by day and week. */
final class Household {
    private final Habit habit;
    private final double amount;
    private final int shift;

    Household(Habit habit, SplittableRandom random) {
        this.habit = habit;
        this.amount = Math.exp(0.22 * random.nextGaussian());
        this.shift = random.nextInt(5) - 2;
    }

    /** How much more than average it is used; wear follows it. */
    double amount() {
        return amount;
    }

    /** How busy the appliance is in the hour that ends then: 0..1, and 0 or 1 where it runs cycles. */
    double activity(Instant hourEnd, SplittableRandom random) {
        ZonedDateTime local = hourEnd.atZone(ZoneOffset.UTC);
        boolean weekend = local.getDayOfWeek() == DayOfWeek.SATURDAY || local.getDayOfWeek() == DayOfWeek.SUNDAY;
        double level = habit.at(Math.floorMod(local.getHour() - shift, 24), weekend) * amount;
        if (habit.cycles()) {
            return random.nextDouble() < level ? 1 : 0;
        }
        return Math.min(1, Math.max(0, level * (0.7 + 0.6 * random.nextDouble())));
    }

    /** Whether what is measured once a cycle was measured in an hour this busy. */
    boolean measures(double activity, SplittableRandom random) {
        return habit.cycles() ? activity > 0 : random.nextDouble() < 0.3;
    }

    /** -1 in the small hours, 1 in the afternoon. */
    static double warmth(Instant hourEnd) {
        return -Math.cos(2 * Math.PI * (hourEnd.atZone(ZoneOffset.UTC).getHour() - 3) / 24);
    }
}
