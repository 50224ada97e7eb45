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
}
