package io.hearthwatch.servicedesk.dispatch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.hearthwatch.servicedesk.Refusal;
import io.hearthwatch.servicedesk.customer.Slot;
import io.hearthwatch.servicedesk.organisation.Scope;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What people decide, what happens on the day, and what customers are offered. */
class DecisionsTest {
    private Centre centre;

    @BeforeEach
    void open() {
        centre = new Centre();
    }

    @AfterEach
    void close() {
        centre.close();
    }

    @Test
    void aPinHoldsWhateverIsPlannedAgainAndCanBeTakenOut() {
        String ticket = centre.scheduled(10, 12);
        centre.plan("plan");
        String mine = centre.visit(ticket).technician();
        String other = mine.equals("li") ? "wu" : "li";
        Why why = centre.dispatch.assign(Long.parseLong(ticket), other, Dispatch.Terms.NONE, "chen");
        assertThat(why.technician()).isEqualTo(other);
        assertThat(why.pinned()).isTrue();
        assertThat(why.others()).extracting(Why.Other::technician).containsExactly(mine);
        centre.plan("again");
        assertThat(centre.visit(ticket).technician()).isEqualTo(other);
        assertThat(centre.dispatch.unpin(Long.parseLong(ticket), "chen").pinned())
                .isFalse();
        assertThatThrownBy(() -> centre.dispatch.unpin(Long.parseLong(ticket), "chen"))
                .hasMessageContaining("is not pinned");
    }

    @Test
    void whoCannotIsRefusedWithTheRuleThatStandsAgainstIt() {
        centre.dispatch.absent(Scope.EVERYTHING, "li", Centre.hour(8), Centre.hour(18), "ill", "chen");
        String ticket = centre.scheduled(10, 12);
        assertThatThrownBy(() -> centre.dispatch.assign(Long.parseLong(ticket), "li", Dispatch.Terms.NONE, "chen"))
                .isInstanceOf(Refusal.class)
                .hasMessageContaining("Li Wei does not work that day");
        Why why = centre.dispatch.why(Long.parseLong(ticket));
        assertThat(why.others()).anySatisfy(each -> {
            assertThat(each.technician()).isEqualTo("li");
            assertThat(each.broken()).containsExactly("working_time");
            assertThat(each.words().get(0).zh()).contains("不上班");
        });
        assertThat(centre.dispatch
                        .assign(
                                Long.parseLong(ticket),
                                "li",
                                new Dispatch.Terms("he insists", false, List.of()),
                                "chen")
                        .technician())
                .isEqualTo("li");
        assertThatThrownBy(() -> centre.dispatch.assign(Long.parseLong(ticket), "he", Dispatch.Terms.NONE, "chen"))
                .hasMessageContaining("no technician of centre A");
    }

    @Test
    void noWordSendsOneWithoutALicence() {
        String ticket = centre.scheduled(10, 12);
        centre.number(
                "update service.technician set revoked_at = '2026-11-22', points = 40 where id = 'li' returning 1");
        assertThatThrownBy(() -> centre.dispatch.assign(
                        Long.parseLong(ticket), "li", new Dispatch.Terms("he insists", false, List.of()), "chen"))
                .isInstanceOf(Refusal.class)
                .hasMessageContaining("Li Wei")
                .hasMessageContaining("no licence");
    }

    @Test
    void whatAPersonDecidedAgainstTheRulesStaysAndThePlanIsMadeAroundIt() {
        centre.dispatch.absent(Scope.EVERYTHING, "li", Centre.hour(8), Centre.hour(18), "leave", "chen");
        String insisted = centre.scheduled(10, 12);
        centre.dispatch.assign(
                Long.parseLong(insisted), "li", new Dispatch.Terms("comes in for this one", false, List.of()), "chen");
        Instant begin = centre.visit(insisted).begin();
        centre.step(insisted, "dispatched", Map.of());
        String other = centre.scheduled(10, 12);
        centre.plan("plan");
        centre.plan("again");
        assertThat(centre.visit(insisted).technician()).isEqualTo("li");
        assertThat(centre.visit(insisted).begin()).isEqualTo(begin);
        assertThat(centre.visit(other).technician()).isEqualTo("wu");
        // Who is away from now on cannot keep it.
        centre.now = centre.now.plusSeconds(60);
        centre.dispatch.absent(Scope.EVERYTHING, "li", Centre.hour(8), Centre.hour(18), "ill", "chen");
        centre.plan("without li");
        assertThat(centre.day().unassigned())
                .extracting(DayPlan.Unassigned::ticket)
                .contains(Long.parseLong(insisted));
    }

