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

    private record Event(Instant at, Kind kind, double probability, Duration horizon, Instant safetyFault) {}

    private record Life(Instant openedAt, Instant endedAt) {
        boolean covers(Instant failure, Duration minLead) {
            return openedAt.isBefore(failure)
                    && !openedAt.isAfter(failure.minus(minLead))
                    && (endedAt == null || !endedAt.isBefore(failure));
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
            List<Life> lives = play(told, to);
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
            for (Life life : lives) {
                if (!life.openedAt().isBefore(from)) {
                    tickets++;
                    boolean hit = failed.stream().anyMatch(failure -> life.covers(failure, Duration.ZERO));
                    needless += life.endedAt() != null && !hit ? 1 : 0;
                }
            }
        }
        return new PolicyOutcome(failures, preempted, failures - preempted, tickets, needless);
    }

    private static List<Life> play(List<Event> told, Instant to) {
        Player player = new Player();
        told.stream()
                .filter(event -> !event.at().isAfter(to))
                .sorted(Comparator.comparing(Event::at).thenComparing(Event::kind))
                .forEach(player::next);
        return player.finish(to);
    }

    /** One appliance and component, event by event. */
    private static final class Player {
        private final List<Life> lives = new ArrayList<>();
        private TicketRules.Open open;
        private double openProbability;
        private TicketRules.Ended last;

        void next(Event event) {
            boolean expired = open != null
                    && (event.kind() == Kind.DECISION
                            ? TicketRules.expiredForWork(open, event.at())
                            : TicketRules.expiredForEvent(open, event.at()));
            if (expired) {
                end(EndReason.EXPIRED, open.expiresAt());
            }
            switch (event.kind()) {
                case FAILURE -> {
                    if (open != null && TicketRules.isHitBy(open, event.at())) {
                        open = new TicketRules.Open(open.openedAt(), open.expiresAt(), event.at());
                    }
                }
                case REPAIR -> {
                    if (open != null && TicketRules.isClosedBy(open, event.at())) {
                        end(EndReason.REPAIRED, event.at());
                    }
                }
                case DECISION -> decide(event);
            }
        }

        private void decide(Event event) {
            TicketRules.Ask ask = new TicketRules.Ask(event.probability(), event.at(), event.safetyFault());
            if (TicketRules.rule(open, last, ask) == TicketRules.Ruling.OPEN) {
                open = new TicketRules.Open(event.at(), TicketRules.expiresAt(event.at(), event.horizon()), null);
                openProbability = event.probability();
            }
        }

        private void end(EndReason reason, Instant at) {
            lives.add(new Life(open.openedAt(), at));
            last = new TicketRules.Ended(reason, at, openProbability);
            open = null;
        }

        List<Life> finish(Instant to) {
            if (open != null && TicketRules.expiredForWork(open, to)) {
                end(EndReason.EXPIRED, open.expiresAt());
            }
            if (open != null) {
                lives.add(new Life(open.openedAt(), null));
            }
            return lives;
        }
    }
}
