package io.hearthwatch.predictor.learning;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/** Average precision where each score stands for as many as its weight says. */
final class WeightedRanking {
    private final List<Entry> entries = new ArrayList<>();

    private record Entry(float score, boolean fails, long weight) {}

    void add(float score, boolean fails, long weight) {
        entries.add(new Entry(score, fails, weight));
    }

    /** As {@link Ranking#averagePrecision}; null if nothing fails. */
    Double averagePrecision() {
        long positives =
                entries.stream().filter(Entry::fails).mapToLong(Entry::weight).sum();
        if (positives == 0) {
            return null;
        }
        entries.sort(Comparator.comparingDouble(entry -> -entry.score()));
        double sum = 0;
        long hits = 0;
        long seen = 0;
        int i = 0;
        while (i < entries.size()) {
            float score = entries.get(i).score();
            long gained = 0;
            for (; i < entries.size() && entries.get(i).score() == score; i++) {
                gained += entries.get(i).fails() ? entries.get(i).weight() : 0;
                seen += entries.get(i).weight();
            }
            hits += gained;
            sum += (double) gained / positives * hits / seen;
        }
        return sum;
    }
}
