package io.hearthwatch.servicedesk.dispatch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.hearthwatch.servicedesk.Refusal;
import io.hearthwatch.servicedesk.customer.Slot;
import io.hearthwatch.servicedesk.organisation.Scope;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What customers are offered is true: whoever takes it is visited in that window, whoever else books at that moment. */
class OfferedSlotsTest {
    private Centre centre;

    @AfterEach
    void close() {
        centre.close();
    }

    private Slot hold(String ticket, Instant from) {
        return centre.test
                .database()
                .inTransaction(connection ->
                        Dispatch.windows(centre.catalog).hold(connection, Long.parseLong(ticket), from, centre.now));
    }

    private void book(String ticket, Slot slot) {
        centre.step(
                ticket,
                "scheduled",
                Map.of(
                        "window_from",
                        slot.from().toString(),
                        "window_to",
                        slot.to().toString()));
    }

    private List<Slot> offered(String ticket) {
        return centre.dispatch.slots(Long.parseLong(ticket)).stream()
                .filter(slot -> slot.from().isBefore(Centre.hour(8 + 48)))
                .toList();
    }

    private void everybodyIsVisited(String after) {
        for (LocalDate day : List.of(Centre.TODAY, Centre.TODAY.plusDays(1))) {
            DayPlan plan = centre.plan(day, "check");
            assertThat(plan.unassigned()).as("%s, %s", after, day).isEmpty();
            for (DayPlan.DayRoute route : plan.routes()) {
                Instant free = Instant.MIN;
                for (PlannedVisit visit : route.visits()) {
                    assertThat(visit.begin())
                            .as("%s, %s", after, visit.number())
                            .isBetween(visit.windowFrom(), visit.windowTo());
                    assertThat(visit.begin().minus(Duration.ofMinutes(visit.travelMinutes())))
                            .as("%s, %s", after, visit.number())
                            .isAfterOrEqualTo(free);
                    free = visit.end();
                }
            }
        }
    }

    /** Far apart, so that the way between two households matters; two at once, who each are offered what the other does not take. */
    @Test
    void everyWindowThatIsOfferedCanBeKeptAlsoWhenTwoBookAtOnce() {
        long seed = 11;
        Random random = new Random(seed);
        centre = new Centre(30, 25, seed);
        int booked = 0;
        for (int round = 0; round < 12; round++) {
            String one = centre.triaged();
            String other = centre.triaged();
            List<Slot> slots = offered(one);
            if (slots.isEmpty()) {
                continue;
            }
            Slot first = hold(one, slots.get(random.nextInt(slots.size())).from());
            List<Slot> left = offered(other);
            Slot second = left.isEmpty()
                    ? null
                    : hold(other, left.get(random.nextInt(left.size())).from());
            if (random.nextBoolean() && second != null) {
                book(other, second);
                book(one, first);
            } else {
                book(one, first);
                if (second != null) {
                    book(other, second);
                }
            }
            booked += second == null ? 1 : 2;
            if (round % 3 == 2) {
                everybodyIsVisited("round " + round);
            }
        }
        assertThat(booked).isGreaterThan(12);
        everybodyIsVisited("the end");
    }

    @Test
    void aPlaceThatSomebodyIsBookingStaysTheirsWhileTheDayIsPlanned() {
        centre = new Centre();
        centre.dispatch.absent(Scope.EVERYTHING, "li", Centre.hour(8), Centre.hour(18), "leave", "chen");
        String one = centre.triaged();
        Slot slot = hold(one, Centre.hour(14));
        List<String> others = new ArrayList<>();
        for (int i = 0; i < 3; i++) {
            others.add(centre.scheduled(14, 16));
        }
        centre.plan("meanwhile");
        book(one, slot);
        assertThat(centre.plan("afterwards").unassigned())
                .extracting(DayPlan.Unassigned::ticket)
                .doesNotContain(Long.parseLong(one));
        assertThat(centre.visit(one).begin()).isBetween(slot.from(), slot.to());
        assertThat(others).hasSize(3);
    }

    @Test
    void nothingIsOfferedOfATechnicianWhoseDayDoesNotHoldUntilItIsPlannedAgain() {
        centre = new Centre();
        centre.dispatch.absent(Scope.EVERYTHING, "li", Centre.hour(8), Centre.hour(18), "leave", "chen");
        String first = centre.scheduled(9, 11);
        String second = centre.scheduled(9, 11);
        centre.plan("plan");
        String one = centre.visit(first).begin().isBefore(centre.visit(second).begin()) ? first : second;
        centre.step(one, "dispatched", Map.of());
        centre.step(one, "confirmed", Map.of());
        centre.now = centre.visit(one).begin();
        centre.step(one, "on_site", Map.of());
        centre.dispatch.overrun(Long.parseLong(one), Duration.ofMinutes(130));
        String customer = centre.triaged();
        assertThat(offered(customer)).noneMatch(slot -> slot.from().isBefore(Centre.hour(18)));
        assertThatThrownBy(() -> hold(customer, Centre.hour(14))).isInstanceOf(Refusal.class);
        assertThat(centre.plan("the overrun").unassigned()).hasSize(1);
        Slot slot = offered(customer).get(0);
        assertThat(slot.from()).isBefore(Centre.hour(18));
        hold(customer, slot.from());
        book(customer, slot);
        assertThat(centre.visit(customer).technician()).isEqualTo("wu");
    }

    @Test
    void whoBeginsBeforeTheVisitThatWasToComeFirstDisturbsNoPlan() {
        centre = new Centre();
        centre.dispatch.absent(Scope.EVERYTHING, "li", Centre.hour(8), Centre.hour(18), "leave", "chen");
        String first = centre.scheduled(9, 12);
        String second = centre.scheduled(9, 12);
        centre.plan("plan");
        boolean inOrder =
                centre.visit(first).begin().isBefore(centre.visit(second).begin());
        String early = inOrder ? second : first;
        centre.step(early, "dispatched", Map.of());
        centre.step(early, "confirmed", Map.of());
        centre.now = centre.visit(inOrder ? first : second).begin().plus(Duration.ofMinutes(10));
        centre.step(early, "on_site", Map.of());
        assertThat(centre.visit(early).begin()).isEqualTo(centre.now);
        assertThat(centre.plan("the other way round").unassigned()).isEmpty();
        assertThat(centre.visit(inOrder ? first : second).begin())
                .isAfter(centre.visit(early).end());
    }
}
