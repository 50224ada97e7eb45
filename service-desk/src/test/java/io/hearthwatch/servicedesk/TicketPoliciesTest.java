package io.hearthwatch.servicedesk;

import static io.hearthwatch.servicedesk.Desk.START;
import static io.hearthwatch.servicedesk.Desk.proposal;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.hearthwatch.catalog.Costs;
import io.hearthwatch.servicedesk.policy.RecentFault;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.UUID;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class TicketPoliciesTest {
    private static final Author LI = new Author("Li", "because");
    private static final Duration DAY = Duration.ofDays(1);

    private final Desk it = new Desk();
    private final TicketPolicies policies = it.desk.policies();

    @BeforeEach
    void service() {
        it.withService();
    }

    @AfterEach
    void close() {
        it.close();
    }

    private void newType() {
        it.execute("delete from service.ticketing");
    }

    private TypePolicy washer() {
        return policies.types(START.minus(DAY)).get(0);
    }

    @Test
    void newTypeIsInShadowUntilItIsEnabled() {
        newType();
        int w1 = it.appliances(1).get(0);
        assertThat(washer().mode()).isEqualTo(TypePolicy.Mode.SHADOW);
        assertThat(washer().decided()).isFalse();

        Outcome shadowed = it.desk.propose(proposal(w1, "pump", .5, START));
        assertThat(shadowed).isEqualTo(new Outcome(Outcome.Kind.SHADOWED, null, null, Outcome.Kind.OPENED));
        assertThat(it.desk.tickets(TicketFilter.open()).total()).isZero();
        assertThat(it.shelf("WA", "DP-1")).as("nothing is held").containsExactly(2, 0);
        assertThat(policies.shadowTickets("washer", null, null, 10))
                .singleElement()
                .satisfies(ticket -> {
                    assertThat(ticket.reason()).isEqualTo(ShadowReason.NOT_ENABLED);
                    assertThat(ticket.modelId()).isEqualTo("model-1");
                    assertThat(ticket.centre()).isEqualTo("A");
                    assertThat(ticket.endedAt()).isNull();
                });
        assertThat(washer().counts().wouldBe()).isEqualTo(Map.of(ShadowReason.NOT_ENABLED, 1));

        policies.enable("washer", LI);
        assertThat(it.desk.propose(proposal(w1, "pump", .5, START.plus(DAY))).kind())
                .isEqualTo(Outcome.Kind.OPENED);
        policies.disable("washer", LI);
        assertThat(it.desk.propose(proposal(w1, "door", .5, START.plus(DAY))).kind())
                .isEqualTo(Outcome.Kind.SHADOWED);
        assertThat(policies.changes(2)).extracting(PolicyChange::what).containsExactly("disable", "enable");
    }

    @Test
    void historyThatIsPlayedAgainMayOpenTicketsOfNewTypes() {
        newType();
        ServiceDesk playing = new ServiceDesk(it.database(), it.catalog, it.fleet, () -> it.now, NewTypes.OPEN);
        int w1 = it.appliances(1).get(0);
        assertThat(playing.propose(proposal(w1, "pump", .5, START)).kind()).isEqualTo(Outcome.Kind.OPENED);
        policies.disable("washer", LI);
        assertThat(playing.propose(proposal(w1, "door", .5, START)).kind()).isEqualTo(Outcome.Kind.SHADOWED);
    }

    @Test
    void switchStopsTicketsAndWhatWasDecidedMeanwhileOpensNothingLate() {
        List<Integer> appliances = it.appliances(3);
        it.desk.propose(proposal(appliances.get(0), "pump", .5, START));
        assertThat(policies.stop(null, LI)).isTrue();
        assertThat(policies.stop(null, LI)).as("it is on already").isFalse();
        assertThat(policies.modes()).containsOnly(Map.entry("washer", TypePolicy.Mode.STOPPED));

        assertThat(it.desk
                        .propose(proposal(appliances.get(0), "pump", .6, START.plus(DAY)))
                        .wouldBe())
                .as("the real ticket is still open")
                .isEqualTo(Outcome.Kind.ALREADY_OPEN);
        assertThat(it.desk
                        .propose(proposal(appliances.get(1), "pump", .6, START.plus(DAY)))
                        .wouldBe())
                .isEqualTo(Outcome.Kind.OPENED);
        assertThat(washer().counts().wouldBe()).isEqualTo(Map.of(ShadowReason.STOPPED, 1));

        // One decision has not reached the desk when the switch is released.
        Proposal late = proposal(appliances.get(2), "pump", .6, START.plus(DAY));
        assertThat(policies.resume(null, LI, Map.of("washer", late.asOf()))).isTrue();
        assertThat(policies.resume(null, LI, Map.of())).isFalse();
        assertThat(it.desk.propose(late).kind()).isEqualTo(Outcome.Kind.SHADOWED);
        assertThat(it.desk.tickets(TicketFilter.open()).total()).isEqualTo(1);
        assertThat(it.desk
                        .propose(proposal(appliances.get(1), "pump", .6, START.plus(DAY.multipliedBy(2))))
                        .kind())
                .as("still likely at the next scoring")
                .isEqualTo(Outcome.Kind.OPENED);
    }

    @Test
    void switchOfOneTypeIsNotThatOfAll() {
        int w1 = it.appliances(1).get(0);
        policies.stop("washer", LI);
        policies.stop(null, LI);
        policies.resume(null, LI, Map.of());
        assertThat(it.desk.propose(proposal(w1, "pump", .5, START)).kind()).isEqualTo(Outcome.Kind.SHADOWED);
        assertThat(policies.stops()).containsOnlyKeys("washer");
        assertThatThrownBy(() -> policies.stop("kettle", LI)).hasMessageContaining("kettle");
        assertThatThrownBy(() -> policies.stop(null, new Author("Li", " "))).hasMessageContaining("say why");
    }

    @Test
    void noTicketOpensOnceStopHasReturned() throws Exception {
        List<Integer> appliances = it.appliances(120);
        AtomicBoolean stopped = new AtomicBoolean();
        ExecutorService pool = Executors.newFixedThreadPool(6);
        try {
            List<Future<Integer>> late = new ArrayList<>();
            for (int thread = 0; thread < 6; thread++) {
                List<Integer> mine = IntStream.range(0, appliances.size())
                        .filter(i -> i % 6 == Math.floorMod(late.size(), 6))
                        .mapToObj(appliances::get)
                        .toList();
                late.add(pool.submit(() -> {
                    int opened = 0;
                    for (int appliance : mine) {
                        boolean after = stopped.get();
                        Outcome outcome = it.desk.propose(proposal(appliance, "pump", .5, START));
                        opened += after && outcome.kind() == Outcome.Kind.OPENED ? 1 : 0;
                    }
                    return opened;
                }));
            }
            policies.stop("washer", LI);
            int open = it.desk.tickets(TicketFilter.open()).total();
            stopped.set(true);
            for (Future<Integer> each : late) {
                assertThat(each.get(60, TimeUnit.SECONDS)).isZero();
            }
            assertThat(it.desk.tickets(TicketFilter.open()).total()).isEqualTo(open);
            assertThat(open + washer().counts().wouldBe().getOrDefault(ShadowReason.STOPPED, 0))
                    .isEqualTo(120);
        } finally {
            pool.shutdownNow();
        }
    }

    /** Random histories lived through twice: once for real, once in shadow. */
    @Test
    void shadowCountsWhatTheRulesWouldOpen() {
        for (long seed = 1; seed <= 2; seed++) {
            List<Step> steps = history(new Random(seed));
            List<List<Object>> real = live(steps, false, seed);
            List<List<Object>> shadow = live(steps, true, seed);
            assertThat(shadow).as("seed %d", seed).isNotEmpty().isEqualTo(real);
        }
    }

    private record Step(Instant at, int kind, int appliance, String component, double probability, boolean safety) {}

    private static List<Step> history(Random random) {
        List<Step> steps = new ArrayList<>();
        for (int i = 0; i < 120; i++) {
            steps.add(new Step(
                    START.plus(Duration.ofHours(random.nextInt(120) * 12L + i % 7)),
                    Math.min(2, random.nextInt(6)),
                    random.nextInt(4),
                    random.nextBoolean() ? "pump" : "door",
                    random.nextDouble(),
                    random.nextInt(8) == 0));
        }
        steps.sort(Comparator.comparing(Step::at).thenComparing(Step::kind));
        return steps;
    }

    private static List<List<Object>> live(List<Step> steps, boolean challenger, long seed) {
        try (Desk one = new Desk()) {
            one.withService();
            one.desk.policies().setCapacity("A", 1, LI);
            List<Integer> appliances = one.appliances(4);
            for (Step step : steps) {
                one.now = step.at();
                int no = appliances.get(step.appliance());
                switch (step.kind()) {
                    case 0 -> one.fails(no, step.component(), step.at());
                    case 1 -> one.isRepaired(no, step.component(), step.at());
                    default -> {
                        if (seed % 2 == 0) {
                            one.desk.expire(step.at());
                        }
                        RecentFault[] faults = step.safety()
                                ? new RecentFault[] {new RecentFault("E2", step.at())}
                                : new RecentFault[0];
                        Proposal asked = proposal(no, step.component(), step.probability(), step.at(), faults);
                        if (challenger) {
                            one.desk.shadow(asked);
                        } else {
                            one.desk.propose(asked);
                        }
                    }
                }
            }
            one.desk.expire(START.plus(Duration.ofDays(400)));
            String table = challenger ? "service.shadow_ticket" : "service.ticket";
            return one.rows(
                    "select a.id, t.component, t.opened_at, t.probability, t.urgency, t.expires_at, t.hit_at, t.ended_at,"
                            + " t.end_reason from " + table
                            + " t join fleet.appliance a using (appliance_no) order by t.opened_at, a.id, t.component");
        }
    }

    @Test
    void challengersLiveInWorldsOfTheirOwn() {
        int w1 = it.appliances(1).get(0);
        it.desk.propose(proposal(w1, "pump", .5, START));
        assertThat(it.desk.shadow(proposal(w1, "pump", .5, START)).wouldBe()).isEqualTo(Outcome.Kind.OPENED);
        assertThat(it.desk
                        .shadow(proposal(w1, "pump", .5, START.plusSeconds(60)))
                        .wouldBe())
                .isEqualTo(Outcome.Kind.ALREADY_OPEN);
        assertThat(policies.shadowed("model-1", ShadowReason.CHALLENGER, START, START))
                .isEqualTo(1);
        assertThat(washer().counts().wouldBe()).isEmpty();
    }

    @Test
    void centreTakesSoManyTicketsADayInItsOwnTime() {
        policies.setCapacity("A", 2, LI);
        List<Integer> appliances = it.appliances(6);
        // 2026-01-10 in Shanghai begins at 16:00 UTC the day before.
        Instant evening = Instant.parse("2026-01-09T15:59:00Z");
        assertThat(it.desk
                        .propose(proposal(appliances.get(0), "pump", .5, evening))
                        .kind())
                .isEqualTo(Outcome.Kind.OPENED);
        Instant next = Instant.parse("2026-01-09T16:00:00Z");
        for (int i = 2; i < 4; i++) {
            assertThat(it.desk
                            .propose(proposal(appliances.get(i), "pump", .5, next))
                            .kind())
                    .isEqualTo(Outcome.Kind.OPENED);
        }
        Proposal fifth = proposal(appliances.get(4), "pump", .5, next);
        assertThat(it.desk.propose(fifth)).isEqualTo(new Outcome(Outcome.Kind.WAITING, null, "no_room_today"));
        assertThat(it.desk.propose(fifth).kind()).isEqualTo(Outcome.Kind.REPEATED);
        assertThat(it.desk
                        .propose(proposal(appliances.get(1), "pump", .5, next))
                        .kind())
                .as("w-2 belongs to centre B, which has no limit")
                .isEqualTo(Outcome.Kind.OPENED);
        RecentFault danger = new RecentFault("E2", next);
        assertThat(it.desk
                        .propose(proposal(appliances.get(5), "pump", .3, next, danger))
                        .kind())
                .as("safety never waits")
                .isEqualTo(Outcome.Kind.OPENED);
        it.now = next;
        assertThat(policies.centres().get(0)).satisfies(centre -> {
            assertThat(centre.openedToday()).isEqualTo(3);
            assertThat(centre.waiting()).isEqualTo(1);
        });
        assertThat(it.desk
                        .propose(proposal(appliances.get(4), "pump", .5, next.plus(DAY)))
                        .kind())
                .as("reconsidered at the next scoring")
                .isEqualTo(Outcome.Kind.OPENED);
        assertThat(policies.centres().get(0).waiting()).isZero();
    }

    @Test
    void twoProcessesTogetherKeepToTheCapacity() throws Exception {
        policies.setCapacity("A", 5, LI);
        List<Integer> appliances = it.appliances(40);
        ServiceDesk other = new ServiceDesk(it.database(), it.catalog, it.fleet, () -> it.now);
        ExecutorService pool = Executors.newFixedThreadPool(8);
        try {
            List<Future<Outcome>> answers = new ArrayList<>();
            for (int i = 2; i < appliances.size(); i++) {
                ServiceDesk one = i % 2 == 0 ? it.desk : other;
                Proposal asked = proposal(appliances.get(i), "pump", .5, START);
                answers.add(pool.submit(() -> one.propose(asked)));
            }
            int opened = 0;
            for (Future<Outcome> answer : answers) {
                opened += answer.get(60, TimeUnit.SECONDS).kind() == Outcome.Kind.OPENED ? 1 : 0;
            }
            assertThat(opened).isEqualTo(5);
        } finally {
            pool.shutdownNow();
        }
    }

    @Test
    void roomGoesToSafetyThenUrgencyThenSaving() {
        List<Integer> appliances = it.appliances(4);
        policies.setCosts("washer", "door", new Costs(1000, 50, 2), LI);
        Proposal likely = proposal(appliances.get(0), "pump", .9, START);
        Proposal cheap = proposal(appliances.get(1), "pump", .4, START);
        Proposal dear = proposal(appliances.get(2), "door", .35, START);
        Proposal danger = proposal(appliances.get(3), "pump", .3, START, new RecentFault("E2", START));
        assertThat(it.desk.mostValuableFirst(List.of(cheap, dear, likely, danger)))
                .containsExactly(danger, likely, dear, cheap);
    }

    @Test
    void costsAreTakenOverAtOnceAndWrittenDown() {
        assertThat(policies.actingCosts("washer").get("pump")).isEqualTo(new Costs(300, 60, 3));
        policies.setCosts("washer", "pump", new Costs(900, 60, 3), LI);
        assertThat(policies.actingCosts("washer").get("pump").missedFailure()).isEqualTo(900);
        assertThat(policies.changes(1)).singleElement().satisfies(change -> {
            assertThat(change.who()).isEqualTo("Li");
            assertThat(change.old()).containsEntry("missed_failure", 300.0);
            assertThat(change.now()).containsEntry("missed_failure", 900.0);
        });
        // Loading the file once more says nothing new, so it takes nothing back.
        it.desk.load(Desk.file(Desk.SERVICE));
        assertThat(policies.costs("washer", "pump").missedFailure()).isEqualTo(900);
        it.desk.load(Desk.file(Desk.SERVICE.replace("missed_failure: 300", "missed_failure: 310")));
        assertThat(policies.costs("washer", "pump").missedFailure()).isEqualTo(310);
        assertThatThrownBy(() -> policies.setCosts("washer", "pump", new Costs(3, 60, 3), LI))
                .hasMessageContaining("must cost more");
        assertThatThrownBy(() -> it.execute("delete from service.policy_change"))
                .hasMessageContaining("append-only");
    }

    @Test
    void serviceFileEnablesTypesAndLimitsCentres() {
        newType();
        String file = Desk.SERVICE.replace("warehouse: WB}", "warehouse: WB, tickets_per_day: 7}")
                + "tickets: {washer: enabled}\n";
        it.desk.load(Desk.file(file));
        assertThat(washer().mode()).isEqualTo(TypePolicy.Mode.ENABLED);
        assertThat(policies.centres().get(1).ticketsPerDay()).isEqualTo(7);
        policies.disable("washer", LI);
        assertThat(it.desk.load(Desk.file(file)).changed()).isZero();
        assertThat(washer().mode()).isEqualTo(TypePolicy.Mode.SHADOW);
        it.desk.load(Desk.file(file.replace("washer: enabled", "washer: shadow")));
        it.desk.load(Desk.file(file));
        assertThat(washer().mode()).isEqualTo(TypePolicy.Mode.ENABLED);
    }

    @Test
    void decisionsAreAnsweredOnceAlsoInShadow() {
        int w1 = it.appliances(1).get(0);
        Proposal asked = new Proposal(
                UUID.randomUUID(), w1, "pump", .5, START, Duration.ofDays(7), "challenger", List.of(), List.of());
        assertThat(it.desk.shadow(asked).kind()).isEqualTo(Outcome.Kind.SHADOWED);
        assertThat(it.desk.shadow(asked).kind()).isEqualTo(Outcome.Kind.REPEATED);
        assertThat(policies.shadowTickets(null, ShadowReason.CHALLENGER, "challenger", 10))
                .hasSize(1);
    }
}
