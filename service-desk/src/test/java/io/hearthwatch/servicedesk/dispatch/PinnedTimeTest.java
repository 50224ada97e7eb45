package io.hearthwatch.servicedesk.dispatch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.hearthwatch.servicedesk.Refusal;
import io.hearthwatch.servicedesk.Sql;
import io.hearthwatch.servicedesk.organisation.Scope;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What a pin holds: who comes, and when, once that was pinned or told. Wu alone works, and has one visit, which is pinned. */
class PinnedTimeTest {
    private static final Duration TOLERANCE = Duration.ofMinutes(15);

    private Centre centre;
    private String pinned;
    private Instant begin;

    @BeforeEach
    void open() {
        centre = new Centre();
        centre.dispatch.absent(Scope.EVERYTHING, "li", Centre.hour(8), Centre.hour(18), "leave", "chen");
        pinned = centre.scheduled(10, 12);
        centre.plan("plan");
        begin = centre.visit(pinned).begin();
    }

    @AfterEach
    void close() {
        centre.close();
    }

    private void pin(boolean time) {
        centre.dispatch.pin(Long.parseLong(pinned), time, "chen");
    }

    private void announce() {
        centre.dispatch.announce(Scope.EVERYTHING, "A", Centre.TODAY, "chen");
        centre.step(pinned, "confirmed", Map.of());
    }

    /** A ticket whose window leaves no room but where the pinned visit is. */
    private String inItsWay() {
        return scheduledWithin(Duration.ofMinutes(20));
    }

    private String scheduledWithin(Duration window) {
        String ticket = centre.triaged();
        centre.step(
                ticket,
                "scheduled",
                Map.of(
                        "window_from",
                        begin.toString(),
                        "window_to",
                        begin.plus(window).toString()));
        return ticket;
    }

    private Why assign(String ticket, boolean accept, String... unpin) {
        Dispatch.Terms terms = new Dispatch.Terms("gas smell", accept, List.of(unpin));
        return centre.dispatch.assign(Long.parseLong(ticket), "wu", terms, "chen");
    }

    private String number(String ticket) {
        return centre.text("select number from service.ticket where id = " + ticket);
    }

    private void assertIsKept() {
        PlannedVisit is = centre.visit(pinned);
        assertThat(is.technician()).isEqualTo("wu");
        assertThat(is.begin()).isBetween(begin, begin.plus(TOLERANCE));
        assertThat(is.pinned()).isTrue();
    }

    private int alarms(String kind, String ticket) {
        return centre.number("select count(*) from service.alarm where kind = '" + kind
                + "' and role = 'dispatcher' and ended_at is null and ticket = " + ticket);
    }

    @Test
    void aPinHoldsTheTimeThatPeopleWereTold() {
        pin(false);
        assertThat(centre.visit(pinned).pinnedTime()).isFalse();
        announce();
        assertThat(centre.visit(pinned).pinnedTime()).isTrue();
        String urgent = inItsWay();
        centre.test
                .database()
                .withConnection(connection -> Sql.update(
                        connection, "update service.ticket set urgency = 3 where id = ?", Long.parseLong(urgent)));
        centre.plan("an urgent ticket");
        assertIsKept();
        assertThat(centre.day().unassigned()).singleElement().satisfies(each -> {
            assertThat(each.ticket()).isEqualTo(Long.parseLong(urgent));
            assertThat(each.why())
                    .last()
                    .satisfies(text -> assertThat(text.en()).contains("pinned").contains(number(pinned)));
        });
        assertThat(centre.dispatch.why(Long.parseLong(urgent)).reasons())
                .last()
                .satisfies(text -> assertThat(text.zh()).contains(number(pinned)));
        assertThat(alarms("no_technician", urgent)).isEqualTo(1);
    }

    @Test
    void aPinOfAVisitThatWasAnnouncedHoldsItsTimeToo() {
        announce();
        pin(false);
        assertThat(centre.visit(pinned).pinnedTime()).isTrue();
    }

    @Test
    void whoeverBreaksAPinByHandNamesIt() {
        pin(true);
        String other = inItsWay();
        Refusal refusal = catchThrowableOfType(Refusal.class, () -> assign(other, true));
        assertThat(refusal).hasMessageContaining(number(pinned) + " would begin at ");
        assertThat(refusal.hint()).contains("\"unpin\": [\"" + number(pinned) + "\"]");
        assertThat((List<?>) refusal.members().get("pushed_off"))
                .singleElement()
                .satisfies(each -> {
                    PushedOff pushed = (PushedOff) each;
                    assertThat(pushed.breaksPin()).isTrue();
                    assertThat(pushed.loses()).isEqualTo("time");
                    assertThat(pushed.insteadBegin()).isAfter(begin.plus(TOLERANCE));
                });
        assertIsKept();
        assertThatThrownBy(() -> assign(other, false, number(pinned))).hasMessageContaining("not accepted");
        assertThatThrownBy(() -> assign(other, true, "HW-999999")).hasMessageContaining("HW-999999");
        assertIsKept();

        assign(other, true, number(pinned));
        centre.dispatch.runDue(centre.now);
        assertThat(centre.visit(other).begin()).isEqualTo(begin);
        assertThat(centre.visit(pinned).pinned()).isFalse();
        assertThat(centre.visit(pinned).begin())
                .isEqualTo(((PushedOff) ((List<?>) refusal.members().get("pushed_off")).get(0)).insteadBegin());
        assertThat(centre.text("select detail ->> 'why' from service.ticket_event where what = 'unpinned' and ticket = "
                        + pinned))
                .contains(number(other))
                .contains("gas smell");
    }

