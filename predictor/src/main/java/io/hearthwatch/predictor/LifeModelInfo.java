package io.hearthwatch.predictor;

import io.hearthwatch.predictor.life.LifeFigures;
import java.time.Duration;
import java.time.Instant;
import java.util.List;

/**
 * What the registry knows of a remaining-life model.
 *
 * @param id the model's id
 * @param type appliance type
 * @param champion whether the service gives its estimates
 * @param until it saw nothing later
 * @param every time between the decisions that it learnt from
 * @param cap the longest life that it tells apart; null for none
 * @param level the share of truths that its intervals promise to hold
 * @param seed of all sampling
 * @param appliances how many taught it something
 * @param decisions decisions whose outcome was known
 * @param rows how many of them were kept to learn from
 * @param components in the order of the catalog
 */
public record LifeModelInfo(
        String id,
        String type,
        boolean champion,
        Instant until,
        Duration every,
        Duration cap,
        double level,
        long seed,
        int appliances,
        long decisions,
        int rows,
        List<ComponentInfo> components) {

    /**
     * One component.
     *
     * @param trained whether it is estimated
     * @param failures failures that were stored
     * @param decisions decisions whose outcome was known
     * @param outlived those among them that lasted as long as the cap
     * @param rounds boosting rounds that were chosen
     * @param unseen how good estimates were for appliances left out of what was learnt from, fold by fold
     * @param unseenByAge the same for the rule on age
     * @param fingerprint SHA-256 of what was learnt; null where nothing was
     */
    public record ComponentInfo(
            String component,
            boolean trained,
            int failures,
            long decisions,
            long outlived,
            int rounds,
            LifeFigures unseen,
            LifeFigures unseenByAge,
            String fingerprint) {}

    public LifeModelInfo {
        components = List.copyOf(components);
    }
}
