package io.hearthwatch.servicedesk.dispatch.route;

import static io.hearthwatch.servicedesk.dispatch.route.Days.EIGHT;
import static io.hearthwatch.servicedesk.dispatch.route.Days.job;
import static io.hearthwatch.servicedesk.dispatch.route.Days.placed;
import static io.hearthwatch.servicedesk.dispatch.route.Days.plan;
import static io.hearthwatch.servicedesk.dispatch.route.Days.urgent;
import static io.hearthwatch.servicedesk.dispatch.route.Days.with;
import static io.hearthwatch.servicedesk.dispatch.route.Days.worker;

import ai.timefold.solver.core.api.score.stream.Constraint;
import ai.timefold.solver.core.api.score.stream.ConstraintFactory;
import ai.timefold.solver.test.api.score.stream.ConstraintVerifier;
import io.hearthwatch.servicedesk.organisation.LicenceBand;
import java.util.List;
import java.util.Map;
import java.util.function.BiFunction;
import org.junit.jupiter.api.Test;

/** Each rule alone, on routes worked out by hand. */
class RulesTest {
    private static final ConstraintVerifier<Rules, RoutePlan> VERIFIER =
            ConstraintVerifier.build(new Rules(), RoutePlan.class, Route.class, Visit.class);
    private static final Worker ANN = worker("ann");

    private static void costs(long cost, BiFunction<Rules, ConstraintFactory, Constraint> rule, RoutePlan plan) {
        VERIFIER.verifyThat(rule).givenSolution(plan).penalizesBy(cost);
    }

    @Test
    void whoIsNotTrainedForTheTypeBreaksTheRuleOfSkill() {
        Worker other = worker("bob", LicenceBand.NORMAL, "senior", "oven", new Span(EIGHT, 1000));
        costs(60, Rules::skill, plan(List.of(other), placed(job(1, 0, EIGHT, 600), "bob", EIGHT, false)));
        costs(0, Rules::skill, plan(List.of(ANN), placed(job(1, 0, EIGHT, 600), "ann", EIGHT, false)));
    }

    @Test
    void whoHasNoLicenceIsSentNowhere() {
        Worker out = worker("bob", LicenceBand.ELIMINATED, "senior", "washer", new Span(EIGHT, 1000));
        costs(60, Rules::licence, plan(List.of(out), placed(job(1, 0, EIGHT, 600), "bob", EIGHT, false)));
        costs(0, Rules::licence, plan(List.of(ANN), placed(job(1, 0, EIGHT, 600), "ann", EIGHT, false)));
    }

    @Test
    void minutesAfterTheWindowCount() {
        // An hour away, and to begin within a quarter of one.
        costs(45, Rules::window, plan(List.of(ANN), placed(job(1, 60, EIGHT, EIGHT + 15), "ann", EIGHT, false)));
        costs(0, Rules::window, plan(List.of(ANN), placed(job(1, 60, EIGHT, EIGHT + 60), "ann", EIGHT, false)));
    }

    @Test
    void workEndsWithTheDayAndPausesOverNoon() {
        costs(20, Rules::workingTime, plan(List.of(ANN), placed(job(1, 0, 1010, 1100), "ann", 1010, false)));
        // At 11:40 half an hour does not fit before noon, so it begins at one.
        RoutePlan noon = plan(List.of(ANN), placed(job(1, 0, 700, 800), "ann", 700, false));
        costs(0, Rules::workingTime, noon);
        org.assertj.core.api.Assertions.assertThat(noon.visits().get(0).begin()).isEqualTo(13 * 60);
    }

    @Test
    void nobodyWorksOnADayOff() {
        Worker off = worker("bob", LicenceBand.NORMAL, "senior", "washer");
        costs(30, Rules::workingTime, plan(List.of(off), placed(job(1, 0, EIGHT, 600), "bob", EIGHT, false)));
    }

    @Test
    void aPinNamesTheOnlyOneWhoMayGo() {
        Job pinned = placed(job(1, 0, EIGHT, 600), "ann", EIGHT, false).with(new Job.Wish("bob", null));
        costs(60, Rules::pinned, plan(List.of(ANN), pinned));
        costs(0, Rules::pinned, plan(List.of(ANN), pinned.with(new Job.Wish("ann", null))));
    }

    @Test
    void aPinnedTimeHoldsWithinAQuarterOfAnHour() {
        Job job = placed(job(1, 0, EIGHT, 600), "ann", EIGHT, false);
        costs(0, Rules::pinnedTime, plan(List.of(ANN), job));
        costs(0, Rules::pinnedTime, plan(List.of(ANN), job.with(new Job.Wish("ann", null, EIGHT - 15))));
        costs(500 + 5, Rules::pinnedTime, plan(List.of(ANN), job.with(new Job.Wish("ann", null, EIGHT - 20))));
    }

    @Test
    void anUrgentVisitThatNobodyDoesWeighsMost() {
        costs(1, Rules::assigned, plan(List.of(ANN), job(1, 0, EIGHT, 600)));
        costs(
                20 + 5,
                Rules::assigned,
                plan(List.of(ANN), urgent(job(1, 0, EIGHT, 600), 3), urgent(job(2, 0, 0, 9), 2)));
    }

