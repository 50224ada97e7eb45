package io.hearthwatch.servicedesk;

import io.hearthwatch.catalog.ApplianceType;
import io.hearthwatch.catalog.Component;
import io.hearthwatch.catalog.Costs;
import io.hearthwatch.catalog.FaultCode;
import io.hearthwatch.catalog.Severity;
import io.hearthwatch.servicedesk.policy.RecentFault;
import java.util.Comparator;
import java.util.Objects;

/**
 * How much it is worth to open a ticket now rather than later.
 *
 * @param safety whether it is about safety, and so never waits: the component's failure may hurt people or property, or a safety code that
 *     points at it was raised lately
 * @param urgency how soon people should act
 */
record Value(boolean safety, Urgency urgency) {

    static Value of(ApplianceType type, Component component, Proposal proposal) {
        Severity worst = proposal.faults().stream()
                .map(RecentFault::code)
                .map(type.faults()::get)
                .filter(Objects::nonNull)
                .filter(code -> code.suspects().contains(component.id()))
                .map(FaultCode::severity)
                .max(Comparator.naturalOrder())
                .orElse(null);
        return new Value(
                component.safetyWeight() > 1 || worst == Severity.SAFETY,
                Urgency.of(proposal.probability(), worst, proposal.horizon().dividedBy(2)));
    }

    /**
     * What opening a ticket is expected to save: the missed failure with its probability, less the needless visit with the other, less
     * holding the part. At the acting threshold it is zero.
     *
     * @param costs with the weight of safety
     */
    static double saving(double probability, Costs costs) {
        return probability * costs.missedFailure() - (1 - probability) * costs.needlessVisit() - costs.heldPart();
    }
}
