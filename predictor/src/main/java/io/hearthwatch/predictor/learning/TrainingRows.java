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

/** Decisions of the training span with their features and labels. Filled by one thread. */
final class TrainingRows {
    private final FeatureExtractor extractor;
    private final long lead;
    private final long horizon;
    private final List<float[]> features = new ArrayList<>();
    private final List<Long> instants = new ArrayList<>();
    private final BitSet scheduled = new BitSet();
    private final List<BitSet> labels = new ArrayList<>();
    private int appliances;

    /**
     * Makes one.
     *
     * @param lead milliseconds
     * @param horizon milliseconds
     */
    TrainingRows(FeatureExtractor extractor, long lead, long horizon) {
        this.extractor = extractor;
        this.lead = lead;
        this.horizon = horizon;
        extractor.vocabulary().components().forEach(c -> labels.add(new BitSet()));
    }

    /**
     * Adds an appliance's decisions up to the last one of the schedule, stepping back, and, if wanted, at the arrival of its faults.
     */
    void add(ApplianceHistory history, long last, long every, boolean atFaults) {
        if (!history.activeAt(last)) {
            return;
        }
        appliances++;
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
        decisions.forEach((at, onSchedule) -> add(history, at, onSchedule));
    }

    private void add(ApplianceHistory history, long at, boolean onSchedule) {
        int row = features.size();
        features.add(extractor.extract(history, at));
        instants.add(at);
        scheduled.set(row, onSchedule);
        for (int c = 0; c < labels.size(); c++) {
            labels.get(c).set(row, history.fails(c, at, lead, horizon));
        }
    }

    int size() {
        return features.size();
    }

    int appliances() {
        return appliances;
    }

    long at(int row) {
        return instants.get(row);
    }

    List<float[]> features() {
        return features;
    }

    BitSet labels(int component) {
        return labels.get(component);
    }

    List<BitSet> labels() {
        return labels;
    }

    /** The rows that are on the schedule and meet a condition on their instant. */
    int[] scheduledWhere(LongPredicate condition) {
        return scheduled.stream().filter(i -> condition.test(at(i))).toArray();
    }

    /** The rows, on the schedule or not, that meet a condition on their instant. */
    int[] where(LongPredicate condition) {
        return IntStream.range(0, size()).filter(i -> condition.test(at(i))).toArray();
    }

    List<float[]> features(int[] rows) {
        List<float[]> chosen = new ArrayList<>(rows.length);
        for (int row : rows) {
            chosen.add(features.get(row));
        }
        return chosen;
    }

    BitSet labels(int component, int[] rows) {
        BitSet chosen = new BitSet();
        for (int i = 0; i < rows.length; i++) {
            chosen.set(i, labels.get(component).get(rows[i]));
        }
        return chosen;
    }
}
