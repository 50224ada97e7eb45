package io.hearthwatch.predictor.learning;

import com.oracle.labs.mlrg.olcut.provenance.ProvenanceUtil;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Instant;
import java.util.Arrays;
import java.util.BitSet;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import ml.dmlc.xgboost4j.java.Booster;
import ml.dmlc.xgboost4j.java.DMatrix;
import ml.dmlc.xgboost4j.java.XGBoostError;
import org.tribuo.ImmutableFeatureMap;
import org.tribuo.Model;
import org.tribuo.VariableIDInfo;
import org.tribuo.classification.Label;
import org.tribuo.classification.xgboost.XGBoostClassificationTrainer;
import org.tribuo.common.xgboost.XGBoostModel;

/**
 * Boosted trees, or a forest, that tell failing from lasting, as a Tribuo model. Tribuo trains, describes and saves it; scores and their reasons come
 * from its inner booster over dense matrices, which is many times faster row by row and gives the same probabilities. Thread-safe.
 */
public final class TreeModel implements Classifier {
    private final XGBoostModel<Label> model;
    private final Booster booster;
    private final int fails;
    /** For each of the booster's columns, the column of the caller's rows. */
    private final int[] source;

    private TreeModel(XGBoostModel<Label> model, List<String> names) {
        this.model = model;
        // Rows are few and other work shares the cores: waiting for sibling threads costs far more than they save.
        model.setNumThreads(1);
        this.booster = model.getInnerModels().get(0);
        this.fails = model.getOutputIDInfo().getID(Examples.FAILS);
        ImmutableFeatureMap known = model.getFeatureIDMap();
        this.source = new int[known.size()];
        Arrays.fill(source, -1);
        for (int i = 0; i < names.size(); i++) {
            VariableIDInfo id = known.get(names.get(i));
            if (id != null) {
                source[id.getID()] = i;
            }
        }
        if (Arrays.stream(source).anyMatch(i -> i < 0)) {
            throw new IllegalArgumentException("the model was trained on features that are not among these");
        }
    }

    /**
     * Trains boosted trees on rows of features; NaN is "not known".
     *
     * @param names names of the columns
     * @param labels rows that fail; there must be at least one that does and one that does not
     * @param weights how many decisions each row stands for
     * @param what what the data is, for the provenance
     * @param at when, for the provenance
     */
    public static TreeModel train(
            List<String> names,
            List<float[]> rows,
            BitSet labels,
            long[] weights,
            TreeSettings settings,
            String what,
            Instant at) {
        XGBoostClassificationTrainer trainer =
                new XGBoostClassificationTrainer(settings.rounds(), Boosting.parameters("multi:softprob", settings));
        return new TreeModel(trainer.train(Examples.of(names, rows, labels, weights, what, at)), names);
    }

    /** Trains a random forest, as one round of many trees side by side; the rest is as above. */
    static TreeModel train(
            List<String> names,
            List<float[]> rows,
            BitSet labels,
            long[] weights,
            ForestSettings settings,
            long seed,
            String what,
            Instant at) {
        Map<String, Object> parameters = new TreeMap<>();
        parameters.put("objective", "multi:softprob");
        parameters.put("booster", "gbtree");
        parameters.put("tree_method", "hist");
        parameters.put("num_parallel_tree", settings.trees());
        parameters.put("eta", 1);
        parameters.put("max_depth", settings.depth());
        parameters.put("min_child_weight", settings.minChildWeight());
        parameters.put("subsample", settings.rowShare());
        parameters.put("colsample_bynode", settings.columnShare());
        parameters.put("lambda", 1);
        parameters.put("nthread", 1);
        parameters.put("seed", seed);
        parameters.put("verbosity", 0);
        XGBoostClassificationTrainer trainer = new XGBoostClassificationTrainer(1, parameters);
        return new TreeModel(trainer.train(Examples.of(names, rows, labels, weights, what, at)), names);
    }

