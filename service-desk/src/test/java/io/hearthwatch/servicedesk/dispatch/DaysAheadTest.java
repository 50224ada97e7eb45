package io.hearthwatch.servicedesk.dispatch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.hearthwatch.fleet.Fleet;
import io.hearthwatch.servicedesk.ServiceDesk;
import io.hearthwatch.servicedesk.clock.WeekHours;
import io.hearthwatch.servicedesk.organisation.Scope;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.ZoneId;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The next working day of a centre is planned and announced by itself at five in the afternoon, once, whoever does it. */
class DaysAheadTest {
    private static final LocalDate TOMORROW = Centre.TODAY.plusDays(1);

    private Centre centre;

    @BeforeEach
    void open() {
        centre = new Centre();
        centre.announceAt("17:00");
    }

    @AfterEach
    void close() {
        centre.close();
    }

    /** For tomorrow, or as many days after. */
    private String in(int days, int from, int to) {
        return centre.scheduled(24 * days + from, 24 * days + to);
    }

    private String state(String ticket) {
        return centre.text("select state from service.ticket where id = " + ticket);
    }

    /** How often technicians were told of a ticket. */
    private int told(String ticket) {
        return centre.number(
                "select count(*) from service.outbox where kind = 'ticket.dispatched' and ticket = " + ticket);
    }

    private int everythingSaid() {
        return centre.number("select (select count(*) from service.outbox) + (select count(*) from service.message)");
    }

    private ServiceDesk anotherServer() {
        return new ServiceDesk(
                centre.test.database(),
                centre.catalog,
                new Fleet(centre.test.database(), centre.catalog, () -> centre.now),
                () -> centre.now);
    }

    @Test
    void tomorrowIsPlannedAndAnnouncedAtFive() {
        String one = in(1, 10, 12);
        String two = in(1, 14, 16);
        String later = in(2, 10, 12);
        assertThat(centre.dispatch.nextDue()).contains(Centre.hour(17));
        centre.now = Centre.hour(17).minusMillis(1);
        centre.dispatch.runDueAlike(centre.now);
        assertThat(List.of(state(one), state(two))).containsOnly("scheduled");

        centre.now = Centre.hour(17);
        centre.dispatch.runDueAlike(centre.now);
        DayPlan day = centre.dispatch.day(Scope.EVERYTHING, "A", TOMORROW);
        assertThat(day.plannedAt()).isEqualTo(centre.now);
        assertThat(day.announcedAt()).isEqualTo(centre.now);
        assertThat(day.announcedBy()).isEqualTo("service");
        for (String ticket : List.of(one, two)) {
            assertThat(state(ticket)).isEqualTo("dispatched");
            assertThat(told(ticket)).isEqualTo(1);
        }
        assertThat(state(later)).isEqualTo("scheduled");
        assertThat(centre.number("select count(*) from service.dispatch_day where centre = 'B'"))
                .as("who has no visits")
                .isZero();
        assertThat(centre.dispatch.nextDue()).contains(Centre.hour(24 + 17));
    }

    @Test
    void aSecondPassAndASecondServerSayNothing() {
        in(1, 10, 12);
        centre.now = Centre.hour(18);
        centre.dispatch.runDueAlike(centre.now);
        int said = everythingSaid();
        long revision = centre.dispatch.day(Scope.EVERYTHING, "A", TOMORROW).revision();
        centre.now = centre.now.plusSeconds(60);
        centre.dispatch.runDueAlike(centre.now);
        anotherServer().dispatch().runDueAlike(centre.now);
        assertThat(everythingSaid()).isEqualTo(said);
        assertThat(centre.dispatch.day(Scope.EVERYTHING, "A", TOMORROW).revision())
                .isEqualTo(revision);
    }

    @Test
    void twoServersAtTheSameInstantAnnounceOnce() throws Exception {
        List<String> tickets = List.of(in(1, 8, 10), in(1, 10, 12), in(1, 13, 15), in(1, 15, 17));
        ServiceDesk other = anotherServer();
        centre.now = Centre.hour(17);
        ExecutorService threads = Executors.newFixedThreadPool(2);
        try {
            CyclicBarrier together = new CyclicBarrier(2);
            List<Callable<Object>> passes = List.of(
                    () -> {
                        together.await();
                        centre.dispatch.runDueAlike(centre.now);
                        return null;
                    },
                    () -> {
                        together.await();
                        other.dispatch().runDueAlike(centre.now);
                        return null;
                    });
            for (Future<Object> pass : threads.invokeAll(passes)) {
                pass.get();
            }
        } finally {
            threads.shutdown();
        }
        assertThat(tickets).allSatisfy(ticket -> assertThat(told(ticket)).isEqualTo(1));
        assertThat(centre.dispatch.failures() + other.dispatch().failures()).isZero();
    }

