package io.hearthwatch.simulator.home;

import java.time.Instant;
import java.time.temporal.ChronoUnit;

/**
 * What fleet to simulate. The same plan gives the same fleet and the same history.
 *
 * @param seed of all chance
 * @param appliancesPerType how many of each home type
 * @param start when it begins; whole hours are used
 * @param readingEveryHours hours between an appliance's readings, at least 1
 */
public record FleetPlan(long seed, int appliancesPerType, Instant start, int readingEveryHours) {
    public FleetPlan {
        if (appliancesPerType < 1 || readingEveryHours < 1) {
            throw new IllegalArgumentException("a fleet needs an appliance a type and a reading interval of an hour");
        }
        start = start.truncatedTo(ChronoUnit.HOURS);
    }
}
