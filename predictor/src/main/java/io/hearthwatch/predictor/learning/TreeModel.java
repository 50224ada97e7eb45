package io.hearthwatch.predictor.learning;

import com.oracle.labs.mlrg.olcut.provenance.ProvenanceUtil;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Arrays;
import java.util.BitSet;
import java.util.List;
import ml.dmlc.xgboost4j.java.Booster;
import ml.dmlc.xgboost4j.java.DMatrix;
import ml.dmlc.xgboost4j.java.XGBoostError;
import org.tribuo.ImmutableFeatureMap;
import org.tribuo.Model;
import org.tribuo.MutableDataset;
import org.tribuo.VariableIDInfo;
import org.tribuo.classification.Label;
import org.tribuo.classification.LabelFactory;
import org.tribuo.classification.xgboost.XGBoostClassificationTrainer;
import org.tribuo.common.xgboost.XGBoostModel;
import org.tribuo.common.xgboost.XGBoostTrainer.BoosterType;
import org.tribuo.common.xgboost.XGBoostTrainer.LoggingVerbosity;
import org.tribuo.common.xgboost.XGBoostTrainer.TreeMethod;
import org.tribuo.impl.ArrayExample;
import org.tribuo.provenance.SimpleDataSourceProvenance;

/**
 * Boosted trees that tell failing from lasting, as a Tribuo model. Tribuo trains, describes and saves it; scores and their reasons come
 * from its inner booster over dense matrices, which is many times faster row by row and gives the same probabilities. Thread-safe.
 */
public final class TreeModel {
    private static final Label FAILS = new Label("fails");
    private static final Label LASTS = new Label("lasts");

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
        this.fails = model.getOutputIDInfo().getID(FAILS);
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
     * Trains on rows of features; NaN is "not known".
     *
     * @param names names of the columns
     * @param labels rows that fail; there must be at least one that does and one that does not
     * @param what what the data is, for the provenance
     * @param at when, for the provenance
     */
    public static TreeModel train(
            List<String> names, List<float[]> rows, BitSet labels, TreeSettings settings, String what, Instant at) {
        LabelFactory factory = new LabelFactory();
        MutableDataset<Label> data = new MutableDataset<>(
                new SimpleDataSourceProvenance(what, at.atOffset(ZoneOffset.UTC), factory), factory);
        String[] columns = names.toArray(String[]::new);
        for (int i = 0; i < rows.size(); i++) {
            data.add(example(columns, rows.get(i), labels.get(i) ? FAILS : LASTS));
        }
        XGBoostClassificationTrainer trainer = new XGBoostClassificationTrainer(
                BoosterType.GBTREE,
                TreeMethod.HIST,
                settings.rounds(),
                settings.rate(),
                0,
                settings.depth(),
                settings.minChildWeight(),
                settings.rowShare(),
                settings.columnShare(),
                settings.lambda(),
                0,
                1,
                LoggingVerbosity.SILENT,
                settings.seed());
        return new TreeModel(trainer.train(data), names);
    }

    private static ArrayExample<Label> example(String[] names, float[] row, Label label) {
        String[] known = new String[row.length];
        double[] values = new double[row.length];
        int size = 0;
        for (int i = 0; i < row.length; i++) {
            if (!Float.isNaN(row[i])) {
                known[size] = names[i];
                values[size++] = row[i];
            }
        }
        return new ArrayExample<>(label, Arrays.copyOf(known, size), Arrays.copyOf(values, size));
    }

    /** The probability of failing by Tribuo's own way, one row; for checks, since it is slow. */
    double probabilityByTribuo(List<String> names, float[] row) {
        return model.predict(example(names.toArray(String[]::new), row, LabelFactory.UNKNOWN_LABEL))
                .getOutputScores()
                .get("fails")
                .getScore();
    }

    /** The probability of failing for each row. */
    public float[] probabilities(List<float[]> rows) {
        float[] result = new float[rows.size()];
        if (rows.isEmpty()) {
            return result;
        }
        try {
            DMatrix matrix = matrix(rows);
            try {
                float[][] scores = predict(matrix);
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

    /**
     * How much each feature of a row moved its score towards failing, in log-odds: by the caller's columns, then one last entry for the
     * base. Exact (SHAP values of the trees); they add up to the row's log-odds.
     */
    public double[] contributions(float[] row) {
        try {
            DMatrix matrix = matrix(List.of(row));
            try {
                float[] flat;
                synchronized (booster) {
                    flat = booster.predictContrib(matrix, 0)[0];
                }
                int width = source.length + 1;
                double[] result = new double[row.length + 1];
                for (int i = 0; i < width; i++) {
                    int column = i < source.length ? source[i] : row.length;
                    result[column] = flat[fails * width + i] - flat[(1 - fails) * width + i];
                }
                return result;
            } finally {
                matrix.dispose();
            }
        } catch (XGBoostError e) {
            throw new IllegalStateException("cannot explain: " + e.getMessage(), e);
        }
    }

    private float[][] predict(DMatrix matrix) throws XGBoostError {
        // The native booster keeps scratch space between calls.
        synchronized (booster) {
            return booster.predict(matrix);
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

    /** Where the model comes from, as Tribuo tells it. */
    public String provenance() {
        return ProvenanceUtil.formattedProvenanceString(model.getProvenance());
    }

    /** The model in Tribuo's protocol buffer format. */
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
