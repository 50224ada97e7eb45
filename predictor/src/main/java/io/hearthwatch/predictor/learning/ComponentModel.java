package io.hearthwatch.predictor.learning;

import io.hearthwatch.catalog.Costs;
import java.util.Arrays;
import java.util.List;

/**
 * What is known about one component's failing: a chain of windows, each with the probability of failing in it if not before. The
 * probability of failing by the end of the k-th is 1 − Π (1 − p), so a longer horizon never has a smaller one.
 *
 * @param component component id
 * @param hazards in the order of the model's windows
 * @param acting the window up to whose end decisions are made
 * @param maxF1Threshold what scores at least this by the acting horizon is flagged under the policy {@code max_f1}; null flags nothing
 * @param costThreshold the same under the policy {@code cost}, with the costs of when the model was trained; null flags nothing
 */
public record ComponentModel(
        String component, List<Hazard> hazards, int acting, Double maxF1Threshold, Double costThreshold) {
    public ComponentModel {
        hazards = List.copyOf(hazards);
    }

    /** The probability that the component fails by the acting horizon, for each row of features; NaN where there is no number to give. */
    public float[] probabilities(List<float[]> rows) {
        return cumulative(rows, acting)[acting];
    }

    /** The probability that the component fails by the end of each window: by window, then row. */
    public float[][] cumulative(List<float[]> rows) {
        return cumulative(rows, hazards.size() - 1);
    }

    private float[][] cumulative(List<float[]> rows, int last) {
        float[][] hazardous = new float[last + 1][];
        for (int w = 0; w <= last; w++) {
            hazardous[w] = hazards.get(w).probabilities(rows);
        }
        return chain(hazardous);
    }

    /** From the probability in each window, if not before, to that by its end; in place. */
    static float[][] chain(float[][] hazards) {
        for (int w = 1; w < hazards.length; w++) {
            for (int i = 0; i < hazards[w].length; i++) {
                hazards[w][i] = (float) (1 - (1 - (double) hazards[w - 1][i]) * (1 - (double) hazards[w][i]));
            }
        }
        return hazards;
    }

    /** What the probability by the acting horizon rests on: its weakest link. */
    public Basis basis() {
        return basis(acting);
    }

    /** What the probability by the end of a window rests on. */
    public Basis basis(int window) {
        return hazards.subList(0, window + 1).stream().map(Hazard::basis).reduce(Basis.MODEL, Basis::and);
    }

    /** Whether the probability by the acting horizon was learnt, and so may lead to decisions. */
    public boolean trained() {
        return basis() == Basis.MODEL;
    }

    /** Training decisions after which the component failed by the acting horizon. */
    public long positives() {
        return hazards.subList(0, acting + 1).stream()
                .mapToLong(Hazard::positives)
                .sum();
    }

    /** Their share. */
    public double baseRate() {
        double lasting = 1;
        for (Hazard hazard : hazards.subList(0, acting + 1)) {
            lasting *= 1 - hazard.baseRate();
        }
        return 1 - lasting;
    }

    /**
     * How much each feature moved the log-odds of the {@linkplain #likeliestWindow likeliest window}, then the base; of a single window they
     * add up to the score's log-odds. Empty where nothing was learnt.
     */
    public double[] contributions(float[] row) {
        return trained() ? hazards.get(likeliestWindow(row)).contributions(row) : new double[0];
    }

    /** The window, up to the acting one, in which the component most likely fails if not before. */
    public int likeliestWindow(float[] row) {
        int likeliest = 0;
        float greatest = Float.NEGATIVE_INFINITY;
        for (int w = 0; w <= acting; w++) {
            float p = hazards.get(w).probabilities(List.of(row))[0];
            if (p > greatest) {
                greatest = p;
                likeliest = w;
            }
        }
        return likeliest;
    }

    /**
     * From which probability on something must be done under the costs given: the threshold that costs least in expectation, since
     * probabilities are calibrated. Nothing is ever done where no threshold was set when the model was trained.
     *
     * @param costs what outcomes cost now; null for what they cost when the model was trained
     * @return NaN for never
     */
    public double actingThreshold(Costs costs) {
        if (costThreshold == null) {
            return Double.NaN;
        }
        return costs == null ? costThreshold : costs.threshold();
    }

    /** For each row, the probability by the end of a window; for components of which nothing is known, 0. */
    public float[] ranking(List<float[]> rows, int window) {
        float[] scores = cumulative(rows, window)[window];
        if (basis() == Basis.TOO_LITTLE_DATA) {
            Arrays.fill(scores, 0);
        }
        return scores;
    }
}
