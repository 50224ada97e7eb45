package io.hearthwatch.predictor.features;

import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Two fault codes that are raised within 24 hours of each other often enough to be looked at together.
 *
 * @param first index of a code in the vocabulary
 * @param second index of another, greater than the first
 */
public record CodePair(int first, int second) {
    private static final int MOST = 20;
    private static final int LEAST = 10;

    /** Counts how often codes come together. For one thread. */
    public static final class Counter {
        private final Map<Long, Integer> counts = new TreeMap<>();

        /** Counts an appliance's faults. */
        public void add(Events faults) {
            for (int i = 0; i < faults.size(); i++) {
                for (int j = i - 1; j >= 0 && faults.time(i) - faults.time(j) < FeatureExtractor.DAY; j--) {
                    int low = Math.min(faults.what(i), faults.what(j));
                    int high = Math.max(faults.what(i), faults.what(j));
                    if (low != high) {
                        counts.merge((long) low << 32 | high, 1, Integer::sum);
                    }
                }
            }
        }

        /** The most frequent pairs, at most a few. */
        public List<CodePair> found() {
            return counts.entrySet().stream()
                    .filter(entry -> entry.getValue() >= LEAST)
                    .sorted(Map.Entry.<Long, Integer>comparingByValue(Comparator.reverseOrder())
                            .thenComparing(Map.Entry.comparingByKey()))
                    .limit(MOST)
                    .map(entry -> new CodePair(
                            (int) (entry.getKey() >>> 32), entry.getKey().intValue()))
                    .toList();
        }
    }
}
