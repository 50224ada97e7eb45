package io.hearthwatch.servicedesk.dispatch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.awaitility.Awaitility.await;

import io.hearthwatch.servicedesk.Sql;
import io.hearthwatch.servicedesk.TicketClocks;
import io.hearthwatch.servicedesk.TicketSteps;
import io.hearthwatch.servicedesk.customer.Slot;
import io.hearthwatch.servicedesk.dispatch.route.Planner;
import io.hearthwatch.servicedesk.dispatch.route.RoadEstimate;
import io.hearthwatch.servicedesk.dispatch.route.RoutePlan;
import io.hearthwatch.servicedesk.organisation.Scope;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What happens at the same moment: steps, bookings, absences and plans of one centre. */
class DispatchRacesTest {
    private final ExecutorService threads = Executors.newCachedThreadPool();
    private Centre centre;

    @BeforeEach
    void open() {
        centre = new Centre();
    }

    @AfterEach
    void close() {
        threads.shutdownNow();
        centre.close();
    }

    private void sql(String sql, Object... parameters) {
        centre.test.database().withConnection(connection -> Sql.update(connection, sql, parameters));
    }

    /** Nobody but Wu works. */
    private void onlyWu() {
        sql("update service.technician set active = false where id = 'li'");
    }

    private Board board() {
        return centre.test
                .database()
                .inTransaction(
                        connection -> new BoardReads(connection, centre.catalog, "A", centre.now).board(Centre.TODAY));
    }

    private boolean publish(Board board) {
        RoutePlan plan = Planner.solve(board.plan(RoadEstimate.TOWN), Centre.MOVES);
        Dispatch.Order order = new Dispatch.Order("A", Centre.TODAY, Duration.ofSeconds(1), false, "chen", "plan");
        return centre.test
                .database()
                .inTransaction(connection -> new Publication(board, plan, order, new TicketSteps(TicketClocks.NONE), 0)
                        .publish(connection, centre.catalog, centre.now, board.revision()));
    }

    private int placesOfEndedTickets() {
        return centre.number("""
                select count(*) from service.dispatch_visit v join service.ticket t on t.id = v.ticket
                where v.ended_at is null and t.ended_at is not null
                """);
    }

    /** Until so many sessions wait for a lock, or one of these is done. */
    private void awaitWaiting(int sessions, Future<?>... orDone) {
        await().until(() ->
                centre.number("""
                        select count(*) from pg_stat_activity where datname = current_database() and wait_event_type = 'Lock'
                        """) >= sessions || List.of(orDone).stream().anyMatch(Future::isDone));
    }

    @Test
    void whatEndsWhileADayIsPlannedGetsNoPlace() {
        onlyWu();
        String ticket = centre.scheduled(10, 12);
        sql("update service.dispatch_visit set ended_at = ? where ticket = ?", centre.now, Long.parseLong(ticket));
        Board board = board();
        centre.step(ticket, "cancelled", Map.of("reason", "declined"));
        publish(board);
        assertThat(placesOfEndedTickets()).isZero();
    }

    @Test
    void whatEndsWhileAnotherVisitIsBookedGetsNoPlace() throws Exception {
        onlyWu();
        String ends = centre.scheduled(14, 16);
        sql("update service.dispatch_visit set ended_at = ? where ticket = ?", centre.now, Long.parseLong(ends));
        String token = centre.token(centre.open());
        CountDownLatch stepped = new CountDownLatch(1);
        CountDownLatch end = new CountDownLatch(1);
        Future<?> ending = threads.submit(() -> centre.test.database().asOneTransaction(connection -> {
            centre.step(ends, "cancelled", Map.of("reason", "declined"));
            stepped.countDown();
            await().until(() -> end.getCount() == 0);
            return null;
        }));
        stepped.await();
        Future<?> booking =
                threads.submit(() -> centre.customers().book(token, Centre.hour(14), Centre.ANSWERS, false));
        awaitWaiting(1, booking);
        end.countDown();
        ending.get();
        booking.get();
        assertThat(placesOfEndedTickets()).isZero();
    }

    @Test
    void aVisitMovesToAWindowThatItsOwnPlaceReachesInto() {
        onlyWu();
        String ticket = centre.open();
        String token = centre.token(ticket);
        centre.customers().book(token, Centre.hour(12), Centre.ANSWERS, false);
        Instant late = Centre.hour(14).minusSeconds(300);
        sql(
                "update service.dispatch_visit set during = tstzrange(?, ?) where ticket = ? and ended_at is null",
                late,
                late.plusSeconds(3600),
                Long.parseLong(ticket));
        for (int hour : new int[] {14, 14, 12}) {
            assertThat(centre.customers().slots(token)).extracting(Slot::from).contains(Centre.hour(hour));
            assertThatCode(() -> centre.customers().book(token, Centre.hour(hour), Map.of(), true))
                    .as("offered: " + hour)
                    .doesNotThrowAnyException();
        }
    }

