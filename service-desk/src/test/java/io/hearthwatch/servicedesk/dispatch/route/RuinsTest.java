package io.hearthwatch.servicedesk.dispatch.route;

import static io.hearthwatch.servicedesk.dispatch.route.Days.EIGHT;
import static io.hearthwatch.servicedesk.dispatch.route.Days.LINE;
import static io.hearthwatch.servicedesk.dispatch.route.Days.job;
import static io.hearthwatch.servicedesk.dispatch.route.Days.placed;
import static io.hearthwatch.servicedesk.dispatch.route.Days.worker;
import static org.assertj.core.api.Assertions.assertThat;

import io.hearthwatch.servicedesk.organisation.LicenceBand;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** The search by ruins, on days drawn by chance. */
class RuinsTest {
    private static final List<Worker> WORKERS = List.of(
            worker("t0"),
            worker("t1", LicenceBand.MODEL, "senior", "washer", new Span(EIGHT, 1020)),
            worker("t2", LicenceBand.WARNING, "junior", "washer", new Span(EIGHT, 720), new Span(780, 1020)),
            worker("t3", LicenceBand.NORMAL, "qualified", "washer", new Span(600, 1080)));

    /** With all that soft rules look at; of up to thirty, three are pinned, each to somebody and to an hour that they have. */
    private static List<Job> jobs(int count, Random random, boolean told) {
        List<Job> jobs = new ArrayList<>();
        for (int i = 1; i <= count; i++) {
            int from = EIGHT + 120 * random.nextInt(4);
            Job job = Days.urgent(job(i, random.nextInt(60), from, from + 120), random.nextInt(4));
            job = job.in(new Job.Window(from, from + 120, random.nextBoolean() ? from + 60 : Integer.MAX_VALUE));
            job = Days.with(job, random.nextBoolean() ? List.of("P-t1") : List.of(), Map.of());
            String pinned = i % 8 == 0 ? "t" + (i / 8 - 1) : null;
            String engineer = random.nextInt(4) == 0 ? "t" + random.nextInt(4) : null;
            job = job.with(new Job.Wish(pinned, engineer, pinned == null ? null : from + 60));
            job = pinned == null ? job : job.in(job.window().notBefore(from + 60));
            if (pinned != null || random.nextBoolean()) {
                job = placed(
                        job,
                        pinned != null ? pinned : "t" + random.nextInt(4),
                        from + 60,
                        told && random.nextBoolean());
            }
            jobs.add(job);
        }
        return jobs;
    }

    private static long cost(RoutePlan plan) {
        return plan.routes().stream().mapToLong(RouteCost::of).sum()
                + plan.unassigned().stream().mapToLong(RouteCost::ofNobody).sum();
    }

    /** As the solver weighs it, in the units of {@link RouteCost}. */
    private static long score(RoutePlan plan) {
        long cost = 0;
        for (Map.Entry<Rule, Double> each : Planner.weigh(plan).entrySet()) {
            cost += switch (each.getKey().kind()) {
                case HARD -> each.getValue().longValue() * RouteCost.HARD;
                case MEDIUM -> each.getValue().longValue() * RouteCost.MEDIUM;
                case SOFT -> Math.round(each.getValue() * Weights.MINUTE);
            };
        }
        return cost;
    }

    @Test
    void routesCostWhatTheSolverSaysWhateverTheyBreak() {
        for (int seed = 1; seed <= 60; seed++) {
            Random random = new Random(seed);
            RoutePlan plan = RoutePlan.of(WORKERS, jobs(1 + random.nextInt(30), random, true), LINE);
            plan.routes().forEach(route -> route.visits().clear());
            for (Visit visit : plan.visits()) {
                String pinned = visit.job().wish().technician();
                int who = pinned != null ? pinned.charAt(1) - '0' : random.nextInt(5);
                if (who < 4) {
                    plan.routes().get(who).visits().add(visit);
                }
            }
            plan.update();
            assertThat(cost(plan)).as("seed %d", seed).isEqualTo(score(plan));
        }
    }

