package io.hearthwatch.servicedesk.policy;

/**
 * What a policy achieved over a span {@code (from, to]}; {@code failures = preempted + missed}.
 *
 * @param failures failures of components with {@code from < time <= to}
 * @param preempted those for which a ticket had been open since before the failure, by the lead asked for
 * @param missed the other failures
 * @param tickets prediction tickets opened with {@code from <= opened <= to}
 * @param needless those of them that ended by {@code to} without a failure of the component during their life
 */
public record PolicyOutcome(int failures, int preempted, int missed, int tickets, int needless) {
    /** The counts of two disjoint things together. */
    public PolicyOutcome plus(PolicyOutcome other) {
        return new PolicyOutcome(
                failures + other.failures,
                preempted + other.preempted,
                missed + other.missed,
                tickets + other.tickets,
                needless + other.needless);
    }
}
