package io.hearthwatch.predictor.evaluation;

import java.util.ArrayList;
import java.util.List;
import java.util.function.IntFunction;

/** Scores by component that come in batches. */
final class Scores {
    private final List<List<float[]>> batches = new ArrayList<>();

    Scores(int components) {
        for (int c = 0; c < components; c++) {
            batches.add(new ArrayList<>());
        }
    }

    void add(IntFunction<float[]> byComponent) {
        for (int c = 0; c < batches.size(); c++) {
            batches.get(c).add(byComponent.apply(c));
        }
    }

    /** By component, then in the order they came. */
    float[][] all() {
        float[][] all = new float[batches.size()][];
        for (int c = 0; c < all.length; c++) {
            int size = batches.get(c).stream().mapToInt(b -> b.length).sum();
            float[] joined = new float[size];
            int at = 0;
            for (float[] batch : batches.get(c)) {
                System.arraycopy(batch, 0, joined, at, batch.length);
                at += batch.length;
            }
            all[c] = joined;
        }
        return all;
    }
}
