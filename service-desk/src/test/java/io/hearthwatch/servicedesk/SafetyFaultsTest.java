package io.hearthwatch.servicedesk;

import static org.assertj.core.api.Assertions.assertThat;

import io.hearthwatch.servicedesk.ticket.TicketDesk;
import io.hearthwatch.servicedesk.ticket.TicketRequest;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
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
    void aCallThatACodeJoinsGetsWhatATicketOfTheCodeWouldHave() {
        it.execute("insert into service.household_contact (household, channel, email, consent, consent_at, consent_how)"
                + " select id, 'email', 'ada@example.org', true, now(), 'form' from service.household");
        it.execute("update service.household_appliance set appliance = 'w-1'");
        long call = call(Map.of());
        it.now = Desk.START.plus(Duration.ofHours(1));
        assertThat(it.desk.work().safetyFault(appliance, "E2", RAISED)).isEmpty();
        TicketSummary joined = it.desk.ticket(call).orElseThrow().summary();
        assertThat(joined.urgency()).isEqualTo(Urgency.CRITICAL);
        assertThat(joined.dueAt()).isEqualTo(it.now.plus(Duration.ofHours(24)));
        assertThat(joined.component()).isEqualTo("pump");
        assertThat(it.number("select count(*) from service.reservation where state = 'held' and part = 'DP-1'"))
                .isEqualTo(1);
        assertThat(promises(call))
                .containsExactly(
                        List.of("finished", 28800L, true, 28800L),
                        List.of("first_contact", 1800L, true, 1800L),
                        List.of("visit", 14400L, true, 14400L));
        assertThat(it.rows("select what from service.ticket_event where ticket = " + call + " order by id"))
                .contains(List.of("more_urgent"), List.of("safety_code"));
        assertThat(it.rows("select kind, body like '%E2%' from service.message"))
                .containsExactly(List.of("seen", true));

        // The same again: nothing is later, nothing is held or told twice.
        it.now = it.now.plus(Duration.ofHours(2));
        it.desk.work().safetyFault(appliance, "E2", RAISED.plusSeconds(1));
        assertThat(it.desk.ticket(call).orElseThrow().summary().dueAt()).isEqualTo(joined.dueAt());
        assertThat(it.number("select count(*) from service.reservation")).isEqualTo(1);
        assertThat(it.number("select count(*) from service.message")).isEqualTo(1);
    }

    @Test
    void whatIsDueSoonerThanASafetyTicketStaysSo() {
        long call = call(Map.of("urgency", "high"));
        it.execute("update service.ticket set due_at = '2026-03-01T08:00:00Z'");
        it.execute(
                "update service.clock_promise set due_at = '2026-03-01T07:00:00Z', next_at = null where promise = 'visit'");
        it.desk.work().safetyFault(appliance, "E2", RAISED);
        assertThat(it.desk.ticket(call).orElseThrow().summary().dueAt())
                .isEqualTo(Instant.parse("2026-03-01T08:00:00Z"));
        assertThat(it.rows("select due_at = '2026-03-01T07:00:00Z' from service.clock_promise where promise = 'visit'"))
                .containsExactly(List.of(true));
    }

    @Test
    void aPredictionThatACodeJoinsPromisesTheVisit() {
        long predicted = it.desk
                .propose(Desk.proposal(appliance, "pump", .4, Desk.START))
                .ticketId();
        it.desk.work().safetyFault(appliance, "E2", RAISED);
        assertThat(promises(predicted))
                .containsExactly(
                        List.of("finished", 28800L, true, 28800L),
                        List.of("first_contact", 1800L, true, 1800L),
                        List.of("visit", 14400L, true, 14400L));
    }

    @Test
    void anotherCallWithADangerOrACodeMakesTheTicketUrgentInTheSameWay() {
        long call = call(Map.of());
        it.now = Desk.START.plus(Duration.ofHours(1));
        assertThat(call(Map.of("urgency", "critical"))).isEqualTo(call);
        assertThat(it.desk.ticket(call).orElseThrow().summary().dueAt()).isEqualTo(it.now.plus(Duration.ofHours(24)));
        assertThat(promises(call)).contains(List.of("visit", 14400L, true, 14400L));
        assertThat(call(Map.of("fault_codes", List.of("E2")))).isEqualTo(call);
        assertThat(it.desk.ticket(call).orElseThrow().summary().component()).isEqualTo("pump");
    }

    @Test
    void aCodeThatIsAddedLaterCountsToo() {
        long call = call(Map.of());
        it.desk.work().change(Long.toString(call), changed(call, "E1"));
        TicketSummary warned = it.desk.ticket(call).orElseThrow().summary();
        assertThat(warned.urgency()).isEqualTo(Urgency.NORMAL);
        it.desk.work().change(Long.toString(call), changed(call, "E2"));
        TicketSummary added = it.desk.ticket(call).orElseThrow().summary();
        assertThat(added.urgency()).isEqualTo(Urgency.CRITICAL);
        assertThat(added.dueAt()).isEqualTo(it.now.plus(Duration.ofHours(24)));
        assertThat(it.shelf("WA", "DP-1")).containsExactly(2, 1);
        assertThat(it.rows("select array_to_string(fault_codes, ' ') from service.ticket"))
                .containsExactly(List.of("E1 E2"));
    }

    @Test
    void aCodeLeavesAComponentAloneThatHasATicketOfItsOwn() {
        call(Map.of("component", "pump"));
        long door = call(Map.of("component", "door"));
        it.desk.work().change(Long.toString(door), changed(door, "E2"));
        assertThat(it.desk.ticket(door).orElseThrow().summary().component()).isEqualTo("door");
        assertThat(it.desk.ticket(door).orElseThrow().summary().urgency()).isEqualTo(Urgency.CRITICAL);
    }

    private long call(Map<String, Object> more) {
        Map<String, Object> input =
                new HashMap<>(Map.of("kind", "repair", "source", "customer", "channel", "phone", "appliance", "w-1"));
        input.putAll(more);
        return Long.parseLong(
                it.desk.work().open(TicketRequest.of("Li", null, input)).id());
    }

    private TicketRequest changed(long ticket, String code) {
        return TicketRequest.of(
                "Li", it.desk.work().version(Long.toString(ticket)), Map.of("fault_codes", List.of(code)));
    }

    /** Promise, promised seconds, whether it counts day and night, seconds from now to when it is due. */
    private List<List<Object>> promises(long ticket) {
        return it.rows(
                "select promise, promised_seconds::bigint, round_the_clock, extract(epoch from due_at - '" + it.now
                        + "')::bigint from service.clock_promise where ended_at is null and ticket = " + ticket
                        + " order by promise");
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
