package io.hearthwatch.predictor.evaluation;

import java.util.BitSet;
import java.util.List;

/**
 * One appliance's decisions in the span that is judged, in order of time, what each method said of them, and what came of them.
 *
 * @param applianceNo the registry's number
 * @param firstSeen when it was first heard of, epoch milliseconds
 * @param instants epoch milliseconds
 * @param labels by component: decisions after which it failed in the window
 * @param failures by component: when it failed, ascending
 * @param scores by method, component, decision
 * @param inUse by component, decision: hours since the last replacement; NaN where unknown
 * @param lines from where each method acts
 */
@SuppressWarnings("ArrayRecordComponent") // nobody compares them
record Course(
        int applianceNo,
        long firstSeen,
        long[] instants,
        List<BitSet> labels,
        long[][] failures,
        float[][][] scores,
        float[][] inUse,
        Lines lines) {

    int size() {
        return instants.length;
    }

    /** Decisions that a method flags by its judged line. */
    BitSet flagged(Method method, int component) {
        Double line = lines.judged()[method.place()][component];
        BitSet flags = new BitSet();
        if (line != null) {
            float[] said = scores[method.place()][component];
            for (int i = 0; i < said.length; i++) {
                flags.set(i, said[i] >= line);
            }
        }
        return flags;
    }

    /** From which decisions a method that opens tickets does so for money. */
    Ticket.Flag moneyFlag(Method method, int component) {
        Double line = lines.money()[method.place()][component];
        if (line == null) {
            return i -> false;
        }
        float[] said = scores[method.place()][component];
        return i -> said[i] >= line;
    }
}
