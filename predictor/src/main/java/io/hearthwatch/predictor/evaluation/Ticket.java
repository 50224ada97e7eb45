package io.hearthwatch.predictor.evaluation;

/**
 * What acting on flags would have led to, for one component of one appliance: a flagged decision opens a ticket unless one is open. It
 * ends with the next failure of the component, or, if none comes by the horizon, then, and was needless. A failure counts as foreseen if it
 * came later than the lead after the ticket was opened.
 *
 * @param opened tickets
 * @param needless those without a failure by the horizon
 * @param foreseen failures that ended a ticket, later than the lead
 */
record Ticket(int opened, int needless, int foreseen) {

    /** Whether a method flags a decision. */
    @FunctionalInterface
    interface Flag {
        /**
         * Whether it flags.
         *
         * @param decision its index
         */
        boolean at(int decision);
    }

    /**
     * Walks decisions in order of time.
     *
     * @param failures of the component, ascending, also those before the first decision or after the last
     */
    static Ticket walk(long[] instants, Flag flag, long[] failures, long lead, long horizon) {
        int opened = 0;
        int needless = 0;
        int foreseen = 0;
        long busyUntil = Long.MIN_VALUE;
        int next = 0;
        for (int i = 0; i < instants.length; i++) {
            long at = instants[i];
            if (at < busyUntil || !flag.at(i)) {
                continue;
            }
            opened++;
            while (next < failures.length && failures[next] <= at) {
                next++;
            }
            if (next < failures.length && failures[next] <= at + horizon) {
                foreseen += failures[next] > at + lead ? 1 : 0;
                busyUntil = failures[next];
            } else {
                needless++;
                busyUntil = at + horizon;
            }
        }
        return new Ticket(opened, needless, foreseen);
    }
}
