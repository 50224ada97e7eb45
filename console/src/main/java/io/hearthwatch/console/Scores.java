package io.hearthwatch.console;

import io.hearthwatch.catalog.Text;
import io.hearthwatch.fleet.Appliance;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;

/** What is known of how likely appliances are to fail, as the pages need it. All of it blocks. */
public interface Scores {
    /**
     * How likely a component is to fail.
     *
     * @param component component id
     * @param sentence what people act on, or that there is too little data for it
     * @param probability 0..1 by the horizon that decisions are made for; empty where there is no number
     * @param basis {@code model}, {@code prior} or {@code too_little_data}
     * @param outlooks by each horizon, nearest first
     * @param asOf the instant it was decided for
     */
    record Score(
            String component,
            Text sentence,
            OptionalDouble probability,
            String basis,
            List<ByHorizon> outlooks,
            Instant asOf) {}

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

    /** The probability of failing by a horizon; empty where there is no number. */
    record ByHorizon(Duration horizon, OptionalDouble probability, String basis) {}

    /**
     * How unlike itself and its likes an appliance is; no probability.
     *
     * @param score from 1 on it is strange
     * @param reason the strangest metric in words, where it is strange
     */
    record Strange(int applianceNo, double score, Instant asOf, Text reason) {}

    /** Why a score is what it is: base, reasons and rest add up to the log-odds of the probability. */
    record Why(
            String component,
            String modelId,
            Instant asOf,
            Duration from,
            Duration to,
            double probability,
            double base,
            List<Moved> reasons,
            double rest) {}

    /** One reason with how far it moved the log-odds. */
    record Moved(Text words, double contribution) {}

    /** The scores of appliances, by number, the highest first; those that were never scored are left out. */
    Map<Integer, List<Score>> of(Collection<Appliance> appliances);

    /** How strange appliances are, by number; those of which it is not known are left out. */
    Map<Integer, Strange> strangeness(Collection<Integer> applianceNos);

    /** The strange appliances of a type, or of all (null), strangest first. */
    List<Strange> strange(String type, int limit);

    /** Why the highest scores of an appliance are what they are. */
    List<Why> why(Appliance appliance);
}