    @Test
    void whatWasAnnouncedIsGivenUpForWhatIsUrgentOnlyAndWhatIsPinnedForNothing() {
        Job planned = placed(job(1, 0, EIGHT, 600), "gone", EIGHT, false);
        costs(1 + 2, Rules::assigned, plan(List.of(ANN), planned));
        costs(1 + 10, Rules::assigned, plan(List.of(ANN), placed(job(1, 0, EIGHT, 600), "gone", EIGHT, true)));
        costs(1 + 2 + 10_000, Rules::assigned, plan(List.of(ANN), planned.with(new Job.Wish("gone", null))));
        Job open = job(1, 0, EIGHT, 600).with(new Job.Wish("gone", null));
        costs(1 + 400, Rules::assigned, plan(List.of(ANN), open));
    }

    @Test
    void theRoadCountsThereAndBetweenAndBack() {
        RoutePlan plan = plan(
                List.of(ANN),
                placed(job(1, 10, EIGHT, 600), "ann", EIGHT, false),
                placed(job(2, 25, EIGHT, 600), "ann", 530, false));
        costs(250, Rules::travel, plan);
        costs(250, Rules::wayBack, plan);
        org.assertj.core.api.Assertions.assertThat(plan.travelMinutes()).isEqualTo(50);
    }

    @Test
    void anUrgentOneThatWaitsCostsByItsUrgency() {
        RoutePlan plan = plan(List.of(ANN), placed(urgent(job(1, 40, EIGHT, 600), 3), "ann", EIGHT, false));
        costs(120, Rules::urgency, plan);
        costs(0, Rules::urgency, plan(List.of(ANN), placed(job(1, 40, EIGHT, 600), "ann", EIGHT, false)));
    }

    @Test
    void theLastQuarterOfAnHourOfAWindowIsRisky() {
        costs(50, Rules::onTime, plan(List.of(ANN), placed(job(1, 115, EIGHT, 600), "ann", EIGHT, false)));
        costs(0, Rules::onTime, plan(List.of(ANN), placed(job(1, 100, EIGHT, 600), "ann", EIGHT, false)));
    }

    @Test
    void partsThatAreNotAboardAreFetched() {
        Job pump = with(job(1, 0, EIGHT, 600), List.of("P-ann", "X"), Map.of());
        costs(150, Rules::parts, plan(List.of(ANN), placed(pump, "ann", EIGHT, false)));
        Job held = with(job(1, 0, EIGHT, 600), List.of("X"), Map.of("X", "van-ann"));
        costs(0, Rules::parts, plan(List.of(ANN), placed(held, "ann", EIGHT, false)));
        Job elsewhere = with(job(1, 0, EIGHT, 600), List.of("P-ann"), Map.of("P-ann", "centre"));
        costs(150, Rules::parts, plan(List.of(ANN), placed(elsewhere, "ann", EIGHT, false)));
    }

    @Test
    void aWarnedLicenceGetsFewerJobsThanAModelOne() {
        Job job = job(1, 0, EIGHT, 600);
        Worker model = worker("bob", LicenceBand.MODEL, "senior", "washer", new Span(EIGHT, 1000));
        Worker warned = worker("bob", LicenceBand.WARNING, "senior", "washer", new Span(EIGHT, 1000));
        costs(4, Rules::fairness, plan(List.of(model), placed(job, "bob", EIGHT, false)));
        costs(7, Rules::fairness, plan(List.of(warned), placed(job, "bob", EIGHT, false)));
    }

    @Test
    void whatWasPublishedStaysUnlessThereIsAReason() {
        Worker bob = worker("bob");
        Job job = job(1, 0, EIGHT, 600);
        costs(0, Rules::stability, plan(List.of(ANN), placed(job, "ann", EIGHT + 15, false)));
        // Begins at eight, 45 minutes before what was published, of which a quarter of an hour is free.
        costs(150, Rules::stability, plan(List.of(ANN), placed(job, "ann", EIGHT + 45, false)));
        costs(750, Rules::stability, plan(List.of(ANN), placed(job, "ann", EIGHT + 45, true)));
        costs(600, Rules::stability, moved(List.of(ANN, bob), placed(job, "ann", EIGHT, false)));
        costs(1800, Rules::stability, moved(List.of(ANN, bob), placed(job, "ann", EIGHT, true)));
    }

    /** With the second worker, though published with the first. */
    private static RoutePlan moved(List<Worker> workers, Job job) {
        RoutePlan plan = plan(workers, job);
        plan.routes().get(1).visits().add(plan.routes().get(0).visits().remove(0));
        plan.update();
        return plan;
    }

    @Test
    void aHouseholdKnowsItsEngineer() {
        Job job = placed(job(1, 0, EIGHT, 600), "ann", EIGHT, false);
        costs(300, Rules::ownEngineer, plan(List.of(ANN), job.with(new Job.Wish(null, "bob"))));
        costs(0, Rules::ownEngineer, plan(List.of(ANN), job.with(new Job.Wish(null, "ann"))));
    }
}
