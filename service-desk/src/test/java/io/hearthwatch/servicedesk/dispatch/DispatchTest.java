package io.hearthwatch.servicedesk.dispatch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.hearthwatch.database.DatabaseException;
import io.hearthwatch.servicedesk.Refusal;
import io.hearthwatch.servicedesk.Sql;
import io.hearthwatch.servicedesk.organisation.Scope;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A day's plan, from tickets to the tables. */
class DispatchTest {
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
    void aPlanGivesEveryTicketATechnicianAndATimeWithReasons() {
        List<String> tickets = List.of(centre.scheduled(10, 12), centre.scheduled(10, 12), centre.scheduled(14, 16));
        DayPlan plan = centre.plan("first plan");
        assertThat(plan.unassigned()).isEmpty();
        assertThat(plan.plannedBy()).isEqualTo("chen");
        for (String ticket : tickets) {
            PlannedVisit visit = centre.visit(ticket);
            assertThat(visit.begin()).isBetween(visit.windowFrom(), visit.windowTo());
            assertThat(visit.reasons()).isNotEmpty();
            assertThat(visit.reasons().get(0).en()).contains("trained for washing_machine");
            assertThat(visit.reasons().get(0).zh()).contains("上岗证");
            assertThat(centre.text("select technician from service.ticket where id = " + ticket))
                    .isEqualTo(visit.technician());
        }
        assertThat(centre.plan("again").changes()).as("nothing happened").isEmpty();
    }

    @Test
    void aVisitThatKeepsItsPlaceTellsTheWayFromWhereItsTechnicianComesNow() {
        String ticket = centre.scheduled(10, 12);
        centre.plan("first plan");
        PlannedVisit before = centre.visit(ticket);
        centre.test
                .database()
                .withConnection(connection -> Sql.update(
                        connection,
                        "update service.dispatch_visit set travel_minutes = 99 where ticket = ?",
                        Long.parseLong(ticket)));
        assertThat(centre.visit(ticket).travelMinutes()).isEqualTo(99);
        assertThat(centre.plan("again").changes()).isEmpty();
        assertThat(centre.visit(ticket)).isEqualTo(before);
    }

    @Test
    void aTicketThatNobodyCanVisitIsListedWithTheReason() {
        centre.test
                .database()
                .withConnection(connection ->
                        Sql.update(connection, "update service.technician set active = false where id = 'wu'"));
        centre.test
                .database()
                .withConnection(connection -> Sql.update(
                        connection,
                        "update service.technician set revoked_at = '2026-11-01', points = 40 where id = 'li'"));
        String ticket = centre.scheduled(10, 12);
        DayPlan plan = centre.plan("plan");
        assertThat(plan.unassigned()).hasSize(1);
        assertThat(plan.unassigned().get(0).ticket()).isEqualTo(Long.parseLong(ticket));
        assertThat(plan.unassigned().get(0).why().get(0).en()).isEqualTo("nobody who is trained for it works that day");
    }

    @Test
    void theDatabaseRefusesThatATechnicianIsInTwoPlaces() {
        String one = centre.scheduled(10, 12);
        String other = centre.scheduled(14, 16);
        PlannedVisit place = centre.visit(one);
        assertThatThrownBy(() -> centre.test
                        .database()
                        .withConnection(connection -> Sql.update(
                                connection,
                                "update service.dispatch_visit set technician = upper(?), during = tstzrange(?, ?) where ticket = ?",
                                place.technician(),
                                place.begin().plus(Duration.ofMinutes(5)),
                                place.begin().plus(Duration.ofMinutes(10)),
                                Long.parseLong(other))))
                .isInstanceOf(DatabaseException.class)
                .hasMessageContaining("dispatch_never_in_two_places");
    }

    @Test
    void whoIsSentByHandToTwoPlacesAtOnceIsRefused() {
        String one = centre.scheduled(10, 11);
        String other = centre.scheduled(10, 11);
        centre.dispatch.assign(Long.parseLong(one), "wu", new Dispatch.Terms("so", false, List.of()), "chen");
        centre.dispatch.assign(Long.parseLong(other), "li", new Dispatch.Terms("so", false, List.of()), "chen");
        centre.step(one, "dispatched", Map.of("technician", "wu"));
        assertThatThrownBy(() -> centre.step(other, "dispatched", Map.of("technician", "wu")))
                .hasMessageContaining("wu is booked for");
        // Said why, it is still only one place at once: after the first visit, the second no longer begins within an
        // hour.
        centre.test
                .database()
                .withConnection(connection -> Sql.update(
                        connection,
                        "update service.dispatch_visit set during = tstzrange(window_from, window_from + interval '2 hours') where ticket = ?",
                        Long.parseLong(one)));
        assertThatThrownBy(() -> centre.step(other, "dispatched", Map.of("technician", "wu", "override", "both fit")))
                .isInstanceOf(Refusal.class)
                .hasMessageContaining("nobody is in two places");
    }

