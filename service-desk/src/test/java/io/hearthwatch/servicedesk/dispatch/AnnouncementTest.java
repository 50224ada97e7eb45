package io.hearthwatch.servicedesk.dispatch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.hearthwatch.servicedesk.Refusal;
import io.hearthwatch.servicedesk.organisation.Scope;
import java.time.Duration;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Announcing a day: who is planned is sent, has to acknowledge, and has to do so again when the job changes hands. */
class AnnouncementTest {
    private Centre centre;

    @BeforeEach
    void open() {
        centre = new Centre();
    }

    @AfterEach
    void close() {
        centre.close();
    }

    private Announcement announce() {
        return centre.dispatch.announce(Scope.EVERYTHING, "A", Centre.TODAY, "chen");
    }

    private String state(String ticket) {
        return centre.text("select state from service.ticket where id = " + ticket);
    }

    /** Acknowledgements that are waited for. */
    private int awaited(String ticket) {
        return centre.number(
                "select count(*) from service.clock_promise where promise = 'acknowledge' and ended_at is null"
                        + " and ticket = " + ticket);
    }

    /** Everybody but this one is away for the day. */
    private long onlyHas(String technician) {
        String other = technician.equals("li") ? "wu" : "li";
        return centre.dispatch.absent(Scope.EVERYTHING, other, Centre.hour(8), Centre.hour(18), "leave", "chen");
    }

    @Test
    void aPlanIsLookedAtBeforeAnybodyIsSentAndAnnouncedItIsAcknowledged() {
        String one = centre.scheduled(10, 12);
        String two = centre.scheduled(14, 16);
        centre.plan("plan");
        assertThat(state(one)).isEqualTo("scheduled");
        Announcement announced = announce();
        assertThat(announced.sent())
                .extracting(Announcement.Job::ticket)
                .containsExactlyInAnyOrder(Long.parseLong(one), Long.parseLong(two));
        assertThat(announced.announcedBy()).isEqualTo("chen");
        for (String ticket : List.of(one, two)) {
            assertThat(state(ticket)).isEqualTo("dispatched");
            assertThat(awaited(ticket)).isEqualTo(1);
            assertThat(centre.number(
                            "select count(*) from service.outbox where kind = 'ticket.dispatched' and ticket = "
                                    + ticket))
                    .isEqualTo(1);
        }
        assertThat(centre.day().announcedAt()).isEqualTo(centre.now);
        assertThat(announce().sent()).as("again").isEmpty();
        assertThat(centre.plan("again").changes()).isEmpty();
        assertThat(centre.number("select count(*) from service.ticket_event where to_state = 'dispatched'"))
                .isEqualTo(2);
    }

    @Test
    void whoDoesNotAcknowledgeRaisesAnAlarm() {
        String ticket = centre.scheduled(14, 16);
        announce();
        centre.now = centre.now.plus(Duration.ofMinutes(61));
        centre.desk.clocks().runDue(centre.now);
        assertThat(centre.text("select kind from service.alarm where role = 'dispatcher' and ticket = " + ticket))
                .isEqualTo("not_acknowledged");
    }

    @Test
    void whatAnAnnouncedDayStillBringsIsSentAtOnce() {
        centre.scheduled(10, 12);
        announce();
        String late = centre.scheduled(14, 16);
        assertThat(state(late)).isEqualTo("scheduled");
        assertThat(centre.dispatch.nextDue()).contains(centre.now);
        centre.dispatch.runDue(centre.now);
        assertThat(state(late)).isEqualTo("dispatched");
        assertThat(centre.text("select technician from service.ticket where id = " + late))
                .isEqualTo(centre.visit(late).technician());
        assertThat(centre.dispatch.nextDue()).isEmpty();
        assertThat(centre.text(
                        "select who from service.ticket_event where to_state = 'dispatched' and ticket = " + late))
                .isEqualTo("service");
    }

    @Test
    void aJobThatIsHandedOverIsAcknowledgedAndConfirmedAgain() {
        long away = onlyHas("li");
        String ticket = centre.scheduled(14, 16);
        announce();
        centre.desk.clocks().acknowledgeJob(Long.parseLong(ticket), "li");
        centre.step(ticket, "confirmed", Map.of());
        centre.dispatch.endAbsence(Scope.EVERYTHING, "wu", away, "chen");
        onlyHas("wu");
        centre.plan("li is ill");
        assertThat(centre.visit(ticket).technician()).isEqualTo("wu");
        assertThat(state(ticket)).isEqualTo("dispatched");
        assertThat(centre.text("select technician from service.ticket where id = " + ticket))
                .isEqualTo("wu");
        assertThat(awaited(ticket)).isEqualTo(1);
    }

    @Test
    void whoWasSentAndCannotComeIsTakenBack() {
        long away = onlyHas("li");
        String ticket = centre.scheduled(14, 16);
        announce();
        centre.dispatch.endAbsence(Scope.EVERYTHING, "wu", away, "chen");
        onlyHas("li");
        onlyHas("wu");
        assertThat(centre.plan("everybody is ill").unassigned()).hasSize(1);
        assertThat(state(ticket)).isEqualTo("scheduled");
        assertThat(centre.text("select technician from service.ticket where id = " + ticket))
                .isEqualTo("null");
        assertThat(awaited(ticket)).isZero();
        centre.plan("again");
        assertThat(centre.number(
                        "select count(*) from service.ticket_event where from_state = 'dispatched' and ticket = "
                                + ticket))
                .isEqualTo(1);
    }

    @Test
    void aStepHandsAJobOverToSomebodyElseOnly() {
        String ticket = centre.scheduled(14, 16);
        announce();
        String mine = centre.visit(ticket).technician();
        String other = mine.equals("li") ? "wu" : "li";
        assertThatThrownBy(() -> centre.step(ticket, "dispatched", Map.of()))
                .hasMessageContaining("has this job already");
        centre.step(ticket, "dispatched", Map.of("technician", other));
        assertThat(centre.visit(ticket).technician()).isEqualTo(other);
        assertThat(awaited(ticket)).isEqualTo(1);
    }

    @Test
    void whoHasLostTheLicenceSinceIsNotSent() {
        onlyHas("li");
        String ticket = centre.scheduled(14, 16);
        centre.plan("plan");
        centre.number(
                "update service.technician set revoked_at = '2026-11-22', points = 40 where id = 'li' returning 1");
        Announcement announced = announce();
        assertThat(announced.sent()).isEmpty();
        assertThat(announced.left()).extracting(Announcement.Job::technician).containsExactly("li");
        assertThat(state(ticket)).isEqualTo("scheduled");
        assertThat(centre.dispatch.nextDue()).isEmpty();
    }

    @Test
    void aDayThatIsOverIsNeitherPlannedNorAnnounced() {
        LocalDate yesterday = Centre.TODAY.minusDays(1);
        assertThatThrownBy(() -> centre.dispatch.announce(Scope.EVERYTHING, "A", yesterday, "chen"))
                .isInstanceOf(Refusal.class)
                .hasMessageContaining("2026-11-22 is over at A, where it is 2026-11-23");
        assertThatThrownBy(() -> centre.dispatch.plan(
                        Scope.EVERYTHING,
                        new Dispatch.Order("A", yesterday, Duration.ofSeconds(1), false, "chen", "plan")))
                .hasMessageContaining("is over");
    }
}
