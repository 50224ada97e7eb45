package io.hearthwatch.predictor;

import java.util.List;

/**
 * What training a model again came to.
 *
 * @param model the model's id
 * @param same whether the very same was learnt, bit for bit
 * @param windows by component and window
 * @param others other parts of the model that differ, in words; empty if none does
 * @param causes what may be why, in words: data stored since, other versions; empty if nothing known differs
 */
public record Reproduction(String model, boolean same, List<Window> windows, List<String> others, List<String> causes) {
    /**
     * What was learnt of one component in one window.
     *
     * @param window from 1
     * @param then SHA-256 of what the stored model learnt; null where there was too little to learn from
     * @param now the same of what was learnt now
     * @param same whether trees or weights, calibration and figures beside them are all the same
     */
    public record Window(String component, int window, String then, String now, boolean same) {}

    public Reproduction {
        windows = List.copyOf(windows);
        others = List.copyOf(others);
        causes = List.copyOf(causes);
    }
}
