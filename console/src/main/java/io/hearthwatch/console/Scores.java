package io.hearthwatch.console;

import java.time.Instant;
import java.util.List;

/** The newest score of each component of an appliance, as the pages need it. */
@FunctionalInterface
public interface Scores {
    /**
     * How likely a component is to fail.
     *
     * @param component component id
     * @param probability 0..1
     * @param asOf the instant it was decided for
     */
    record Score(String component, double probability, Instant asOf) {}

    /** The scores of an appliance, the highest first; empty where it was never scored. */
    List<Score> of(int applianceNo);

    /**
     * How long a component still lasts.
     *
     * @param component component id
     * @param hours from {@code asOf} until its next failure
     * @param low the interval's low end, hours
     * @param high its high end, hours
     * @param openEnded whether it may last longer than the high end
     * @param asOf the instant it was estimated for
     */
    record Life(String component, double hours, double low, double high, boolean openEnded, Instant asOf) {}

    /** How long an appliance's components still last, shortest first; empty where that is not estimated. */
    default List<Life> lives(int applianceNo) {
        return List.of();
    }
}
