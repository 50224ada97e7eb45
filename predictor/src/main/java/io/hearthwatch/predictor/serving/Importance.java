package io.hearthwatch.predictor.serving;

import java.time.Duration;
import java.util.List;

/**
 * What moves a model's scores, over a sample of decisions.
 *
 * @param model the model's id
 * @param decisions how many decisions the sample stands for
 * @param rows how many were looked at
 * @param windows by component and window, those that were learnt
 */
public record Importance(String model, long decisions, int rows, List<Window> windows) {
    /**
     * One component in one window.
     *
     * @param features the strongest first; those that never move it are left out
     */
    public record Window(String component, Duration from, Duration to, List<Strength> features) {
        public Window {
            features = List.copyOf(features);
        }
    }

    /** Which way a feature moves a score. */
    public enum Direction {
        /** The greater, the likelier to fail. */
        GREATER_IS_WORSE,
        /** The smaller, the likelier to fail. */
        SMALLER_IS_WORSE,
        /** Neither: it depends on the value, or on other features. */
        DEPENDS
    }

    /**
     * One feature.
     *
     * @param meanAbsolute mean of the absolute contribution, in log-odds
     * @param share of the sum of all features' means
     * @param known share of the decisions at which its value was known
     */
    public record Strength(
            String feature, String unit, double meanAbsolute, double share, Direction direction, double known) {}

    public Importance {
        windows = List.copyOf(windows);
    }
}
