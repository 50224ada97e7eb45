package io.hearthwatch.predictor.learning;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.PropertyNamingStrategies;
import com.fasterxml.jackson.databind.annotation.JsonNaming;
import com.oracle.labs.mlrg.olcut.provenance.ProvenanceUtil;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.List;
import org.tribuo.Model;
import org.tribuo.VariableIDInfo;
import org.tribuo.classification.Label;
import org.tribuo.classification.sgd.linear.LinearSGDModel;
import org.tribuo.classification.sgd.linear.LinearSGDTrainer;
import org.tribuo.classification.sgd.objectives.LogMulticlass;
import org.tribuo.math.la.DenseMatrix;
import org.tribuo.math.optimisers.AdaGrad;

/**
 * Logistic regression as a Tribuo model, on standardised inputs: what is not known counts as the mean, and beside it stands an input that
 * says so. Failures, being rare, are given more weight while it is fitted, which the base takes back. Thread-safe.
 */
public final class LogisticModel implements Classifier {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final int MINIBATCHES_LOGGED = 1_000_000;
    /** Values farther off than this many standard deviations are taken as if they were there. */
    private static final float FARTHEST = 5;
    /** Share of the weight that failing rows have at least while the model is fitted. */
    private static final double LEAST_SHARE = 0.1;

    private final LinearSGDModel model;
    private final Scale scale;
    /** By the caller's column: what a standard deviation adds to the log-odds, and what "not known" adds. */
    private final double[] slopes;

    private final double[] unknown;
    private final double base;
    /** By the caller's column: its place in the scale, or -1 where the model does not know it. */
    private final int[] places;

    /**
     * How columns are standardised.
     *
     * @param names of the columns
     * @param indicated whether there is an input that says "not known"
     * @param shift what the greater weight of failing added to the log-odds
     */
    @SuppressWarnings("ArrayRecordComponent") // nobody compares them
    record Scale(String[] names, float[] means, float[] deviations, boolean[] indicated, double shift) {
        static Scale of(List<String> names, List<float[]> rows, double shift) {
            int size = names.size();
            float[] means = new float[size];
            float[] deviations = new float[size];
            boolean[] indicated = new boolean[size];
            for (int c = 0; c < size; c++) {
                double sum = 0;
                int known = 0;
                for (float[] row : rows) {
                    sum += Float.isNaN(row[c]) ? 0 : row[c];
                    known += Float.isNaN(row[c]) ? 0 : 1;
                }
                double mean = known == 0 ? 0 : sum / known;
                double squares = 0;
                for (float[] row : rows) {
                    squares += Float.isNaN(row[c]) ? 0 : (row[c] - mean) * (row[c] - mean);
                }
                means[c] = (float) mean;
                deviations[c] = known == 0 ? 0 : (float) Math.sqrt(squares / known);
                indicated[c] = known > 0 && known < rows.size();
            }
            return new Scale(names.toArray(String[]::new), means, deviations, indicated, shift);
        }

        float standardised(int column, float value) {
            if (Float.isNaN(value) || !(deviations[column] > 0)) {
                return 0;
            }
            return Math.max(-FARTHEST, Math.min(FARTHEST, (value - means[column]) / deviations[column]));
        }

        List<String> inputs() {
            List<String> inputs = new ArrayList<>();
            for (String name : names) {
                inputs.add(name);
                inputs.add(name + "?");
            }
            return inputs;
        }

        float[] inputs(float[] row) {
            float[] inputs = new float[2 * names.length];
            for (int c = 0; c < names.length; c++) {
                inputs[2 * c] = deviations[c] > 0 ? standardised(c, row[c]) : Float.NaN;
                inputs[2 * c + 1] = indicated[c] ? (Float.isNaN(row[c]) ? 1 : 0) : Float.NaN;
            }
            return inputs;
        }
    }

    private LogisticModel(LinearSGDModel model, Scale scale, List<String> names) {
        this.model = model;
        this.scale = scale;
        DenseMatrix weights = model.getWeightsCopy();
        int fails = model.getOutputIDInfo().getID(Examples.FAILS);
        int lasts = model.getOutputIDInfo().getID(Examples.LASTS);
        int bias = weights.getDimension2Size() - 1;
        this.base = weights.get(fails, bias) - weights.get(lasts, bias) - scale.shift();
        this.slopes = new double[names.size()];
        this.unknown = new double[names.size()];
        this.places = new int[names.size()];
        Arrays.fill(places, -1);
        for (int i = 0; i < scale.names().length; i++) {
            int column = names.indexOf(scale.names()[i]);
            if (column < 0) {
                throw new IllegalArgumentException("the model was trained on features that are not among these");
            }
            places[column] = i;
            slopes[column] = weight(weights, fails, lasts, scale.names()[i]);
            unknown[column] = weight(weights, fails, lasts, scale.names()[i] + "?");
        }
    }

    private double weight(DenseMatrix weights, int fails, int lasts, String input) {
        VariableIDInfo known = model.getFeatureIDMap().get(input);
        return known == null ? 0 : weights.get(fails, known.getID()) - weights.get(lasts, known.getID());
    }

