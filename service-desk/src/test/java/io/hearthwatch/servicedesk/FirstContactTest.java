package io.hearthwatch.servicedesk;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.hearthwatch.servicedesk.ticket.TicketRefusal;
import io.hearthwatch.servicedesk.ticket.TicketRequest;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The customer has heard from us: the clock and the indicators mean the same by it. */
class FirstContactTest {
    private Desk it;

    @BeforeEach
    void open() {
        it = new Desk().withService();
        it.appliances(1);
    }

    @AfterEach
    void close() {
        it.close();
    }

    @Test
    void aTalkThatReachedTheCustomerIsTheFirstContact() {
        long ticket = opened("repair");
        contact(ticket, Map.of("direction", "out"));
        assertThat(state(ticket)).isEqualTo(List.of("met"));
        assertThat(counted("response_time")).isEqualTo(List.of(0L, 1L));
        assertThat(counted("response_in_time")).isEqualTo(List.of(1L, 1L));
        it.now = it.now.plus(Duration.ofDays(2));
        it.desk.clocks().runDue(it.now);
        assertThat(it.number("select count(*) from service.compensation_case")).isZero();
    }

    @Test
    void anAttemptThatReachedNobodyIsNone() {
        long ticket = opened("repair");
        contact(ticket, Map.of("direction", "out", "reached", false));
        assertThat(state(ticket)).isEqualTo(List.of("running"));
        assertThat(counted("response_time")).isEqualTo(List.of(0L, 0L));
        assertThat(it.rows("select what from service.ticket_event where what like 'customer%'"))
                .containsExactly(List.of("customer_not_reached"));
        assertThatThrownBy(() -> contact(ticket, Map.of("direction", "in", "reached", false)))
                .isInstanceOf(TicketRefusal.class);
    }

    @Test
    void whatTheCustomerSaysToUsIsNone() {
        long ticket = opened("repair");
        contact(ticket, Map.of("direction", "in"));
        assertThat(state(ticket)).isEqualTo(List.of("running"));
    }

    @Test
    void anAnswerToAComplaintIsOne() {
        long ticket = opened("complaint");
        it.desk.work().answer(Long.toString(ticket), TicketRequest.of("Li", null, Map.of("words", "we are sorry")));
        assertThat(state(ticket)).isEqualTo(List.of("met"));
        assertThat(counted("response_time")).isEqualTo(List.of(0L, 1L));
    }

    @Test
    void oneThatIsNotedLaterCountsWhenItWas() {
        long ticket = opened("repair");
        Instant talked = it.now.plus(Duration.ofMinutes(10));
        it.now = it.now.plus(Duration.ofDays(1));
        contact(ticket, Map.of("direction", "out", "at", talked.toString()));
        assertThat(state(ticket)).isEqualTo(List.of("met"));
        assertThat(counted("response_time")).isEqualTo(List.of(600L, 1L));
        assertThat(counted("response_in_time")).isEqualTo(List.of(1L, 1L));
    }

    @Test
    void oneAfterTheBreachIsLate() {
        long ticket = opened("repair");
        it.now = it.now.plus(Duration.ofDays(1));
        contact(ticket, Map.of("direction", "out"));
        assertThat(state(ticket)).isEqualTo(List.of("late"));
        assertThat(counted("response_in_time")).isEqualTo(List.of(0L, 1L));
    }

    @Test
    void oneBeforeTheTicketWasReopenedDoesNotDoForItsNewRound() {
        long ticket = opened("consultation");
        it.desk.work().answer(Long.toString(ticket), TicketRequest.of("Li", null, Map.of("words", "press start")));
        step(ticket, Map.of("to", "triaged", "way", "remote"));
        step(ticket, Map.of("to", "accepted"));
        it.now = it.now.plus(Duration.ofHours(1));
        step(ticket, Map.of("to", "reopened", "reason", "it does not start"));
        contact(ticket, Map.of("direction", "out", "at", Desk.START.toString()));
        assertThat(state(ticket)).isEqualTo(List.of("met", "running"));
        contact(ticket, Map.of("direction", "out"));
        assertThat(state(ticket)).isEqualTo(List.of("met", "met"));
    }

    private long opened(String kind) {
        Map<String, Object> known = kind.equals("consultation")
                ? Map.of("customer_name", "Ada", "phone", "+49 30 1234567", "question", "how?", "wish", "a call")
                : Map.of();
        return Long.parseLong(it.desk
                .work()
                .open(TicketRequest.of(
                        "Li",
                        null,
                        Map.of(
                                "kind",
                                kind,
                                "source",
                                "customer",
                                "channel",
                                "phone",
                                "appliance",
                                "w-1",
                                "answers",
                                known)))
                .id());
    }

    private void contact(long ticket, Map<String, Object> more) {
        Map<String, Object> input = new java.util.HashMap<>(Map.of("channel", "phone"));
        input.putAll(more);
        it.desk.work().contact(Long.toString(ticket), TicketRequest.of("Li", null, input));
    }

    private void step(long ticket, Map<String, Object> input) {
        String name = Long.toString(ticket);
        it.desk.work().step(name, TicketRequest.of("Li", it.desk.work().version(name), input));
    }

    private List<String> state(long ticket) {
        return it
                .rows(
                        "select coalesce(outcome, 'running') from service.clock_promise where promise = 'first_contact' and ticket = "
                                + ticket + " order by round")
                .stream()
                .map(row -> row.get(0).toString())
                .toList();
    }

    /** Sum and number of the cases that an indicator counts. */
    private List<Object> counted(String indicator) {
        return it.rows("select coalesce(sum(numerator), 0)::bigint, count(*) from service.counted_" + indicator)
                .get(0);
    }
}
