package io.hearthwatch.servicedesk;

import static io.hearthwatch.servicedesk.Desk.START;
import static org.assertj.core.api.Assertions.assertThat;

import io.hearthwatch.servicedesk.organisation.Scope;
import io.hearthwatch.servicedesk.outbox.OutgoingEvent;
import io.hearthwatch.servicedesk.policy.EndReason;
import io.hearthwatch.servicedesk.ticket.TicketReceipt;
import io.hearthwatch.servicedesk.ticket.TicketRequest;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Every change of a ticket is an event, whoever makes it and by whichever way. */
class OutgoingEventsTest {
    private Desk it;

    @BeforeEach
    void open() {
        it = new Desk().withService();
    }

    @AfterEach
    void close() {
        it.close();
    }

    private List<OutgoingEvent> events() {
        return it.desk.outgoing().after(0, 1000, List.of(), Scope.EVERYTHING);
    }

    private List<String> kinds() {
        return events().stream().map(OutgoingEvent::kind).toList();
    }

    @SuppressWarnings("unchecked")
    private static Map<String, Object> change(OutgoingEvent event) {
        return (Map<String, Object>) event.data().get("change");
    }

    @Test
    void predictionsTellFromTheOpeningToTheEnd() {
        int washer = it.appliances(1).get(0);
        long ticket = it.desk.propose(Desk.proposal(washer, "pump", .4, START)).ticketId();
        it.now = START.plus(Duration.ofHours(3));
        it.desk.cancel(ticket, EndReason.FALSE_ALARM, "Li");
        assertThat(kinds()).contains("ticket.opened", "part.reserved", "part.released", "ticket.cancelled");
        OutgoingEvent opened = events().get(0);
        assertThat(opened.attributes())
                .containsEntry("sequence", "0000000001")
                .containsEntry("specversion", "1.0")
                .containsEntry("type", "io.hearthwatch.ticket.opened")
                .containsEntry("subject", Long.toString(ticket))
                .containsEntry("time", START.toString());
        assertThat(opened.data())
                .containsEntry("number", "HW-000001")
                .containsEntry("source", "prediction")
                .containsEntry("appliance", "w-1")
                .containsEntry("centre", "A");
        // As the transaction left it: with the part.
        assertThat(opened.data().get("parts").toString()).contains("DP-1", "held");
        OutgoingEvent cancelled = events().stream()
                .filter(event -> event.kind().equals("ticket.cancelled"))
                .findFirst()
                .orElseThrow();
        assertThat(cancelled.time()).isEqualTo(it.now);
        assertThat(cancelled.actor()).isEqualTo("Li");
        assertThat(change(cancelled)).containsEntry("from", "opened").containsEntry("to", "cancelled");
    }

    @Test
    void sequencesOfATicketHaveNoGapsAndGoOnWhenOldEventsAreDeleted() {
        int washer = it.appliances(1).get(0);
        long ticket = it.desk.propose(Desk.proposal(washer, "pump", .4, START)).ticketId();
        int before = events().size();
        it.now = START.plus(Duration.ofDays(40));
        assertThat(it.desk.outgoing().forget(it.now)).isEqualTo(before);
        assertThat(events()).isEmpty();
        it.desk.cancel(ticket, EndReason.FALSE_ALARM, "Li");
        assertThat(events().get(0).sequence()).isEqualTo(before + 1);
        assertThat(events().get(0).place()).isEqualTo(before + 1);
    }

    @Test
    void nobodysNameAddressOrPhoneIsInAnEvent() {
        it.appliances(2);
        it.desk
                .work()
                .open(TicketRequest.of(
                        "Li",
                        null,
                        Map.of(
                                "kind", "repair",
                                "source", "customer",
                                "channel", "phone",
                                "appliance", "w-2",
                                "component", "pump",
                                "words", "it hums")));
        String all = events().toString();
        assertThat(all).contains("H1").doesNotContain("Ada", "Long Street", "1234567");
    }

    @Test
    void callsThatJoinAndSafetyCodesAndBreachesAreTold() {
        int washer = it.appliances(2).get(1);
        it.desk.propose(Desk.proposal(washer, "pump", .4, START));
        it.desk
                .work()
                .open(TicketRequest.of(
                        "Li",
                        null,
                        Map.of(
                                "kind", "repair",
                                "source", "customer",
                                "channel", "phone",
                                "appliance", "w-2",
                                "component", "pump")));
        it.desk.work().safetyFault(it.appliances(1).get(0), "E2", START.minusSeconds(5));
        assertThat(kinds()).contains("ticket.joined");
        assertThat(events().stream()
                        .filter(event -> event.kind().equals("ticket.opened"))
                        .map(event -> event.data().get("source")))
                .containsExactly("prediction", "fault_code");
        it.now = START.plus(Duration.ofDays(20));
        it.desk.clocks().runDue(it.now);
        assertThat(kinds()).contains("promise.warned", "promise.breached", "promise.escalated");
        OutgoingEvent breached = events().stream()
                .filter(event -> event.kind().equals("promise.breached"))
                .findFirst()
                .orElseThrow();
        assertThat(breached.data().get("promises").toString()).contains("breached_at");
    }

