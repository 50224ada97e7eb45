package io.hearthwatch.servicedesk.dispatch.route;

import static io.hearthwatch.servicedesk.dispatch.route.Days.EIGHT;
import static io.hearthwatch.servicedesk.dispatch.route.Days.LINE;
import static io.hearthwatch.servicedesk.dispatch.route.Days.job;
import static io.hearthwatch.servicedesk.dispatch.route.Days.placed;
import static io.hearthwatch.servicedesk.dispatch.route.Days.worker;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.hearthwatch.servicedesk.organisation.LicenceBand;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Whole days. */
class PlannerTest {
    private static final Planner.Limits MOVES = new Planner.Limits(7, Duration.ZERO, 5_000);

    private static List<Worker> workers(int count) {
        return IntStream.range(0, count).mapToObj(i -> worker("t" + i)).toList();
    }

    private static List<Job> jobs(int count, Random random) {
        return IntStream.range(0, count)
                .mapToObj(i -> {
                    int from = EIGHT + 120 * random.nextInt(4);
                    return job(i + 1, random.nextInt(60), from, from + 120);
                })
                .toList();
    }

    private static void isSound(RoutePlan plan) {
        for (Route route : plan.routes()) {
            int free = 0;
            for (Visit visit : route.visits()) {
                assertThat(Rules.broken(route.worker(), visit.job(), visit.begin()))
                        .as("%s", visit)
                        .isEmpty();
                assertThat(visit.begin()).isGreaterThanOrEqualTo(free + visit.travelHere());
                free = visit.end();
            }
        }
    }

    @Test
    void aPlanKeepsEveryHardRuleAndComesOutTheSameAgain() {
        List<Worker> workers = workers(4);
        List<Job> jobs = jobs(24, new Random(3));
        RoutePlan plan = Planner.solve(RoutePlan.of(workers, jobs, LINE), MOVES);
        isSound(plan);
        assertThat(plan.score().hardScore()).isZero();
        assertThat(plan.unassigned()).isEmpty();
        RoutePlan again = Planner.solve(RoutePlan.of(workers, jobs, LINE), MOVES);
        assertThat(again.routes().toString()).isEqualTo(plan.routes().toString());
        assertThat(again.score()).isEqualTo(plan.score());
    }

    @Test
    void theSearchIsNoWorseThanWhereItBegan() {
        List<Worker> workers = workers(4);
        List<Job> jobs = jobs(24, new Random(5));
        RoutePlan begun = RoutePlan.of(workers, jobs, LINE);
        Insertions.fill(begun, null);
        double before = Planner.weigh(begun).values().stream()
                .mapToDouble(Double::doubleValue)
                .sum();
        RoutePlan plan = Planner.solve(RoutePlan.of(workers, jobs, LINE), MOVES);
        double after = Planner.weigh(plan).values().stream()
                .mapToDouble(Double::doubleValue)
                .sum();
        assertThat(after).isLessThanOrEqualTo(before);
        assertThat(-plan.score().softScore() / 10.0).isCloseTo(after, within(1e-6));
    }

    @Test
    void moreWorkThanHandsLeavesTheLeastUrgentUndone() {
        List<Job> jobs = new ArrayList<>();
        for (int i = 1; i <= 6; i++) {
            jobs.add(Days.urgent(job(i, 0, EIGHT, EIGHT + 60), i == 4 ? 3 : 0));
        }
        RoutePlan plan = Planner.solve(RoutePlan.of(workers(1), jobs, LINE), MOVES);
        assertThat(plan.unassigned()).hasSize(3).noneMatch(visit -> visit.job().ticket() == 4);
        isSound(plan);
    }

    @Test
    void whenSomebodyIsIllOnlyTheirVisitsChangeHands() {
        List<Worker> workers = workers(3);
        // Few enough that two can do them without another visit having to make room.
        List<Job> jobs = jobs(10, new Random(11));
        RoutePlan first = Planner.solve(RoutePlan.of(workers, jobs, LINE), MOVES);
        List<Job> published = first.visits().stream()
                .map(visit -> placed(visit.job(), visit.route().worker().id(), visit.begin(), false))
                .toList();
        List<Worker> left = new ArrayList<>(workers);
        left.set(0, worker("t0", LicenceBand.NORMAL, "qualified", "washer"));
        RoutePlan again = Planner.solve(RoutePlan.of(left, published, LINE), MOVES);
        isSound(again);
        for (Visit visit : again.visits()) {
            String before = visit.job().published().technician();
            if (!before.equals("t0") && visit.route() != null) {
                assertThat(visit.route().worker().id()).isEqualTo(before);
            }
            assertThat(visit.route() == null ? "nobody" : visit.route().worker().id())
                    .isNotEqualTo("t0");
        }
    }

    @Test
    void aPlaceThatIsOfferedBreaksNothingAndOneThatIsNotCannotBeHad() {
        List<Job> jobs = new ArrayList<>();
        // The morning is full: four half hours within two hours, and the fifth would begin too late.
        for (int i = 1; i <= 4; i++) {
            jobs.add(placed(job(i, 0, EIGHT, EIGHT + 90), "t0", EIGHT + 30 * (i - 1), false));
        }
        jobs.add(job(5, 0, 0, 1440));
        RoutePlan plan = RoutePlan.of(workers(1), jobs, LINE);
        Visit visit = plan.unassigned().get(0);
        assertThat(Insertions.places(plan, visit, visit.job().in(new Job.Window(EIGHT, EIGHT + 90, 9999))))
                .isEmpty();
        List<Insertions.Place> later =
                Insertions.places(plan, visit, visit.job().in(new Job.Window(600, 720, 9999)));
        assertThat(later).hasSize(1);
        Insertions.put(visit, visit.job().in(new Job.Window(600, 720, 9999)), later.get(0));
        isSound(plan);
        assertThat(visit.begin()).isEqualTo(600);
    }

    @Test
    void roadsAreLongerThanTheFlightOfACrow() {
        // One degree of latitude: 111.2 km, by road 147.9, at 30 km/h 296 minutes, and three to stop.
        assertThat(RoadEstimate.TOWN.minutes(new Position(30, 120), new Position(31, 120)))
                .isEqualTo(299);
        assertThat(RoadEstimate.TOWN.minutes(new Position(30, 120), new Position(30, 120)))
                .isZero();
    }
}
