package io.hearthwatch.servicedesk.policy;

import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.IntFunction;
import java.util.function.ToDoubleFunction;

/**
 * What a policy would have made of a stretch of the past: the same rules as the live desk's over scored instants that might have asked
 * for a ticket, with thresholds and capacities that can be chosen. Deterministic. Not thread-safe; memory grows with the candidates.
 */
public final class PolicyTrial {
    private final List<Candidate> candidates;
    private final List<Label> labels;
    private final IntFunction<Centre> centres;

    /**
     * An instant at which a component might have asked for a ticket.
     *
     * @param horizon how far the probability looks ahead
     * @param newestSafety when the newest safety code that points at the component was raised, or null
     * @param safety whether a ticket about it never waits for room
     * @param urgency its urgency's level
     */
    public record Candidate(
            int applianceNo,
            String component,
            Instant asOf,
            double probability,
            Duration horizon,
            Instant newestSafety,
            boolean safety,
            int urgency) {
        TicketRules.Ask ask() {
            return new TicketRules.Ask(probability, asOf, newestSafety);
        }
    }

    /** A failure or a repair of a component. */
    public record Label(int applianceNo, String component, Instant at, boolean failure) {}

    /** The service centre that serves an appliance. */
    public record Centre(String id, ZoneId zone) {}

    /**
     * A policy.
     *
     * @param thresholds by component, from which probability on a ticket is asked for; a component that is missing never asks
     * @param savings what opening a ticket for a candidate is expected to save, for who gets a centre's room
     * @param capacity most tickets a day, by centre; one that is missing has no limit
     */
    public record Policy(
            Map<String, Double> thresholds, ToDoubleFunction<Candidate> savings, Map<String, Integer> capacity) {}

    /**
     * A ticket that the policy opens.
     *
     * @param endedAt null where it is open at the end of the span
     * @param hit whether the component failed while it was open
     */
    public record Ticket(
            int applianceNo, String component, Instant openedAt, double probability, Instant endedAt, boolean hit) {}

    /**
     * What came of it.
     *
     * @param byComponent the counts, by component
     * @param tickets those opened within the span, by time
     * @param suppressed decisions held back because a like ticket led to nothing
     * @param waited decisions that found no room at their centre
     */
    public record Result(Map<String, PolicyOutcome> byComponent, List<Ticket> tickets, int suppressed, int waited) {
        /** The counts in total. */
        public PolicyOutcome total() {
            return byComponent.values().stream().reduce(new PolicyOutcome(0, 0, 0, 0, 0), PolicyOutcome::plus);
        }
    }

    private record Pair(int applianceNo, String component) {}

    private record Day(String centre, LocalDate date) {}

    /**
     * Over a stretch of the past.
     *
     * @param candidates in any order
     * @param labels in any order
     * @param centres the centre of an appliance, by its number; null where none serves it
     */
    public PolicyTrial(List<Candidate> candidates, List<Label> labels, IntFunction<Centre> centres) {
        this.candidates = candidates.stream()
                .sorted(Comparator.comparing(Candidate::asOf))
                .toList();
        this.labels = labels.stream()
                .sorted(Comparator.comparing(Label::at).thenComparing(label -> !label.failure()))
                .toList();
        this.centres = centres;
    }

    /** Plays the policy up to {@code to} and counts what lies in the span {@code (from, to]}. */
    public Result play(Policy policy, Instant from, Instant to) {
        Run run = new Run(policy, from);
        int next = 0;
        int c = 0;
        while (c < candidates.size() && !candidates.get(c).asOf().isAfter(to)) {
            Instant at = candidates.get(c).asOf();
            while (next < labels.size() && !labels.get(next).at().isAfter(at)) {
                run.label(labels.get(next++));
            }
            List<Candidate> asking = new ArrayList<>();
            for (; c < candidates.size() && candidates.get(c).asOf().equals(at); c++) {
                Candidate candidate = candidates.get(c);
                // A component without a threshold compares false.
                if (candidate.probability() >= policy.thresholds().getOrDefault(candidate.component(), Double.NaN)) {
                    asking.add(candidate);
                }
            }
            asking.sort(order(policy));
            asking.forEach(run::decision);
        }
        for (; next < labels.size() && !labels.get(next).at().isAfter(to); next++) {
            run.label(labels.get(next));
        }
        return run.result(to);
    }

