package io.hearthwatch.predictor.evaluation;

import java.util.Arrays;
import java.util.BitSet;
import java.util.List;

/**
 * The decisions of a test span and what came of them. The decisions of one appliance are neighbours, in order of time.
 *
 * @param appliances by decision: an ordinal of the appliance
 * @param instants by decision: epoch milliseconds
 * @param labels by component: decisions after which it failed in the window
 * @param events failures that at least one decision could have foreseen
 */
@SuppressWarnings("ArrayRecordComponent") // large columns; nobody compares them
record Decisions(int[] appliances, long[] instants, List<BitSet> labels, List<Event> events) {

    /**
     * A failure of a component.
     *
     * @param component its index
     * @param at when, epoch milliseconds
     * @param first first decision whose window has it
     * @param afterLast the decision after the last such
     */
    record Event(int component, long at, int first, int afterLast) {}

    int size() {
        return instants.length;
    }

    /** Decisions after which any component failed. */
    BitSet anyFailure() {
        BitSet any = new BitSet();
        labels.forEach(any::or);
        return any;
    }

    /** The greatest score over components, by decision. */
    static float[] greatest(float[][] scores, int size) {
        float[] greatest = new float[size];
        Arrays.fill(greatest, scores.length == 0 ? 0 : Float.NEGATIVE_INFINITY);
        for (float[] component : scores) {
            for (int i = 0; i < size; i++) {
                greatest[i] = Math.max(greatest[i], component[i]);
            }
        }
        return greatest;
    }
}
