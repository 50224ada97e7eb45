package io.hearthwatch.servicedesk;

import static org.assertj.core.api.Assertions.assertThat;

import io.hearthwatch.servicedesk.ticket.TicketDesk;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A safety code opens a ticket at once, whatever models and policy say, and once however many tell of it. */
class SafetyFaultsTest {
    private static final Instant RAISED = Desk.START.minusSeconds(30);
    private Desk it;
    private int appliance;

    @BeforeEach
    void open() {
        it = new Desk().withService();
        appliance = it.appliances(1).get(0);
    }

    @AfterEach
    void close() {
        it.close();
    }

    @Test
    void safetyCodeOpensACriticalTicketWithThePartHeldEvenInShadow() {
        it.execute("update service.ticketing set enabled = false");
        long ticket = it.desk.work().safetyFault(appliance, "E2", RAISED).orElseThrow();
        TicketSummary opened = it.desk.ticket(ticket).orElseThrow().summary();
        assertThat(opened.source()).isEqualTo("fault_code");
        assertThat(opened.urgency()).isEqualTo(Urgency.CRITICAL);
        assertThat(opened.component()).isEqualTo("pump");
        assertThat(opened.expiresAt()).isNull();
        assertThat(opened.summary().en()).isEqualTo("Safety code E2: Fault E2");
        assertThat(it.shelf("WA", "DP-1")).containsExactly(2, 1);
    }

    @Test
    void otherCodesOpenNothing() {
        assertThat(it.desk.work().safetyFault(appliance, "E1", RAISED)).isEmpty();
        assertThat(it.desk.work().safetyFault(appliance, "E9", RAISED)).isEmpty();
        assertThat(it.number("select count(*) from service.ticket")).isZero();
    }

    @Test
    void safetyCodeMakesTheOpenTicketCritical() {
        long predicted = it.desk
                .propose(Desk.proposal(appliance, "pump", .4, Desk.START))
                .ticketId();
        assertThat(it.desk.work().safetyFault(appliance, "E2", RAISED)).isEmpty();
        TicketSummary joined = it.desk.ticket(predicted).orElseThrow().summary();
        assertThat(joined.urgency()).isEqualTo(Urgency.CRITICAL);
        assertThat(it.number("select count(*) from service.ticket")).isEqualTo(1);
    }

    @Test
    void twoProcessesThatHearOfTheSameCodesOpenEachTicketOnce() throws Exception {
        List<Integer> more = new ArrayList<>();
        for (int i = 0; i < 8; i++) {
            more.add(it.fleet
                    .add(io.hearthwatch.fleet.NewAppliance.of("s-" + i, "washer"))
                    .appliance()
                    .no());
        }
        TicketDesk other = it.withCatalog(it.catalog).work();
        ExecutorService threads = Executors.newFixedThreadPool(8);
        try {
            List<Future<Optional<Long>>> opened = new ArrayList<>();
            for (int round = 0; round < 4; round++) {
                for (int no : more) {
                    TicketDesk desk = round % 2 == 0 ? it.desk.work() : other;
                    opened.add(threads.submit(() -> desk.safetyFault(no, "E2", RAISED)));
                }
            }
            int tickets = 0;
            for (Future<Optional<Long>> each : opened) {
                tickets += each.get().isPresent() ? 1 : 0;
            }
            assertThat(tickets).isEqualTo(8);
        } finally {
            threads.shutdown();
        }
        assertThat(it.number("select count(*) from service.ticket")).isEqualTo(8);
        assertThat(it.number("select count(*) from service.safety_fault")).isEqualTo(8);
    }

    @Test
    void untouchedTicketIsClosedByARecordedRepair() {
        long ticket = it.desk.work().safetyFault(appliance, "E2", RAISED).orElseThrow();
        it.fails(appliance, "pump", Desk.START.plusSeconds(60));
        it.isRepaired(appliance, "pump", Desk.START.plusSeconds(120));
        assertThat(it.desk.ticket(ticket).orElseThrow().summary().state()).isEqualTo("closed");
        assertThat(it.shelf("WA", "DP-1")).containsExactly(1, 0);
    }
}
