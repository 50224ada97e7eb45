package io.hearthwatch.servicedesk;

import io.hearthwatch.catalog.Text;
import io.hearthwatch.servicedesk.policy.RecentFault;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.UUID;

/**
 * A decision that asks for a ticket.
 *
 * @param decisionId the decision; the same one asks at most once
 * @param applianceNo the registry's number of the appliance
 * @param component component id of the appliance's type
 * @param probability that the component fails within the horizon, 0..1
 * @param asOf the instant up to which the decision knows; the ticket opens at it
 * @param horizon how far the decision looks ahead
 * @param modelId the model that decided
 * @param reasons in words, strongest first; may be empty
 * @param faults fault codes raised lately, newest last; may be empty
 */
public record Proposal(
        UUID decisionId,
        int applianceNo,
        String component,
        double probability,
        Instant asOf,
        Duration horizon,
        String modelId,
        List<Text> reasons,
        List<RecentFault> faults) {
    public Proposal {
        if (!(probability >= 0 && probability <= 1)) {
            throw new IllegalArgumentException("probability " + probability + " is not within 0..1");
        }
        if (horizon.isNegative() || horizon.isZero()) {
            throw new IllegalArgumentException("horizon " + horizon + " is not positive");
        }
        reasons = List.copyOf(reasons);
        faults = List.copyOf(faults);
    }
}
