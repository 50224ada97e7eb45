package io.hearthwatch.predictor.watch;

import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * How far a sample of a type's appliances is from where its model learnt.
 *
 * @param asOf the newest instant that was looked at
 * @param from first decision that the model is held against; null where it was trained before such were kept
 * @param to last
 * @param groups the whole type first; empty where there is nothing to hold the fleet against
 */
public record Drift(Instant asOf, Instant from, Instant to, List<DriftGroup> groups) {
    public Drift {
        groups = List.copyOf(groups);
    }

    /** The whole type. */
    public Optional<DriftGroup> all() {
        return groups.stream().filter(group -> group.line() == null).findFirst();
    }
}
