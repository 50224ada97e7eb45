package io.hearthwatch.predictor.evaluation;

import java.util.BitSet;

/**
 * Decisions that were flagged or not, and failed or not. Ratios that have no denominator are null.
 *
 * @param tp flagged, and failed
 * @param fp flagged, and lasted
 * @param fn failed without a flag
 */
public record Confusion(long tp, long fp, long fn) {
    static Confusion of(BitSet flagged, BitSet failed) {
        BitSet hits = (BitSet) flagged.clone();
        hits.and(failed);
        long tp = hits.cardinality();
        return new Confusion(tp, flagged.cardinality() - tp, failed.cardinality() - tp);
    }

    Confusion plus(Confusion other) {
        return new Confusion(tp + other.tp, fp + other.fp, fn + other.fn);
    }

    public Double precision() {
        return ratio(tp, tp + fp);
    }

    public Double recall() {
        return ratio(tp, tp + fn);
    }

    public Double f1() {
        return ratio(2 * tp, 2 * tp + fp + fn);
    }

    static Double ratio(long part, long whole) {
        return whole == 0 ? null : (Double) (part / (double) whole);
    }
}
