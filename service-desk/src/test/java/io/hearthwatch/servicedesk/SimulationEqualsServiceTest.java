package io.hearthwatch.servicedesk;

import static io.hearthwatch.servicedesk.Desk.START;
import static org.assertj.core.api.Assertions.assertThat;

import io.hearthwatch.catalog.Text;
import io.hearthwatch.servicedesk.policy.PolicySimulation;
import io.hearthwatch.servicedesk.policy.PolicyTrial;
import io.hearthwatch.servicedesk.policy.RecentFault;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.UUID;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Random histories, lived through by the desk on PostgreSQL and by the simulation in memory, must count the same. */
class SimulationEqualsServiceTest {
    private static final Duration HORIZON = Duration.ofHours(24);
    private static final List<String> COMPONENTS = List.of("pump", "door");
    private static final int HOURS = 24 * 60;

    private enum Kind {
        FAILURE,
        REPAIR,
        DECISION
    }

    private record Step(Instant at, Kind kind, int appliance, String component, double probability, boolean safety) {}

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4})
    void countsAreTheSame(long seed) {
        Random random = new Random(seed);
        try (Desk it = new Desk()) {
            it.withService();
            List<Integer> appliances = it.appliances(4);
            List<Step> steps = history(random, appliances);
            // Some desks are told in time that tickets expire, others only when something happens.
            live(it, steps, seed % 2 == 0);
            PolicySimulation simulation = ServiceDesk.simulation(it.catalog, "washer");
            tell(simulation, steps, random);

            Instant to = START.plus(Duration.ofHours(HOURS));
            it.desk.expire(to);
            for (Duration minLead : List.of(Duration.ZERO, Duration.ofHours(1), Duration.ofDays(2))) {
                assertThat(simulation.outcome(START, to, minLead))
                        .as("seed %d, lead %s", seed, minLead)
                        .isEqualTo(it.desk.policyOutcome("washer", START, to, minLead))
                        .satisfies(counts -> {
                            assertThat(counts.failures()).isPositive();
                            assertThat(counts.preempted()).isPositive();
                            assertThat(counts.needless()).isPositive();
                        });
            }
            assertThat(it.desk.suppressed("washer", START, to)).isPositive();
            PolicyTrial.Result trial = trial(it, steps, Map.of());
            assertThat(trial.total()).isEqualTo(it.desk.policyOutcome("washer", START, to, Duration.ZERO));
            assertThat(trial.suppressed()).isEqualTo(it.desk.suppressed("washer", START, to));
            Ledger.check(it);
        }
    }

    /** A centre that takes one ticket a day, live and in a trial. */
    @ParameterizedTest
    @ValueSource(longs = {5, 6})
    void capacityIsKeptTheSame(long seed) {
        Random random = new Random(seed);
        try (Desk it = new Desk()) {
            it.withService();
            it.desk.policies().setCapacity("A", 1, new Author("Li", null));
            List<Step> steps = history(random, it.appliances(4));
            steps.sort(Comparator.comparing(Step::at)
                    .thenComparing(Step::kind)
                    .thenComparing(step -> !step.safety() || !step.component().equals("pump"))
                    .thenComparing(step -> -urgency(step))
                    .thenComparing(
                            step -> -step.probability() * (step.component().equals("pump") ? 300 : 200)));
            Instant to = START.plus(Duration.ofHours(HOURS));
            PolicyTrial.Result trial = trial(it, steps, Map.of("A", 1));
            live(it, steps, false);
            it.desk.expire(to);
            assertThat(trial.waited()).isPositive().isEqualTo((int)
                    it.number("select count(*) from service.proposal where outcome = 'waiting'"));
            assertThat(trial.total()).isEqualTo(it.desk.policyOutcome("washer", START, to, Duration.ZERO));
        }
    }

    private static int urgency(Step step) {
        return (step.probability() >= .5 ? 1 : 0) + (step.probability() >= .8 ? 1 : 0);
    }

    private static PolicyTrial.Result trial(Desk it, List<Step> steps, Map<String, Integer> capacity) {
        List<PolicyTrial.Candidate> candidates = new ArrayList<>();
        List<PolicyTrial.Label> labels = new ArrayList<>();
        for (Step step : steps) {
            if (step.kind() == Kind.DECISION) {
                boolean safety = step.safety() && step.component().equals("pump");
                candidates.add(new PolicyTrial.Candidate(
                        step.appliance(),
                        step.component(),
                        step.at(),
                        step.probability(),
                        HORIZON,
                        safety ? step.at().minusSeconds(60) : null,
                        safety,
                        urgency(step)));
            } else {
                labels.add(new PolicyTrial.Label(
                        step.appliance(), step.component(), step.at(), step.kind() == Kind.FAILURE));
            }
        }
        // Appliance w-2 belongs to centre B.
        String second = "w-2";
        PolicyTrial trial = new PolicyTrial(
                candidates,
                labels,
                no -> new PolicyTrial.Centre(
                        it.fleet.find(no).orElseThrow().id().equals(second) ? "B" : "A", ZoneId.of("Asia/Shanghai")));
        return trial.play(
                new PolicyTrial.Policy(
                        Map.of("pump", 0.0, "door", 0.0),
                        candidate ->
                                candidate.probability() * (candidate.component().equals("pump") ? 300 : 200),
                        capacity),
                START,
                START.plus(Duration.ofHours(HOURS)));
    }

    private static List<Step> history(Random random, List<Integer> appliances) {
        List<Step> steps = new ArrayList<>();
        for (int i = 0; i < 260; i++) {
            // Few distinct instants, some of them whole weeks apart, so that many things meet at one.
            Instant at = START.plus(Duration.ofHours(random.nextInt(HOURS / 12 + 1) * 12L));
            Kind kind = Kind.values()[Math.min(2, random.nextInt(6))];
            int appliance = appliances.get(random.nextInt(appliances.size()));
            String component = COMPONENTS.get(random.nextInt(COMPONENTS.size()));
            Step step = new Step(at, kind, appliance, component, random.nextDouble(), random.nextInt(8) == 0);
            boolean there = steps.stream()
                    .anyMatch(other -> other.at().equals(step.at())
                            && other.kind() == step.kind()
                            && other.appliance() == step.appliance()
                            && other.component().equals(step.component()));
            if (!there) {
                steps.add(step);
                // As recorded data has it: the repair often comes at the very instant of the failure.
                if (kind == Kind.FAILURE && random.nextInt(3) > 0) {
                    steps.add(new Step(at, Kind.REPAIR, appliance, component, 0, false));
                }
            }
        }
        steps.sort(Comparator.comparing(Step::at).thenComparing(Step::kind));
        return steps;
    }

    private static void live(Desk it, List<Step> steps, boolean expireInTime) {
        for (Step step : steps) {
            it.now = step.at();
            switch (step.kind()) {
                case FAILURE -> it.fails(step.appliance(), step.component(), step.at());
                case REPAIR -> it.isRepaired(step.appliance(), step.component(), step.at());
                case DECISION -> {
                    if (expireInTime) {
                        it.desk.expire(step.at());
                    }
                    it.desk.propose(new Proposal(
                            UUID.randomUUID(),
                            step.appliance(),
                            step.component(),
                            step.probability(),
                            step.at(),
                            HORIZON,
                            "model-1",
                            List.of(Text.same("because")),
                            faults(step)));
                }
            }
        }
    }

    private static void tell(PolicySimulation simulation, List<Step> steps, Random random) {
        List<Step> inAnyOrder = new ArrayList<>(steps);
        Collections.shuffle(inAnyOrder, random);
        for (Step step : inAnyOrder) {
            switch (step.kind()) {
                case FAILURE -> simulation.failure(step.appliance(), step.component(), step.at());
                case REPAIR -> simulation.repair(step.appliance(), step.component(), step.at());
                case DECISION ->
                    simulation.decision(
                            step.appliance(), step.component(), step.probability(), step.at(), HORIZON, faults(step));
            }
        }
    }

    private static List<RecentFault> faults(Step step) {
        return step.safety()
                ? List.of(new RecentFault("E2", step.at().minusSeconds(60)), new RecentFault("no-such", step.at()))
                : List.of();
    }
}
