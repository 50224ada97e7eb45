package io.hearthwatch.predictor.learning;

import io.hearthwatch.predictor.features.Feature;
import io.hearthwatch.predictor.features.FeatureExtractor;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;

/** What the baselines look at, read off rows of features. */
public final class BaselineInputs {
    private BaselineInputs() {}

    /** The set of fault codes of the last 24 hours, by row. */
    public static List<BitSet> codesOfLastDay(FeatureExtractor extractor, List<float[]> rows) {
        int codes = extractor.vocabulary().codes().size();
        int first = extractor.column(Feature.Kind.CODE_COUNT_24H, 0);
        List<BitSet> sets = new ArrayList<>(rows.size());
        for (float[] row : rows) {
            BitSet set = new BitSet();
            for (int code = 0; code < codes; code++) {
                set.set(code, row[first + code] > 0);
            }
            sets.add(set);
        }
        return sets;
    }

    /** Hours that a component has been in use since its last replacement (else since the appliance was made), by row. */
    public static float[] hoursInUse(FeatureExtractor extractor, List<float[]> rows, int component) {
        int column = extractor.column(Feature.Kind.IN_USE, component);
        float[] hours = new float[rows.size()];
        for (int i = 0; i < hours.length; i++) {
            hours[i] = rows.get(i)[column];
        }
        return hours;
    }
}
