package io.hearthwatch.app.policy;

import io.hearthwatch.app.cli.CommandFailure;
import io.hearthwatch.app.serve.Relay;
import io.hearthwatch.app.workspace.Workspace;
import io.hearthwatch.catalog.ApplianceType;
import io.hearthwatch.catalog.Component;
import io.hearthwatch.catalog.Costs;
import io.hearthwatch.predictor.PredictionException;
import io.hearthwatch.servicedesk.CentreCapacity;
import io.hearthwatch.servicedesk.PolicyTrials;
import io.hearthwatch.servicedesk.TicketPolicies;
import io.hearthwatch.servicedesk.policy.PolicyOutcome;
import io.hearthwatch.servicedesk.policy.PolicyTrial;
import io.hearthwatch.servicedesk.policy.TicketRules;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Says what other costs or capacities would have done to the tickets of a stretch of the past, beside what the present ones would have
 * done and what really happened. What the model scored is kept from one trial to the next, so only the first of a span reads telemetry.
 */
public final class PolicySimulator {
    /** Candidates are kept from this share of the lowest threshold on, so that lower ones can be tried without reading telemetry again. */
    private static final double ROOM_BELOW = 0.5;

    private static final Duration QUARTER = Duration.ofDays(90);

    private final Workspace workspace;

    public PolicySimulator(Workspace workspace) {
        this.workspace = workspace;
    }

    /**
     * What to try.
     *
     * @param type appliance type
     * @param modelOrNull the model whose scores are played; null for the champion
     * @param costs by component, in place of the present ones
     * @param capacity most tickets a day by centre, in place of the present ones; null for no limit
     * @param from beginning of the span, or null for {@code last} before its end; what the model has learnt from is left out
     * @param to its end, or null for the end of what is stored
     * @param last its length, where no beginning is given
     * @param fresh whether scores are computed anew, because what is stored of the span has changed
     */
    public record Request(
            String type,
            String modelOrNull,
            Map<String, Costs> costs,
            Map<String, Integer> capacity,
            Instant from,
            Instant to,
            Duration last,
            boolean fresh) {}

    /** Plays the present policy and the changed one. */
    public SimulationReport run(Request request) {
        ApplianceType type = workspace
                .catalog()
                .find(request.type())
                .orElseThrow(() -> new PredictionException(
                        "there is no appliance type '" + request.type() + "' in the catalog",
                        "choose one of "
                                + String.join(", ", workspace.catalog().types().keySet())));
        request.costs().forEach((component, costs) -> {
            if (!type.components().containsKey(component)) {
                throw new CommandFailure(
                        "type " + type.id() + " has no component " + component,
                        "choose one of " + String.join(", ", type.components().keySet()));
            }
            // What could not be set either.
            if (!(costs.missedFailure() > costs.heldPart())) {
                throw new CommandFailure(
                        "a missed failure of " + component + " must cost more than holding the part",
                        "give a higher cost of a missed failure, or a lower one of holding");
            }
        });
        String model = model(request);
        Instant newest = newest(type.id());
        Instant to = request.to() == null || request.to().isAfter(newest) ? newest : request.to();
        Instant asked = request.from() == null ? to.minus(request.last()) : request.from();
        if (!asked.isBefore(to)) {
            throw new CommandFailure(
                    "the span from " + asked + " to " + to + " is empty",
                    "what is stored of the type ends at " + newest);
        }
        Instant from = unseen(model, asked, to);
        TicketPolicies policies = workspace.serviceDesk().policies();
        SimulationReport.Side present = side(type, model, Map.of(), capacities(policies, Map.of()));
        SimulationReport.Side changed = side(type, model, request.costs(), capacities(policies, request.capacity()));
        Instant begins = begins(type.id(), model, from);
        prepare(request, type.id(), model, begins, to, lowest(present, changed));

        PolicyTrial trial = workspace.serviceDesk().trials().trial(type.id(), model, begins, to);
        PolicyTrial.Result asIs = trial.play(present.policy(), from, to);
        PolicyTrial.Result asChanged = trial.play(changed.policy(), from, to);
        PolicyOutcome happened = workspace.serviceDesk().policyOutcome(type.id(), from, to, Duration.ZERO);
        return new SimulationReport(
                type.id(),
                model,
                asked,
                from,
                to,
                policies.currency(type.id()).orElse(null),
                present,
                asIs,
                changed,
                asChanged,
                happened,
                no -> workspace
                        .fleet()
                        .find(no)
                        .map(appliance -> appliance.id())
                        .orElse("?"));
    }

    /**
     * Gets the last quarter of a type ready, so that the first person who tries a policy on it need not wait: scores by the champion what has
     * come since the last time.
     *
     * @return whether there was anything to do
     */
    public boolean warm(String typeId) {
        Optional<String> champion = workspace.predictor().champion(typeId);
        Optional<Instant> newest = stored(typeId);
        if (champion.isEmpty() || newest.isEmpty()) {
            return false;
        }
        Instant quarter = newest.get().minus(QUARTER);
        Instant unseen = workspace.predictor().judging().unseenFrom(champion.get());
        if (!unseen.isBefore(newest.get())) {
            // Of what it has learnt from nobody may try anything.
            return false;
        }
        Instant from = unseen.isAfter(quarter) ? unseen : quarter;
        Optional<PolicyTrials.Kept> before = workspace.serviceDesk().trials().kept(champion.get());
        SimulationReport.Side present = side(workspace.catalog().type(typeId), champion.get(), Map.of(), Map.of());
        Request request = new Request(typeId, champion.get(), Map.of(), Map.of(), from, newest.get(), QUARTER, false);
        prepare(
                request,
                typeId,
                champion.get(),
                begins(typeId, champion.get(), from),
                newest.get(),
                lowest(present, present));
        return !workspace.serviceDesk().trials().kept(champion.get()).equals(before);
    }