    @Test
    void rowsThatAreChangedWithoutHistoryAreToldToo() {
        int washer = it.appliances(1).get(0);
        it.desk.propose(Desk.proposal(washer, "pump", .4, START));
        int before = events().size();
        it.execute("update service.ticket set technician = 'zhao'");
        it.execute("update service.ticket set urgency = 3");
        it.execute("update service.ticket set version = version");
        List<OutgoingEvent> more = events().subList(before, events().size());
        assertThat(more).extracting(OutgoingEvent::kind).containsExactly("ticket.assigned", "ticket.changed");
        assertThat(more.get(0).data()).containsEntry("technician", "zhao");
        assertThat(change(more.get(1)).get("fields")).isEqualTo(List.of("urgency"));
    }

    @Test
    void whatIsRolledBackIsNotTold() {
        int washer = it.appliances(1).get(0);
        it.desk.propose(Desk.proposal(washer, "pump", .4, START));
        int before = events().size();
        it.execute("""
                do $$ begin
                    insert into service.ticket_event (ticket, at, who, what) values (1, now(), 'x', 'never');
                    raise exception 'no';
                exception when raise_exception then null;
                end $$
                """);
        assertThat(events()).hasSize(before);
    }

    @Test
    void aReaderThatGoesOnFromItsPlaceMissesNothingWhileManyWrite() throws Exception {
        List<Integer> washers = it.appliances(12);
        ExecutorService threads = Executors.newFixedThreadPool(7);
        try {
            List<Future<?>> writers = new ArrayList<>();
            for (int thread = 0; thread < 6; thread++) {
                int own = thread;
                writers.add(threads.submit(() -> {
                    for (int i = 0; i < 2; i++) {
                        long ticket = it.desk
                                .propose(Desk.proposal(washers.get(own * 2 + i), "pump", .4, START))
                                .ticketId();
                        it.desk.cancel(ticket, EndReason.FALSE_ALARM, "Li");
                    }
                }));
            }
            Map<String, OutgoingEvent> read = new HashMap<>();
            long place = 0;
            boolean last = false;
            while (true) {
                List<OutgoingEvent> more = it.desk.outgoing().after(place, 7, List.of(), Scope.EVERYTHING);
                for (OutgoingEvent event : more) {
                    assertThat(read.put(event.id(), event)).isNull();
                    place = event.place();
                }
                if (more.isEmpty() && last) {
                    break;
                }
                last = writers.stream().allMatch(Future::isDone);
            }
            for (Future<?> writer : writers) {
                writer.get();
            }
            assertThat(read).hasSize((int) it.number("select count(*) from service.event"));
            Map<Long, Long> most = new HashMap<>();
            read.values().forEach(event -> most.merge(event.ticket(), event.sequence(), Math::max));
            assertThat(most).hasSize(12);
            assertThat(most.values().stream().mapToLong(Long::longValue).sum()).isEqualTo(read.size());
        } finally {
            threads.shutdownNow();
        }
    }

    @Test
    void aPartOfTheOrganisationReadsItsOwnEvents() {
        it.appliances(2);
        it.desk.propose(Desk.proposal(1, "pump", .4, START));
        it.desk.propose(Desk.proposal(2, "pump", .4, START));
        events();
        List<OutgoingEvent> own = it.desk.outgoing().after(0, 1000, List.of("ticket.*"), new Scope(Set.of("B"), null));
        assertThat(own)
                .isNotEmpty()
                .allMatch(event -> event.data().get("centre").equals("B"));
        assertThat(own).allMatch(event -> event.kind().startsWith("ticket."));
    }

    @Test
    void eventsSayWhoWasTheCause() {
        it.appliances(1);
        TicketReceipt opened = it.desk
                .work()
                .open(TicketRequest.of(
                        "maker-erp",
                        null,
                        Map.of(
                                "kind", "repair",
                                "source", "customer",
                                "channel", "web",
                                "appliance", "w-1",
                                "component", "pump")));
        assertThat(opened.status()).isEqualTo(201);
        assertThat(events()).isNotEmpty().allMatch(event -> event.actor().equals("maker-erp"));
    }
}
