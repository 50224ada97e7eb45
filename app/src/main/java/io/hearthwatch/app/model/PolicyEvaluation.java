package io.hearthwatch.app.model;

import io.hearthwatch.app.workspace.Workspace;
import io.hearthwatch.fleet.Appliance;
import io.hearthwatch.fleet.ComponentEvent;
import io.hearthwatch.predictor.Decision;
import io.hearthwatch.servicedesk.ServiceDesk;
import io.hearthwatch.servicedesk.policy.PolicyOutcome;
import io.hearthwatch.servicedesk.policy.PolicySimulation;
import io.hearthwatch.servicedesk.policy.RecentFault;
import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.Stream;

/**
 * Runs the service's own ticket logic over a span in memory: the decisions that the model's schedule makes due, the failures and repairs
 * that were recorded, and the desk's rules. A live service that was replayed over the span comes to the same figures.
 */
final class PolicyEvaluation {
    private static final Instant FOREVER = Instant.parse("9999-12-31T00:00:00Z");

    private final Workspace workspace;

    PolicyEvaluation(Workspace workspace) {
        this.workspace = workspace;
    }

    /**
     * @param to end of the span, or null for the end of what is stored of the type
     * @param ids only these appliances, or null for all
     */
    PolicyOutcome run(String model, String type, Instant from, Instant to, Set<String> ids, Duration minLead) {
        Instant newest = newest(type);
        Instant end = to == null || to.isAfter(newest) ? newest : to;
        PolicySimulation simulation = ServiceDesk.simulation(workspace.catalog(), type);
        workspace.predictor().decisions(model, from, end, ids, decision -> tell(simulation, decision));
        Set<Integer> wanted = wanted(type, ids);
        Consumer<ComponentEvent> failure = event -> {
            if (event.time().isAfter(from) && wanted.contains(event.applianceNo())) {
                simulation.failure(event.applianceNo(), event.component(), event.time());
            }
        };
        Consumer<ComponentEvent> repair = event -> {
            if (event.time().isAfter(from) && wanted.contains(event.applianceNo())) {
                if (event.averted()) {
                    simulation.failure(event.applianceNo(), event.component(), event.time());
                }
                simulation.repair(event.applianceNo(), event.component(), event.time());
            }
        };
        workspace.fleet().failures(type, null, end, FOREVER, failure);
        workspace.fleet().repairs(type, null, end, FOREVER, repair);
        return simulation.outcome(from, end, minLead);
    }

    private static void tell(PolicySimulation simulation, Decision decision) {
        simulation.decision(
                decision.applianceNo(),
                decision.component(),
                decision.probability(),
                decision.asOf(),
                decision.horizon(),
                decision.faults().stream()
                        .map(fault -> new RecentFault(fault.code(), fault.at()))
                        .toList());
    }

    private Set<Integer> wanted(String type, Set<String> ids) {
        Set<Integer> numbers = new HashSet<>();
        workspace.fleet().forEach(type, (Appliance appliance) -> {
            if (ids == null || ids.contains(appliance.id())) {
                numbers.add(appliance.no());
            }
        });
        return numbers;
    }

    private Instant newest(String type) {
        return Stream.of(
                        workspace.ingest().stored().newestEvent(type),
                        workspace.fleet().newestLabel(type))
                .flatMap(Optional::stream)
                .max(Instant::compareTo)
                .orElseThrow();
    }
}
