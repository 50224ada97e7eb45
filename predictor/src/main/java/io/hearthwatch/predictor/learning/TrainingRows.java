package io.hearthwatch.predictor.learning;

import io.hearthwatch.predictor.features.ApplianceHistory;
import io.hearthwatch.predictor.features.Events;
import io.hearthwatch.predictor.features.FeatureExtractor;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.TreeMap;
import java.util.function.LongPredicate;
import java.util.stream.IntStream;

/**
 * Decisions of the training span with their features and labels. Where a fleet has more than fit into memory, half of its appliances, and
 * half again, are left out whole, by their numbers: what remains is a sample with the same rates of failing, and the same each time.
 * Filled by one thread.
 */
final class TrainingRows {
    private final FeatureExtractor extractor;
    private final long lead;
    private final long horizon;
    private final int mostRows;
    private final List<Row> rows = new ArrayList<>();
    private int halvings;

    /** One decision, and the components that fail in its window. */
    @SuppressWarnings("ArrayRecordComponent") // nobody compares them
    private record Row(int applianceNo, long at, boolean scheduled, float[] features, BitSet failing) {}

    /**
     * Makes an empty collection.
     *
     * @param lead milliseconds
     * @param horizon milliseconds
     * @param mostRows most rows that are kept
     */
    TrainingRows(FeatureExtractor extractor, long lead, long horizon, int mostRows) {
        this.extractor = extractor;
        this.lead = lead;
        this.horizon = horizon;
        this.mostRows = mostRows;
    }

    /**
     * Adds an appliance's decisions up to the last one of the schedule, stepping back, and, if wanted, at the arrival of its faults.
     */
    void add(ApplianceHistory history, long last, long every, boolean atFaults) {
        if (!history.activeAt(last) || leftOut(history.applianceNo())) {
            return;
        }
        TreeMap<Long, Boolean> decisions = new TreeMap<>();
        if (atFaults) {
            Events faults = history.faults();
            for (int i = 0; i < faults.size(); i++) {
                long arrival = Math.max(faults.time(i), faults.receivedAt(i));
                if (arrival <= last && history.activeAt(arrival)) {
                    decisions.put(arrival, false);
                }
            }
        }
        for (long at = last; history.activeAt(at); at -= every) {
            decisions.put(at, true);
        }
        decisions.forEach((at, onSchedule) -> rows.add(row(history, at, onSchedule)));
        while (rows.size() > mostRows && halvings < Integer.SIZE - 1) {
            halvings++;
            rows.removeIf(row -> leftOut(row.applianceNo()));
        }
    }

    private Row row(ApplianceHistory history, long at, boolean onSchedule) {
        BitSet failing = new BitSet();
        for (int c = 0; c < extractor.vocabulary().components().size(); c++) {
            failing.set(c, history.fails(c, at, lead, horizon));
        }
        return new Row(history.applianceNo(), at, onSchedule, extractor.extract(history, at), failing);
    }

    /** Numbers are spread first, since neighbours may have been made together. */
    private boolean leftOut(int applianceNo) {
        int spread = Integer.reverse(applianceNo * 0x9E3779B9);
        return (spread & ((1 << halvings) - 1)) != 0;
    }

    int size() {
        return rows.size();
    }

    /** Appliances with at least one row. */
    int appliances() {
        return (int) rows.stream().mapToInt(Row::applianceNo).distinct().count();
    }

    long at(int row) {
        return rows.get(row).at();
    }

    /** The rows that are on the schedule and meet a condition on their instant. */
    int[] scheduledWhere(LongPredicate condition) {
        return IntStream.range(0, size())
                .filter(i -> rows.get(i).scheduled() && condition.test(at(i)))
                .toArray();
    }

    /** The rows, on the schedule or not, that meet a condition on their instant. */
    int[] where(LongPredicate condition) {
        return IntStream.range(0, size()).filter(i -> condition.test(at(i))).toArray();
    }

    List<float[]> features(int[] chosen) {
        List<float[]> features = new ArrayList<>(chosen.length);
        for (int row : chosen) {
            features.add(rows.get(row).features());
        }
        return features;
    }

    BitSet labels(int component, int[] chosen) {
        BitSet labels = new BitSet();
        for (int i = 0; i < chosen.length; i++) {
            labels.set(i, rows.get(chosen[i]).failing().get(component));
        }
        return labels;
    }
}