    /** The probability of failing by Tribuo's own way, one row; for checks, since it is slow. */
    double probabilityByTribuo(List<String> names, float[] row) {
        return model.predict(Examples.of(names, row))
                .getOutputScores()
                .get("fails")
                .getScore();
    }

    @Override
    public float[] probabilities(List<float[]> rows) {
        return probabilities(rows, 0);
    }

    /** The probability of failing for each row by the first rounds alone; 0 is all. */
    float[] probabilities(List<float[]> rows, int rounds) {
        float[] result = new float[rows.size()];
        if (rows.isEmpty()) {
            return result;
        }
        try {
            DMatrix matrix = matrix(rows);
            try {
                float[][] scores = predict(matrix, rounds);
                for (int i = 0; i < result.length; i++) {
                    result[i] = scores[i][fails];
                }
            } finally {
                matrix.dispose();
            }
            return result;
        } catch (XGBoostError e) {
            throw new IllegalStateException("cannot score: " + e.getMessage(), e);
        }
    }

    @Override
    public double[] contributions(float[] row) {
        return contributions(List.of(row))[0];
    }

    /** Exact: SHAP values of the trees. */
    @Override
    public double[][] contributions(List<float[]> rows) {
        double[][] results = new double[rows.size()][];
        if (rows.isEmpty()) {
            return results;
        }
        try {
            DMatrix matrix = matrix(rows);
            try {
                float[][] flat;
                synchronized (booster) {
                    flat = booster.predictContrib(matrix, 0);
                }
                for (int i = 0; i < results.length; i++) {
                    results[i] = byColumn(flat[i], rows.get(i).length);
                }
                return results;
            } finally {
                matrix.dispose();
            }
        } catch (XGBoostError e) {
            throw new IllegalStateException("cannot explain: " + e.getMessage(), e);
        }
    }

    /** From one row's values of both classes, by the booster's columns, to their difference by the caller's. */
    private double[] byColumn(float[] flat, int columns) {
        int width = source.length + 1;
        double[] result = new double[columns + 1];
        for (int i = 0; i < width; i++) {
            int column = i < source.length ? source[i] : columns;
            result[column] = flat[fails * width + i] - flat[(1 - fails) * width + i];
        }
        return result;
    }

    private float[][] predict(DMatrix matrix, int rounds) throws XGBoostError {
        // The native booster keeps scratch space between calls.
        synchronized (booster) {
            return booster.predict(matrix, false, rounds);
        }
    }

    private DMatrix matrix(List<float[]> rows) throws XGBoostError {
        float[] dense = new float[rows.size() * source.length];
        for (int i = 0; i < rows.size(); i++) {
            float[] row = rows.get(i);
            for (int j = 0; j < source.length; j++) {
                dense[i * source.length + j] = row[source[j]];
            }
        }
        return new DMatrix(dense, rows.size(), source.length, Float.NaN);
    }

    @Override
    public String provenance() {
        return ProvenanceUtil.formattedProvenanceString(model.getProvenance());
    }

    @Override
    public String fingerprint() {
        try {
            return Examples.sha256(booster.toByteArray());
        } catch (XGBoostError e) {
            throw new IllegalStateException("cannot write the trees: " + e.getMessage(), e);
        }
    }

    @Override
    public byte[] tribuo() {
        return toBytes();
    }

    @Override
    public byte[] toBytes() {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try {
            model.serializeToStream(out);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return out.toByteArray();
    }

    /**
     * Reads what {@link #toBytes} gave.
     *
     * @throws IllegalArgumentException if it is not such a model, or was trained on features that are not among the names
     */
    public static TreeModel fromBytes(byte[] bytes, List<String> names) {
        try {
            Model<Label> model =
                    Model.deserializeFromStream(new ByteArrayInputStream(bytes)).castModel(Label.class);
            return new TreeModel((XGBoostModel<Label>) model, names);
        } catch (IOException | ClassCastException e) {
            throw new IllegalArgumentException("not a stored tree model: " + e.getMessage(), e);
        }
    }
}