    @Test
    void whenSomebodyFallsIllOnlyTheirVisitsAreHandedOverAndListed() {
        List<String> tickets = new ArrayList<>();
        for (int hour : new int[] {10, 12, 14, 16}) {
            tickets.add(centre.scheduled(hour, Math.min(18, hour + 2)));
            tickets.add(centre.scheduled(hour, Math.min(18, hour + 2)));
        }
        centre.plan("plan");
        List<String> others = tickets.stream()
                .filter(ticket -> centre.visit(ticket).technician().equals("wu"))
                .toList();
        centre.dispatch.absent(Scope.EVERYTHING, "li", Centre.hour(8), Centre.hour(18), "ill", "chen");
        assertThat(centre.day().routes().get(0).technician()).isEqualTo("li");
        assertThat(centre.day().routes().get(0).visits()).isNotEmpty();
        assertThat(centre.day().staleWhy()).isEqualTo("li is away: ill");
        assertThat(centre.dispatch.nextDue()).contains(centre.now);
        centre.dispatch.runDue(centre.now);
        DayPlan after = centre.day();
        assertThat(after.staleSince()).isNull();
        assertThat(after.routes().get(0).visits()).isEmpty();
        for (String ticket : others) {
            assertThat(centre.visit(ticket).technician()).isEqualTo("wu");
        }
        assertThat(after.changes())
                .anyMatch(change ->
                        change.what().equals("handed_over") && change.why().equals("li is away: ill"));
    }

    @Test
    void aVisitThatOverrunsPutsOffWhatFollowsAndNothingElse() {
        centre.dispatch.absent(Scope.EVERYTHING, "li", Centre.hour(8), Centre.hour(18), "leave", "chen");
        String first = centre.scheduled(9, 11);
        String second = centre.scheduled(9, 11);
        String late = centre.scheduled(15, 17);
        centre.plan("plan");
        String one = centre.visit(first).begin().isBefore(centre.visit(second).begin()) ? first : second;
        String two = one.equals(first) ? second : first;
        Instant afternoon = centre.visit(late).begin();
        centre.step(one, "dispatched", Map.of("technician", "wu"));
        centre.step(one, "confirmed", Map.of());
        centre.now = centre.visit(one).begin();
        centre.step(one, "on_site", Map.of());
        centre.dispatch.overrun(Long.parseLong(one), Duration.ofMinutes(70));
        centre.dispatch.runDue(centre.now);
        assertThat(centre.visit(two).begin()).isAfter(centre.now.plus(Duration.ofMinutes(70)));
        assertThat(centre.visit(late).begin()).isEqualTo(afternoon);
        // Nobody said that it is over: it lasts a little longer, by itself.
        centre.now = centre.now.plus(Duration.ofMinutes(75));
        assertThat(centre.dispatch.nextDue().orElseThrow()).isBefore(centre.now);
        centre.dispatch.runDue(centre.now);
        assertThat(centre.dispatch.nextDue().orElseThrow()).isAfter(centre.now);
    }

    @Test
    void whoIsPlannedIsSentWithoutBeingNamedAgainAlsoTwiceInOneWindow() {
        centre.dispatch.absent(Scope.EVERYTHING, "li", Centre.hour(8), Centre.hour(18), "leave", "chen");
        String first = centre.scheduled(14, 17);
        String second = centre.scheduled(14, 17);
        centre.plan("plan");
        for (String ticket : List.of(first, second)) {
            Instant begin = centre.visit(ticket).begin();
            assertThat(centre.step(ticket, "dispatched", Map.of()).step()).isEqualTo("dispatched");
            assertThat(centre.visit(ticket).technician()).isEqualTo("wu");
            assertThat(centre.visit(ticket).begin()).isEqualTo(begin);
            assertThat(centre.text("select technician from service.ticket where id = " + ticket))
                    .isEqualTo("wu");
        }
    }

