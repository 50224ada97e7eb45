package io.hearthwatch.predictor.learning;

import java.util.BitSet;
import java.util.List;
import java.util.OptionalDouble;

/**
 * The second baseline: a component is flagged once it has been in use for so many hours since its last replacement.
 *
 * @param thresholds hours by component; null where nothing failed in training
 */
@SuppressWarnings("ArrayRecordComponent") // nobody compares them
public record AgeRule(Double[] thresholds) {

    static AgeRule learn(float[][] hoursInUse, List<BitSet> labels, long[] weights) {
        Double[] thresholds = new Double[labels.size()];
        for (int c = 0; c < thresholds.length; c++) {
            OptionalDouble threshold = Thresholds.maxF1(hoursInUse[c], labels.get(c), weights);
            thresholds[c] = threshold.isPresent() ? (Double) Math.max(1, threshold.getAsDouble()) : null;
        }
        return new AgeRule(thresholds);
    }

    /** Hours in use as a share of the component's threshold, so that components can be compared; from 1 on it is flagged. */
    public float[] scores(int component, float[] hoursInUse) {
        float[] scores = new float[hoursInUse.length];
        Double threshold = thresholds[component];
        if (threshold != null) {
            for (int i = 0; i < scores.length; i++) {
                scores[i] = (float) (hoursInUse[i] / threshold);
            }
        }
        return scores;
    }
}
