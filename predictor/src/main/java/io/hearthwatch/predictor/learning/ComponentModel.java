package io.hearthwatch.predictor.learning;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * What is known about one component's failing: trees, or, where too few failures were seen to learn from, only how often it failed.
 *
 * @param component component id
 * @param trees empty where there was too little data
 * @param positives training decisions after which the component failed within the horizon
 * @param baseRate their share
 * @param maxF1Threshold what scores at least this is flagged under the policy {@code max_f1}; null flags nothing
 * @param costThreshold the same under the policy {@code cost}, which the service uses; null flags nothing
 */
public record ComponentModel(
        String component,
        Optional<TreeModel> trees,
        int positives,
        double baseRate,
        Double maxF1Threshold,
        Double costThreshold) {

    /** The probability that the component fails, for each row of features. */
    public float[] probabilities(List<float[]> rows) {
        if (trees.isPresent()) {
            return trees.get().probabilities(rows);
        }
        float[] result = new float[rows.size()];
        Arrays.fill(result, (float) baseRate);
        return result;
    }

    /** Whether the service decides that something must be done at this probability. */
    public boolean decides(float probability) {
        return costThreshold != null && probability >= costThreshold;
    }
}