    /**
     * Fits one; parameters as for {@link TreeModel#train}.
     *
     * @param seed of the order in which rows are visited
     */
    static LogisticModel train(
            List<String> names,
            List<float[]> rows,
            BitSet labels,
            long[] weights,
            LogisticSettings settings,
            long seed,
            String what,
            Instant at) {
        double all = 0;
        double failing = 0;
        for (int i = 0; i < weights.length; i++) {
            all += weights[i];
            failing += labels.get(i) ? weights[i] : 0;
        }
        double boost = Math.max(1, LEAST_SHARE * all / failing);
        Scale scale = Scale.of(names, rows, Math.log(boost));
        List<float[]> inputs = new ArrayList<>(rows.size());
        for (float[] row : rows) {
            inputs.add(scale.inputs(row));
        }
        var data = Examples.of(scale.inputs(), inputs, labels, weights, what, at);
        double mean = (all + (boost - 1) * failing) / weights.length;
        for (int i = 0; i < weights.length; i++) {
            data.getExample(i).setWeight((float) (weights[i] * (labels.get(i) ? boost : 1) / mean));
        }
        LinearSGDTrainer trainer = new LinearSGDTrainer(
                new LogMulticlass(),
                new AdaGrad(settings.rate()),
                settings.epochs(),
                MINIBATCHES_LOGGED,
                settings.minibatch(),
                seed);
        return new LogisticModel(trainer.train(data), scale, names);
    }

    @Override
    public float[] probabilities(List<float[]> rows) {
        float[] result = new float[rows.size()];
        for (int i = 0; i < result.length; i++) {
            float[] row = rows.get(i);
            double sum = base;
            for (int c = 0; c < row.length; c++) {
                sum += contribution(c, row[c]);
            }
            result[i] = (float) Calibration.probability(sum);
        }
        return result;
    }

    private double contribution(int column, float value) {
        int place = places[column];
        if (place < 0) {
            return 0;
        }
        return Float.isNaN(value)
                ? (scale.indicated()[place] ? unknown[column] : 0)
                : slopes[column] * scale.standardised(place, value);
    }

    @Override
    public double[] contributions(float[] row) {
        double[] result = new double[row.length + 1];
        for (int c = 0; c < row.length; c++) {
            result[c] = contribution(c, row[c]);
        }
        result[row.length] = base;
        return result;
    }

    @Override
    public double[][] contributions(List<float[]> rows) {
        return rows.stream().map(this::contributions).toArray(double[][]::new);
    }

    @Override
    public String provenance() {
        return ProvenanceUtil.formattedProvenanceString(model.getProvenance());
    }

    @Override
    public String fingerprint() {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try (DataOutputStream data = new DataOutputStream(out)) {
            data.writeDouble(base);
            for (int c = 0; c < slopes.length; c++) {
                data.writeDouble(slopes[c]);
                data.writeDouble(unknown[c]);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return Examples.sha256(out.toByteArray());
    }

    @Override
    public byte[] tribuo() {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try {
            model.serializeToStream(out);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return out.toByteArray();
    }

    /** The model as ONNX: standardised {@link #inputs} in, the two classes' probabilities out. */
    public byte[] toOnnx(String domain) {
        return model.exportONNXModel(domain, 1).toByteArray();
    }

    /**
     * An input of the Tribuo model.
     *
     * @param feature the feature that it is made of
     * @param notKnown whether it says that the feature is not known, instead of its value
     * @param mean what is taken from the value
     * @param deviation what the value is then divided by
     * @param clip farther from 0 than this it is cut off
     */
    @JsonNaming(PropertyNamingStrategies.SnakeCaseStrategy.class)
    public record Input(String feature, boolean notKnown, float mean, float deviation, float clip) {}

    /** The inputs of the Tribuo model, in its order. */
    public List<Input> inputs() {
        Input[] inputs = new Input[model.getFeatureIDMap().size()];
        for (int i = 0; i < scale.names().length; i++) {
            String name = scale.names()[i];
            VariableIDInfo value = model.getFeatureIDMap().get(name);
            VariableIDInfo unknownInput = model.getFeatureIDMap().get(name + "?");
            if (value != null) {
                inputs[value.getID()] = new Input(name, false, scale.means()[i], scale.deviations()[i], FARTHEST);
            }
            if (unknownInput != null) {
                inputs[unknownInput.getID()] = new Input(name, true, 0, 1, 1);
            }
        }
        return List.of(inputs);
    }

    /** What the greater weight of failing while it was fitted added to the log-odds of its scores. */
    public double shift() {
        return scale.shift();
    }

    /** Which of the Tribuo model's two outputs is the probability of failing. */
    public int indexOfFailing() {
        return model.getOutputIDInfo().getID(Examples.FAILS);
    }

    @Override
    public byte[] toBytes() {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try {
            byte[] header = JSON.writeValueAsBytes(scale);
            DataOutputStream data = new DataOutputStream(out);
            data.writeInt(header.length);
            data.write(header);
            data.flush();
            model.serializeToStream(out);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return out.toByteArray();
    }

    static LogisticModel fromBytes(byte[] bytes, List<String> names) {
        try (DataInputStream data = new DataInputStream(new ByteArrayInputStream(bytes))) {
            int length = data.readInt();
            if (length < 0 || length > bytes.length) {
                throw new IllegalArgumentException("not a stored logistic regression");
            }
            Scale scale = JSON.readValue(data.readNBytes(length), Scale.class);
            Model<Label> model = Model.deserializeFromStream(data).castModel(Label.class);
            return new LogisticModel((LinearSGDModel) model, scale, names);
        } catch (IOException | ClassCastException e) {
            throw new IllegalArgumentException("not a stored logistic regression: " + e.getMessage(), e);
        }
    }
}
