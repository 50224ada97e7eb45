package io.hearthwatch.simulator.home;

/**
 * What became of the simulated fleet; the simulation knows the truth about every visit.
 *
 * @param failures components that failed
 * @param preempted replaced on a ticket when worn out but for a few days
 * @param needless replaced on a ticket with much of their life left
 */
public record Tally(long failures, long preempted, long needless) {

    /** What came on top of an earlier tally. */
    public Tally since(Tally earlier) {
        return new Tally(failures - earlier.failures, preempted - earlier.preempted, needless - earlier.needless);
    }

    /** A tally being counted. */
    static final class Count {
        private long failures;
        private long preempted;
        private long needless;

        void failure() {
            failures++;
        }

        void visit(boolean intime) {
            if (intime) {
                preempted++;
            } else {
                needless++;
            }
        }

        Tally now() {
            return new Tally(failures, preempted, needless);
        }
    }
}
