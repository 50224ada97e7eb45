package io.hearthwatch.predictor.learning;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Arrays;
import java.util.BitSet;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.IntStream;
import org.tribuo.Example;
import org.tribuo.MutableDataset;
import org.tribuo.Output;
import org.tribuo.classification.Label;
import org.tribuo.classification.LabelFactory;
import org.tribuo.impl.ArrayExample;
import org.tribuo.provenance.SimpleDataSourceProvenance;

/** Rows of features as Tribuo wants them. What is not known is left out of an example. */
final class Examples {
    static final Label FAILS = new Label("fails");
    static final Label LASTS = new Label("lasts");

    private Examples() {}

    /**
     * A labelled data set.
     *
     * @param what what the data is, for the provenance
     * @param at when, for the provenance
     */
    static MutableDataset<Label> of(
            List<String> names, List<float[]> rows, BitSet labels, long[] weights, String what, Instant at) {
        LabelFactory factory = new LabelFactory();
        MutableDataset<Label> data = new MutableDataset<>(
                new SimpleDataSourceProvenance(what, at.atOffset(ZoneOffset.UTC), factory), factory);
        Columns columns = Columns.sorted(names);
        for (int i = 0; i < rows.size(); i++) {
            Example<Label> example = columns.example(rows.get(i), labels.get(i) ? FAILS : LASTS);
            example.setWeight((float) weights[i]);
            data.add(example);
        }
        return data;
    }

    /** A row whose label is not known. */
    static Example<Label> of(List<String> names, float[] row) {
        return Columns.sorted(names).example(row, LabelFactory.UNKNOWN_LABEL);
    }

    /** Columns in order of their names, in which Tribuo keeps them; handing them over in order saves it the sorting. */
    @SuppressWarnings("ArrayRecordComponent") // nobody compares them
    record Columns(String[] names, int[] source) {
        static Columns sorted(List<String> names) {
            int[] order = IntStream.range(0, names.size())
                    .boxed()
                    .sorted(Comparator.comparing(names::get))
                    .mapToInt(i -> i)
                    .toArray();
            return new Columns(Arrays.stream(order).mapToObj(names::get).toArray(String[]::new), order);
        }

        <T extends Output<T>> ArrayExample<T> example(float[] row, T label) {
            String[] known = new String[row.length];
            double[] values = new double[row.length];
            int size = 0;
            for (int i = 0; i < row.length; i++) {
                float value = row[source[i]];
                if (!Float.isNaN(value)) {
                    known[size] = names[i];
                    values[size++] = value;
                }
            }
            return new ArrayExample<>(label, Arrays.copyOf(known, size), Arrays.copyOf(values, size));
        }
    }

    static String sha256(byte[] bytes) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }
}
