package io.hearthwatch.servicedesk.dispatch;

import static org.assertj.core.api.Assertions.assertThat;

import io.hearthwatch.servicedesk.Sql;
import io.hearthwatch.servicedesk.dispatch.route.Job;
import io.hearthwatch.servicedesk.dispatch.route.Planner;
import io.hearthwatch.servicedesk.dispatch.route.RoadEstimate;
import io.hearthwatch.servicedesk.dispatch.route.RoutePlan;
import io.hearthwatch.servicedesk.organisation.Scope;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A day of eight technicians and forty visits that is announced, confirmed and under way: what moves when something happens. */
class AnnouncedDayTest {
    private static final int TECHNICIANS = 8;
    private static final int[] WINDOWS = {8, 10, 13, 15};
    private static final int VISITS = 40;
    private static final Duration TOLD = Duration.ofMinutes(15);

    private Centre centre;
    private final List<String> tickets = new ArrayList<>();
    private final List<String> pinned = new ArrayList<>();

    /** At a quarter to ten: the first visits are under way or over, some have set out to the next. */
    @BeforeEach
    void announceAndBegin() {
        centre = new Centre(12, VISITS + 12, 7, TECHNICIANS - 2);
        for (int i = 0; i < VISITS; i++) {
            int hour = WINDOWS[i % WINDOWS.length];
            tickets.add(centre.scheduled(hour, hour + 2));
        }
        assertThat(centre.plan("plan").unassigned()).isEmpty();
        centre.dispatch.announce(Scope.EVERYTHING, "A", Centre.TODAY, "chen");
        for (int i = 3; i < tickets.size(); i += 10) {
            pinned.add(tickets.get(i));
            centre.dispatch.pin(Long.parseLong(tickets.get(i)), i % 20 == 3, "chen");
        }
        for (String ticket : tickets) {
            centre.step(ticket, "confirmed", Map.of());
        }
        Instant quarterToTen = Centre.hour(9).plus(Duration.ofMinutes(45));
        for (PlannedVisit visit : visits().values()) {
            if (visit.begin().isBefore(quarterToTen)) {
                centre.now = visit.begin();
                centre.step(Long.toString(visit.ticket()), "on_site", Map.of());
            }
        }
        centre.now = quarterToTen;
        for (PlannedVisit visit : visits().values()) {
            if (visit.arrivedAt() != null && !visit.end().isAfter(quarterToTen)) {
                sql("update service.ticket set state = 'repaired' where id = ?", visit.ticket());
                sql(
                        "update service.dispatch_visit set ended_at = upper(during) where ticket = ? and ended_at is null",
                        visit.ticket());
            }
        }
    }

    @AfterEach
    void close() {
        centre.close();
    }

    private void sql(String sql, Object... parameters) {
        centre.test.database().withConnection(connection -> {
            Sql.list(connection, "select set_config('session_replication_role', 'replica', false)", row -> row);
            try {
                return Sql.update(connection, sql, parameters);
            } finally {
                Sql.list(connection, "select set_config('session_replication_role', 'origin', false)", row -> row);
            }
        });
    }

    private Map<Long, PlannedVisit> visits() {
        Map<Long, PlannedVisit> visits = new HashMap<>();
        centre.day()
                .routes()
                .forEach(route -> route.visits().stream()
                        .filter(visit -> visit.endedAt() == null)
                        .forEach(visit -> visits.put(visit.ticket(), visit)));
        return visits;
    }

    private String urgent(int from, int to) {
        String ticket = centre.triaged();
        sql("update service.ticket set urgency = 3 where id = ?", Long.parseLong(ticket));
        centre.step(
                ticket,
                "scheduled",
                Map.of(
                        "window_from",
                        Centre.hour(from).toString(),
                        "window_to",
                        Centre.hour(to).toString()));
        return ticket;
    }

    private Board board() {
        return centre.test
                .database()
                .inTransaction(
                        connection -> new BoardReads(connection, centre.catalog, "A", centre.now).board(Centre.TODAY));
    }

    /** Visits of which somebody has to be told: another technician, more than a quarter of an hour, nobody. */
    private static List<Long> toldAnew(Map<Long, PlannedVisit> before, Map<Long, PlannedVisit> after) {
        return before.values().stream()
                .filter(was -> {
                    PlannedVisit is = after.get(was.ticket());
                    return is == null
                            || !is.technician().equals(was.technician())
                            || Duration.between(was.begin(), is.begin()).abs().compareTo(TOLD) > 0;
                })
                .map(PlannedVisit::ticket)
                .toList();
    }

