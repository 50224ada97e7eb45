package io.hearthwatch.servicedesk.dispatch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.hearthwatch.catalog.Text;
import io.hearthwatch.servicedesk.Refusal;
import io.hearthwatch.servicedesk.Sql;
import io.hearthwatch.servicedesk.organisation.Scope;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What one decision by hand does to other visits: said before it is done, and done only if somebody accepts it. */
class PushedOffTest {
    private Centre centre;
    private long away;
    private String one;
    private String other;

    /** Wu alone works, and has one visit of two in the same hour; the day is announced. */
    @BeforeEach
    void open() {
        centre = new Centre();
        away = centre.dispatch.absent(Scope.EVERYTHING, "li", Centre.hour(8), Centre.hour(18), "leave", "chen");
        one = scheduled();
        centre.test
                .database()
                .withConnection(connection -> Sql.update(connection, """
                insert into service.household_contact (household, channel, consent, consent_at, consent_how)
                select household, 'webhook', true, ?, 'on the phone' from service.ticket where id = ?
                """, centre.now, Long.parseLong(one)));
        centre.dispatch.announce(Scope.EVERYTHING, "A", Centre.TODAY, "chen");
        centre.step(one, "confirmed", Map.of());
        other = scheduled();
        centre.plan("plan");
        assertThat(centre.day().unassigned())
                .extracting(DayPlan.Unassigned::ticket)
                .containsExactly(Long.parseLong(other));
    }

    /** Within twenty minutes, so that one technician can do one. */
    private String scheduled() {
        String ticket = centre.triaged();
        centre.step(
                ticket,
                "scheduled",
                Map.of(
                        "window_from",
                        Centre.hour(10).toString(),
                        "window_to",
                        Centre.hour(10).plus(Duration.ofMinutes(20)).toString()));
        return ticket;
    }

    @AfterEach
    void close() {
        centre.close();
    }

    private void sql(String sql, Object... parameters) {
        centre.test.database().withConnection(connection -> Sql.update(connection, sql, parameters));
    }

    private Why assign(String override, boolean accept) {
        return centre.dispatch.assign(
                Long.parseLong(other), "wu", new Dispatch.Terms(override, accept, List.of()), "chen");
    }

    private int alarms(String ticket) {
        return centre.number("select count(*) from service.alarm where kind = 'no_technician' and role = 'dispatcher'"
                + " and ended_at is null and ticket = " + ticket);
    }

    private int told(String ticket) {
        return centre.number("select count(*) from service.message where kind = 'cannot_come' and ticket = " + ticket);
    }

    @Test
    void isListedAndNothingIsDoneUnlessSomebodyAcceptsIt() {
        PlannedVisit before = centre.visit(one);
        Refusal refusal = catchThrowableOfType(Refusal.class, () -> assign("the chief's aunt", false));
        assertThat(refusal.kind()).isEqualTo(Refusal.Kind.CONFLICT);
        assertThat(refusal).hasMessageContaining(before.number() + " would lose its window");
        assertThat(refusal.hint()).contains("accept");
        assertThat((List<?>) refusal.members().get("pushed_off"))
                .hasSize(1)
                .first()
                .satisfies(pushed -> {
                    PushedOff off = (PushedOff) pushed;
                    assertThat(off.ticket()).isEqualTo(Long.parseLong(one));
                    assertThat(off.technician()).isEqualTo("wu");
                    assertThat(off.loses()).isEqualTo("window");
                    assertThat(off.instead()).isNull();
                    assertThat(off.begin()).isEqualTo(before.begin());
                });
        assertThat(centre.visit(one)).isEqualTo(before);
        assertThat(centre.day().staleSince()).isNull();
        assertThatThrownBy(() -> assign(null, true)).hasMessageContaining("not why");
        for (String nothing : List.of("", "  ")) {
            assertThatThrownBy(() -> assign(nothing, true)).hasMessageContaining("is empty");
        }
        assertThat(centre.visit(one)).isEqualTo(before);
    }

