package io.hearthwatch.servicedesk.dispatch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.hearthwatch.servicedesk.organisation.Scope;
import java.time.Instant;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What a person pinned holds until somebody takes it out, whatever becomes of the visit's place. */
class PinsTest {
    private Centre centre;

    @BeforeEach
    void open() {
        centre = new Centre();
    }

    @AfterEach
    void close() {
        centre.close();
    }

    private long away(String technician) {
        return centre.dispatch.absent(Scope.EVERYTHING, technician, Centre.hour(8), Centre.hour(18), "ill", "chen");
    }

    @Test
    void aPinHoldsWhileTheVisitHasNoPlace() {
        String ticket = centre.scheduled(14, 16);
        long id = Long.parseLong(ticket);
        centre.dispatch.assign(id, "li", Dispatch.Terms.NONE, "chen");
        long ill = away("li");
        DayPlan without = centre.plan("li is ill");
        assertThat(without.unassigned())
                .singleElement()
                .satisfies(each -> assertThat(each.why().get(0).en()).contains("pinned to li"));
        Why why = centre.dispatch.why(id);
        assertThat(why.pinned()).isTrue();
        assertThat(why.technician()).isNull();
        assertThat(why.reasons().get(0).en()).contains("pinned to li");
        centre.dispatch.endAbsence(Scope.EVERYTHING, "li", ill, "chen");
        centre.plan("li is back");
        assertThat(centre.visit(ticket).technician()).isEqualTo("li");
        assertThat(centre.visit(ticket).pinnedBy()).isEqualTo("chen");
    }

    @Test
    void aPinIsTakenOutAlsoWhereTheVisitHasNoPlace() {
        String ticket = centre.scheduled(14, 16);
        long id = Long.parseLong(ticket);
        centre.dispatch.assign(id, "li", Dispatch.Terms.NONE, "chen");
        away("li");
        centre.plan("li is ill");
        assertThatThrownBy(() -> centre.dispatch.pin(id, false, "chen")).hasMessageContaining("planned with nobody");
        assertThat(centre.dispatch.unpin(id, "chen").pinned()).isFalse();
        centre.plan("anybody");
        assertThat(centre.visit(ticket).technician()).isEqualTo("wu");
    }

    @Test
    void inAnotherWindowItIsStillWhoWasPinnedButNotWhen() {
        String ticket = centre.scheduled(10, 12);
        long id = Long.parseLong(ticket);
        centre.dispatch.assign(id, "wu", Dispatch.Terms.NONE, "chen");
        centre.dispatch.pin(id, true, "chen");
        assertThat(centre.visit(ticket).pinnedTime()).isTrue();
        centre.step(
                ticket,
                "scheduled",
                Map.of(
                        "window_from",
                        Centre.hour(14).toString(),
                        "window_to",
                        Centre.hour(16).toString(),
                        "reason",
                        "the customer asked",
                        "customer_agreed",
                        true));
        assertThat(centre.visit(ticket).technician()).isEqualTo("wu");
        assertThat(centre.visit(ticket).pinned()).isTrue();
        assertThat(centre.visit(ticket).pinnedTime()).isFalse();
        away("wu");
        assertThat(centre.dispatch.slots(id)).noneMatch(slot -> slot.from().isBefore(Centre.hour(18)));
        centre.step(ticket, "cancelled", Map.of("reason", "declined"));
        assertThat(centre.number("select count(*) from service.dispatch_pin where ended_at is null"))
                .isZero();
    }

    @Test
    void whoIsSentInsteadOfThePinnedOneEndsThePin() {
        String ticket = centre.scheduled(14, 16);
        centre.dispatch.assign(Long.parseLong(ticket), "li", Dispatch.Terms.NONE, "chen");
        centre.step(ticket, "dispatched", Map.of("technician", "wu"));
        assertThat(centre.visit(ticket).technician()).isEqualTo("wu");
        assertThat(centre.visit(ticket).pinned()).isFalse();
        centre.plan("again");
        assertThat(centre.visit(ticket).technician()).isEqualTo("wu");
    }

    @Test
    void aCustomerWhoWasToldATimeIsNotVisitedEarlier() {
        away("li");
        String first = centre.scheduled(14, 17);
        String second = centre.scheduled(14, 17);
        boolean inOrder =
                centre.visit(first).begin().isBefore(centre.visit(second).begin());
        String late = inOrder ? second : first;
        Instant told = centre.visit(late).begin();
        centre.step(late, "dispatched", Map.of());
        centre.step(late, "confirmed", Map.of());
        centre.step(inOrder ? first : second, "cancelled", Map.of("reason", "declined"));
        centre.plan("one less");
        assertThat(centre.visit(late).begin()).isEqualTo(told);
    }
}