    /** How many would move if what is left were planned as if nothing had been announced. */
    private long fromScratch(Map<Long, PlannedVisit> before) {
        Board board = board();
        List<Job> jobs = board.jobs().stream()
                .map(job -> new Job(
                        job.ticket(),
                        job.number(),
                        job.need(),
                        job.place(),
                        job.window(),
                        job.urgency(),
                        job.wish(),
                        null))
                .toList();
        RoutePlan plan = Planner.solve(
                RoutePlan.of(board.workers(), jobs, RoadEstimate.TOWN), new Planner.Limits(1, Duration.ZERO, 2_000));
        return plan.visits().stream()
                .filter(visit -> before.containsKey(visit.job().ticket()))
                .filter(visit -> visit.route() == null
                        || !visit.route()
                                .worker()
                                .id()
                                .equals(before.get(visit.job().ticket()).technician()))
                .count();
    }

    private void assertEveryVisitIsInItsWindowAndPinsHold(Map<Long, PlannedVisit> before) {
        Map<Long, PlannedVisit> after = visits();
        assertThat(after.keySet()).as("nobody is left out").containsAll(before.keySet());
        for (PlannedVisit is : after.values()) {
            if (is.arrivedAt() == null) {
                assertThat(is.begin()).as(is.number()).isBetween(is.windowFrom(), is.windowTo());
            }
        }
        for (String ticket : pinned) {
            PlannedVisit was = before.get(Long.parseLong(ticket));
            if (was != null) {
                PlannedVisit is = after.get(was.ticket());
                assertThat(is.technician()).isEqualTo(was.technician());
                if (was.pinnedTime()) {
                    assertThat(is.begin()).isBetween(was.begin(), was.begin().plus(TOLD));
                }
            }
        }
    }

    @Test
    void aPlanThatIsMadeAgainWhileTechniciansAreOnTheirWayMovesNothing() {
        Map<Long, PlannedVisit> before = visits();
        assertThat(centre.plan("again").changes()).isEmpty();
        assertThat(toldAnew(before, visits())).isEmpty();
    }

    @Test
    void anUrgentTicketMovesNobodyWhereItFitsBetween() {
        Map<Long, PlannedVisit> before = visits();
        String urgent = urgent(10, 13);
        centre.dispatch.runDue(centre.now);
        Map<Long, PlannedVisit> after = visits();
        assertThat(centre.text("select state from service.ticket where id = " + urgent))
                .isEqualTo("dispatched");
        assertThat(toldAnew(before, after)).isEmpty();
        assertEveryVisitIsInItsWindowAndPinsHold(before);
        assertThat(fromScratch(before)).isGreaterThan(5);
    }

    @Test
    void urgentTicketsThatFitNowhereMoveOnlyThoseInTheirWay() {
        Map<Long, PlannedVisit> before = visits();
        String urgent = "";
        // Until one fits between no more.
        for (int i = 0; i < 10 && centre.day().staleSince() == null; i++) {
            centre.dispatch.runDue(centre.now);
            before = visits();
            urgent = urgent(10, 11);
        }
        assertThat(centre.day().staleSince()).isNotNull();
        centre.plan("urgent");
        Map<Long, PlannedVisit> after = visits();
        PlannedVisit placed = after.get(Long.parseLong(urgent));
        List<Long> told = toldAnew(before, after);
        assertThat(told).hasSizeBetween(1, 2);
        for (long ticket : told) {
            assertThat(before.get(ticket).technician()).isEqualTo(placed.technician());
            assertThat(state(ticket)).as("its customer is told again").isEqualTo("dispatched");
        }
        assertThat(tickets)
                .filteredOn(ticket -> !told.contains(Long.parseLong(ticket)))
                .allSatisfy(ticket -> assertThat(state(Long.parseLong(ticket))).isNotIn("scheduled", "dispatched"));
        assertEveryVisitIsInItsWindowAndPinsHold(before);
        assertThat(fromScratch(before)).isGreaterThan(5L * told.size());
    }

    private String state(long ticket) {
        return centre.text("select state from service.ticket where id = " + ticket);
    }

    @Test
    void anOverrunMovesOnlyThoseBehindIt() {
        Map<Long, PlannedVisit> before = visits();
        PlannedVisit late = before.values().stream()
                .filter(visit -> visit.arrivedAt() != null)
                .min(Comparator.comparing(PlannedVisit::technician))
                .orElseThrow();
        centre.dispatch.overrun(late.ticket(), Duration.ofHours(2));
        centre.plan("overrun");
        List<Long> told = toldAnew(before, visits());
        assertThat(told).hasSizeBetween(1, 3);
        assertThat(told)
                .allSatisfy(
                        ticket -> assertThat(before.get(ticket).technician()).isEqualTo(late.technician()));
        assertEveryVisitIsInItsWindowAndPinsHold(before);
        assertThat(fromScratch(before)).isGreaterThan(told.size());
    }
}