    @Test
    void areAToDoAndTheirCustomersAreToldOnce() {
        assign("the chief's aunt", true);
        assertThat(centre.visit(other).technician()).isEqualTo("wu");
        assertThat(centre.visit(other).begin()).isEqualTo(Centre.hour(10));
        assertThat(centre.day().staleWhy()).contains("was given to Wu Na by hand");
        centre.dispatch.runDue(centre.now);
        assertThat(centre.day().unassigned())
                .extracting(DayPlan.Unassigned::ticket)
                .containsExactly(Long.parseLong(one));
        assertThat(centre.text("select state from service.ticket where id = " + one))
                .isEqualTo("scheduled");
        assertThat(alarms(one)).isEqualTo(1);
        assertThat(told(one)).isEqualTo(1);
        centre.plan("again");
        assertThat(alarms(one)).isEqualTo(1);
        assertThat(told(one)).isEqualTo(1);
        // Li comes back: somebody comes after all.
        centre.dispatch.endAbsence(Scope.EVERYTHING, "li", away, "chen");
        centre.dispatch.runDue(centre.now);
        assertThat(centre.visit(one).technician()).isEqualTo("li");
        assertThat(alarms(one)).isZero();
    }

    @Test
    void areNeverThoseThatAPersonPinned() {
        centre.dispatch.pin(Long.parseLong(one), false, "chen");
        assertThatThrownBy(() -> assign("the chief's aunt", true)).hasMessageContaining("a person pinned it");
        assertThat(centre.visit(one).technician()).isEqualTo("wu");
    }

    @Test
    void areNotPushedOffByAStepThatSendsSomebodyEither() {
        Map<String, Object> sent = Map.of("technician", "wu", "override", "the chief's aunt");
        assertThatThrownBy(() -> centre.step(other, "dispatched", sent)).hasMessageContaining("wu is booked for");
        assertThat(centre.text("select state from service.ticket where id = " + other))
                .isEqualTo("scheduled");
        centre.step(other, "dispatched", Map.of("technician", "wu", "override", "the chief's aunt", "accept", true));
        assertThat(centre.day().staleSince()).isEqualTo(centre.now);
    }

    @Test
    void whoWouldBeInTwoPlacesIsNamedWithBoth() {
        PlannedVisit there = centre.visit(one);
        assertThatThrownBy(() -> centre.test.database().inTransaction(connection -> {
                    DispatchStore store = new DispatchStore(connection, "A", centre.now);
                    store.moveSeveral();
                    store.put(
                            Centre.TODAY,
                            there.windowFrom(),
                            there.windowTo(),
                            new Placement(
                                    Long.parseLong(other),
                                    "WU",
                                    there.begin().plus(Duration.ofMinutes(5)),
                                    there.end(),
                                    0,
                                    "hand",
                                    List.of(new Text("so", "是"))),
                            null,
                            new DispatchStore.Why("chen", "so"));
                    store.settle();
                    return null;
                }))
                .isInstanceOf(Refusal.class)
                .hasMessageContaining("would be at " + there.number() + " of centre A")
                .hasMessageContaining("nobody is in two places");
    }

    @Test
    void aTechnicianWhoStillHasAVisitOfTheCentreBeforeIsPlannedAroundIt() {
        sql("update service.technician set centre = 'B' where id = 'wu'");
        sql("update service.technician set active = false where id = 'he'");
        sql("update service.ticket set centre = 'B' where id = ?", Long.parseLong(other));
        DayPlan plan = centre.dispatch.search(
                Scope.EVERYTHING,
                new Dispatch.Order("B", Centre.TODAY, Duration.ofSeconds(1), false, "chen", "plan"),
                Centre.MOVES);
        assertThat(plan.unassigned()).extracting(DayPlan.Unassigned::ticket).containsExactly(Long.parseLong(other));
    }
}
