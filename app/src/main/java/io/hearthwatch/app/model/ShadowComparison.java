package io.hearthwatch.app.model;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.hearthwatch.app.workspace.Workspace;
import io.hearthwatch.fleet.Appliance;
import io.hearthwatch.fleet.ComponentEvent;
import io.hearthwatch.predictor.Decision;
import io.hearthwatch.predictor.ShadowRun;
import io.hearthwatch.servicedesk.ServiceDesk;
import io.hearthwatch.servicedesk.policy.PolicyOutcome;
import io.hearthwatch.servicedesk.policy.PolicySimulation;
import io.hearthwatch.servicedesk.policy.RecentFault;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.Set;
import java.util.function.Consumer;

/**
 * A challenger beside the champion since it went into shadow: what each scored and decided at the same instants, where they agree, which
 * failures each foresaw and how long before, and how many tickets each would have opened under the desk's rules, both begun afresh with the
 * shadow. Several champions may have followed each other meanwhile; "the champion" is what the service did. Memory grows with the number
 * of decisions.
 */
public final class ShadowComparison {
    private static final Instant FOREVER = Instant.parse("9999-12-31T00:00:00Z");
    private static final int MOST_FAILURES = 200;

    private final Workspace workspace;

    public ShadowComparison(Workspace workspace) {
        this.workspace = workspace;
    }

    private record Pair(int applianceNo, String component) {}

    private record Flag(Pair pair, Instant asOf) {}

    /** One of the two. */
    private static final class Side {
        private final PolicySimulation tickets;
        private final Set<Flag> flags = new HashSet<>();
        private final Map<Pair, List<Decision>> decisions = new HashMap<>();
        private final List<Double> leads = new ArrayList<>();

        Side(PolicySimulation tickets) {
            this.tickets = tickets;
        }

        void decided(Decision decision) {
            Pair pair = new Pair(decision.applianceNo(), decision.component());
            flags.add(new Flag(pair, decision.asOf()));
            decisions.computeIfAbsent(pair, p -> new ArrayList<>()).add(decision);
            tickets.decision(
                    decision.applianceNo(),
                    decision.component(),
                    decision.probability(),
                    decision.asOf(),
                    decision.horizon(),
                    decision.faults().stream()
                            .map(fault -> new RecentFault(fault.code(), fault.at()))
                            .toList());
        }

        /** Hours from the first decision whose window holds the failure; empty if there is none. */
        OptionalDouble foresaw(ComponentEvent failure) {
            return decisions.getOrDefault(new Pair(failure.applianceNo(), failure.component()), List.of()).stream()
                    .filter(decision -> failure.time().isAfter(decision.asOf().plus(decision.lead()))
                            && !failure.time().isAfter(decision.asOf().plus(decision.horizon())))
                    .mapToDouble(decision ->
                            Duration.between(decision.asOf(), failure.time()).toMinutes() / 60.0)
                    .max();
        }
    }

    /** Side by side, or nothing if the type has had no challenger. */
    public Optional<ObjectNode> of(String type) {
        return workspace.shadow().newest(type).map(this::compare);
    }

    private ObjectNode compare(ShadowRun run) {
        Side champion = new Side(ServiceDesk.simulation(workspace.catalog(), run.type()));
        Side challenger = new Side(ServiceDesk.simulation(workspace.catalog(), run.type()));
        List<ComponentEvent> failures = new ArrayList<>();
        if (run.firstAsOf() != null) {
            hear(run, champion, challenger, failures);
        }
        ObjectNode json = JsonNodeFactory.instance.objectNode();
        json.put("type", run.type());
        json.put("champion", workspace.predictor().champion(run.type()).orElse(null));
        json.put("challenger", run.model());
        json.put("since", run.since().toString());
        json.put("from", text(run.firstAsOf()));
        json.put("to", text(run.lastAsOf()));
        json.put("under_way", run.endedAt() == null);
        json.put("challenger_failed_at", run.failures());
        json.put("challenger_failure", run.lastFailure());
        json.putObject("scored").put("champion", run.championScored()).put("challenger", run.scored());
        Set<Flag> both = new HashSet<>(champion.flags);
        both.retainAll(challenger.flags);
        int either = champion.flags.size() + challenger.flags.size() - both.size();
        json.putObject("decisions")
                .put("champion", champion.flags.size())
                .put("challenger", challenger.flags.size())
                .put("both", both.size());
        // Of what at least one of them flagged; what both passed over says little.
        json.put("agreement", either == 0 ? null : (Double) ((double) both.size() / either));
        ArrayNode list = failures(failures, champion, challenger);
        json.put("failures", failures.size());
        side(json.putObject("of_champion"), champion, run);
        side(json.putObject("of_challenger"), challenger, run);
        json.set("newest_failures", list);
        return json;
    }

    private void hear(ShadowRun run, Side champion, Side challenger, List<ComponentEvent> failures) {
        workspace.shadow().decisions(run, champion::decided, challenger::decided);
        Consumer<ComponentEvent> failed = failure -> {
            if (failure.time().isAfter(run.firstAsOf())) {
                failures.add(failure);
                champion.tickets.failure(failure.applianceNo(), failure.component(), failure.time());
                challenger.tickets.failure(failure.applianceNo(), failure.component(), failure.time());
            }
        };
        workspace.fleet().failures(run.type(), null, run.lastAsOf(), FOREVER, failed);
        workspace.fleet().repairs(run.type(), null, run.lastAsOf(), FOREVER, repair -> {
            if (repair.averted()) {
                // What was found worn came before a failure.
                failed.accept(repair);
            }
            if (repair.time().isAfter(run.firstAsOf())) {
                champion.tickets.repair(repair.applianceNo(), repair.component(), repair.time());
                challenger.tickets.repair(repair.applianceNo(), repair.component(), repair.time());
            }
        });
    }

    private ArrayNode failures(List<ComponentEvent> failures, Side champion, Side challenger) {
        ArrayNode list = JsonNodeFactory.instance.arrayNode();
        failures.sort(Comparator.comparing(ComponentEvent::time).reversed());
        for (ComponentEvent failure : failures) {
            OptionalDouble one = champion.foresaw(failure);
            OptionalDouble other = challenger.foresaw(failure);
            one.ifPresent(champion.leads::add);
            other.ifPresent(challenger.leads::add);
            if (list.size() < MOST_FAILURES) {
                list.addObject()
                        .put(
                                "appliance",
                                workspace
                                        .fleet()
                                        .find(failure.applianceNo())
                                        .map(Appliance::id)
                                        .orElse(null))
                        .put("component", failure.component())
                        .put("at", failure.time().toString())
                        .put("champion_hours_before", one.isPresent() ? (Double) one.getAsDouble() : null)
                        .put("challenger_hours_before", other.isPresent() ? (Double) other.getAsDouble() : null);
            }
        }
        return list;
    }

    private static String text(Instant instant) {
        return instant == null ? null : instant.toString();
    }

    private static void side(ObjectNode json, Side side, ShadowRun run) {
        Instant from = run.firstAsOf() == null ? run.since() : run.firstAsOf();
        Instant to = run.lastAsOf() == null ? from : run.lastAsOf();
        PolicyOutcome outcome = side.tickets.outcome(from, to, Duration.ZERO);
        List<Double> leads = side.leads.stream().sorted().toList();
        json.put("foreseen", leads.size())
                .put("median_hours_before", leads.isEmpty() ? null : leads.get(leads.size() / 2))
                .put("tickets", outcome.tickets())
                .put("needless", outcome.needless())
                .put("preempted", outcome.preempted())
                .put("missed", outcome.missed());
    }
}