    @Test
    void noHardRuleIsBrokenAndWhatIsPinnedStaysWhereItStood() {
        for (int seed = 1; seed <= 10; seed++) {
            RoutePlan plan = RoutePlan.of(WORKERS, jobs(30, new Random(seed), false), LINE);
            Planner.mend(plan);
            List<Visit> kept = kept(plan);
            assertThat(kept).isNotEmpty();
            long before = cost(plan);
            new Ruins(plan, seed).improve(Duration.ZERO, 2_000);
            assertThat(cost(plan)).as("seed %d", seed).isEqualTo(score(plan)).isLessThan(before);
            for (Visit visit : plan.visits()) {
                if (visit.route() != null) {
                    assertThat(Rules.broken(visit.route().worker(), visit.job(), visit.begin()))
                            .as("%s, seed %d", visit, seed)
                            .isEmpty();
                }
            }
            assertThat(kept(plan)).containsAll(kept);
        }
    }

    /** Pinned visits that stand with whom and when they were pinned. */
    private static List<Visit> kept(RoutePlan plan) {
        return plan.visits().stream()
                .filter(visit -> visit.route() != null)
                .filter(visit ->
                        visit.route().worker().id().equals(visit.job().wish().technician())
                                && visit.job().wish().missedBy(visit.begin()) == 0)
                .toList();
    }

    @Test
    void theSameSeedAndRoundsFindTheSame() {
        List<String> found = new ArrayList<>();
        for (int i = 0; i < 2; i++) {
            RoutePlan plan = RoutePlan.of(WORKERS, jobs(30, new Random(5), false), LINE);
            Planner.mend(plan);
            assertThat(new Ruins(plan, 7).improve(Duration.ZERO, 300)).isEqualTo(300);
            found.add(plan.routes().toString());
        }
        assertThat(found.get(0)).isEqualTo(found.get(1));
    }

    @Test
    void aSmallDayIsDoneAfterAsManyRoundsAsItIsWorth() {
        RoutePlan plan = RoutePlan.of(WORKERS, List.of(job(1, 10, EIGHT, 600), job(2, 20, 600, 720)), LINE);
        Planner.mend(plan);
        assertThat(new Ruins(plan, 1).improve(Duration.ofHours(1), Long.MAX_VALUE))
                .isEqualTo(2 * Ruins.ROUNDS_PER_VISIT);
    }

    @Test
    void whoeverIsInterruptedStopsWithWhatThereIs() {
        RoutePlan plan = RoutePlan.of(WORKERS, jobs(30, new Random(5), false), LINE);
        Planner.mend(plan);
        String before = plan.routes().toString();
        Thread.currentThread().interrupt();
        try {
            assertThat(new Ruins(plan, 1).improve(Duration.ofHours(1), Long.MAX_VALUE))
                    .isZero();
        } finally {
            assertThat(Thread.interrupted()).as("left for the solver to see").isTrue();
        }
        assertThat(plan.routes().toString()).isEqualTo(before);
    }

    @Test
    void aDayOnWhichSomebodyWasToldOrThatDoesNotHoldIsNotTurnedOver() {
        Job first = job(1, 10, EIGHT, 600);
        Job other = job(2, 20, EIGHT, 600);
        assertThat(Ruins.isFree(Days.plan(WORKERS, first, placed(other, "t0", EIGHT, false))))
                .isTrue();
        assertThat(Ruins.isFree(Days.plan(WORKERS, first, placed(other, "t0", EIGHT, true))))
                .isFalse();
        assertThat(Ruins.isFree(Days.plan(WORKERS, first, placed(other, "gone", EIGHT, false))))
                .isFalse();
        // Ten o'clock is too late for it.
        assertThat(Ruins.isFree(
                        Days.plan(WORKERS, first, placed(other.in(new Job.Window(EIGHT, 590, 600)), "t3", 600, false))))
                .isFalse();
    }
}