    @Test
    void aVisitThatIsOverLeavesItsPlaceAndACancelledOneToo() {
        String ticket = centre.scheduled(10, 12);
        centre.plan("plan");
        centre.step(
                ticket, "dispatched", Map.of("technician", centre.visit(ticket).technician()));
        centre.step(ticket, "confirmed", Map.of());
        centre.now = Centre.hour(10);
        centre.step(ticket, "on_site", Map.of());
        PlannedVisit visit = centre.visit(ticket);
        assertThat(visit.arrivedAt()).isEqualTo(Centre.hour(10));
        String other = centre.scheduled(14, 16);
        centre.step(other, "cancelled", Map.of("reason", "declined"));
        assertThat(centre.day().routes().stream()
                        .mapToInt(route -> route.visits().size())
                        .sum())
                .isEqualTo(1);
    }

    @Test
    void onlyOnePlannerIsAtWorkInACentre() {
        centre.scheduled(10, 12);
        centre.test.database().withConnection(other -> {
            Sql.list(other, "select pg_advisory_lock(hashtext('service.planner'), hashtext('A'))", row -> null);
            assertThatThrownBy(() -> centre.plan("meanwhile"))
                    .isInstanceOf(Refusal.class)
                    .hasMessageContaining("is being planned");
            Sql.list(other, "select pg_advisory_unlock(hashtext('service.planner'), hashtext('A'))", row -> null);
            return null;
        });
        assertThat(centre.plan("afterwards").plannedAt()).isNotNull();
    }

    @Test
    void aTechnicianSeesTheOwnRouteAndOthersTheirOwnCentre() {
        String ticket = centre.scheduled(10, 12);
        centre.plan("plan");
        String technician = centre.visit(ticket).technician();
        String other = technician.equals("li") ? "wu" : "li";
        assertThat(centre.dispatch
                        .day(new Scope(Set.of("A"), other), "A", Centre.TODAY)
                        .routes())
                .singleElement()
                .satisfies(route -> assertThat(route.visits()).isEmpty());
        assertThat(centre.dispatch
                        .route(new Scope(Set.of("A"), technician), technician, Centre.TODAY)
                        .visits())
                .hasSize(1);
        assertThatThrownBy(() -> centre.dispatch.route(new Scope(Set.of("A"), other), technician, Centre.TODAY))
                .isInstanceOf(Refusal.class);
        assertThatThrownBy(() -> centre.dispatch.day(new Scope(Set.of("B"), null), "A", Centre.TODAY))
                .isInstanceOf(Refusal.class);
    }

    @Test
    void aCentreWhosePlanFailsDoesNotStopTheOthers() {
        String ticket = centre.scheduled(10, 12);
        centre.plan("plan");
        centre.test.database().withConnection(connection -> {
            // No plan can be made of a centre in a time zone that there is not.
            Sql.update(connection, """
                    insert into service.dispatch_day (centre, day, planned_at, stale_since, stale_why)
                    values ('B', ?, ?, ?, 'broken')
                    """, Centre.TODAY, centre.now, centre.now.minusSeconds(60));
            Sql.update(connection, "update service.centre set time_zone = 'Nowhere/At_All' where id = 'B'");
            return Sql.update(
                    connection,
                    "update service.dispatch_day set stale_since = ?, stale_why = 'again' where centre = 'A'",
                    centre.now);
        });
        centre.dispatch.runDue(centre.now);
        assertThat(centre.day().staleSince()).isNull();
        assertThat(centre.visit(ticket)).isNotNull();
        assertThat(centre.dispatch.failures()).isEqualTo(1);
        centre.dispatch.runDue(centre.now.plusSeconds(5));
        assertThat(centre.dispatch.failures())
                .as("it is left alone for a while")
                .isEqualTo(1);
        centre.dispatch.runDue(centre.now.plusSeconds(11));
        assertThat(centre.dispatch.failures()).isEqualTo(2);
    }
}
