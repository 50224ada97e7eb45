package io.hearthwatch.servicedesk;

import static org.assertj.core.api.Assertions.assertThat;

import io.hearthwatch.servicedesk.parts.Answer;
import io.hearthwatch.servicedesk.parts.Client;
import io.hearthwatch.servicedesk.parts.Parts;
import io.hearthwatch.servicedesk.parts.PartsRefusedException;
import io.hearthwatch.servicedesk.policy.EndReason;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

/** Thousands of random operations from many threads; after each burst no unit is lost, none is there twice, none negative. */
class PartsInvariantTest {
    private static final int THREADS = 8;
    private static final int OPERATIONS = 220;
    private static final int BURSTS = 3;
    private static final List<String> WAREHOUSES = List.of("MAIN", "REGION", "WA", "WB");
    private static final List<String> PARTS = List.of("DP-1", "DL-1", "SE-1");

    /** What the operations that went through brought and took, counted apart from the database. */
    private final AtomicLong received = new AtomicLong(7);

    private final AtomicLong gone = new AtomicLong();
    private final AtomicLong refused = new AtomicLong();
    private final AtomicLong done = new AtomicLong();

    /** One thread's operations: it picks, uses, sends and counts what it made itself. */
    private final class Worker implements Callable<Void> {
        private final Desk it;
        private final Parts parts;
        private final Random random;
        private final String name;
        private final List<long[]> held = new ArrayList<>();
        private final List<long[]> picked = new ArrayList<>();
        private final List<long[]> ordered = new ArrayList<>();
        private final List<long[]> sent = new ArrayList<>();
        private int next;

        Worker(Desk it, long seed) {
            this.it = it;
            this.parts = it.desk.spareParts();
            this.random = new Random(seed);
            this.name = "worker " + seed;
        }

        private <T> T any(List<T> list) {
            return list.get(random.nextInt(list.size()));
        }

        private <T> T take(List<T> list) {
            return list.remove(random.nextInt(list.size()));
        }

        private Client client() {
            return new Client(name + "/" + next++, name);
        }

        @Override
        public Void call() {
            for (int i = 0; i < OPERATIONS; i++) {
                try {
                    step();
                    done.incrementAndGet();
                } catch (PartsRefusedException e) {
                    refused.incrementAndGet();
                }
            }
            return null;
        }

        private void step() {
            String warehouse = any(WAREHOUSES);
            String part = any(PARTS);
            int quantity = 1 + random.nextInt(3);
            switch (random.nextInt(16)) {
                case 0, 1 -> {
                    Client client = client();
                    parts.receive(client, warehouse, part, quantity, false, null);
                    received.addAndGet(quantity);
                    if (random.nextBoolean()) {
                        assertThat(parts.receive(client, warehouse, part, quantity, false, null)
                                        .repeated())
                                .isTrue();
                    }
                }
                case 2, 3, 4 -> {
                    Answer answer =
                            parts.reserve(client(), null, name, warehouse, part, quantity, random.nextBoolean(), null);
                    if (answer.body().containsKey("transfer")) {
                        ordered.add(new long[] {answer.number("transfer"), quantity});
                    } else {
                        held.add(new long[] {answer.number("reservation"), quantity});
                    }
                }
                case 5, 6 -> {
                    if (!held.isEmpty()) {
                        long[] it = take(held);
                        parts.pick(client(), it[0]);
                        picked.add(it);
                    }
                }
                case 7 -> {
                    if (!picked.isEmpty()) {
                        long[] it = take(picked);
                        parts.consume(client(), it[0]);
                        gone.addAndGet(it[1]);
                    }
                }
                case 8 -> {
                    if (!picked.isEmpty()) {
                        parts.bringBack(client(), take(picked)[0], random.nextBoolean(), "dented");
                    }
                }
                case 9 -> {
                    if (!held.isEmpty()) {
                        parts.release(client(), take(held)[0]);
                    }
                }
                case 10 -> {
                    Answer answer = parts.orderTransfer(client(), warehouse, any(WAREHOUSES), part, quantity);
                    ordered.add(new long[] {answer.number("transfer"), quantity});
                }
                case 11 -> {
                    if (!ordered.isEmpty()) {
                        long[] it = take(ordered);
                        parts.ship(client(), it[0]);
                        sent.add(it);
                    }
                }
                case 12 -> {
                    if (!sent.isEmpty()) {
                        long[] it = take(sent);
                        int lost = random.nextInt(8) == 0 ? 1 : 0;
                        parts.arrive(client(), it[0], (int) it[1] - lost);
                        gone.addAndGet(lost);
                    }
                }
                case 13 -> {
                    parts.quarantine(client(), warehouse, part, quantity, "cracked");
                    if (random.nextBoolean()) {
                        parts.writeOff(client(), warehouse, part, quantity, "scrap");
                        gone.addAndGet(quantity);
                    } else {
                        parts.clear(client(), warehouse, part, quantity, "was dust");
                    }
                }
                case 14 -> count(warehouse, part);
                default -> tickets();
            }
        }

        private void count(String warehouse, String part) {
            Answer counted = parts.count(client(), warehouse, part, random.nextInt(12), "yearly");
            boolean approved = random.nextBoolean();
            Client chief = new Client(name + "/" + next++, "chief");
            if (!approved) {
                parts.rejectCount(chief, counted.number("stocktake"), "counted in a hurry");
            } else {
                parts.approveCount(chief, counted.number("stocktake"));
                received.addAndGet(counted.number("difference"));
            }
        }

        private void tickets() {
            if (random.nextBoolean()) {
                it.desk.propose(Desk.proposal(
                        1 + random.nextInt(6),
                        random.nextBoolean() ? "pump" : "door",
                        .9,
                        Desk.START.plus(Duration.ofHours(random.nextInt(2_000)))));
            } else {
                it.desk.tickets(TicketFilter.open()).tickets().stream()
                        .findFirst()
                        .ifPresent(ticket -> {
                            try {
                                it.desk.cancel(ticket.id(), EndReason.DECLINED, name);
                            } catch (IllegalTransitionException e) {
                                // Another thread was faster.
                            }
                        });
            }
        }
    }

    @Test
    void noUnitIsLostNoneIsThereTwiceNoneIsNegative() throws Exception {
        try (Desk it = new Desk()) {
            it.withService();
            it.appliances(6);
            ExecutorService pool = Executors.newFixedThreadPool(THREADS);
            try {
                for (int burst = 0; burst < BURSTS; burst++) {
                    List<Worker> workers = new ArrayList<>();
                    for (int i = 0; i < THREADS; i++) {
                        workers.add(new Worker(it, burst * 100L + i));
                    }
                    for (Future<Void> each : pool.invokeAll(workers)) {
                        each.get(60, TimeUnit.SECONDS);
                    }
                    assertThat(it.desk.spareParts().violations()).isEmpty();
                    Ledger.check(it);
                    assertThat(
                                    it.number("select sum(on_hand) from service.stock")
                                            + it.number(
                                                    "select coalesce(sum(quantity), 0) from service.transfer where state = 'shipped'"))
                            .isEqualTo(received.get() - gone.get());
                }
            } finally {
                pool.shutdownNow();
            }
            assertThat(done.get()).isGreaterThan(THREADS * OPERATIONS * BURSTS / 2L);
            assertThat(refused.get()).isPositive();
        }
    }
}
