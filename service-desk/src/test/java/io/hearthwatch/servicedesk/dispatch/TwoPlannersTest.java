package io.hearthwatch.servicedesk.dispatch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.hearthwatch.fleet.Fleet;
import io.hearthwatch.servicedesk.Refusal;
import io.hearthwatch.servicedesk.ServiceDesk;
import io.hearthwatch.servicedesk.Sql;
import io.hearthwatch.servicedesk.organisation.Scope;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Two services that plan and announce the same day at once, and one that is killed while it does: the day comes out as by one. */
class TwoPlannersTest {
    private static final int VISITS = 12;

    private final ExecutorService threads = Executors.newCachedThreadPool();
    private final List<String> tickets = new ArrayList<>();
    private Centre centre;
    private ServiceDesk other;

    @BeforeEach
    void open() {
        centre = new Centre(8, VISITS + 6, 3, 2);
        other = new ServiceDesk(
                centre.test.database(),
                centre.catalog,
                new Fleet(centre.test.database(), centre.catalog, () -> centre.now),
                () -> centre.now);
        for (int i = 0; i < VISITS; i++) {
            int hour = 9 + 2 * (i % 4);
            tickets.add(centre.scheduled(hour, hour + 2));
        }
        // Nobody has a place yet, so that every plan gives out all of them.
        sql("update service.dispatch_visit set ended_at = made_at where ended_at is null");
    }

    @AfterEach
    void close() {
        threads.shutdownNow();
        centre.close();
    }

    private void sql(String sql) {
        centre.test.database().withConnection(connection -> Sql.update(connection, sql));
    }

    private void planAndAnnounce(Dispatch dispatch) {
        dispatch.search(
                Scope.EVERYTHING,
                new Dispatch.Order("A", Centre.TODAY, Duration.ofSeconds(1), true, "chen", "plan"),
                Centre.MOVES);
    }

    /** Refused is who comes while another plans; anything else is a fault. */
    private Callable<Boolean> attempt(CyclicBarrier together, Runnable work) {
        return () -> {
            together.await();
            try {
                work.run();
                return true;
            } catch (Refusal e) {
                return false;
            }
        };
    }

    private void everyVisitHasOnePlaceAndEverybodyWasToldOnce() {
        assertThat(centre.day().unassigned()).isEmpty();
        for (String ticket : tickets) {
            assertThat(centre.number("select count(*) from service.dispatch_visit where ended_at is null and ticket = "
                            + ticket))
                    .as("places of " + ticket)
                    .isEqualTo(1);
            for (String table : List.of(
                    "service.ticket_event where what = 'dispatched'",
                    "service.outbox where kind = 'ticket.dispatched'")) {
                assertThat(centre.number("select count(*) from " + table + " and ticket = " + ticket))
                        .as("told of " + ticket)
                        .isEqualTo(1);
            }
            assertThat(centre.text("select technician from service.ticket where id = " + ticket))
                    .isEqualTo(centre.visit(ticket).technician());
        }
        assertThat(centre.number("""
                select count(*) from service.dispatch_visit a join service.dispatch_visit b on a.id < b.id
                    and lower(a.technician) = lower(b.technician) and a.during && b.during
                where a.ended_at is null and b.ended_at is null
                """)).as("in two places").isZero();
    }

    @Test
    void comeToTheDayOfOne() throws Exception {
        for (int round = 0; round < 4; round++) {
            CyclicBarrier together = new CyclicBarrier(4);
            List<Future<Boolean>> all = List.of(
                    threads.submit(attempt(together, () -> planAndAnnounce(centre.dispatch))),
                    threads.submit(attempt(together, () -> planAndAnnounce(other.dispatch()))),
                    threads.submit(attempt(
                            together, () -> other.dispatch().announce(Scope.EVERYTHING, "A", Centre.TODAY, "li"))),
                    threads.submit(attempt(together, () -> {
                        sql(
                                "update service.dispatch_day set stale_since = planned_at, stale_why = 'again' where planned_at is not null");
                        centre.dispatch.runDue(centre.now);
                    })));
            boolean planned = false;
            for (Future<Boolean> each : all) {
                planned |= each.get();
            }
            assertThat(planned).isTrue();
        }
        planAndAnnounce(other.dispatch());
        everyVisitHasOnePlaceAndEverybodyWasToldOnce();
        assertThat(centre.dispatch.failures() + other.dispatch().failures()).isZero();
    }

    /** Both before its last write: of a plan, and of an announcement. */
    @Test
    void oneThatIsKilledWhilePublishingLeavesNothingHalfDone() throws Exception {
        sql("insert into service.dispatch_day (centre, day) values ('A', '2026-11-23') on conflict do nothing");
        killWhile("plan");
        assertThat(centre.number("select count(*) from service.dispatch_visit where ended_at is null"))
                .isZero();
        assertThat(centre.number("select count(*) from service.ticket where technician is not null"))
                .isZero();
        soon(() -> centre.plan("by the other"));
        killWhile("announce");
        assertThat(centre.number("select count(*) from service.ticket_event where what = 'dispatched'"))
                .isZero();
        soon(() -> planAndAnnounce(other.dispatch()));
        everyVisitHasOnePlaceAndEverybodyWasToldOnce();
    }

    /** Another process does it, waits for the day's row as the last thing, and is killed there. */
    private void killWhile(String what) throws Exception {
        centre.test.database().inTransaction(connection -> {
            Sql.list(connection, "select 1 from service.dispatch_day for update", row -> 1);
            Process begun = begin(what);
            await().atMost(Duration.ofMinutes(2)).until(() -> !begun.isAlive() || centre.number("""
                            select count(*) from pg_stat_activity where datname = current_database() and wait_event_type = 'Lock'
                            """) > 0);
            assertThat(begun.isAlive()).isTrue();
            begun.destroyForcibly();
            await().until(() -> !begun.isAlive());
            return null;
        });
    }

    private Process begin(String what) {
        try {
            return PlanningProcess.start(centre.test.settings(), what);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The database frees the centre once it has noticed that the process is gone. */
    private void soon(Runnable work) {
        await().atMost(Duration.ofMinutes(1)).until(() -> {
            try {
                work.run();
                return true;
            } catch (Refusal e) {
                return false;
            }
        });
    }
}