    @Test
    void whereNobodyIsPlannedSomebodyHasToBeNamed() {
        centre.dispatch.absent(Scope.EVERYTHING, "li", Centre.hour(8), Centre.hour(18), "leave", "chen");
        centre.dispatch.absent(Scope.EVERYTHING, "wu", Centre.hour(8), Centre.hour(18), "leave", "chen");
        String ticket = centre.scheduled(14, 17);
        assertThatThrownBy(() -> centre.step(ticket, "dispatched", Map.of())).hasMessageContaining("technician");
    }

    @Test
    void anAbsenceThatEndsEarlyGivesTheTimeBackOnce() {
        long absence = centre.dispatch.absent(Scope.EVERYTHING, "li", Centre.hour(8), Centre.hour(18), "ill", "chen");
        centre.dispatch.absent(Scope.EVERYTHING, "wu", Centre.hour(8), Centre.hour(18), "leave", "chen");
        String ticket = centre.scheduled(14, 17);
        assertThat(centre.plan("plan").unassigned()).hasSize(1);
        assertThat(centre.dispatch.absences(Scope.EVERYTHING, "li"))
                .singleElement()
                .satisfies(each -> {
                    assertThat(each.id()).isEqualTo(absence);
                    assertThat(each.from()).isEqualTo(Centre.hour(8));
                    assertThat(each.reason()).isEqualTo("ill");
                    assertThat(each.endedAt()).isNull();
                });
        centre.dispatch.endAbsence(Scope.EVERYTHING, "li", absence, "chen");
        assertThat(centre.day().staleWhy()).isEqualTo("li is back");
        centre.dispatch.runDue(centre.now);
        assertThat(centre.visit(ticket).technician()).isEqualTo("li");
        assertThat(centre.dispatch.absences(Scope.EVERYTHING, "li").get(0).endedBy())
                .isEqualTo("chen");
        assertThatThrownBy(() -> centre.dispatch.endAbsence(Scope.EVERYTHING, "li", absence, "chen"))
                .hasMessageContaining("has ended");
        assertThatThrownBy(() -> centre.dispatch.endAbsence(Scope.EVERYTHING, "wu", absence, "chen"))
                .hasMessageContaining("there is no absence");
    }

    @Test
    void theLastPlaceIsOneCustomersOnly() throws Exception {
        // One technician, and an hour in which one visit fits.
        centre.dispatch.absent(Scope.EVERYTHING, "li", Centre.hour(8), Centre.hour(18), "leave", "chen");
        centre.dispatch.absent(Scope.EVERYTHING, "wu", Centre.hour(8), Centre.hour(14), "leave", "chen");
        centre.dispatch.absent(Scope.EVERYTHING, "wu", Centre.hour(15), Centre.hour(18), "leave", "chen");
        List<String> tokens = new ArrayList<>();
        for (int i = 0; i < 4; i++) {
            tokens.add(centre.token(centre.open()));
        }
        Instant from = Centre.hour(14);
        assertThat(centre.customers().slots(tokens.get(0)))
                .filteredOn(slot -> slot.from().isBefore(Centre.hour(18)))
                .extracting(Slot::from)
                .containsExactly(from);
        ExecutorService threads = Executors.newFixedThreadPool(tokens.size());
        try {
            int booked = 0;
            for (Future<Boolean> each : threads.invokeAll(tokens.stream()
                    .map(token -> (Callable<Boolean>) () -> {
                        try {
                            centre.customers().book(token, from, Centre.ANSWERS, false);
                            return true;
                        } catch (Refusal e) {
                            assertThat(e.kind()).isEqualTo(Refusal.Kind.CONFLICT);
                            return false;
                        }
                    })
                    .toList())) {
                booked += each.get() ? 1 : 0;
            }
            assertThat(booked).isEqualTo(1);
        } finally {
            threads.shutdownNow();
        }
        assertThat(centre.plan("plan").unassigned()).isEmpty();
    }
}