    private static Comparator<Candidate> order(Policy policy) {
        return Comparator.comparing((Candidate candidate) -> !candidate.safety())
                .thenComparing(candidate -> -candidate.urgency())
                .thenComparing(candidate -> -policy.savings().applyAsDouble(candidate))
                .thenComparing(Candidate::applianceNo)
                .thenComparing(Candidate::component);
    }

    /** One policy's way through the span. */
    private final class Run {
        private final Policy policy;
        private final Instant from;
        private final Map<Pair, PairLife> lives = new HashMap<>();
        private final Map<Pair, Set<Instant>> failures = new HashMap<>();
        private final Map<Day, Integer> opened = new HashMap<>();
        private int suppressed;
        private int waited;

        Run(Policy policy, Instant from) {
            this.policy = policy;
            this.from = from;
        }

        void label(Label label) {
            Pair pair = new Pair(label.applianceNo(), label.component());
            PairLife life = lives.computeIfAbsent(pair, first -> new PairLife());
            if (label.failure()) {
                failures.computeIfAbsent(pair, first -> new HashSet<>()).add(label.at());
                life.failed(label.at());
            } else {
                life.repaired(label.at());
            }
        }

        void decision(Candidate candidate) {
            boolean counts = !candidate.asOf().isBefore(from);
            PairLife life = lives.computeIfAbsent(
                    new Pair(candidate.applianceNo(), candidate.component()), p -> new PairLife());
            switch (life.asks(candidate.ask())) {
                case ALREADY_OPEN -> {}
                case SUPPRESSED -> suppressed += counts ? 1 : 0;
                case OPEN -> {
                    if (hasRoom(candidate)) {
                        life.open(candidate.ask(), candidate.horizon());
                    } else {
                        waited += counts ? 1 : 0;
                    }
                }
            }
        }

        /** Takes a place of the centre's day, if there is one. */
        private boolean hasRoom(Candidate candidate) {
            Centre centre = centres.apply(candidate.applianceNo());
            Integer most = centre == null ? null : policy.capacity().get(centre.id());
            if (most == null) {
                return true;
            }
            Day day = new Day(centre.id(), LocalDate.ofInstant(candidate.asOf(), centre.zone()));
            int before = opened.getOrDefault(day, 0);
            if (before >= most && !candidate.safety()) {
                return false;
            }
            opened.put(day, before + 1);
            return true;
        }

        Result result(Instant to) {
            Map<String, PolicyOutcome> byComponent = new TreeMap<>();
            List<Ticket> tickets = new ArrayList<>();
            lives.forEach((pair, life) -> {
                Set<Instant> failed = failures.getOrDefault(pair, Set.of());
                List<PairLife.Life> all = life.finish(to);
                int counted = 0;
                int preempted = 0;
                for (Instant failure : failed) {
                    if (failure.isAfter(from)) {
                        counted++;
                        preempted += all.stream().anyMatch(ticket -> ticket.covers(failure, Duration.ZERO)) ? 1 : 0;
                    }
                }
                int opens = 0;
                int needless = 0;
                for (PairLife.Life ticket : all) {
                    if (!ticket.openedAt().isBefore(from)) {
                        boolean hit = failed.stream().anyMatch(failure -> ticket.covers(failure, Duration.ZERO));
                        opens++;
                        needless += ticket.endedAt() != null && !hit ? 1 : 0;
                        tickets.add(new Ticket(
                                pair.applianceNo(),
                                pair.component(),
                                ticket.openedAt(),
                                ticket.probability(),
                                ticket.endedAt(),
                                hit));
                    }
                }
                byComponent.merge(
                        pair.component(),
                        new PolicyOutcome(counted, preempted, counted - preempted, opens, needless),
                        PolicyOutcome::plus);
            });
            tickets.sort(Comparator.comparing(Ticket::openedAt)
                    .thenComparing(Ticket::applianceNo)
                    .thenComparing(Ticket::component));
            return new Result(byComponent, List.copyOf(tickets), suppressed, waited);
        }
    }
}
