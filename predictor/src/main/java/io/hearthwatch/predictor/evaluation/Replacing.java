package io.hearthwatch.predictor.evaluation;

/**
 * What replacing a component by age would have led to, for one appliance. At each decision at which the component has been in use for the
 * age, or for as long since it was last replaced by this rule, it is replaced. The first of its replacements in a recorded life prevents
 * the failure that ended that life, however much later it came: the part that failed would no longer have been there. That the new part
 * could have failed too is left out, in favour of the rule. It is taken to have been in force before the first decision; a failure that it
 * prevented before is paid for as well.
 */
final class Replacing {
    private static final double HOUR = 3_600_000.0;
    /** Hours in use are kept as single floats: lives are told apart by more than their rounding. */
    private static final double SAME_LIFE = HOUR;

    private final long[] instants;
    private final float[] inUse;
    private final long[] failures;
    private final long lead;
    /** By decision: when the next recorded life began; infinity if none did while it was looked at. */
    private final double[] lifeEnds;

    private int opened;
    private int foreseen;
    /** The last failure that was prevented; one is prevented once. */
    private long prevented = Long.MIN_VALUE;

    private Replacing(long[] instants, float[] inUse, long[] failures, long lead) {
        this.instants = instants;
        this.inUse = inUse;
        this.failures = failures;
        this.lead = lead;
        this.lifeEnds = new double[instants.length];
        double next = Double.POSITIVE_INFINITY;
        for (int i = instants.length - 1; i >= 0; i--) {
            lifeEnds[i] = next;
            if (!Float.isNaN(inUse[i]) && (i == 0 || lifeBegan(i) > instants[i - 1])) {
                next = lifeBegan(i);
            }
        }
    }

    /**
     * Walks decisions in order of time.
     *
     * @param inUse by decision, hours since the component's last recorded replacement; NaN where unknown
     * @param hours the age at which it is replaced; null for never
     * @param failures of the component that count, ascending
     * @param lead milliseconds within which a failure comes too soon to be prevented
     */
    static Ticket walk(long[] instants, float[] inUse, Double hours, long[] failures, long lead) {
        if (hours == null) {
            return new Ticket(0, 0, 0);
        }
        Replacing replacing = new Replacing(instants, inUse, failures, lead);
        replacing.walk(hours);
        return new Ticket(replacing.opened, replacing.opened - replacing.foreseen, replacing.foreseen);
    }

    private void walk(double hours) {
        double last = Double.NEGATIVE_INFINITY;
        boolean begun = false;
        for (int i = 0; i < instants.length; i++) {
            if (Float.isNaN(inUse[i])) {
                continue;
            }
            if (!begun && inUse[i] >= hours) {
                last = instants[i] - inUse[i] % hours * HOUR;
                if (prevents(i)) {
                    opened++;
                    foreseen++;
                }
            }
            begun = true;
            if (instants[i] - Math.max(last, lifeBegan(i)) >= hours * HOUR) {
                opened++;
                last = instants[i];
                foreseen += prevents(i) ? 1 : 0;
            }
        }
    }

    private double lifeBegan(int decision) {
        return instants[decision] - inUse[decision] * HOUR;
    }

    /** Whether the life at a decision ended with a failure that is not prevented yet, and now is. */
    private boolean prevents(int decision) {
        for (long failure : failures) {
            if (failure > instants[decision] + lead) {
                if (failure == prevented || failure > lifeEnds[decision] + SAME_LIFE) {
                    return false;
                }
                prevented = failure;
                return true;
            }
        }
        return false;
    }
}
