package io.hearthwatch.predictor.life;

import io.hearthwatch.predictor.features.FeatureExtractor;
import io.hearthwatch.predictor.learning.LearningSettings;
import io.hearthwatch.predictor.learning.Schedule;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Set;

/**
 * Everything that training remaining life made. Immutable and thread-safe.
 *
 * @param extractor the features that the trees know
 * @param until nothing later was looked at
 * @param every time between the decisions that were learnt from
 * @param cap the longest life that is told apart; null for none
 * @param components in the order of the vocabulary's components
 * @param settings how it was learnt
 * @param appliances those that something was learnt from, by the registry's number
 * @param decisions decisions whose outcome is known
 * @param rows how many of them were kept to learn from
 */
public record LifeModel(
        FeatureExtractor extractor,
        Instant until,
        Duration every,
        Duration cap,
        List<LifeComponent> components,
        LearningSettings settings,
        Set<Integer> appliances,
        long decisions,
        int rows) {
    public LifeModel {
        components = List.copyOf(components);
        appliances = Set.copyOf(appliances);
    }

    /** When it is asked where no model of failures leads: as often as it learnt, never because of a fault. */
    public Schedule schedule() {
        return new Schedule(every, until, false);
    }

    /** Whether it estimates anything. */
    public boolean estimatesAnything() {
        return components.stream().anyMatch(c -> c.trees().isPresent());
    }

    /** The cap in hours; infinite where there is none. */
    float capHours() {
        return cap == null ? Float.POSITIVE_INFINITY : (float) (cap.toMillis() / 3_600_000.0);
    }
}
