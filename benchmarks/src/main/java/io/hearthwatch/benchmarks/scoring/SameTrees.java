package io.hearthwatch.benchmarks.scoring;

import io.hearthwatch.predictor.learning.TrainedModel;
import io.hearthwatch.predictor.learning.TreeModel;
import io.hearthwatch.predictor.learning.TreeSettings;
import java.time.Instant;
import java.util.Arrays;
import java.util.BitSet;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import ml.dmlc.xgboost4j.java.Booster;
import ml.dmlc.xgboost4j.java.DMatrix;
import ml.dmlc.xgboost4j.java.XGBoost;
import ml.dmlc.xgboost4j.java.XGBoostError;

/** The same trees, of all components, through Tribuo as Hearthwatch trains them, and by the native library called directly. */
final class SameTrees {
    private static final double LEAST_SECONDS = 3;

    private SameTrees() {}

    /**
     * A decision to learn from.
     *
     * @param features in the extractor's order
     * @param fails by component
     */
    @SuppressWarnings("ArrayRecordComponent") // nobody compares them
    record Row(float[] features, boolean[] fails) {}

    static Map<String, Object> measure(TrainedModel model, List<Row> decisions) {
        TreeSettings settings = model.settings().trees();
        // Tribuo keeps columns in the order of their names, and none that is never known; sampling of columns depends
        // on both.
        List<String> unsorted = model.extractor().names();
        int[] order = IntStream.range(0, unsorted.size())
                .filter(column -> decisions.stream().anyMatch(row -> !Float.isNaN(row.features()[column])))
                .boxed()
                .sorted(Comparator.comparing(unsorted::get))
                .mapToInt(i -> i)
                .toArray();
        List<String> names = Arrays.stream(order).mapToObj(unsorted::get).toList();
        List<float[]> rows =
                decisions.stream().map(row -> ordered(row.features(), order)).toList();
        long[] weights = new long[rows.size()];
        Arrays.fill(weights, 1);
        double byTribuo = 0;
        double byNative = 0;
        double scoring = 0;
        double throughTribuo = 0;
        double apart = 0;
        try {
            for (int c = 0; c < model.components().size(); c++) {
                BitSet fails = new BitSet();
                for (int i = 0; i < decisions.size(); i++) {
                    fails.set(i, decisions.get(i).fails()[c]);
                }
                long begun = System.nanoTime();
                TreeModel trees = TreeModel.train(names, rows, fails, weights, settings, "benchmark", Instant.EPOCH);
                byTribuo += Scoring.seconds(begun);
                begun = System.nanoTime();
                Booster booster = booster(rows, fails, settings);
                byNative += Scoring.seconds(begun);
                float[] same = trees.probabilities(rows);
                float[][] direct = predict(booster, rows);
                for (int i = 0; i < same.length; i++) {
                    apart = Math.max(apart, Math.abs(same[i] - direct[i][1]));
                }
                throughTribuo += perRow(rows.size(), () -> trees.probabilities(rows));
                scoring += perRow(rows.size(), () -> predict(booster, rows));
            }
        } catch (XGBoostError e) {
            throw new IllegalStateException(e.getMessage(), e);
        }
        Map<String, Object> figures = new LinkedHashMap<>();
        figures.put("rows", rows.size());
        figures.put("training_seconds", Scoring.two(byNative));
        figures.put("training_seconds_through_tribuo", Scoring.two(byTribuo));
        figures.put("greatest_difference_of_probabilities", apart);
        figures.put("appliances_per_second", Math.round(1 / scoring));
        figures.put("appliances_per_second_by_hearthwatch", Math.round(1 / throughTribuo));
        return figures;
    }

    private static float[] ordered(float[] row, int[] order) {
        float[] ordered = new float[order.length];
        for (int i = 0; i < order.length; i++) {
            ordered[i] = row[order[i]];
        }
        return ordered;
    }

    private interface Work {
        Object run() throws XGBoostError;
    }

    private static double perRow(int rows, Work work) throws XGBoostError {
        work.run();
        long begun = System.nanoTime();
        long done = 0;
        while (Scoring.seconds(begun) < LEAST_SECONDS / 4) {
            work.run();
            done += rows;
        }
        return Scoring.seconds(begun) / done;
    }

    private static Booster booster(List<float[]> rows, BitSet fails, TreeSettings settings) throws XGBoostError {
        Map<String, Object> parameters = new HashMap<>();
        parameters.put("objective", "multi:softprob");
        parameters.put("num_class", 2);
        parameters.put("booster", "gbtree");
        parameters.put("tree_method", "hist");
        parameters.put("eta", settings.rate());
        parameters.put("max_depth", settings.depth());
        parameters.put("min_child_weight", settings.minChildWeight());
        parameters.put("subsample", settings.rowShare());
        parameters.put("colsample_bytree", settings.columnShare());
        parameters.put("lambda", settings.lambda());
        parameters.put("max_bin", settings.bins());
        parameters.put("alpha", 0);
        parameters.put("gamma", 0);
        parameters.put("nthread", 1);
        parameters.put("seed", settings.seed());
        parameters.put("verbosity", 0);
        DMatrix matrix = matrix(rows);
        try {
            float[] labels = new float[rows.size()];
            for (int i = 0; i < labels.length; i++) {
                labels[i] = fails.get(i) ? 1 : 0;
            }
            matrix.setLabel(labels);
            return XGBoost.train(matrix, parameters, settings.rounds(), Map.of(), null, null);
        } finally {
            matrix.dispose();
        }
    }

    private static float[][] predict(Booster booster, List<float[]> rows) throws XGBoostError {
        DMatrix matrix = matrix(rows);
        try {
            return booster.predict(matrix);
        } finally {
            matrix.dispose();
        }
    }

    private static DMatrix matrix(List<float[]> rows) throws XGBoostError {
        int width = rows.get(0).length;
        float[] dense = new float[rows.size() * width];
        for (int i = 0; i < rows.size(); i++) {
            System.arraycopy(rows.get(i), 0, dense, i * width, width);
        }
        return new DMatrix(dense, rows.size(), width, Float.NaN);
    }
}
