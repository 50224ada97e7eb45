package io.hearthwatch.servicedesk.policy;

import io.hearthwatch.catalog.ApplianceType;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Plays the ticket rules in memory, as a fresh service would have lived through the same decisions, failures and repairs of one
 * appliance type. What is told may come in any order: each appliance and component is played by itself, by time, at one instant
 * failures first, then repairs, then expiry, then the decision. Only decisions that ask for a ticket are to be told; memory grows with
 * their number, by about 100 bytes each. Not thread-safe.
 */
public final class PolicySimulation {
    private final ApplianceType type;
    private final Map<Pair, List<Event>> events = new HashMap<>();

    public PolicySimulation(ApplianceType type) {
        this.type = type;
    }

    private record Pair(int applianceNo, String component) {}

    // In the order in which they come at one instant.
    private enum Kind {
        FAILURE,
        REPAIR,
        DECISION
    }

    private record Event(Instant at, Kind kind, double probability, Duration horizon, Instant safetyFault) {
        TicketRules.Ask ask() {
            return new TicketRules.Ask(probability, at, safetyFault);
        }
    }

    /** A component failed. */
    public void failure(int applianceNo, String component, Instant at) {
        tell(applianceNo, component, new Event(at, Kind.FAILURE, 0, null, null));
    }

    /** A component was repaired or replaced. */
    public void repair(int applianceNo, String component, Instant at) {
        tell(applianceNo, component, new Event(at, Kind.REPAIR, 0, null, null));
    }

    /**
     * A decision asks for a ticket.
     *
     * @param asOf the decision's instant
     * @param faults fault codes raised lately, as in the live proposal
     */
    public void decision(
            int applianceNo,
            String component,
            double probability,
            Instant asOf,
            Duration horizon,
            List<RecentFault> faults) {
        Instant safety = RecentFault.newestSafety(type, component, faults).orElse(null);
        tell(applianceNo, component, new Event(asOf, Kind.DECISION, probability, horizon, safety));
    }

    private void tell(int applianceNo, String component, Event event) {
        events.computeIfAbsent(new Pair(applianceNo, component), pair -> new ArrayList<>(4))
                .add(event);
    }

    /**
     * Plays everything up to {@code to} and counts.
     *
     * @param minLead how long before the failure its ticket must have been open at least
     */
    public PolicyOutcome outcome(Instant from, Instant to, Duration minLead) {
        int failures = 0;
        int preempted = 0;
        int tickets = 0;
        int needless = 0;
        for (List<Event> told : events.values()) {
            List<PairLife.Life> lives = play(told, to);
            List<Instant> failed = told.stream()
                    .filter(event -> event.kind() == Kind.FAILURE && !event.at().isAfter(to))
                    .map(Event::at)
                    .distinct()
                    .toList();
            for (Instant failure : failed) {
                if (failure.isAfter(from)) {
                    failures++;
                    preempted += lives.stream().anyMatch(life -> life.covers(failure, minLead)) ? 1 : 0;
                }
            }
            for (PairLife.Life life : lives) {
                if (!life.openedAt().isBefore(from)) {
                    tickets++;
                    boolean hit = failed.stream().anyMatch(failure -> life.covers(failure, Duration.ZERO));
                    needless += life.endedAt() != null && !hit ? 1 : 0;
                }
            }
        }
        return new PolicyOutcome(failures, preempted, failures - preempted, tickets, needless);
    }

    private static List<PairLife.Life> play(List<Event> told, Instant to) {
        PairLife life = new PairLife();
        told.stream()
                .filter(event -> !event.at().isAfter(to))
                .sorted(Comparator.comparing(Event::at).thenComparing(Event::kind))
                .forEach(event -> {
                    switch (event.kind()) {
                        case FAILURE -> life.failed(event.at());
                        case REPAIR -> life.repaired(event.at());
                        case DECISION -> {
                            if (life.asks(event.ask()) == TicketRules.Ruling.OPEN) {
                                life.open(event.ask(), event.horizon());
                            }
                        }
                    }
                });
        return life.finish(to);
    }
}