    /** Where the part of a span begins that the model has not learnt from: before it the past would look foreseen that was only remembered. */
    private Instant unseen(String model, Instant asked, Instant to) {
        Instant unseen = workspace.predictor().judging().unseenFrom(model);
        if (!unseen.isBefore(to)) {
            throw new CommandFailure(
                    "model " + model + " has learnt from what happened up to " + unseen
                            + ", so from all of the span up to " + to
                            + "; what it would have done then would flatter it",
                    "name a model that was trained only up to before the span (see: model list), or one trained with an"
                            + " earlier end (model train --until), or wait until more has happened");
        }
        return unseen.isAfter(asked) ? unseen : asked;
    }

    private String model(Request request) {
        if (request.modelOrNull() != null) {
            return workspace.predictor().modelId(request.modelOrNull(), request.type());
        }
        return workspace
                .predictor()
                .champion(request.type())
                .orElseGet(() -> workspace.predictor().modelId(null, request.type()));
    }

    /** The thresholds and money of a policy: the present costs with some replaced. */
    private SimulationReport.Side side(
            ApplianceType type, String model, Map<String, Costs> replaced, Map<String, Integer> capacity) {
        TicketPolicies policies = workspace.serviceDesk().policies();
        Map<String, Costs> costs = new LinkedHashMap<>();
        Map<String, Costs> acting = new HashMap<>();
        for (Component component : type.components().values()) {
            Costs own = replaced.getOrDefault(component.id(), policies.costs(type.id(), component.id()));
            costs.put(component.id(), own);
            acting.put(component.id(), own.weighing(component.safetyWeight()));
        }
        Map<String, Double> thresholds = new HashMap<>(workspace.predictor().thresholds(model));
        replaced.keySet()
                .forEach(component -> thresholds.computeIfPresent(
                        component, (id, present) -> acting.get(id).threshold()));
        return new SimulationReport.Side(
                costs, new PolicyTrial.Policy(thresholds, PolicyTrials.savings(acting), capacity));
    }

    private static Map<String, Integer> capacities(TicketPolicies policies, Map<String, Integer> replaced) {
        Map<String, Integer> capacity = new HashMap<>();
        for (CentreCapacity centre : policies.centres()) {
            Integer tickets =
                    replaced.containsKey(centre.centre()) ? replaced.get(centre.centre()) : centre.ticketsPerDay();
            if (tickets != null) {
                capacity.put(centre.centre(), tickets);
            }
        }
        replaced.keySet().stream()
                .filter(id -> policies.centres().stream()
                        .noneMatch(centre -> centre.centre().equals(id)))
                .findFirst()
                .ifPresent(id -> {
                    throw new CommandFailure("there is no service centre " + id, "see: hearthwatch policy show");
                });
        return capacity;
    }

    private static double lowest(SimulationReport.Side present, SimulationReport.Side changed) {
        return Stream.of(present, changed)
                .flatMap(side -> side.policy().thresholds().values().stream())
                .min(Double::compare)
                .orElse(1.0);
    }

    /**
     * Where the rules begin to run: so long before the span that every ticket and every quiet time of then is known in it, but not before
     * the service itself began.
     */
    private Instant begins(String type, String model, Instant from) {
        Duration horizon = workspace.predictor().model(model).orElseThrow().horizon();
        Instant early = TicketRules.expiresAt(from, horizon).isAfter(from)
                ? from.minus(Duration.between(from, TicketRules.expiresAt(from, horizon)))
                        .minus(TicketRules.QUIET)
                : from;
        Optional<Instant> first = workspace.serviceDesk().trials().firstAnswer(type);
        return first.filter(answer -> answer.isAfter(early))
                .map(answer -> answer.isAfter(from) ? from : answer)
                .orElse(early);
    }

    /** Sees to it that all scored instants of the span are kept that either policy might act on. */
    private void prepare(Request request, String type, String model, Instant begins, Instant to, double lowest) {
        PolicyTrials trials = workspace.serviceDesk().trials();
        Optional<PolicyTrials.Kept> kept = request.fresh() ? Optional.empty() : trials.kept(model);
        boolean usable = kept.isPresent()
                && !kept.get().begins().isAfter(begins)
                && kept.get().lowest() <= lowest
                && !kept.get().ends().isBefore(begins);
        if (usable && !kept.get().ends().isBefore(to)) {
            return;
        }
        Instant start = usable ? kept.get().ends() : begins;
        double from = usable ? kept.get().lowest() : lowest * ROOM_BELOW;
        Map<String, Double> thresholds = new HashMap<>();
        workspace.predictor().thresholds(model).keySet().forEach(component -> thresholds.put(component, from));
        trials.keep(
                type,
                model,
                new PolicyTrials.Kept(usable ? kept.get().begins() : begins, to, from),
                !usable,
                consumer -> workspace
                        .predictor()
                        .decisions(
                                model,
                                start,
                                to,
                                null,
                                thresholds,
                                decision -> consumer.accept(Relay.proposal(decision))));
    }

    private Optional<Instant> stored(String type) {
        return Stream.of(
                        workspace.ingest().stored().newestEvent(type),
                        workspace.fleet().newestLabel(type))
                .flatMap(Optional::stream)
                .max(Instant::compareTo);
    }

    private Instant newest(String type) {
        return stored(type)
                .orElseThrow(() -> new PredictionException(
                        "nothing is stored of type " + type, "import history, or let appliances connect first"));
    }
}
