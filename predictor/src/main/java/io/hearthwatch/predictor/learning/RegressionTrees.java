package io.hearthwatch.predictor.learning;

import com.oracle.labs.mlrg.olcut.provenance.ProvenanceUtil;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import ml.dmlc.xgboost4j.java.Booster;
import ml.dmlc.xgboost4j.java.DMatrix;
import ml.dmlc.xgboost4j.java.XGBoostError;
import org.tribuo.Example;
import org.tribuo.ImmutableFeatureMap;
import org.tribuo.Model;
import org.tribuo.MutableDataset;
import org.tribuo.VariableIDInfo;
import org.tribuo.common.xgboost.XGBoostModel;
import org.tribuo.provenance.SimpleDataSourceProvenance;
import org.tribuo.regression.RegressionFactory;
import org.tribuo.regression.Regressor;
import org.tribuo.regression.xgboost.XGBoostRegressionTrainer;
import org.tribuo.regression.xgboost.XGBoostRegressionTrainer.RegressionType;

/**
 * Boosted trees that say a number, as a Tribuo model. As in {@link TreeModel}, Tribuo trains, describes and saves, and its inner booster
 * scores dense matrices. Thread-safe.
 */
public final class RegressionTrees {
    private static final String NUMBER = "hours";

    private final XGBoostModel<Regressor> model;
    private final Booster booster;
    /** For each of the booster's columns, the column of the caller's rows. */
    private final int[] source;

    private RegressionTrees(XGBoostModel<Regressor> model, List<String> names) {
        this.model = model;
        // Waiting for sibling threads on busy cores costs more than they save.
        model.setNumThreads(1);
        this.booster = model.getInnerModels().get(0);
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
     * Trains on rows of features; NaN is "not known". Columns that say the same of every row are left out.
     *
     * @param names names of the columns
     * @param numbers what is to be told of each row
     * @param weights how many decisions each row stands for
     * @param what what the data is, for the provenance
     * @param at when, for the provenance
     */
    public static RegressionTrees train(
            List<String> names,
            List<float[]> rows,
            float[] numbers,
            long[] weights,
            TreeSettings settings,
            String what,
            Instant at) {
        XGBoostRegressionTrainer trainer = new XGBoostRegressionTrainer(
                RegressionType.LINEAR,
                settings.rounds(),
                Boosting.parameters(RegressionType.LINEAR.paramName, settings));
        RegressionFactory factory = new RegressionFactory();
        MutableDataset<Regressor> data = new MutableDataset<>(
                new SimpleDataSourceProvenance(what, at.atOffset(ZoneOffset.UTC), factory), factory);
        int[] telling = telling(rows);
        List<String> told = Arrays.stream(telling).mapToObj(names::get).toList();
        Examples.Columns columns = Examples.Columns.sorted(told);
        float[] some = new float[telling.length];
        for (int i = 0; i < rows.size(); i++) {
            float[] row = rows.get(i);
            for (int j = 0; j < some.length; j++) {
                some[j] = row[telling[j]];
            }
            Example<Regressor> example = columns.example(some, new Regressor(NUMBER, numbers[i]));
            example.setWeight((float) weights[i]);
            data.add(example);
        }
        return new RegressionTrees((XGBoostModel<Regressor>) trainer.train(data), names);
    }

    /** The columns that differ between rows; the first where none does. */
    private static int[] telling(List<float[]> rows) {
        float[] first = rows.get(0);
        boolean[] differs = new boolean[first.length];
        for (float[] row : rows) {
            for (int j = 0; j < row.length; j++) {
                // Compares NaN with NaN as equal.
                differs[j] |= Float.compare(row[j], first[j]) != 0;
            }
        }
        List<Integer> telling = new ArrayList<>();
        for (int j = 0; j < differs.length; j++) {
            if (differs[j]) {
                telling.add(j);
            }
        }
        return telling.isEmpty()
                ? new int[] {0}
                : telling.stream().mapToInt(i -> i).toArray();
    }

    /** The number for each row. */
    public float[] predict(List<float[]> rows) {
        return predict(rows, 0);
    }

    /** The number for each row by the first rounds alone; 0 is all. */
    public float[] predict(List<float[]> rows, int rounds) {
        float[] result = new float[rows.size()];
        if (rows.isEmpty()) {
            return result;
        }
        try {
            DMatrix matrix = matrix(rows);
            try {
                float[][] numbers;
                // The native booster keeps scratch space between calls.
                synchronized (booster) {
                    numbers = booster.predict(matrix, false, rounds);
                }
                for (int i = 0; i < result.length; i++) {
                    result[i] = numbers[i][0];
                }
            } finally {
                matrix.dispose();
            }
            return result;
        } catch (XGBoostError e) {
            throw new IllegalStateException("cannot estimate: " + e.getMessage(), e);
        }
    }

    /**
     * What each feature adds to each row's number, exactly (SHAP values of the trees), and in the last column what every number begins with;
     * together they are the number.
     */
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
                    double[] result = new double[rows.get(i).length + 1];
                    for (int j = 0; j < source.length; j++) {
                        result[source[j]] = flat[i][j];
                    }
                    result[result.length - 1] = flat[i][source.length];
                    results[i] = result;
                }
            } finally {
                matrix.dispose();
            }
            return results;
        } catch (XGBoostError e) {
            throw new IllegalStateException("cannot explain: " + e.getMessage(), e);
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

    /** How the model came to be, as text. */
    public String provenance() {
        return ProvenanceUtil.formattedProvenanceString(model.getProvenance());
    }

    /** SHA-256 of what was learnt, whatever time and machine. */
    public String fingerprint() {
        try {
            return Examples.sha256(booster.toByteArray());
        } catch (XGBoostError e) {
            throw new IllegalStateException("cannot write the trees: " + e.getMessage(), e);
        }
    }

    /** Tribuo's protocol buffer format. */
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
    public static RegressionTrees fromBytes(byte[] bytes, List<String> names) {
        try {
            Model<Regressor> model =
                    Model.deserializeFromStream(new ByteArrayInputStream(bytes)).castModel(Regressor.class);
            return new RegressionTrees((XGBoostModel<Regressor>) model, names);
        } catch (IOException | ClassCastException e) {
            throw new IllegalArgumentException("not a stored model of numbers: " + e.getMessage(), e);
        }
    }
}
