package io.hearthwatch.servicedesk.policy;

import io.hearthwatch.catalog.ApplianceType;
import io.hearthwatch.catalog.FaultCode;
import io.hearthwatch.catalog.Severity;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * A fault code that an appliance raised lately.
 *
 * @param code as the appliance sent it; one that the type does not have is ignored
 * @param at when it was raised
 */
public record RecentFault(String code, Instant at) {

    /** When the newest safety code that points at the component was raised, if one was. */
    public static Optional<Instant> newestSafety(ApplianceType type, String component, List<RecentFault> faults) {
        return faults.stream()
                .filter(fault -> {
                    FaultCode known = type.faults().get(fault.code());
                    return known != null
                            && known.severity() == Severity.SAFETY
                            && known.suspects().contains(component);
                })
                .map(RecentFault::at)
                .max(Instant::compareTo);
    }
}