    @Test
    void somebodyWhoIsAwayFromNowOnIsInNoPlanThatWasBegunBefore() {
        String ticket = centre.scheduled(10, 12);
        sql("update service.dispatch_visit set ended_at = ? where ticket = ?", centre.now, Long.parseLong(ticket));
        sql("update service.technician set active = false where id = 'li'");
        Board board = board();
        sql("update service.technician set active = true where id = 'li'");
        centre.dispatch.absent(Scope.EVERYTHING, "wu", Centre.hour(8), Centre.hour(18), "ill", "chen");
        assertThat(publish(board)).isFalse();
        assertThat(publish(board())).isTrue();
        assertThat(centre.visit(ticket).technician()).isEqualTo("li");
    }

    @Test
    void whoIsAtWorkOnTwoTicketsIsFreeAfterTheLastOfThem() {
        onlyWu();
        String longer = centre.scheduled(9, 11);
        String shorter = centre.scheduled(9, 11);
        for (String ticket : List.of(longer, shorter)) {
            centre.step(ticket, "dispatched", Map.of("technician", "wu", "override", "both there"));
            centre.step(ticket, "confirmed", Map.of());
        }
        centre.now = Centre.hour(10);
        centre.step(longer, "on_site", Map.of());
        centre.dispatch.overrun(Long.parseLong(longer), Duration.ofHours(5));
        centre.step(shorter, "on_site", Map.of());
        assertThat(board().worker("wu").orElseThrow().from().minute()).isGreaterThanOrEqualTo(15 * 60);
    }

    @Test
    void aStepWaitsForTheCentreBeforeItTouchesAPlace() throws Exception {
        onlyWu();
        String begins = centre.scheduled(10, 12);
        centre.step(begins, "dispatched", Map.of("technician", "wu"));
        centre.step(begins, "confirmed", Map.of());
        String ends = centre.scheduled(14, 16);
        centre.now = Centre.hour(10);
        assertWaitsForTheCentre(begins, () -> centre.step(begins, "on_site", Map.of()));
        assertWaitsForTheCentre(ends, () -> centre.step(ends, "cancelled", Map.of("reason", "declined")));
        assertWaitsForTheCentre(begins, () -> {
            centre.dispatch.overrun(Long.parseLong(begins), Duration.ofHours(1));
            return null;
        });
    }

    /** Whoever holds the centre can change the ticket's place while the other waits. */
    private void assertWaitsForTheCentre(String ticket, Callable<?> other) throws Exception {
        Future<?> waits = centre.test.database().inTransaction(connection -> {
            new DispatchStore(connection, "A", centre.now);
            Future<?> begun = threads.submit(other);
            awaitWaiting(1, begun);
            Sql.list(
                    connection,
                    "select 1 from service.dispatch_visit where ticket = ? for update nowait",
                    row -> 1,
                    Long.parseLong(ticket));
            Sql.update(connection, """
                    insert into service.dispatch_change (centre, day, at, who, why, ticket, what, to_technician, to_begin)
                    values ('A', ?, ?, 'chen', 'moved by another', ?, 'placed', 'wu', ?)
                    """, Centre.TODAY, centre.now, Long.parseLong(ticket), centre.now);
            return begun;
        });
        waits.get();
    }

    @Test
    void aPlanThatEverybodyWaitsForLocksTicketsBeforeTheCentreAsStepsDo() throws Exception {
        String ticket = centre.scheduled(10, 12);
        Dispatch.Order order = new Dispatch.Order("A", Centre.TODAY, Duration.ofSeconds(1), false, "chen", "plan");
        Future<Boolean> plan = centre.test.database().inTransaction(connection -> {
            Sql.list(
                    connection,
                    "select 1 from service.ticket where id = ? for update",
                    row -> 1,
                    Long.parseLong(ticket));
            Future<Boolean> begun = threads.submit(() -> centre.dispatch.publishAlone(order, Centre.TODAY));
            awaitWaiting(1, begun);
            new DispatchStore(connection, "A", centre.now);
            return begun;
        });
        assertThat(plan.get()).isTrue();
    }

    @Test
    void aCentreWithThousandsOfAgreedVisitsStillOffersWindows() {
        onlyWu();
        String planned = centre.scheduled(10, 12);
        // Two thousand that come before the next ticket, all of them a week later.
        sql("alter table service.ticket disable trigger user");
        sql("""
                insert into service.ticket (kind, source, state, type, component, centre, household, opened_at, due_at, stepped_at,
                    summary, reasons, check_first, window_from, window_to, urgency, version)
                select kind, source, state, type, 'other-' || n, centre, household, opened_at, due_at, stepped_at, summary,
                    reasons, check_first, window_from + interval '7 days', window_to + interval '7 days', urgency, version
                from service.ticket, generate_series(1, 2000) n where id = ?
                """, Long.parseLong(planned));
        sql("alter table service.ticket enable trigger user");
        String token = centre.token(centre.open());
        assertThat(centre.customers().slots(token)).isNotEmpty();
    }
}
