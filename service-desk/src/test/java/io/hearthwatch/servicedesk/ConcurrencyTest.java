package io.hearthwatch.servicedesk;

import static io.hearthwatch.servicedesk.Desk.START;
import static io.hearthwatch.servicedesk.Desk.proposal;
import static org.assertj.core.api.Assertions.assertThat;

import io.hearthwatch.servicedesk.policy.EndReason;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class ConcurrencyTest {
    private static final int THREADS = 8;

    private static <T> List<T> together(List<Callable<T>> tasks) throws Exception {
        ExecutorService pool = Executors.newFixedThreadPool(THREADS);
        try {
            List<T> results = new ArrayList<>();
            for (Future<T> result : pool.invokeAll(tasks)) {
                results.add(result.get(60, TimeUnit.SECONDS));
            }
            return results;
        } finally {
            pool.shutdownNow();
        }
    }

    @Test
    void oneDecisionToldAtOnceOpensOneTicket() throws Exception {
        try (Desk it = new Desk()) {
            it.withService();
            int w1 = it.appliances(1).get(0);
            Proposal proposal = proposal(w1, "pump", .5, START);
            List<Outcome> outcomes = together(IntStream.range(0, THREADS)
                    .<Callable<Outcome>>mapToObj(i -> () -> it.desk.propose(proposal))
                    .toList());
            assertThat(outcomes)
                    .filteredOn(outcome -> outcome.kind() == Outcome.Kind.OPENED)
                    .hasSize(1);
            assertThat(outcomes)
                    .extracting(Outcome::ticketId)
                    .containsOnly(outcomes.get(0).ticketId());
            assertThat(it.shelf("WA", "DP-1")).containsExactly(2, 1);
        }
    }

    @Test
    void decisionsForOnePairOpenOneTicket() throws Exception {
        try (Desk it = new Desk()) {
            it.withService();
            int w1 = it.appliances(1).get(0);
            List<Outcome> outcomes = together(IntStream.range(0, THREADS)
                    .<Callable<Outcome>>mapToObj(i -> () -> it.desk.propose(proposal(w1, "pump", .5, START)))
                    .toList());
            assertThat(outcomes)
                    .filteredOn(outcome -> outcome.kind() == Outcome.Kind.OPENED)
                    .hasSize(1);
            assertThat(it.desk.tickets(TicketFilter.open()).total()).isEqualTo(1);
        }
    }

    @Test
    void partsAreNeverPromisedTwice() throws Exception {
        try (Desk it = new Desk()) {
            it.withService();
            List<Outcome> outcomes = together(it.appliances(30).stream()
                    .<Callable<Outcome>>map(no -> () -> it.desk.propose(proposal(no, "pump", .5, START)))
                    .toList());
            assertThat(outcomes).allMatch(outcome -> outcome.kind() == Outcome.Kind.OPENED);
            // Six units in all; w-2 is served by another centre, but shares the upper warehouses.
            assertThat(it.number("select sum(reserved) from service.stock where part = 'DP-1'"))
                    .isEqualTo(6);
            assertThat(it.number("select count(*) from service.purchase_proposal"))
                    .isEqualTo(24);
            Ledger.check(it);
        }
    }

    @Test
    void everythingAtOnceKeepsTheLedgerTrue() throws Exception {
        try (Desk it = new Desk()) {
            it.withService();
            List<Integer> appliances = it.appliances(6);
            Path more = Desk.file(Desk.SERVICE.replace("{DP-1: 3, SE-1: 1}", "{DP-1: 9, SE-1: 8, DL-1: 5}"));
            it.desk.load(more);
            Random seeds = new Random(7);
            List<Callable<Integer>> tasks = new ArrayList<>();
            for (int i = 0; i < THREADS; i++) {
                Random random = new Random(seeds.nextLong());
                tasks.add(() -> IntStream.range(0, 60)
                        .map(step -> anything(it, appliances, random, more))
                        .sum());
            }
            assertThat(together(tasks)).allMatch(done -> done == 60);
            Ledger.check(it);
            assertThat(it.number("select count(*) from service.stock_move where kind = 'consume'"))
                    .isPositive();
            // Nothing but tickets moves parts, and the file states a fixed number.
            assertThat(it.number("select sum(on_hand) from service.stock")
                            + it.number("select count(*) from service.stock_move where kind = 'consume'"))
                    .isEqualTo(2 + 1 + 9 + 8 + 5);
        }
    }

    private static int anything(Desk it, List<Integer> appliances, Random random, Path file) {
        int appliance = appliances.get(random.nextInt(appliances.size()));
        String component = random.nextBoolean() ? "pump" : "door";
        Instant at = START.plus(Duration.ofHours(random.nextInt(24 * 90)));
        switch (random.nextInt(10)) {
            case 0 -> it.desk.expire(at);
            case 1 -> it.fails(appliance, component, at);
            case 2 -> it.isRepaired(appliance, component, at);
            case 3 ->
                it.desk.tickets(TicketFilter.open()).tickets().stream()
                        .findFirst()
                        .ifPresent(ticket -> endByHand(it, ticket.id(), random.nextBoolean()));
            case 4 -> it.desk.load(file);
            default -> it.desk.propose(proposal(appliance, component, random.nextDouble(), at));
        }
        return 1;
    }

    private static void endByHand(Desk it, long ticket, boolean repaired) {
        try {
            if (repaired) {
                it.desk.close(ticket, true, "Li");
            } else {
                it.desk.cancel(ticket, EndReason.FALSE_ALARM, "Li");
            }
        } catch (IllegalTransitionException e) {
            // Another thread was faster.
        }
    }
}
