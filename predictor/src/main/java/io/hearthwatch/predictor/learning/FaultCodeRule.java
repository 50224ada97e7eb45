package io.hearthwatch.predictor.learning;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.Collections;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.TreeMap;

/**
 * The first baseline: how often each component failed, in training, after each set of fault codes in the last 24 hours. Small sets are
 * smoothed towards the base rate; a set never seen takes the figures of its largest seen subset. A component is flagged after the sets that
 * tell its failing from its lasting best: a rule of thumb as a technician has it, which would rather look once too often.
 *
 * @param sets by the set as code indices joined with commas, sorted: decisions that had it, and failures after them by component
 * @param baseRates by component
 * @param thresholds by component; null where nothing failed
 */
@SuppressWarnings("ArrayRecordComponent") // nobody compares them
public record FaultCodeRule(Map<String, long[]> sets, double[] baseRates, Double[] thresholds) {
    private static final double SMOOTHING = 2;

    public FaultCodeRule {
        // A database may hand keys back in another order; which of two subsets as good as each other is taken must not
        // depend on it.
        sets = Collections.unmodifiableMap(new TreeMap<>(sets));
    }

    /**
     * Learns from training decisions: the set of codes of each, by component which of them were followed by a failure, and how many
     * decisions each stands for.
     */
    static FaultCodeRule learn(List<BitSet> codes, List<BitSet> labels, long[] weights) {
        int components = labels.size();
        Map<String, long[]> sets = new TreeMap<>();
        double[] base = new double[components];
        long all = 0;
        for (int i = 0; i < codes.size(); i++) {
            long[] counts = sets.computeIfAbsent(key(codes.get(i)), k -> new long[components + 1]);
            counts[0] += weights[i];
            all += weights[i];
            for (int c = 0; c < components; c++) {
                long failing = labels.get(c).get(i) ? weights[i] : 0;
                counts[c + 1] += failing;
                base[c] += failing;
            }
        }
        for (int c = 0; c < components; c++) {
            base[c] = all == 0 ? 0 : base[c] / all;
        }
        FaultCodeRule untold = new FaultCodeRule(sets, base, new Double[components]);
        float[][] scores = untold.scores(codes);
        Double[] thresholds = new Double[components];
        for (int c = 0; c < components; c++) {
            OptionalDouble threshold = Thresholds.maxRecallLessFalseAlarms(scores[c], labels.get(c), weights);
            thresholds[c] = threshold.isPresent() ? (Double) threshold.getAsDouble() : null;
        }
        return new FaultCodeRule(sets, base, thresholds);
    }

    /** By component, the smoothed frequency for each decision's set of codes. */
    public float[][] scores(List<BitSet> codes) {
        float[][] scores = new float[baseRates.length][codes.size()];
        Map<BitSet, float[]> known = new LinkedHashMap<>();
        for (int i = 0; i < codes.size(); i++) {
            float[] score = known.computeIfAbsent(codes.get(i), this::score);
            for (int c = 0; c < baseRates.length; c++) {
                scores[c][i] = score[c];
            }
        }
        return scores;
    }

    private float[] score(BitSet codes) {
        long[] counts = sets.get(key(codes));
        if (counts == null) {
            counts = largestSubset(codes);
        }
        float[] score = new float[baseRates.length];
        for (int c = 0; c < score.length; c++) {
            score[c] = (float) ((counts[c + 1] + SMOOTHING * baseRates[c]) / (counts[0] + SMOOTHING));
        }
        return score;
    }

    private long[] largestSubset(BitSet codes) {
        List<Map.Entry<BitSet, long[]>> subsets = new ArrayList<>();
        sets.forEach((key, counts) -> {
            BitSet seen = parse(key);
            BitSet rest = (BitSet) seen.clone();
            rest.andNot(codes);
            if (rest.isEmpty()) {
                subsets.add(Map.entry(seen, counts));
            }
        });
        return subsets.stream()
                .max(Comparator.comparingInt(
                                (Map.Entry<BitSet, long[]> s) -> s.getKey().cardinality())
                        .thenComparingLong(s -> s.getValue()[0]))
                .map(Map.Entry::getValue)
                .orElseGet(() -> new long[baseRates.length + 1]);
    }

    private static String key(BitSet codes) {
        StringBuilder key = new StringBuilder();
        codes.stream().forEach(code -> key.append(key.isEmpty() ? "" : ",").append(code));
        return key.toString();
    }

    private static BitSet parse(String key) {
        BitSet codes = new BitSet();
        if (!key.isEmpty()) {
            for (String code : key.split(",", -1)) {
                codes.set(Integer.parseInt(code));
            }
        }
        return codes;
    }
}