    @Test
    void aCustomerWhoWasToldATimeAndIsPushedOffIsToldTheOtherOne() {
        announce();
        assign(inItsWay(), true);
        centre.dispatch.runDue(centre.now);
        assertThat(centre.visit(pinned).technician()).isEqualTo("wu");
        assertThat(centre.visit(pinned).begin()).isAfter(begin.plus(TOLERANCE));
        assertThat(centre.text("select state from service.ticket where id = " + pinned))
                .isEqualTo("dispatched");
    }

    @Test
    void whoeverSendsSomebodyByHandNamesAPinToo() {
        pin(true);
        String other = inItsWay();
        Map<String, Object> sent = Map.of("technician", "wu", "override", "gas smell", "accept", true);
        assertThatThrownBy(() -> centre.step(other, "dispatched", sent)).hasMessageContaining("a person pinned it");
        assertIsKept();
        centre.step(
                other,
                "dispatched",
                Map.of("technician", "wu", "override", "gas smell", "accept", true, "unpin", List.of(number(pinned))));
        assertThat(centre.visit(other).begin()).isEqualTo(begin);
        assertThat(centre.day().staleSince()).isNotNull();
    }

    @Test
    void beforeAnybodyWasToldAPinWithoutATimeHoldsWhoComesOnly() {
        pin(false);
        String other = inItsWay();
        assertThat(centre.visit(other).begin()).isBetween(begin, begin.plus(Duration.ofMinutes(20)));
        PlannedVisit is = centre.visit(pinned);
        assertThat(is.technician()).isEqualTo("wu");
        assertThat(is.begin()).isBetween(begin.plus(TOLERANCE), Centre.hour(12));
    }

    @Test
    void whatWasGivenToSomebodyAgainstTheRulesIsNoLessPinned() {
        String against = inItsWay();
        assign(against, true);
        centre.dispatch.runDue(centre.now);
        Instant there = centre.visit(against).begin();
        String next = inItsWay();
        assertThatThrownBy(() -> assign(next, true)).hasMessageContaining(number(against) + " would lose its window");
        assertThat(centre.visit(against).begin()).isEqualTo(there);
        assign(next, true, number(against));
        assertThat(centre.visit(next).begin()).isEqualTo(there);
        centre.dispatch.runDue(centre.now);
        assertThat(alarms("no_technician", against)).isEqualTo(1);
    }

    @Test
    void anOverrunThatLeavesNoChoiceIsLateInTheWindowAndAnAlarm() {
        String before = centre.triaged();
        centre.step(
                before,
                "scheduled",
                Map.of(
                        "window_from",
                        Centre.hour(8).toString(),
                        "window_to",
                        Centre.hour(9).toString()));
        pin(true);
        announce();
        centre.step(before, "confirmed", Map.of());
        centre.now = Centre.hour(9);
        centre.step(before, "on_site", Map.of());
        centre.dispatch.overrun(Long.parseLong(before), Duration.ofMinutes(110));
        centre.plan("overrun");
        PlannedVisit late = centre.visit(pinned);
        assertThat(late.technician()).isEqualTo("wu");
        assertThat(late.begin()).isBetween(begin.plus(TOLERANCE), Centre.hour(12));
        assertThat(alarms("pin_not_kept", pinned)).isEqualTo(1);
        assertThat(centre.text("select state from service.ticket where id = " + pinned))
                .as("its customer is told anew")
                .isEqualTo("dispatched");
        begin = late.begin();
        centre.plan("again");
        assertThat(centre.visit(pinned).begin()).as("it holds that now").isEqualTo(begin);
        assertThat(alarms("pin_not_kept", pinned)).isEqualTo(1);
    }

    @Test
    void aPinnedTimeNearTheEndOfTheWindowHoldsNoLongerThanTheWindow() {
        String last = scheduledWithin(Duration.ofMinutes(90));
        centre.dispatch.pin(Long.parseLong(last), true, "chen");
        Instant there = centre.visit(last).begin();
        centre.plan("again");
        assertThat(centre.visit(last).begin()).isEqualTo(there);
        assertThat(centre.visit(last).windowTo()).isAfterOrEqualTo(there);
    }
}
