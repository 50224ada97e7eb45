package io.hearthwatch.predictor;

import io.hearthwatch.predictor.features.Horizons;
import io.hearthwatch.predictor.learning.Basis;
import io.hearthwatch.predictor.learning.Calibration;
import io.hearthwatch.predictor.learning.LearningSettings;
import java.time.Duration;
import java.time.Instant;
import java.util.List;

/**
 * What the registry knows of a model.
 *
 * @param id the model's id
 * @param type appliance type
 * @param champion whether the service follows it
 * @param createdAt when it was trained, by the service's clock
 * @param until it saw nothing later
 * @param horizons the windows that it looks at
 * @param every time between its decisions
 * @param onFault whether it decides when a fault arrives, too
 * @param settings how it was learnt
 * @param components by component, in the order of their ids
 */
public record ModelInfo(
        String id,
        String type,
        boolean champion,
        Instant createdAt,
        Instant until,
        Horizons horizons,
        Duration every,
        boolean onFault,
        LearningSettings settings,
        List<ComponentInfo> components) {

    /** The horizon that it decides for. */
    public Duration horizon() {
        return horizons.actingEnd();
    }

    /** How long from the decision it does not look at. */
    public Duration lead() {
        return horizons.lead();
    }

    /**
     * One component of a model.
     *
     * @param basis what its probability by the acting horizon rests on
     * @param positives training decisions followed by a failure of it by then
     * @param baseRate their share
     * @param maxF1Threshold null where it flags nothing
     * @param costThreshold what the service acts from; null where it never does
     * @param windows by window
     */
    public record ComponentInfo(
            String component,
            Basis basis,
            long positives,
            double baseRate,
            Double maxF1Threshold,
            Double costThreshold,
            List<WindowInfo> windows) {
        public ComponentInfo {
            windows = List.copyOf(windows);
        }

        /** Whether the probability by the acting horizon was learnt. */
        public boolean trained() {
            return basis == Basis.MODEL;
        }
    }

    /**
     * One window of a component's chain.
     *
     * @param basis what the probability in it rests on
     * @param positives training decisions followed by a failure in it
     * @param failures distinct failures among them
     * @param baseRate share of those decisions that could be
     * @param prior the probability where it rests on the fleet's rate, else null
     * @param calibration how its scores are calibrated
     * @param rounds boosting rounds that early stopping chose; 0 for other algorithms
     * @param fingerprint SHA-256 of what was learnt; null where nothing was, or by a version before there were fingerprints
     */
    public record WindowInfo(
            Basis basis,
            long positives,
            int failures,
            double baseRate,
            Double prior,
            Calibration.Method calibration,
            int rounds,
            String fingerprint) {}

    public ModelInfo {
        components = List.copyOf(components);
    }
}