    @Test
    void whatComesAfterwardsMovesNobodyWhoNeedNot() {
        List<String> tickets = List.of(in(1, 10, 12), in(1, 14, 16));
        centre.now = Centre.hour(17);
        centre.dispatch.runDueAlike(centre.now);
        centre.now = Centre.hour(24 + 8);
        String urgent = in(1, 9, 11);
        assertThat(centre.number("""
                update service.dispatch_day set stale_since = planned_at, stale_why = 'urgent'
                where announced_at is not null returning 1
                """)).isEqualTo(1);
        centre.dispatch.runDueAlike(centre.now);
        assertThat(centre.dispatch.day(Scope.EVERYTHING, "A", TOMORROW).staleSince())
                .isNull();
        assertThat(told(urgent)).isEqualTo(1);
        assertThat(tickets).allSatisfy(ticket -> assertThat(told(ticket)).isEqualTo(1));
        assertThat(centre.dispatch.day(Scope.EVERYTHING, "A", TOMORROW).announcedAt())
                .isEqualTo(Centre.hour(17));
    }

    @Test
    void whatWasPlannedAndStillFitsIsAnnouncedAsItIs() {
        String ticket = in(1, 10, 12);
        DayPlan plan = centre.plan(TOMORROW, "by hand");
        centre.now = Centre.hour(17);
        centre.dispatch.runDueAlike(centre.now);
        DayPlan day = centre.dispatch.day(Scope.EVERYTHING, "A", TOMORROW);
        assertThat(day.plannedAt()).isEqualTo(plan.plannedAt());
        assertThat(day.plannedBy()).isEqualTo("chen");
        assertThat(told(ticket)).isEqualTo(1);
    }

    @Test
    void aDayThatWasMissedIsAnnouncedWhenTheServiceIsBack() {
        String ticket = in(1, 10, 12);
        centre.now = Centre.hour(24 + 7);
        assertThat(centre.dispatch.nextDue()).contains(Centre.hour(17));
        anotherServer().dispatch().runDueAlike(centre.now);
        assertThat(told(ticket)).isEqualTo(1);
    }

    @Test
    void aDayIsAnnouncedByHandWhereTheCentreWantsIt() {
        String ticket = in(1, 10, 12);
        centre.announceAt(null);
        assertThat(centre.dispatch.nextDue()).isEmpty();
        centre.now = Centre.hour(18);
        centre.dispatch.runDueAlike(centre.now);
        assertThat(state(ticket)).isEqualTo("scheduled");
    }

    @Test
    void mondayIsAnnouncedOnTheLastWorkingDayBefore() {
        LocalTime five = LocalTime.of(17, 0);
        ZoneId berlin = ZoneId.of("Europe/Berlin");
        assertThat(DaysAhead.at(WeekHours.OFFICE.in(berlin), LocalDate.parse("2026-11-30"), five))
                .isEqualTo(Instant.parse("2026-11-27T16:00:00Z"));
        WeekHours holiday = new WeekHours(WeekHours.OFFICE.week(), Map.of(LocalDate.parse("2026-11-27"), List.of()));
        assertThat(DaysAhead.at(holiday.in(berlin), LocalDate.parse("2026-11-30"), five))
                .isEqualTo(Instant.parse("2026-11-26T16:00:00Z"));
        assertThat(DaysAhead.at(WeekHours.OFFICE.in(berlin), LocalDate.parse("2026-07-08"), five))
                .as("in summer")
                .isEqualTo(Instant.parse("2026-07-07T15:00:00Z"));
    }

    @Test
    void whatWasAnnouncedIsNotAnnouncedAnew() {
        in(1, 10, 12);
        centre.now = Centre.hour(17);
        centre.dispatch.runDueAlike(centre.now);
        assertThatThrownBy(() -> centre.number(
                        "update service.dispatch_day set announced_at = announced_at + interval '1 hour' returning 1"))
                .isInstanceOf(RuntimeException.class);
        assertThat(centre.dispatch.day(Scope.EVERYTHING, "A", TOMORROW).announcedAt())
                .isEqualTo(centre.now);
    }
}
