package io.hearthwatch.predictor.evaluation;

import io.hearthwatch.catalog.Costs;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.Map;

/** Decisions made up by hand: once a day, horizon 48 h, no lead, components a and b. */
final class Courses {
    static final long HOUR = 3_600_000L;
    static final long DAY = 24 * HOUR;
    static final long HORIZON = 2 * DAY;
    static final Costs COSTS = new Costs(400, 90, 10);
    static final Instant FROM = Instant.EPOCH;
    static final Question QUESTION = new Question(
            List.of("a", "b"),
            FROM,
            FROM.plus(Duration.ofDays(30)),
            Duration.ofDays(1),
            Duration.ZERO,
            Duration.ofDays(2),
            ThresholdPolicy.MAX_F1,
            Map.of("a", COSTS, "b", COSTS));

    private Courses() {}

    static Tally tally() {
        return new Tally(List.of(COSTS, COSTS), 0, HORIZON, DAY);
    }

    /**
     * An appliance with a decision a day from day 0 on.
     *
     * @param scores of component a, then b, by every method
     * @param failures days on which a, then b, fails
     */
    static Course course(int no, Lines lines, float[][] scores, double[][] failures) {
        int size = scores[0].length;
        long[] instants = new long[size];
        for (int i = 0; i < size; i++) {
            instants[i] = i * DAY;
        }
        long[][] failed = new long[2][];
        List<BitSet> labels = new ArrayList<>();
        float[][] inUse = new float[2][size];
        for (int c = 0; c < 2; c++) {
            failed[c] = new long[failures[c].length];
            BitSet label = new BitSet();
            for (int f = 0; f < failed[c].length; f++) {
                failed[c][f] = (long) (failures[c][f] * DAY);
                for (int i = 0; i < size; i++) {
                    label.set(i, label.get(i) || (failed[c][f] > instants[i] && failed[c][f] <= instants[i] + HORIZON));
                }
            }
            labels.add(label);
            for (int i = 0; i < size; i++) {
                inUse[c][i] = 24 * i;
            }
        }
        return new Course(no, 0, instants, labels, failed, new float[][][] {scores, scores, scores}, inUse, lines);
    }

    /** Every method flags from these scores on; for money the age rule takes hours. */
    static Lines lines(Double a, Double b, Double hours) {
        Double[] both = {a, b};
        return new Lines(new Double[][] {both, both, both}, new Double[][] {both, both, {hours, hours}});
    }
}
